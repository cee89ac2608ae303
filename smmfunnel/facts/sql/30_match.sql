-- Each distinct set of utm and ad fields to one campaign of the loaded ads, and to an origin.
-- in:  slots, tags, campaigns, campaign_keys, ad_groups, ad_names, ads_platforms     out: tag_match

CREATE TABLE candidates AS
WITH found AS (
    SELECT s.tag, s.platform AS said, c.platform, c.campaign_ref, NULL AS ad_group_ref, NULL AS ad_ref,
        1 AS place, 'campaign_id' AS method
    FROM slots AS s JOIN campaigns AS c ON c.campaign_id = s.id
    UNION ALL
    SELECT s.tag, s.platform, g.platform, g.campaign_ref, g.ad_group_ref, NULL, 2, 'ad_group_id'
    FROM slots AS s JOIN ad_groups AS g ON g.ad_group_id = s.id WHERE g.campaign_ref IS NOT NULL
    UNION ALL
    SELECT s.tag, s.platform, a.platform, a.campaign_ref, a.ad_group_ref, a.ad_ref, 3, 'ad_id'
    FROM slots AS s JOIN ad_names AS a ON a.ad_id = s.id WHERE a.campaign_ref IS NOT NULL
    UNION ALL
    SELECT s.tag, s.platform, k.platform, k.campaign_ref, NULL, NULL, 4, 'campaign_name'
    FROM slots AS s JOIN campaign_keys AS k ON k.campaign_key = s.key WHERE s.slot = 'campaign'
    UNION ALL
    SELECT s.tag, s.platform, k.platform, k.campaign_ref, NULL, NULL, 5, 'utm'
    FROM slots AS s JOIN campaign_keys AS k ON k.campaign_key = s.key WHERE s.slot <> 'campaign'
    UNION ALL
    SELECT s.tag, s.platform, g.platform, g.campaign_ref, g.ad_group_ref, NULL, 6, 'utm'
    FROM slots AS s JOIN ad_groups AS g ON g.ad_group_key = s.key WHERE g.campaign_ref IS NOT NULL
    UNION ALL
    SELECT s.tag, s.platform, a.platform, a.campaign_ref, a.ad_group_ref, a.ad_ref, 7, 'utm'
    FROM slots AS s JOIN ad_names AS a ON a.ad_key = s.key WHERE a.campaign_ref IS NOT NULL
)
-- A tag that names a loaded platform speaks of that platform's campaigns only.
SELECT DISTINCT * EXCLUDE (said) FROM found
WHERE said IS NULL OR platform = said OR said NOT IN (SELECT platform FROM ads_platforms);

CREATE TABLE tag_match AS
WITH best AS (SELECT tag, min(place) AS place FROM candidates GROUP BY tag),
-- Two campaigns with an equal claim: neither gets it.
campaign_of AS (
    SELECT c.tag, min(c.platform) AS platform, min(c.campaign_ref) AS campaign_ref, min(c.method) AS method
    FROM candidates AS c JOIN best AS b USING (tag, place)
    GROUP BY c.tag HAVING count(DISTINCT (c.platform, c.campaign_ref)) = 1
),
group_of AS (
    SELECT c.tag, min(c.ad_group_ref) AS ad_group_ref FROM candidates AS c JOIN campaign_of AS o USING (tag)
    WHERE c.ad_group_ref IS NOT NULL AND c.platform IS NOT DISTINCT FROM o.platform AND c.campaign_ref = o.campaign_ref
    GROUP BY c.tag HAVING count(DISTINCT c.ad_group_ref) = 1
),
ad_of AS (
    SELECT c.tag, min(c.ad_ref) AS ad_ref FROM candidates AS c JOIN campaign_of AS o USING (tag)
    LEFT JOIN group_of AS g USING (tag)
    WHERE c.ad_ref IS NOT NULL AND c.platform IS NOT DISTINCT FROM o.platform AND c.campaign_ref = o.campaign_ref
        AND (g.ad_group_ref IS NULL OR c.ad_group_ref IS NULL OR c.ad_group_ref = g.ad_group_ref)
    GROUP BY c.tag HAVING count(DISTINCT c.ad_ref) = 1
)
SELECT t.tag, coalesce(o.platform, t.platform, t.click_platform) AS platform, o.campaign_ref, g.ad_group_ref, a.ad_ref,
    CASE
        WHEN o.campaign_ref IS NOT NULL THEN o.method
        WHEN t.platform IN (SELECT platform FROM ads_platforms) THEN 'source'
        WHEN t.click_platform IN (SELECT platform FROM ads_platforms) THEN 'click_id'
    END AS method,
    CASE
        WHEN o.campaign_ref IS NOT NULL OR t.paid OR t.click_platform IS NOT NULL THEN 'smm'
        WHEN t.paid IS NOT NULL THEN 'other'
        ELSE 'unknown'
    END AS origin,
    coalesce(t.source, t.utm_source, t.click_platform) AS source,
    t.broken, t.utm_campaign, t.utm_campaign_key
FROM tags AS t
LEFT JOIN campaign_of AS o USING (tag) LEFT JOIN group_of AS g USING (tag) LEFT JOIN ad_of AS a USING (tag);
