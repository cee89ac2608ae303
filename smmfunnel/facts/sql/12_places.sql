-- One reference for each campaign, ad group and ad, however a file names it.
-- in:  ads_once, slots     out: ad_rows, ad_campaigns, campaigns, campaign_keys, ad_groups, ad_names

-- A file that gives names only means the one id that another file gives to that name.
CREATE {ad_rows} ad_rows AS
WITH campaign_of_name AS (
    SELECT platform, campaign_key, min(campaign_id) AS id
    FROM ads_once WHERE campaign_id IS NOT NULL AND campaign_key IS NOT NULL
    GROUP BY platform, campaign_key HAVING count(DISTINCT campaign_id) = 1
),
with_campaign AS (
    SELECT a.*, CASE
        WHEN a.campaign_id IS NOT NULL THEN 'id:' || a.campaign_id
        WHEN {campaign_named} IS NOT NULL THEN 'id:' || {campaign_named}
        WHEN a.campaign_key IS NOT NULL THEN 'name:' || a.campaign_key
    END AS campaign_ref
    FROM ads_once AS a {campaign_join}
),
group_of_name AS (
    SELECT platform, campaign_ref, ad_group_key, min(ad_group_id) AS id
    FROM with_campaign WHERE ad_group_id IS NOT NULL AND ad_group_key IS NOT NULL
    GROUP BY platform, campaign_ref, ad_group_key HAVING count(DISTINCT ad_group_id) = 1
),
with_group AS (
    SELECT a.*, CASE
        WHEN a.ad_group_id IS NOT NULL THEN 'id:' || a.ad_group_id
        WHEN {ad_group_named} IS NOT NULL THEN 'id:' || {ad_group_named}
        WHEN a.ad_group_key IS NOT NULL THEN coalesce(a.campaign_ref, '') || '/' || a.ad_group_key
    END AS ad_group_ref
    FROM with_campaign AS a {ad_group_join}
),
ad_of_name AS (
    SELECT platform, ad_group_ref, ad_key, min(ad_id) AS id
    FROM with_group WHERE ad_id IS NOT NULL AND ad_key IS NOT NULL
    GROUP BY platform, ad_group_ref, ad_key HAVING count(DISTINCT ad_id) = 1
)
SELECT a.*, CASE
    WHEN a.ad_id IS NOT NULL THEN 'id:' || a.ad_id
    WHEN {ad_named} IS NOT NULL THEN 'id:' || {ad_named}
    WHEN a.ad_key IS NOT NULL THEN coalesce(a.ad_group_ref, a.campaign_ref, '') || '//' || a.ad_key
END AS ad_ref
FROM with_group AS a {ad_join};

-- What each file says of each campaign, and for which days: far fewer rows than the ads have.
CREATE TABLE ad_campaigns AS
SELECT file, platform, account, level, campaign_ref, campaign_id, campaign, campaign_key, objective,
    first_day IS NOT DISTINCT FROM last_day AND first_day IS NOT NULL AS daily,
    CASE WHEN first_day = last_day THEN NULL ELSE first_day END AS begins,
    CASE WHEN first_day = last_day THEN NULL ELSE last_day END AS ends,
    min(first_day) AS first_day, max(last_day) AS last_day, sum(platform_leads) AS platform_leads
FROM ad_rows GROUP BY ALL;

CREATE TABLE ads_platforms AS SELECT DISTINCT platform FROM ad_campaigns WHERE platform IS NOT NULL;

-- Names people see: the one of the latest day; ids and folded names for matching leads.
CREATE TABLE campaigns AS
SELECT platform, campaign_ref, max(campaign_id) AS campaign_id,
    max_by(campaign, (coalesce(last_day, DATE '1900-01-01'), campaign)) AS name
FROM ad_campaigns WHERE campaign_ref IS NOT NULL GROUP BY platform, campaign_ref;

CREATE TABLE campaign_keys AS
SELECT DISTINCT platform, campaign_ref, campaign_key FROM ad_campaigns WHERE campaign_key IS NOT NULL;

CREATE TABLE ad_groups AS
SELECT platform, ad_group_ref, min(campaign_ref) AS campaign_ref, max(ad_group_id) AS ad_group_id,
    {ad_group_name} AS name,
    min(ad_group_key) AS ad_group_key
FROM ad_rows WHERE ad_group_ref IS NOT NULL GROUP BY platform, ad_group_ref;

CREATE TABLE ad_names AS
SELECT platform, ad_ref, min(ad_group_ref) AS ad_group_ref, min(campaign_ref) AS campaign_ref,
    max(ad_id) AS ad_id, {ad_name} AS name,
    min(ad_key) AS ad_key
FROM ad_rows WHERE ad_ref IS NOT NULL AND {ad_wanted} GROUP BY platform, ad_ref;
