-- The same valid contact again within the days of the settings: a duplicate of the first of its run.
-- in:  contact_leads     out: duplicates (lead, anchor)

CREATE TABLE duplicates AS
WITH anchored AS (
    SELECT kind, lead, last_value(CASE WHEN in_run THEN NULL ELSE lead END IGNORE NULLS) OVER (
        PARTITION BY kind, contact ORDER BY n
    ) AS anchor
    FROM contact_leads
)
-- A phone outranks an e-mail where they point to different leads.
SELECT lead, max_by(anchor, kind) AS anchor FROM anchored WHERE anchor <> lead GROUP BY lead;
