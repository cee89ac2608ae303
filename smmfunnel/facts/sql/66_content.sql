-- What came of the clicks of each campaign and ad in the compared spans; the most clicked ads only.
-- in:  ads_used, ad_names, awareness, visits_used, compared_spans, tag_match, grouped      out: (query)

WITH ads AS (
    SELECT c.span, a.platform, a.campaign_ref, n.name AS ad,
        CAST(sum(a.impressions) AS BIGINT) AS impressions, CAST(sum(a.clicks) AS BIGINT) AS clicks,
        CAST(sum(a.landing_views) AS BIGINT) AS own_views
    FROM ads_used AS a JOIN compared_spans AS c ON c.ads_span = a.span
    LEFT JOIN ad_names AS n ON n.platform IS NOT DISTINCT FROM a.platform AND n.ad_ref = a.ad_ref
    ANTI JOIN awareness AS w ON w.platform IS NOT DISTINCT FROM a.platform AND w.campaign_ref = a.campaign_ref
    GROUP BY ALL
),
seen AS (
    SELECT c.span, m.platform, m.campaign_ref, n.name AS ad, CAST(sum(v.visits) AS BIGINT) AS visits
    FROM visits_used AS v JOIN compared_spans AS c ON c.ads_span = v.span JOIN tag_match AS m USING (tag)
    LEFT JOIN ad_names AS n ON n.platform IS NOT DISTINCT FROM m.platform AND n.ad_ref = m.ad_ref
    WHERE m.origin = 'smm'
    GROUP BY ALL
),
counted AS (SELECT DISTINCT platform FROM seen),
came AS (
    SELECT compared AS span, platform, campaign_ref, ad, count(*) AS leads,
        count(*) FILTER (contact = 'valid') AS valid,
        count(*) FILTER (contact <> 'absent') AS contactable,
        count(*) FILTER ({answered}) AS answered,
        count(*) FILTER ({answered} AND qualified) AS qualified
    FROM grouped WHERE compared IS NOT NULL AND grp = 'smm' AND campaign_ref IS NOT NULL
    GROUP BY ALL
),
keys AS (
    SELECT span, platform, campaign_ref, ad FROM ads
    UNION SELECT span, platform, campaign_ref, ad FROM seen WHERE campaign_ref IS NOT NULL
    UNION SELECT span, platform, campaign_ref, ad FROM came
),
joined AS (
    SELECT k.*, a.impressions, a.clicks,
        CASE WHEN k.platform IN (SELECT platform FROM counted) THEN coalesce(s.visits, 0) ELSE a.own_views END
            AS landing_views,
        coalesce(c.leads, 0) AS leads, coalesce(c.valid, 0) AS valid, coalesce(c.contactable, 0) AS contactable,
        coalesce(c.answered, 0) AS answered, coalesce(c.qualified, 0) AS qualified
    FROM keys AS k
    LEFT JOIN ads AS a ON a.span = k.span AND a.platform IS NOT DISTINCT FROM k.platform
        AND a.campaign_ref IS NOT DISTINCT FROM k.campaign_ref AND a.ad IS NOT DISTINCT FROM k.ad
    LEFT JOIN seen AS s ON s.span = k.span AND s.platform IS NOT DISTINCT FROM k.platform
        AND s.campaign_ref IS NOT DISTINCT FROM k.campaign_ref AND s.ad IS NOT DISTINCT FROM k.ad
    LEFT JOIN came AS c ON c.span = k.span AND c.platform IS NOT DISTINCT FROM k.platform
        AND c.campaign_ref IS NOT DISTINCT FROM k.campaign_ref AND c.ad IS NOT DISTINCT FROM k.ad
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
    CAST(sum(j.landing_views) AS BIGINT) AS landing_views,
    CAST(sum(j.leads) AS BIGINT) AS leads, CAST(sum(j.valid) AS BIGINT) AS valid,
    CAST(sum(j.contactable) AS BIGINT) AS contactable, CAST(sum(j.answered) AS BIGINT) AS answered,
    CAST(sum(j.qualified) AS BIGINT) AS qualified
FROM joined AS j LEFT JOIN ranked AS r
    ON r.platform IS NOT DISTINCT FROM j.platform AND r.campaign_ref IS NOT DISTINCT FROM j.campaign_ref AND r.ad = j.ad
GROUP BY ALL ORDER BY ALL;
