-- Rows of leads that have one id; of two lists that both count from one they are other leads.
-- in:  base, ids_twice (what occurs twice of {key})     out: same_id, strange_ids

-- A hash, or the id as a number, finds candidates cheaply; the ids themselves decide.
CREATE TABLE same_id AS
WITH held AS (
    SELECT b.lead, b.space, b.{id} AS id, b.file, b.phone, b.email, CAST(b.created_at AS DATE) AS day
    FROM base AS b SEMI JOIN ids_twice AS t ON t.value = {key}
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
