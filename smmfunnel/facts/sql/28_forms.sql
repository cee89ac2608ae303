-- Leads of the platforms' own forms beside a CRM: their contact tells which CRM lead they became.
-- in:  leads, files, lead_view, tag_order     out: form_rows, form_links

CREATE TABLE form_rows AS
SELECT (CAST(l.file AS BIGINT) << 40) | l."row" AS form, l.lead_id, l.phone, l.email, l.created_at, l.tag
FROM leads AS l JOIN files AS f USING (file)
WHERE f.role = 'form' AND NOT l.test
QUALIFY l.lead_id IS NULL OR row_number() OVER (PARTITION BY l.lead_id ORDER BY f.rank DESC, l.created_at) = 1;

CREATE TABLE form_links AS
WITH pairs AS (
    SELECT r.form, r.tag, r.created_at AS form_at, v.lead, v.created_at
    FROM form_rows AS r JOIN lead_view AS v ON v.phone = r.phone
    UNION
    SELECT r.form, r.tag, r.created_at, v.lead, v.created_at
    FROM form_rows AS r JOIN lead_view AS v ON v.email = r.email
),
near AS (
    SELECT p.*, o.place, abs(epoch(p.created_at) - epoch(p.form_at)) AS apart
    FROM pairs AS p JOIN tag_order AS o USING (tag)
    WHERE abs(epoch(p.created_at) - epoch(p.form_at)) <= 86400 * (SELECT dedupe_days FROM settings)
)
SELECT lead, arg_min(tag, (apart, place)) AS tag, count(DISTINCT form) AS forms FROM near GROUP BY lead;
