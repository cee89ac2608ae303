-- The order of leads where some of one contact came at the same moment: of these everything else is looked at.
-- in:  contact_rows, lead_view, tag_order, settings     out: contact_ties, contact_leads

CREATE TABLE contact_ties AS
WITH tied AS (SELECT kind, contact, created_at FROM contact_rows GROUP BY ALL HAVING count(*) > 1)
SELECT r.kind, r.lead, row_number() OVER (
    PARTITION BY r.kind, r.contact, r.created_at
    ORDER BY v.space, v.{id}, o.place, v.status, v.closed_at, v.amount, v.manager
) AS tie
FROM contact_rows AS r JOIN tied AS t USING (kind, contact, created_at) JOIN lead_view AS v ON v.lead = r.lead
JOIN tag_order AS o ON o.tag = v.tag;

CREATE OR REPLACE TABLE contact_leads AS
SELECT kind, contact, lead, created_at, row_number() OVER same_contact AS n,
    created_at - lag(created_at) OVER same_contact AS gap,
    gap <= (SELECT to_days(dedupe_days) FROM settings) AS in_run
FROM contact_rows LEFT JOIN contact_ties USING (kind, lead)
WINDOW same_contact AS (PARTITION BY kind, contact ORDER BY created_at, tie);
