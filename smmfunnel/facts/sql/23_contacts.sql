-- Leads whose valid contact another lead has too, by contact in their order.
-- in:  lead_view, phones_twice, emails_twice, settings     out: contact_rows, contact_leads, (query) whether any tie

-- Kind 1 is a phone, 0 an e-mail.
CREATE TABLE contact_rows AS
SELECT 1 AS kind, phone AS contact, lead, created_at
FROM lead_view SEMI JOIN phones_twice AS t ON t.value = lead_view.phone WHERE {countable}
UNION ALL
SELECT 0, email, lead, created_at
FROM lead_view SEMI JOIN emails_twice AS t ON t.value = lead_view.email WHERE {countable};

CREATE TABLE contact_leads AS
SELECT kind, contact, lead, created_at, row_number() OVER same_contact AS n,
    created_at - lag(created_at) OVER same_contact AS gap,
    gap <= (SELECT to_days(dedupe_days) FROM settings) AS in_run
FROM contact_rows
WINDOW same_contact AS (PARTITION BY kind, contact ORDER BY created_at);

SELECT coalesce(bool_or(gap = INTERVAL 0 SECOND), FALSE) AS tied FROM contact_leads;
