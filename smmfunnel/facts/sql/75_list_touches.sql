-- The touches, one by one, each with the lead it belongs to.
-- in:  touches, touch_rows, touch_links, lead_list, file_names     out: (query)

SELECT p.place AS lead, a.lead_id, a.deal_id, a."at", a.contact, a.channel, a.outgoing, a.answered,
    coalesce(l.automatic, a.automatic, FALSE) AS automatic, a.manager, f.name AS file
FROM touch_rows AS k JOIN touches AS a ON a.file = k.touch >> 40 AND a."row" = k.touch & ((1::BIGINT << 40) - 1)
JOIN file_names AS f ON f.file = a.file
LEFT JOIN touch_links AS l ON l.touch = k.touch
LEFT JOIN lead_list AS p ON p.lead = l.lead
WHERE {span} IS NOT NULL
ORDER BY a."at", p.place, a.lead_id, a.deal_id, a.channel, a.outgoing, a.answered, automatic, a.manager, a.contact,
    k.touch;
