-- Leads: every row of the files that hold them, rows of one id merged into one.
-- in:  {base} (leads or deals), files, tags     out: base, same_id, merged

CREATE VIEW base AS
SELECT (CAST(l.file AS BIGINT) << 40) | l."row" AS lead, l.*, f.space, f.rank, f.supplement
FROM {base} AS l JOIN files AS f USING (file) WHERE f.role = '{role}';

-- A hash finds candidates cheaply; the ids themselves decide.
CREATE TABLE same_id AS
WITH twice AS (
    SELECT hash({id}) AS h FROM base WHERE {id} IS NOT NULL GROUP BY h HAVING count(*) > 1
),
held AS (
    SELECT b.lead, b.space, b.{id} AS id, b.file, b.phone, b.email, CAST(b.created_at AS DATE) AS day
    FROM base AS b SEMI JOIN twice AS t ON t.h = hash(b.{id})
),
-- Two lists that both count from one: the same id, another day and another person.
strangers AS (
    SELECT space, id FROM held GROUP BY space, id
    HAVING count(DISTINCT file) > 1 AND count(DISTINCT day) > 1
        AND (count(DISTINCT phone) > 1 OR count(DISTINCT email) > 1)
)
SELECT h.lead, h.space, h.id, h.file, s.id IS NOT NULL AS strange
FROM held AS h LEFT JOIN strangers AS s ON s.space = h.space AND s.id = h.id
QUALIFY count(*) OVER (PARTITION BY h.space, h.id) > 1;

CREATE TABLE strange_ids AS SELECT count(DISTINCT (space, id)) AS n FROM same_id WHERE strange;

DELETE FROM same_id WHERE strange;
