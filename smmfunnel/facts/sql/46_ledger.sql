-- Leads of the period by their evidence, the excluded too.
-- in:  placed_counts     out: a row a LedgerCell

SELECT origin, source, platform, campaign_ref, elsewhere, quality, response, outcome, rule,
    CAST(sum(leads) AS BIGINT) AS leads, CAST(sum(exposure) AS BIGINT) AS exposure, CAST(sum(sales) AS BIGINT) AS sales,
    CAST(sum(revenue) AS BIGINT) AS revenue, CAST(sum(priced) AS BIGINT) AS priced
FROM placed_counts GROUP BY ALL ORDER BY ALL;
