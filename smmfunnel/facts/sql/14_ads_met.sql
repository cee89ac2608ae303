-- The ad figures that count where files tell of the same days: one grain a campaign and tile, the later export of
-- equal keys.
-- in:  ads_tiled, ads_met, settings       out: ads_shared, ads_used

CREATE TABLE ads_shared AS
WITH grained AS (
    SELECT a.*,
        -- The finest level; of equal ones the breakdown asked for, then the least broken down.
        dense_rank() OVER (
            PARTITION BY a.span, a.grp, a.platform, a.campaign_ref, a.first_day, a.last_day
            ORDER BY a.level DESC, contains(a.dims, (SELECT wanted_dim FROM settings)) DESC, length(a.dims), a.dims
        ) AS grain,
        -- A total of the account says nothing where its campaigns are known.
        a.level = 0 AND max(a.level) OVER (PARTITION BY a.span, a.grp, a.platform, a.first_day, a.last_day) > 0 AS total
    FROM ads_tiled AS a SEMI JOIN ads_met AS m ON {same_days}
),
picked AS (
SELECT span, grp, platform, account, campaign_ref, ad_group_ref, ad_ref, device, objective, breakdown,
    first_day, last_day, currency, file, "row",
    max(rank) OVER equal_key = rank AS newest,
    -- Of equal keys each figure comes from the latest export that reports it.
    {metrics}
FROM grained WHERE grain = 1 AND NOT total
WINDOW equal_key AS (
    PARTITION BY span, grp, platform, campaign_ref, ad_group_ref, ad_ref, breakdown, first_day, last_day
)
)
SELECT *, newest OR coalesce({told}) IS NOT NULL AS counted FROM picked;

-- Of days that one file alone tells of every row is used as it is.
CREATE VIEW ads_used AS
SELECT * FROM ads_shared
UNION ALL
SELECT a.span, a.grp, a.platform, a.account, a.campaign_ref, a.ad_group_ref, a.ad_ref, a.device, a.objective,
    a.breakdown, a.first_day, a.last_day, a.currency, a.file, a."row", TRUE, {names}, TRUE
FROM ads_tiled AS a ANTI JOIN ads_met AS m ON {same_days};
