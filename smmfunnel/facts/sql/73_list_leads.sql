-- The leads, one by one, as the funnel counts them, the excluded ones marked.
-- in:  lead_list, lead_files, set_aside, sales, rates, settings and what {joins} names     out: (query)

WITH marked AS (
    SELECT p.place AS lead, v.lead AS number, v.file, v.lead_id, v.deal_id, v.created_at, v.contact, v.form,
        {manager} AS manager, v.created_by, v.assigned_at, {first_at} AS first_response_at, {attempts} AS attempts,
        v.last_activity_at, v.qualified_at, {closed_at} AS closed_at, {status} AS status, {reason} AS reason, v.pipeline,
        v.status AS own_status, v.amount, v.currency, x.why AS excluded, x.anchor, {tag} AS tag,
        s.lead IS NOT NULL AS sold, s.closed_at AS sold_at, s.amount AS revenue, s.repeat_amount AS repeat_revenue,
        s.currency AS revenue_currency,
        {qualified} AS found_qualified,
        {responded} AS responded,
        {state} AS state
    FROM lead_rows AS v JOIN lead_list AS p ON p.lead = v.lead
    LEFT JOIN set_aside AS x ON x.lead = v.lead
    LEFT JOIN sales AS s ON s.lead = v.lead
    {joins}
)
SELECT a.lead, a.lead_id, a.deal_id, a.created_at, a.contact, a.form, a.manager, a.created_by, a.assigned_at,
    a.first_response_at, a.attempts, a.last_activity_at, a.qualified_at, a.closed_at, a.status, a.reason, a.pipeline,
    {amount}, {amount_currency} AS currency,
    a.excluded, o.place AS duplicate_of,
    -- What nobody recorded is not known, which is not the same as no.
    CASE WHEN {contacted_known} THEN a.sold OR a.found_qualified OR a.responded
        OR coalesce(a.own_status = 'contacted', FALSE) END AS contacted,
    CASE WHEN {qualified_known} THEN a.sold OR a.found_qualified END AS qualified,
    CASE WHEN {sales_known} THEN a.sold END AS sold,
    CASE WHEN {sales_known} THEN NOT a.sold AND a.state = 'open' END AS open,
    a.sold_at, {revenue}, {repeat_revenue}, a.revenue_currency,
    {match_columns}, {tag_columns}, coalesce(i.names, f.name) AS file
FROM marked AS a JOIN file_names AS f USING (file)
LEFT JOIN lead_files AS i ON i.lead = a.number
LEFT JOIN lead_list AS o ON o.lead = a.anchor
LEFT JOIN rates AS money ON money.currency = a.currency
{tag_joins}
ORDER BY a.lead;
