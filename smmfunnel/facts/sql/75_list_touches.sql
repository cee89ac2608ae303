-- The touches, one by one, each with the lead it belongs to.
-- in:  touch_rows, touch_links, lead_list, file_names     out: (query)

SELECT p.place AS lead, a.lead_id, a.deal_id, a."at", a.contact, a.channel, a.outgoing, a.answered,
    coalesce(l.automatic, a.automatic) AS automatic, a.manager, f.name AS file
FROM touch_rows AS a JOIN file_names AS f ON f.file = a.touch >> 40
LEFT JOIN touch_links AS l USING (touch)
LEFT JOIN lead_list AS p ON p.lead = l.lead
WHERE {span} IS NOT NULL
ORDER BY a."at", lead, a.lead_id, a.deal_id, a.channel, a.outgoing, a.answered, automatic, a.manager, a.contact, a.touch;
