-- How unevenly each quotient of two stages runs over the days: the parts of Pearson's statistic.
-- in:  stage_days                       out: (query)

WITH pairs AS (
{pairs}
)
SELECT span, platform, campaign_ref, factor, count(*) AS days,
    CAST(sum(x) AS BIGINT) AS numerator, CAST(sum(n) AS BIGINT) AS denominator,
    -- Each day's term is rounded by itself, so that their sum does not depend on the order of rows.
    CAST(sum(CAST(round(1e6 * (x / 1e6) * (x / 1e6) / (n / 1e6)) AS HUGEINT)) AS HUGEINT)::VARCHAR AS square
FROM pairs WHERE n > 0 AND x IS NOT NULL
GROUP BY ALL HAVING sum(x) > 0 AND count(*) > 1
ORDER BY ALL;
