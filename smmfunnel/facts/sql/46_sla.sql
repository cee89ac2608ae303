-- Outcomes of the period's leads under one standard: the rules tried once for each set of equal evidence.
-- in:  lead_evidence, tag_match, ads_platforms, rules     out: a row a SlaCell

WITH held AS (SELECT *, {against} FROM lead_evidence WHERE span = 0),
alike AS (
    SELECT tag, quality, response, excluded, sold, state, status, reason, checked, touched, answer, overdue, tries,
        qualified, source, log, {named}, count(*) AS leads
    FROM held GROUP BY ALL
),
ruled AS (SELECT *, {rule} AS n FROM alike)
SELECT m.origin, m.platform, m.campaign_ref,
    m.platform IS NOT NULL AND m.platform NOT IN (SELECT platform FROM ads_platforms) AS elsewhere,
    h.quality, h.response, r.outcome, CAST(sum(h.leads) AS BIGINT) AS leads
FROM ruled AS h JOIN tag_match AS m USING (tag) JOIN rules AS r USING (n)
GROUP BY ALL ORDER BY ALL;
