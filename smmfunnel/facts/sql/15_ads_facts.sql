-- Sums of the ad figures by what the report asks for.
-- in:  ads_used, awareness, rates and what {joins} names     out: ads_cells

CREATE TABLE ads_cells AS
SELECT a.span, a.platform, a.campaign_ref,
    {dims},
    w.campaign_ref IS NOT NULL AS awareness,
    coalesce(r."into", a.currency) AS currency,
    max(a.reach) AS reach_largest,
    count(*) FILTER (a.counted) AS counted_rows,
    {sums},
    CAST(sum(CASE WHEN r.rate IS NULL THEN a.spend ELSE round(a.spend * r.rate) END) AS BIGINT) AS spend,
    CAST(sum(CASE WHEN r.rate IS NULL THEN a.revenue ELSE round(a.revenue * r.rate) END) AS BIGINT) AS revenue
FROM ads_used AS a
LEFT JOIN awareness AS w
    ON w.platform IS NOT DISTINCT FROM a.platform AND w.campaign_ref = a.campaign_ref
LEFT JOIN rates AS r ON r.currency = a.currency
{joins}
GROUP BY ALL;
