-- What a lead's deals say of it: still open, qualified, why and when the last of them was lost, by whom.
-- in:  deal_rows, deal_links, excluded     out: deal_states

CREATE TABLE deal_states AS
SELECT coalesce(x.anchor, l.lead) AS lead,
    bool_or(d.status IS NULL OR d.status IN ('new', 'in_progress', 'contacted', 'qualified')) AS open,
    bool_or(d.status = 'unmapped') AS unmapped,
    bool_or(d.status IN ('qualified', 'won') OR d.qualified_at IS NOT NULL) AS qualified,
    bool_or(d.status = 'junk') AS junk,
    arg_max(d.reason, (d.closed_at, d.deal_id, d.reason)) FILTER (d.reason IS NOT NULL) AS reason,
    max(d.closed_at) FILTER (d.status IN ('lost', 'junk')) AS closed_at,
    arg_max(d.manager, (d.created_at, d.deal_id, d.manager)) FILTER (d.manager IS NOT NULL) AS manager
FROM deal_rows AS d JOIN deal_links AS l USING (deal) LEFT JOIN excluded AS x ON x.lead = l.lead
GROUP BY ALL;
