-- Quantiles of the time to the first response, to the second.
-- in:  response_times, response_hours, response_ranks     out: a row a part and key, {endless} in place of no end

WITH sums AS (
    SELECT place, part, key, CAST(sum(n) AS BIGINT) AS leads,
        CAST(coalesce(sum(n) FILTER (hour IS NOT NULL), 0) AS BIGINT) AS told,
        CAST(coalesce(sum(n) FILTER (hour < {endless} // 3600), 0) AS BIGINT) AS answered
    FROM response_hours GROUP BY ALL
),
seconds AS (
    SELECT a.place, a.key, a.share, a.rank, t.s, count(*) AS n
    FROM response_times AS t
    JOIN response_ranks AS a ON a.place = t.place AND a.key IS NOT DISTINCT FROM t.key AND a.hour = t.s // 3600
    GROUP BY ALL
),
ranked AS (SELECT *, sum(n) OVER (PARTITION BY place, key, share ORDER BY s) AS upto FROM seconds),
found AS (
    SELECT place, key, max(s) FILTER (share = 50) AS p50, max(s) FILTER (share = 90) AS p90
    FROM ranked WHERE rank > upto - n AND rank <= upto GROUP BY place, key
)
SELECT s.part, s.key, s.leads, s.answered, s.told, f.p50, f.p90
FROM sums AS s LEFT JOIN found AS f ON f.place = s.place AND f.key IS NOT DISTINCT FROM s.key
ORDER BY s.place, s.key;
