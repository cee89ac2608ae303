-- Quantiles of the time to the first response, to the second.
-- in:  response_times, response_hours, response_ranks     out: a row a part, {endless} in place of no end

WITH sums AS (
    SELECT key, CAST(sum(n) AS BIGINT) AS leads, CAST(coalesce(sum(n) FILTER (hour IS NOT NULL), 0) AS BIGINT) AS told,
        CAST(coalesce(sum(n) FILTER (hour < {endless} // 3600), 0) AS BIGINT) AS answered
    FROM response_hours GROUP BY key
),
seconds AS (
    SELECT a.key, a.part, a.rank, t.s, count(*) AS n
    FROM response_times AS t JOIN response_ranks AS a ON a.key IS NOT DISTINCT FROM t.key AND a.hour = t.s // 3600
    GROUP BY ALL
),
ranked AS (SELECT *, sum(n) OVER (PARTITION BY key, part ORDER BY s) AS upto FROM seconds),
found AS (
    SELECT key, max(s) FILTER (part = 50) AS p50, max(s) FILTER (part = 90) AS p90
    FROM ranked WHERE rank > upto - n AND rank <= upto GROUP BY key
)
SELECT s.key, s.leads, s.answered, s.told, f.p50, f.p90
FROM sums AS s LEFT JOIN found AS f ON f.key IS NOT DISTINCT FROM s.key ORDER BY s.key;
