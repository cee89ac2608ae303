-- The visits that count over all days, row by row, in a fixed order.
-- in:  visits_used, tags, tag_match, tag_order, campaigns, ad_groups, ad_names, file_names     out: (query)

SELECT a.first_day, a.last_day, {tag_columns}, a.device, {visits}, {match_columns}, f.name AS file
FROM visits_used AS a JOIN file_names AS f USING (file)
JOIN tag_order AS o ON o.tag = a.tag
{tag_joins}
WHERE a.span = 0
ORDER BY a.first_day, a.last_day, o.place, a.device, a.file, a."row";
