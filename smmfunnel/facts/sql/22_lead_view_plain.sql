-- One row a lead, where no id occurs twice.
-- in:  base                        out: lead_view

CREATE VIEW lead_view AS SELECT {columns} FROM base WHERE NOT supplement;
