-- Rows whose cells are given twice for the same days, and which names stand without their id.
-- in:  ads, prints_twice             out: ads_twice, (query) how many rows lack an id beside a name

CREATE TABLE ads_twice AS
SELECT print FROM ads SEMI JOIN prints_twice AS t ON t.value = ads.print
GROUP BY platform, print, first_day, last_day HAVING count(*) > 1;

SELECT (SELECT count(*) FROM ads_twice) AS twice,
    count(*) FILTER (campaign_id IS NULL AND campaign_key IS NOT NULL) AS campaign,
    count(*) FILTER (ad_group_id IS NULL AND ad_group_key IS NOT NULL) AS ad_group,
    count(*) FILTER (ad_id IS NULL AND ad_key IS NOT NULL) AS ad,
    count(ad_group) AS ad_groups, count(ad) AS ads
FROM ads;
