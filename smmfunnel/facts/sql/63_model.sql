-- Leads of the compared spans that look alike, with their exposure and their sales within the horizon.
-- in:  grouped, exposure, horizon       out: (query)

SELECT g.compared AS span, g.grp, CASE WHEN g.grp = 'control' THEN g.source END AS source,
    CASE WHEN g.grp = 'smm' THEN g.platform END AS platform,
    CASE WHEN g.grp = 'smm' THEN g.campaign_ref END AS campaign_ref,
    g.quality, g.response, g.off_hours,
    count(*) AS leads,
    CAST(sum(x.micros) AS BIGINT) AS exposure,
    count(*) FILTER ({won}) AS sales,
    CAST(coalesce(sum(g.amount) FILTER ({won}), 0) AS BIGINT) AS revenue,
    count(g.amount) FILTER ({won}) AS priced,
    CAST(coalesce(sum(CAST(round(g.amount / 1e6) AS HUGEINT) * CAST(round(g.amount / 1e6) AS HUGEINT))
        FILTER ({won}), 0) AS HUGEINT)::VARCHAR AS revenue_square
FROM grouped AS g
JOIN exposure AS x ON x.age = least(greatest(g.age, 0), (SELECT days FROM horizon))
WHERE g.compared IS NOT NULL
GROUP BY ALL ORDER BY ALL;
