-- Ad rows once, and one reference for each campaign, ad group and ad, however a file names it.
-- in:  ads, files          out: ads_once, ad_rows, campaigns, ad_groups, ad_names

-- The same cells on the same days, given twice in whatever files, are one row.
CREATE TABLE ads_twice AS
SELECT print FROM ads GROUP BY platform, print, first_day, last_day HAVING count(*) > 1;

CREATE TABLE ads_once AS
SELECT a.*, f.rank, f.level, f.dims
FROM ads AS a JOIN files AS f USING (file)
ANTI JOIN ads_twice AS t ON t.print = a.print
UNION ALL
SELECT a.*, f.rank, f.level, f.dims
FROM ads AS a JOIN files AS f USING (file)
SEMI JOIN ads_twice AS t ON t.print = a.print
QUALIFY row_number() OVER (
    PARTITION BY a.platform, a.print, a.first_day, a.last_day ORDER BY f.rank DESC, a."row"
) = 1;

-- A file that gives names only means the one id that another file gives to that name.
CREATE TABLE ad_rows AS
WITH campaign_of_name AS (
    SELECT platform, campaign_key, min(campaign_id) AS id
    FROM ads_once WHERE campaign_id IS NOT NULL AND campaign_key IS NOT NULL
    GROUP BY platform, campaign_key HAVING count(DISTINCT campaign_id) = 1
),
with_campaign AS (
    SELECT a.*, CASE
        WHEN a.campaign_id IS NOT NULL THEN 'id:' || a.campaign_id
        WHEN c.id IS NOT NULL THEN 'id:' || c.id
        WHEN a.campaign_key IS NOT NULL THEN 'name:' || a.campaign_key
    END AS campaign_ref
    FROM ads_once AS a LEFT JOIN campaign_of_name AS c
        ON c.platform IS NOT DISTINCT FROM a.platform AND c.campaign_key = a.campaign_key
),
group_of_name AS (
    SELECT platform, campaign_ref, ad_group_key, min(ad_group_id) AS id
    FROM with_campaign WHERE ad_group_id IS NOT NULL AND ad_group_key IS NOT NULL
    GROUP BY platform, campaign_ref, ad_group_key HAVING count(DISTINCT ad_group_id) = 1
),
with_group AS (
    SELECT a.*, CASE
        WHEN a.ad_group_id IS NOT NULL THEN 'id:' || a.ad_group_id
        WHEN g.id IS NOT NULL THEN 'id:' || g.id
        WHEN a.ad_group_key IS NOT NULL THEN coalesce(a.campaign_ref, '') || '/' || a.ad_group_key
    END AS ad_group_ref
    FROM with_campaign AS a LEFT JOIN group_of_name AS g
        ON g.platform IS NOT DISTINCT FROM a.platform AND g.ad_group_key = a.ad_group_key
        AND g.campaign_ref IS NOT DISTINCT FROM a.campaign_ref
),
ad_of_name AS (
    SELECT platform, ad_group_ref, ad_key, min(ad_id) AS id
    FROM with_group WHERE ad_id IS NOT NULL AND ad_key IS NOT NULL
    GROUP BY platform, ad_group_ref, ad_key HAVING count(DISTINCT ad_id) = 1
)
SELECT a.*, CASE
    WHEN a.ad_id IS NOT NULL THEN 'id:' || a.ad_id
    WHEN n.id IS NOT NULL THEN 'id:' || n.id
    WHEN a.ad_key IS NOT NULL THEN coalesce(a.ad_group_ref, a.campaign_ref, '') || '//' || a.ad_key
END AS ad_ref
FROM with_group AS a LEFT JOIN ad_of_name AS n
    ON n.platform IS NOT DISTINCT FROM a.platform AND n.ad_key = a.ad_key
    AND n.ad_group_ref IS NOT DISTINCT FROM a.ad_group_ref;

-- Names people see: the one of the latest day; ids and folded names for matching leads.
CREATE TABLE campaigns AS
SELECT platform, campaign_ref, max(campaign_id) AS campaign_id,
    max_by(campaign, (coalesce(last_day, DATE '1900-01-01'), campaign)) AS name
FROM ad_rows WHERE campaign_ref IS NOT NULL GROUP BY platform, campaign_ref;

CREATE TABLE campaign_keys AS
SELECT DISTINCT platform, campaign_ref, campaign_key FROM ad_rows WHERE campaign_key IS NOT NULL;

CREATE TABLE ad_groups AS
SELECT platform, ad_group_ref, min(campaign_ref) AS campaign_ref, max(ad_group_id) AS ad_group_id,
    max_by(ad_group, (coalesce(last_day, DATE '1900-01-01'), ad_group)) AS name,
    min(ad_group_key) AS ad_group_key
FROM ad_rows WHERE ad_group_ref IS NOT NULL GROUP BY platform, ad_group_ref;

CREATE TABLE ad_names AS
SELECT platform, ad_ref, min(ad_group_ref) AS ad_group_ref, min(campaign_ref) AS campaign_ref,
    max(ad_id) AS ad_id, max_by(ad, (coalesce(last_day, DATE '1900-01-01'), ad)) AS name,
    min(ad_key) AS ad_key
FROM ad_rows WHERE ad_ref IS NOT NULL GROUP BY platform, ad_ref;
