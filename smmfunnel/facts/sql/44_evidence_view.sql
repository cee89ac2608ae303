-- The evidence with the places and the rule spelled out. A sale without a day counts as sold at once (lag 0).
-- in:  lead_evidence, tag_match, ad_names, ads_platforms, rules     out: tag_places, evidence

-- Tags are few: their places are found once, not for every lead and query.
CREATE TABLE tag_places AS
SELECT m.tag, m.origin, m.source, m.platform, m.campaign_ref,
    m.platform IS NOT NULL AND m.platform NOT IN (SELECT platform FROM ads_platforms) AS elsewhere, a.name AS ad
FROM tag_match AS m LEFT JOIN ad_names AS a ON a.platform IS NOT DISTINCT FROM m.platform AND a.ad_ref = m.ad_ref;

CREATE VIEW evidence AS
SELECT e.lead, e.span, e.compared, e.day, e.created_at, m.origin, m.source, m.platform, m.campaign_ref, m.elsewhere,
    m.ad, e.* EXCLUDE (lead, span, compared, day, created_at, tag, n), e.tag, split_part(e.quality, '/', 1) AS contact, r.outcome, r.rule
FROM lead_evidence AS e JOIN tag_places AS m USING (tag) JOIN rules AS r ON r.n = e.n;
