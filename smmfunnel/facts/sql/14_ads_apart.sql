-- The ad figures that count where no two files tell of the same days: every row.
-- in:  ads_tiled           out: ads_used

CREATE VIEW ads_used AS
SELECT span, grp, platform, account, campaign_ref, ad_group_ref, ad_ref, device, objective, breakdown,
    first_day, last_day, currency, file, "row", TRUE AS newest, {names}, TRUE AS counted
FROM ads_tiled;
