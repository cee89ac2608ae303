-- Whether each row of the ads counts in the period, which is soon told.
-- in:  ads, ads_cells                 out: (query) whole

SELECT (SELECT count(*) FROM ads) = (SELECT coalesce(sum(counted_rows), 0) FROM ads_cells WHERE span = 0) AS whole;
