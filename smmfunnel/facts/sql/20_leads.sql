-- Leads: every row of the files that hold them, rows of one id merged into one.
-- in:  {base} (leads or deals), files, tags     out: base, same_id, merged

CREATE VIEW base AS
SELECT (CAST(l.file AS BIGINT) << 40) | l."row" AS lead, l.*, f.space, f.rank, f.supplement
FROM {base} AS l JOIN files AS f USING (file) WHERE f.role = '{role}';

-- A hash finds candidates cheaply; the ids themselves decide.
CREATE TABLE same_id AS
WITH twice AS (
    SELECT space, hash({id}) AS h FROM base WHERE {id} IS NOT NULL GROUP BY ALL HAVING count(*) > 1
)
SELECT b.lead, b.space, b.{id} AS id, b.file
FROM base AS b SEMI JOIN twice AS t ON t.space = b.space AND t.h = hash(b.{id})
QUALIFY count(*) OVER (PARTITION BY b.space, b.{id}) > 1;
