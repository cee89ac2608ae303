-- Leads of the period by manager and campaign.
-- in:  placed_counts     out: a row a ManagerCell

SELECT manager, origin, source, platform, campaign_ref, elsewhere, quality,
    CAST(sum(leads) AS BIGINT) AS leads, CAST(coalesce(sum(leads) FILTER (touched), 0) AS BIGINT) AS touched,
    CAST(sum(exposure) AS BIGINT) AS exposure, CAST(sum(sales) AS BIGINT) AS sales,
    CAST(coalesce(sum(leads) FILTER (called_junk OR outcome IN ('junk', 'junk_untouched')), 0) AS BIGINT) AS junk,
    CAST(coalesce(sum(leads) FILTER (outcome = 'junk_untouched'), 0) AS BIGINT) AS junk_untouched
FROM placed_counts WHERE NOT excluded GROUP BY ALL ORDER BY ALL;
