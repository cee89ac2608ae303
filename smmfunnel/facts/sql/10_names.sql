-- Which names stand without their id.
-- in:  ads                           out: (query) how many rows lack an id beside a name

SELECT count(*) FILTER (campaign_id IS NULL AND campaign_key IS NOT NULL) AS campaign,
    count(*) FILTER (ad_group_id IS NULL AND ad_group_key IS NOT NULL) AS ad_group,
    count(*) FILTER (ad_id IS NULL AND ad_key IS NOT NULL) AS ad,
    count(ad_group) AS ad_groups, count(ad) AS ads
FROM ads;
