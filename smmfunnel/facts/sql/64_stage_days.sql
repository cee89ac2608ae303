-- The stages of each campaign day by day over the compared spans, in millionths.
-- in:  ads_used, awareness, visits_used, compared_spans, tag_match, grouped      out: stage_days

CREATE TABLE stage_days AS
WITH ads AS (
    SELECT c.span, a.platform, a.campaign_ref, a.first_day AS day,
        sum(CASE WHEN r.rate IS NULL THEN a.spend ELSE round(a.spend * r.rate) END) AS spend,
        sum(a.impressions) AS impressions, sum(a.clicks) AS clicks, sum(a.landing_views) AS own_views,
        sum(a.platform_leads) AS platform_leads, sum(a.sales) AS ads_sales
    FROM ads_used AS a JOIN compared_spans AS c ON c.ads_span = a.span
    LEFT JOIN rates AS r ON r.currency = a.currency
    ANTI JOIN awareness AS w ON w.platform IS NOT DISTINCT FROM a.platform AND w.campaign_ref = a.campaign_ref
    WHERE a.first_day = a.last_day
    GROUP BY ALL
),
seen AS (
    SELECT c.span, m.platform, m.campaign_ref, v.first_day AS day, sum(v.visits) AS visits
    FROM visits_used AS v JOIN compared_spans AS c ON c.ads_span = v.span JOIN tag_match AS m USING (tag)
    WHERE v.first_day = v.last_day AND m.origin = 'smm'
    GROUP BY ALL
),
counted AS (SELECT DISTINCT platform FROM seen),
came AS (
    SELECT compared AS span, platform, campaign_ref, day, count(*) * 1000000 AS leads
    FROM grouped WHERE compared IS NOT NULL AND grp = 'smm' GROUP BY ALL
),
places AS (
    SELECT span, platform, campaign_ref, day FROM ads
    UNION SELECT span, platform, campaign_ref, day FROM seen
    UNION SELECT span, platform, campaign_ref, day FROM came
)
SELECT p.span, p.platform, p.campaign_ref, p.day, a.spend, a.impressions, a.clicks,
    CASE WHEN p.platform IN (SELECT platform FROM counted) THEN coalesce(s.visits, 0) ELSE a.own_views END AS views,
    a.platform_leads, coalesce(c.leads, 0) AS leads, a.ads_sales
FROM places AS p
LEFT JOIN ads AS a ON a.span = p.span AND a.platform IS NOT DISTINCT FROM p.platform
    AND a.campaign_ref IS NOT DISTINCT FROM p.campaign_ref AND a.day = p.day
LEFT JOIN seen AS s ON s.span = p.span AND s.platform IS NOT DISTINCT FROM p.platform
    AND s.campaign_ref IS NOT DISTINCT FROM p.campaign_ref AND s.day = p.day
LEFT JOIN came AS c ON c.span = p.span AND c.platform IS NOT DISTINCT FROM p.platform
    AND c.campaign_ref IS NOT DISTINCT FROM p.campaign_ref AND c.day = p.day;
