-- The ad figures that count: chosen tiles, one grain a campaign and tile, the later export of equal keys.
-- in:  ad_rows, file_groups, tiles, settings     out: ads_tiled, ads_shared, ads_used

CREATE VIEW ads_tiled AS
SELECT t.span, g.grp, r.*
FROM ad_rows AS r
JOIN file_groups AS g ON g.file = r.file AND g.platform IS NOT DISTINCT FROM r.platform
JOIN tiles AS t ON t.grp = g.grp AND (
    (t.daily AND r.first_day = r.last_day AND r.first_day BETWEEN t.first_day AND t.last_day)
    OR (NOT t.daily AND r.first_day IS NOT DISTINCT FROM t.first_day
        AND r.last_day IS NOT DISTINCT FROM t.last_day)
);

CREATE TABLE ads_alone AS SELECT grp FROM file_groups GROUP BY grp HAVING count(*) = 1;

CREATE TABLE ads_shared AS
WITH grained AS (
    SELECT *,
        -- The finest level; of equal ones the breakdown asked for, then the least broken down.
        dense_rank() OVER (
            PARTITION BY span, grp, platform, campaign_ref, first_day, last_day
            ORDER BY level DESC, contains(dims, (SELECT wanted_dim FROM settings)) DESC, length(dims), dims
        ) AS grain,
        -- A total of the account says nothing where its campaigns are known.
        level = 0 AND max(level) OVER (PARTITION BY span, grp, platform, first_day, last_day) > 0 AS total
    FROM ads_tiled ANTI JOIN ads_alone USING (grp)
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

-- A file that shares its days with no other is used as it is.
CREATE VIEW ads_used AS
SELECT * FROM ads_shared
UNION ALL
SELECT span, grp, platform, account, campaign_ref, ad_group_ref, ad_ref, device, objective, breakdown,
    first_day, last_day, currency, file, "row", TRUE, {names}, TRUE
FROM ads_tiled SEMI JOIN ads_alone USING (grp);
