-- What came of the clicks of each campaign and ad in the compared spans; the most clicked ads only.
-- in:  ads_used, ad_names, awareness, visits_used, compared_spans, tag_match, grouped      out: (query)

WITH parts AS (
    SELECT c.span, a.platform, a.campaign_ref, n.name AS ad, a.impressions, a.clicks, a.landing_views AS own_views,
        NULL AS visits, 0 AS leads, 0 AS valid, 0 AS contactable, 0 AS answered, 0 AS qualified, FALSE AS seen
    FROM ads_used AS a JOIN compared_spans AS c ON c.ads_span = a.span
    LEFT JOIN ad_names AS n ON n.platform IS NOT DISTINCT FROM a.platform AND n.ad_ref = a.ad_ref
    ANTI JOIN awareness AS w ON w.platform IS NOT DISTINCT FROM a.platform AND w.campaign_ref = a.campaign_ref
    UNION ALL
    SELECT c.span, m.platform, m.campaign_ref, n.name, NULL, NULL, NULL, v.visits, 0, 0, 0, 0, 0, TRUE
    FROM visits_used AS v JOIN compared_spans AS c ON c.ads_span = v.span JOIN tag_match AS m USING (tag)
    LEFT JOIN ad_names AS n ON n.platform IS NOT DISTINCT FROM m.platform AND n.ad_ref = m.ad_ref
    ANTI JOIN awareness AS w ON w.platform IS NOT DISTINCT FROM m.platform AND w.campaign_ref = m.campaign_ref
    WHERE m.origin = 'smm'
    UNION ALL
    SELECT compared, platform, campaign_ref, ad, NULL, NULL, NULL, NULL, 1, CAST(contact = 'valid' AS INTEGER),
        CAST(contact <> 'absent' AS INTEGER), CAST(coalesce({answered}, FALSE) AS INTEGER),
        CAST(coalesce({answered} AND qualified, FALSE) AS INTEGER), FALSE
    FROM grouped WHERE compared IS NOT NULL AND grp = 'smm' AND campaign_ref IS NOT NULL
),
joined AS (
    SELECT span, platform, campaign_ref, ad, sum(impressions) AS impressions, sum(clicks) AS clicks,
        -- The counter speaks for the platforms it saw; which ad brought a visit few tags tell.
        platform IS NOT NULL AND bool_or(bool_or(seen)) OVER (PARTITION BY platform) AS counted,
        sum(own_views) AS own_views, sum(visits) AS visits, sum(leads) AS leads, sum(valid) AS valid,
        sum(contactable) AS contactable, sum(answered) AS answered, sum(qualified) AS qualified
    FROM parts GROUP BY span, platform, campaign_ref, ad
    -- Visits alone make no campaign.
    QUALIFY campaign_ref IS NOT NULL OR NOT bool_and(seen)
),
-- Ads beyond the most clicked are summed into the row of their campaign that names no ad.
summed AS (
    SELECT platform, campaign_ref, ad, sum(coalesce(clicks, 0)) AS clicks, sum(leads) AS leads
    FROM joined WHERE ad IS NOT NULL GROUP BY ALL
),
ranked AS (
    SELECT platform, campaign_ref, ad, row_number() OVER (
        ORDER BY clicks DESC, leads DESC, platform, campaign_ref, ad
    ) AS place
    FROM summed
)
SELECT j.span, j.platform, j.campaign_ref, CASE WHEN r.place <= {most} THEN j.ad END AS ad,
    CAST(sum(j.impressions) AS BIGINT) AS impressions, CAST(sum(j.clicks) AS BIGINT) AS clicks,
    CAST(sum(CASE WHEN j.counted THEN j.visits ELSE j.own_views END) AS BIGINT) AS landing_views, j.counted,
    CAST(sum(j.leads) AS BIGINT) AS leads, CAST(sum(j.valid) AS BIGINT) AS valid,
    CAST(sum(j.contactable) AS BIGINT) AS contactable, CAST(sum(j.answered) AS BIGINT) AS answered,
    CAST(sum(j.qualified) AS BIGINT) AS qualified
FROM joined AS j LEFT JOIN ranked AS r
    ON r.platform IS NOT DISTINCT FROM j.platform AND r.campaign_ref IS NOT DISTINCT FROM j.campaign_ref AND r.ad = j.ad
GROUP BY ALL ORDER BY ALL;
