-- Leads of each day by the days until their sale.
-- in:  grouped                          out: (query)

SELECT grp, day, CASE WHEN sold THEN lag END AS lag, count(*) AS leads
FROM grouped WHERE day IS NOT NULL
GROUP BY ALL ORDER BY ALL;
