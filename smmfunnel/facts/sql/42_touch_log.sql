-- Won leads, and those of them with a touch on record by the closing: how complete the record is.
-- in:  lead_said     out: a row a source, form, span and whether the log was kept then

-- A card that a manager made is its own first touch, and tells nothing of the log.
SELECT source, form, {span} AS span, {compared} AS compared, {covered} AS covered, count(*) AS won, count(*) FILTER (
    counted OR first_at <= {sold_at} OR first_at IS NOT NULL AND sold_at IS NULL
) AS touched
FROM lead_said
WHERE sold AND excluded IS NULL AND NOT by_hand
GROUP BY ALL ORDER BY ALL;
