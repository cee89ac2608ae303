-- Leads of the period by the Monday of their week.
-- in:  lead_evidence, tag_match, ads_platforms, exposure, horizon     out: a row a CohortCell

SELECT CAST(date_trunc('week', e.day) AS DATE) AS week, count(*) AS leads,
    CAST(sum(coalesce(x.micros, 1000000)) AS BIGINT) AS exposure,
    count(*) FILTER (e.sold AND e.lag <= h.days) AS sales
FROM lead_evidence AS e CROSS JOIN horizon AS h LEFT JOIN exposure AS x ON x.age = least(e.age, h.days)
WHERE e.span = 0 AND e.excluded IS NULL AND e.day IS NOT NULL AND e.tag IN (
    SELECT tag FROM (
        SELECT tag, origin,
            platform IS NOT NULL AND platform NOT IN (SELECT platform FROM ads_platforms) AS elsewhere FROM tag_match
    ) WHERE {scope}
)
GROUP BY ALL ORDER BY ALL;
