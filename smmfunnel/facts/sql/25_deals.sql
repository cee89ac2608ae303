-- Deals once: of those told twice the latest export's word.
-- in:  deal_keys, keyed_deals                out: deal_rows

CREATE TABLE deal_rows AS
WITH twice AS (SELECT key FROM deal_keys GROUP BY key HAVING count(*) > 1),
repeated AS (SELECT deal FROM deal_keys SEMI JOIN twice USING (key)),
ordered AS (
    SELECT *, row_number() OVER (
        PARTITION BY space, coalesce(deal_id, concat_ws('/', lead_id, created_at, closed_at, amount))
        ORDER BY rank DESC, status = 'won' DESC NULLS LAST, closed_at, amount DESC, status
    ) AS n
    FROM keyed_deals SEMI JOIN repeated USING (deal)
)
SELECT * EXCLUDE (rank) FROM keyed_deals ANTI JOIN repeated USING (deal)
UNION ALL
SELECT * EXCLUDE (n, rank) FROM ordered WHERE n = 1 OR (deal_id IS NULL AND lead_id IS NULL);
