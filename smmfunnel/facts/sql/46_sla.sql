-- Outcomes of the period's leads under each standard: the rules tried once for each set of equal evidence.
-- in:  evidence_alike, tag_match, ads_platforms, rules     out: a row a SlaCell

WITH held AS (SELECT *, {against} FROM evidence_alike CROSS JOIN (VALUES {standards}) AS t (minutes)),
ruled AS (SELECT *, {rule} AS n FROM held)
SELECT h.minutes, m.origin, m.platform, m.campaign_ref,
    m.platform IS NOT NULL AND m.platform NOT IN (SELECT platform FROM ads_platforms) AS elsewhere,
    h.quality, h.response, r.outcome, CAST(sum(h.leads) AS BIGINT) AS leads
FROM ruled AS h JOIN tag_match AS m USING (tag) JOIN rules AS r USING (n)
GROUP BY ALL ORDER BY ALL;
