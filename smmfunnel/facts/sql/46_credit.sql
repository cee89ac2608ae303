-- Whose a lead is: contacts the CRM held on an earlier day, and cards made by hand after an ad had brought one.
-- in:  lead_evidence, tag_match, contact_leads, excluded, sales
-- out: leads and sales by kind: smm and hand (all of them), known (by first source) and after_ad

WITH repeated AS (
    SELECT c.kind, c.contact, c.n, e.lead, e.created_at, e.day, m.origin, m.source, {by_hand} AS by_hand,
        e.span = 0 AND coalesce(e.excluded <> 'test', TRUE) AS asked
    FROM contact_leads AS c JOIN lead_evidence AS e ON e.lead = c.lead JOIN tag_match AS m USING (tag)
),
known AS (
    SELECT r.lead, r.created_at, arg_min(f.source, (f.created_at, f.lead)) AS source
    FROM repeated AS r JOIN repeated AS f ON f.kind = r.kind AND f.contact = r.contact AND f.n = 1
    WHERE r.asked AND r.origin = 'smm' AND f.day < r.day
    GROUP BY r.lead, r.created_at
),
existing AS (
    SELECT e.lead, e.created_at FROM lead_evidence AS e JOIN tag_match AS m USING (tag)
    WHERE e.span = 0 AND e.excluded = 'existing' AND m.origin = 'smm' AND e.lead NOT IN (SELECT lead FROM known)
),
after_ad AS (
    SELECT DISTINCT r.lead, r.created_at
    FROM repeated AS r JOIN repeated AS f ON f.kind = r.kind AND f.contact = r.contact AND f.n < r.n
    WHERE r.asked AND r.by_hand AND r.origin <> 'smm' AND f.origin = 'smm'
        AND f.created_at >= r.created_at - INTERVAL 30 DAY
),
claimed AS (
    SELECT 'known' AS kind, source, lead, created_at FROM known
    UNION ALL SELECT 'known', NULL, lead, created_at FROM existing
    UNION ALL SELECT 'after_ad', NULL, lead, created_at FROM after_ad
)
SELECT CASE WHEN m.origin = 'smm' THEN 'smm' ELSE 'hand' END AS kind, NULL AS source, count(*) AS leads, 0 AS sales
FROM lead_evidence AS e JOIN tag_match AS m USING (tag)
WHERE e.span = 0 AND coalesce(e.excluded <> 'test', TRUE) AND (m.origin = 'smm' OR {by_hand})
GROUP BY ALL
UNION ALL
-- The sale of a duplicate is with the lead that stands for it.
SELECT c.kind, c.source, count(*), count(DISTINCT s.lead)
FROM claimed AS c LEFT JOIN excluded AS x ON x.lead = c.lead
LEFT JOIN sales AS s ON s.lead = coalesce(x.anchor, c.lead)
    AND coalesce(s.closed_at >= date_trunc('day', c.created_at), TRUE)
GROUP BY ALL
ORDER BY ALL;
