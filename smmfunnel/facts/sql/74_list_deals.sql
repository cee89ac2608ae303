-- The deals beside the leads, one by one, each with the lead it belongs to.
-- in:  deals, deal_rows, deal_links, excluded, lead_list, rates, settings, tags, file_names     out: (query)

SELECT p.place AS lead, l.via AS linked_by, a.deal_id, a.lead_id, a.created_at, a.contact, a.manager, a.created_by,
    a.assigned_at, a.first_response_at, a.attempts, a.last_activity_at, a.qualified_at, a.closed_at, a.status, a.reason,
    a.pipeline, {amount}, {amount_currency} AS currency, {tag_columns}, f.name AS file
FROM deal_rows AS k JOIN deals AS a ON a.file = k.deal >> 40 AND a."row" = k.deal & ((1::BIGINT << 40) - 1)
JOIN file_names AS f ON f.file = a.file
LEFT JOIN deal_links AS l ON l.deal = k.deal
LEFT JOIN excluded AS x ON x.lead = l.lead
LEFT JOIN lead_list AS p ON p.lead = coalesce(x.anchor, l.lead)
LEFT JOIN rates AS money ON money.currency = a.currency
JOIN tags AS t ON t.tag = a.tag
WHERE {span} IS NOT NULL
ORDER BY a.created_at, a.deal_id, a.lead_id, a.closed_at, a.amount, a.status, a.manager, k.deal;
