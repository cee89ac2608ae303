-- Leads of the period by response class and hours.
-- in:  placed_counts     out: a row a BandCell

SELECT response, off_hours, CAST(sum(leads) AS BIGINT) AS leads, CAST(sum(exposure) AS BIGINT) AS exposure,
    CAST(sum(sales) AS BIGINT) AS sales
FROM placed_counts WHERE NOT excluded AND {scope} GROUP BY ALL ORDER BY ALL;
