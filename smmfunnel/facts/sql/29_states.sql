-- What a lead's deals say of it: still open, qualified.
-- in:  deal_rows, deal_links, excluded     out: deal_states

CREATE TABLE deal_states AS
SELECT coalesce(x.anchor, l.lead) AS lead,
    bool_or(d.status IS NULL OR d.status IN ('new', 'in_progress', 'contacted', 'qualified')) AS open,
    bool_or(d.status = 'unmapped') AS unmapped,
    bool_or(d.status IN ('qualified', 'won') OR d.qualified_at IS NOT NULL) AS qualified
FROM deal_rows AS d JOIN deal_links AS l USING (deal) LEFT JOIN excluded AS x ON x.lead = l.lead
GROUP BY ALL;
