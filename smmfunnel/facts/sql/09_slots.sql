-- What tags name, each in its slot: ids and folded names of campaigns, ad groups and ads, wherever people write them.
-- in:  tags                          out: slots

CREATE TABLE slots AS
WITH filled AS (
    SELECT tag, coalesce(platform, click_platform) AS platform, * EXCLUDE (tag, platform) FROM tags
)
SELECT tag, platform, 'campaign' AS slot, campaign_id AS id, campaign_key AS key FROM filled
UNION ALL SELECT tag, platform, 'ad_group', ad_group_id, ad_group_key FROM filled
UNION ALL SELECT tag, platform, 'ad', ad_id, ad_key FROM filled
UNION ALL SELECT tag, platform, 'campaign', utm_campaign, utm_campaign_key FROM filled
UNION ALL SELECT tag, platform, 'content', utm_content, utm_content_key FROM filled
UNION ALL SELECT tag, platform, 'term', utm_term, utm_term_key FROM filled
UNION ALL SELECT tag, platform, 'medium', utm_medium, lower(trim(utm_medium)) FROM filled;
