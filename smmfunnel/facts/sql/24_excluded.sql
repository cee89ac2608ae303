-- Leads that are not counted, each for one reason; duplicates point to the lead that stands for them.
-- in:  lead_view, duplicates       out: excluded (lead, why, anchor)

CREATE TABLE excluded AS
WITH RECURSIVE followed AS (
    SELECT lead, anchor, 0 AS step FROM duplicates
    UNION ALL
    SELECT f.lead, d.anchor, f.step + 1 FROM followed AS f JOIN duplicates AS d ON d.lead = f.anchor
    WHERE f.step < 20
),
anchors AS (SELECT lead, arg_max(anchor, step) AS anchor FROM followed GROUP BY lead)
SELECT v.lead, CASE
        WHEN v.test OR v.status = 'test' THEN 'test'
        WHEN v.status = 'existing' OR v.reason = 'existing' THEN 'existing'
        ELSE 'duplicate'
    END AS why, a.anchor
FROM lead_view AS v LEFT JOIN anchors AS a USING (lead)
WHERE a.lead IS NOT NULL OR v.test OR v.status IN ('test', 'existing', 'duplicate')
    OR v.reason IN ('existing', 'duplicate');
