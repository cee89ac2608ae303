-- Visits once, by the campaign their tags belong to.
-- in:  visits, files, tiles, tag_match, ad_groups, ad_names     out: visits_used, visit_cells

CREATE TABLE visits_used AS
WITH once AS (
    SELECT v.*, f.rank FROM visits AS v JOIN files AS f USING (file)
    QUALIFY row_number() OVER (PARTITION BY v.print, v.first_day, v.last_day ORDER BY f.rank DESC, v."row") = 1
),
tiled AS (
    SELECT t.span, o.* FROM once AS o JOIN tiles AS t ON t.grp = -1 AND (
        (t.daily AND o.first_day = o.last_day AND o.first_day BETWEEN t.first_day AND t.last_day)
        OR (NOT t.daily AND o.first_day IS NOT DISTINCT FROM t.first_day
            AND o.last_day IS NOT DISTINCT FROM t.last_day)
    )
)
SELECT * FROM tiled
QUALIFY rank = max(rank) OVER (PARTITION BY span, tag, device, first_day, last_day);

CREATE TABLE visit_cells AS
SELECT n.span, m.origin, m.platform, m.campaign_ref, {dims}, CAST(sum(n.visits) AS BIGINT) AS visits
FROM visits_used AS n JOIN tag_match AS m USING (tag)
LEFT JOIN ad_groups AS g ON g.platform IS NOT DISTINCT FROM m.platform AND g.ad_group_ref = m.ad_group_ref
LEFT JOIN ad_names AS d ON d.platform IS NOT DISTINCT FROM m.platform AND d.ad_ref = m.ad_ref
GROUP BY ALL;
