-- Whose a lead is: contacts the CRM held on an earlier day, and cards made by hand after an ad had brought one.
-- in:  lead_evidence, tag_match, contact_leads, excluded, sales     out: a row a kind of lead and first source

WITH held AS (
    SELECT e.lead, e.created_at, e.day, m.origin, e.excluded, {by_hand} AS by_hand
    FROM lead_evidence AS e JOIN tag_match AS m USING (tag)
    WHERE e.span = 0 AND coalesce(e.excluded <> 'test', TRUE)
),
-- The sale of a duplicate is with the lead that stands for it.
sold AS (
    SELECT h.lead, s.lead AS sale FROM held AS h LEFT JOIN excluded AS x ON x.lead = h.lead
    JOIN sales AS s ON s.lead = coalesce(x.anchor, h.lead)
    WHERE coalesce(s.closed_at >= date_trunc('day', h.created_at), TRUE)
),
earlier AS (
    SELECT h.lead, arg_min(m.source, (f.created_at, f.lead)) AS source
    FROM held AS h JOIN contact_leads AS c ON c.lead = h.lead
    JOIN contact_leads AS f ON f.kind = c.kind AND f.contact = c.contact AND f.n = 1
    JOIN lead_evidence AS e ON e.lead = f.lead JOIN tag_match AS m ON m.tag = e.tag
    WHERE CAST(f.created_at AS DATE) < h.day GROUP BY h.lead
),
after_ad AS (
    SELECT DISTINCT h.lead
    FROM held AS h JOIN contact_leads AS c ON c.lead = h.lead
    JOIN contact_leads AS f ON f.kind = c.kind AND f.contact = c.contact AND f.n < c.n
    JOIN lead_evidence AS e ON e.lead = f.lead JOIN tag_match AS m ON m.tag = e.tag
    WHERE h.by_hand AND h.origin <> 'smm' AND m.origin = 'smm' AND f.created_at >= h.created_at - INTERVAL 30 DAY
)
SELECT 'smm' AS kind, p.lead IS NOT NULL OR coalesce(h.excluded = 'existing', FALSE) AS known, p.source,
    count(*) AS leads, count(DISTINCT s.sale) AS sales
FROM held AS h LEFT JOIN earlier AS p ON p.lead = h.lead LEFT JOIN sold AS s ON s.lead = h.lead
WHERE h.origin = 'smm' GROUP BY ALL
UNION ALL
SELECT 'hand', a.lead IS NOT NULL, NULL, count(*), count(DISTINCT s.sale)
FROM held AS h LEFT JOIN after_ad AS a ON a.lead = h.lead LEFT JOIN sold AS s ON s.lead = h.lead
WHERE h.by_hand AND h.origin <> 'smm' GROUP BY ALL
ORDER BY ALL;
