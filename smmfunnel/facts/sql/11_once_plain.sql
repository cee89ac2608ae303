-- Ad rows once, where no row is given twice.
-- in:  ads, files                    out: ads_once

CREATE VIEW ads_once AS SELECT a.*, f.rank, f.level, f.dims FROM ads AS a JOIN files AS f USING (file);
