-- Ad rows once: the same cells on the same days, given twice in whatever files, are one row.
-- in:  ads, files, prints_twice      out: ads_once

CREATE TABLE ads_once AS
SELECT a.*, f.rank, f.level, f.dims
FROM ads AS a JOIN files AS f USING (file)
ANTI JOIN prints_twice AS t ON t.value = a.print
UNION ALL
SELECT a.*, f.rank, f.level, f.dims
FROM ads AS a JOIN files AS f USING (file)
SEMI JOIN prints_twice AS t ON t.value = a.print
QUALIFY row_number() OVER (
    PARTITION BY a.platform, a.print, a.first_day, a.last_day ORDER BY f.rank DESC, a."row"
) = 1;
