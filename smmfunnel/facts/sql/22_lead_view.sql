-- One row a lead.
-- in:  base, same_id, merged       out: lead_view

CREATE VIEW lead_view AS
SELECT {columns} FROM base ANTI JOIN same_id USING (lead) WHERE NOT supplement
UNION ALL
SELECT {columns} FROM merged WHERE NOT supplement;
