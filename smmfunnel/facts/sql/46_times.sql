-- Quantiles of the time to the first response; who was never answered, for longer than a day of the clock,
-- stands at the end. Exact and in little memory: first the hour of each quantile, then its second.
-- in:  lead_evidence, tag_match, ads_platforms     out: a row a part, {endless} in place of no end

WITH kept AS (
    SELECT {key} AS key, CASE WHEN NOT e.touched AND e.log = 'trusted' AND coalesce(e.waited_seconds > 86400, FALSE)
        THEN {endless} ELSE e.{seconds} END AS s
    FROM lead_evidence AS e
    WHERE e.span = 0 AND e.excluded IS NULL AND e.tag IN (
        SELECT tag FROM (
            SELECT tag, origin,
                platform IS NOT NULL AND platform NOT IN (SELECT platform FROM ads_platforms) AS elsewhere FROM tag_match
        ) WHERE {scope}
    )
),
counts AS (SELECT key, s // 3600 AS hour, count(*) AS n FROM kept GROUP BY ALL),
sums AS (
    SELECT key, CAST(sum(n) AS BIGINT) AS leads, CAST(coalesce(sum(n) FILTER (hour IS NOT NULL), 0) AS BIGINT) AS told,
        CAST(coalesce(sum(n) FILTER (hour < {endless} // 3600), 0) AS BIGINT) AS answered
    FROM counts GROUP BY key
),
hours AS (
    SELECT key, hour, n, sum(n) OVER (PARTITION BY key ORDER BY hour) AS upto, sum(n) OVER (PARTITION BY key) AS told
    FROM counts WHERE hour IS NOT NULL
),
-- The quantile is the value of the rank told × share, rounded up.
asked AS (
    SELECT key, hour, part, (told * part + 99) // 100 - (upto - n) AS rank
    FROM hours CROSS JOIN (VALUES (50), (90)) AS t (part)
    WHERE (told * part + 99) // 100 > upto - n AND (told * part + 99) // 100 <= upto
),
seconds AS (
    SELECT a.key, a.part, a.rank, k.s, count(*) AS n
    FROM kept AS k JOIN asked AS a ON a.key IS NOT DISTINCT FROM k.key AND a.hour = k.s // 3600 GROUP BY ALL
),
ranked AS (SELECT *, sum(n) OVER (PARTITION BY key, part ORDER BY s) AS upto FROM seconds),
found AS (
    SELECT key, max(s) FILTER (part = 50) AS p50, max(s) FILTER (part = 90) AS p90
    FROM ranked WHERE rank > upto - n AND rank <= upto GROUP BY key
)
SELECT s.key, s.leads, s.answered, s.told, f.p50, f.p90
FROM sums AS s LEFT JOIN found AS f ON f.key IS NOT DISTINCT FROM s.key ORDER BY s.key;
