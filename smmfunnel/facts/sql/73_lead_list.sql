-- Every lead, and the rows that repeat an id of their own file, which the funnel counts among the duplicates.
-- in:  base, lead_view, same_id, excluded, file_names     out: repeated, lead_list (lead, place), lead_files

CREATE TABLE repeated AS
SELECT lead, first FROM (
    SELECT s.lead, s.first, row_number() OVER (PARTITION BY s.space, s.id, s.file ORDER BY s.lead) AS n
    FROM (SELECT *, min(lead) OVER (PARTITION BY space, id) AS first FROM same_id) AS s JOIN base AS b USING (lead)
    WHERE NOT b.supplement
) WHERE n > 1;

CREATE VIEW lead_rows AS
SELECT {columns} FROM lead_view UNION ALL SELECT {columns} FROM base SEMI JOIN repeated USING (lead);

-- A lead's number depends on how its rows are stored in a run; its place does not.
CREATE TABLE lead_list AS
SELECT v.lead, row_number() OVER (ORDER BY v.created_at, v.{id}, v.lead) AS place
FROM lead_rows AS v WHERE {span} IS NOT NULL;

CREATE TABLE lead_files AS
SELECT min(s.lead) AS lead, string_agg(DISTINCT f.name, ', ' ORDER BY f.name) AS names
FROM same_id AS s JOIN file_names AS f USING (file) GROUP BY s.space, s.id;

CREATE VIEW set_aside AS
SELECT lead, why, anchor FROM excluded
UNION ALL
SELECT r.lead, 'duplicate', coalesce(x.anchor, r.first) FROM repeated AS r LEFT JOIN excluded AS x ON x.lead = r.first;
