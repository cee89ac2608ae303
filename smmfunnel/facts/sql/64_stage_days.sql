-- The stages of each campaign day by day over the compared spans, in millionths.
-- in:  ads_used, awareness, visits_used, compared_spans, tag_match, grouped      out: stage_days

CREATE TABLE stage_days AS
WITH parts AS (
    SELECT c.span, a.platform, a.campaign_ref, a.first_day AS day,
        CASE WHEN r.rate IS NULL THEN a.spend ELSE round(a.spend * r.rate) END AS spend,
        a.impressions, a.clicks, a.landing_views AS own_views, a.platform_leads, a.sales AS ads_sales,
        NULL AS visits, 0 AS leads, FALSE AS seen
    FROM ads_used AS a JOIN compared_spans AS c ON c.ads_span = a.span
    LEFT JOIN rates AS r ON r.currency = a.currency
    ANTI JOIN awareness AS w ON w.platform IS NOT DISTINCT FROM a.platform AND w.campaign_ref = a.campaign_ref
    WHERE a.first_day = a.last_day
    UNION ALL
    SELECT c.span, m.platform, m.campaign_ref, v.first_day, NULL, NULL, NULL, NULL, NULL, NULL, v.visits, 0, TRUE
    FROM visits_used AS v JOIN compared_spans AS c ON c.ads_span = v.span JOIN tag_match AS m USING (tag)
    WHERE v.first_day = v.last_day AND m.origin = 'smm'
    UNION ALL
    SELECT compared, platform, campaign_ref, day, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1000000, FALSE
    FROM grouped WHERE compared IS NOT NULL AND grp = 'smm'
),
summed AS (
    SELECT span, platform, campaign_ref, day, sum(spend) AS spend, sum(impressions) AS impressions,
        sum(clicks) AS clicks, sum(own_views) AS own_views, sum(platform_leads) AS platform_leads,
        sum(ads_sales) AS ads_sales, sum(visits) AS visits, sum(leads) AS leads, bool_or(seen) AS seen
    FROM parts GROUP BY ALL
)
SELECT span, platform, campaign_ref, day, spend, impressions, clicks,
    -- The counter speaks for the platforms it saw.
    CASE WHEN platform IS NOT NULL AND bool_or(seen) OVER (PARTITION BY platform)
        THEN coalesce(visits, 0) ELSE own_views END AS views,
    platform_leads, leads, ads_sales
FROM summed;
