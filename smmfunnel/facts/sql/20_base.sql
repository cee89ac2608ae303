-- Every row of the files that hold leads.
-- in:  {base} (leads or deals), files          out: base

CREATE VIEW base AS
SELECT (CAST(l.file AS BIGINT) << 40) | l."row" AS lead, l.*, f.space, f.rank, f.supplement
FROM {base} AS l JOIN files AS f USING (file) WHERE f.role = '{role}';
