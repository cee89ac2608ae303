-- The ad rows of each span's tiles, and the days of which several files of a group tell.
-- in:  ad_rows, file_groups, tiles        out: ads_tiled, ads_met

CREATE VIEW ads_tiled AS
SELECT t.span, g.grp, r.*
FROM ad_rows AS r
JOIN file_groups AS g ON g.file = r.file AND g.platform IS NOT DISTINCT FROM r.platform
JOIN tiles AS t ON t.grp = g.grp AND (
    (t.daily AND r.first_day = r.last_day AND r.first_day BETWEEN t.first_day AND t.last_day)
    OR (NOT t.daily AND r.first_day IS NOT DISTINCT FROM t.first_day
        AND r.last_day IS NOT DISTINCT FROM t.last_day)
);

CREATE TABLE ads_met AS
SELECT grp, platform, first_day, last_day FROM ads_tiled
WHERE grp IN (SELECT grp FROM file_groups GROUP BY grp HAVING count(*) > 1)
GROUP BY ALL HAVING count(DISTINCT file) > 1;
