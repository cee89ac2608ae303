-- The same valid contact again within the days of the settings: a duplicate of the first of its run.
-- in:  lead_view, phones_twice, emails_twice, tag_order, settings     out: contact_rows, contact_leads, duplicates (lead, anchor)

-- Kind 1 is a phone, 0 an e-mail.
CREATE TABLE contact_rows AS
SELECT 1 AS kind, phone AS contact, lead, created_at
FROM lead_view SEMI JOIN phones_twice AS t ON t.value = lead_view.phone WHERE {countable}
UNION ALL
SELECT 0, email, lead, created_at
FROM lead_view SEMI JOIN emails_twice AS t ON t.value = lead_view.email WHERE {countable};

-- Only of leads of the same moment everything else is looked at: next to none.
CREATE TABLE contact_ties AS
WITH tied AS (SELECT kind, contact, created_at FROM contact_rows GROUP BY ALL HAVING count(*) > 1)
SELECT r.kind, r.lead, row_number() OVER (
    PARTITION BY r.kind, r.contact, r.created_at
    ORDER BY v.space, v.{id}, o.place, v.status, v.closed_at, v.amount, v.manager
) AS tie
FROM contact_rows AS r JOIN tied AS t USING (kind, contact, created_at) JOIN lead_view AS v ON v.lead = r.lead
JOIN tag_order AS o ON o.tag = v.tag;

CREATE TABLE contact_leads AS
SELECT kind, contact, lead, created_at, row_number() OVER same_contact AS n,
    created_at - lag(created_at) OVER same_contact <= (SELECT to_days(dedupe_days) FROM settings) AS in_run
FROM contact_rows LEFT JOIN contact_ties USING (kind, lead)
WINDOW same_contact AS (PARTITION BY kind, contact ORDER BY created_at, tie);

CREATE TABLE duplicates AS
WITH anchored AS (
    SELECT kind, lead, last_value(CASE WHEN in_run THEN NULL ELSE lead END IGNORE NULLS) OVER (
        PARTITION BY kind, contact ORDER BY n
    ) AS anchor
    FROM contact_leads
)
-- A phone outranks an e-mail where they point to different leads.
SELECT lead, max_by(anchor, kind) AS anchor FROM anchored WHERE anchor <> lead GROUP BY lead;
