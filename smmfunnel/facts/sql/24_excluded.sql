-- Leads that are not counted, each for one reason; duplicates point to the lead that stands for them.
-- in:  lead_view, duplicates       out: excluded (lead, why, anchor)

CREATE TABLE excluded AS
WITH RECURSIVE followed AS (
    SELECT lead, anchor, 0 AS step FROM duplicates
    UNION ALL
    SELECT f.lead, d.anchor, f.step + 1 FROM followed AS f JOIN duplicates AS d ON d.lead = f.anchor
    WHERE f.step < 20
),
anchors AS (SELECT lead, arg_max(anchor, step) AS anchor FROM followed GROUP BY lead),
said AS (
    SELECT lead, CASE
        WHEN test OR status = 'test' THEN 'test'
        WHEN status = 'existing' OR reason = 'existing' THEN 'existing'
        ELSE 'duplicate'
    END AS why
    FROM lead_view
    WHERE test OR status IN ('test', 'existing', 'duplicate') OR reason IN ('existing', 'duplicate')
)
SELECT lead, coalesce(s.why, 'duplicate') AS why, a.anchor FROM said AS s FULL JOIN anchors AS a USING (lead);
