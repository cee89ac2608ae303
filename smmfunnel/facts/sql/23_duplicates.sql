-- The same valid contact again within the days of the settings: a duplicate of the first of its run.
-- in:  lead_view, tag_order, settings     out: duplicates (lead, anchor)

CREATE TABLE contact_twice AS
SELECT phone AS contact, 'p' AS kind FROM lead_view
WHERE phone IS NOT NULL AND NOT test AND created_at IS NOT NULL GROUP BY phone HAVING count(*) > 1
UNION ALL
SELECT email, 'e' FROM lead_view
WHERE email IS NOT NULL AND NOT test AND created_at IS NOT NULL GROUP BY email HAVING count(*) > 1;

CREATE TABLE contact_leads AS
WITH held AS (
    SELECT 'p' AS kind, phone AS contact, lead, created_at, tag, space, {id} AS id, status, closed_at, amount, manager
    FROM lead_view SEMI JOIN (SELECT contact FROM contact_twice WHERE kind = 'p') AS t ON t.contact = lead_view.phone
    WHERE NOT test AND created_at IS NOT NULL
    UNION ALL
    SELECT 'e', email, lead, created_at, tag, space, {id}, status, closed_at, amount, manager
    FROM lead_view SEMI JOIN (SELECT contact FROM contact_twice WHERE kind = 'e') AS t ON t.contact = lead_view.email
    WHERE NOT test AND created_at IS NOT NULL
)
SELECT kind, contact, lead, created_at, row_number() OVER (
    PARTITION BY kind, contact
    ORDER BY created_at, space, id, (SELECT place FROM tag_order AS o WHERE o.tag = held.tag),
        status, closed_at, amount, manager
) AS n
FROM held;

CREATE TABLE duplicates AS
WITH gaps AS (
    SELECT kind, contact, lead, n, created_at - lag(created_at) OVER same_contact
        > (SELECT to_days(dedupe_days) FROM settings) AS new_run
    FROM contact_leads
    WINDOW same_contact AS (PARTITION BY kind, contact ORDER BY n)
),
runs AS (
    SELECT kind, contact, lead, n, sum(CASE WHEN coalesce(new_run, TRUE) THEN 1 ELSE 0 END) OVER (
        PARTITION BY kind, contact ORDER BY n
    ) AS run
    FROM gaps
),
anchored AS (
    SELECT kind, lead, first_value(lead) OVER (PARTITION BY kind, contact, run ORDER BY n) AS anchor FROM runs
)
-- A phone outranks an e-mail where they point to different leads.
SELECT lead, max_by(anchor, kind) AS anchor FROM anchored WHERE anchor <> lead GROUP BY lead;
