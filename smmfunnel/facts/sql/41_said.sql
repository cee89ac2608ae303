-- What is on record of each lead: its own fields, its deals' and the touch log's put together.
-- in:  lead_view, excluded, sales, tag_traits and what the joins name     out: lead_said

CREATE {kind} lead_said AS
SELECT v.lead, v.created_at, t.tag, t.source, t.bare, {manager} AS manager, v.form, v.contact, {status} AS status,
    {reason} AS reason, x.why AS excluded, s.lead IS NOT NULL AS sold, s.closed_at AS sold_at, s.amount, s.currency,
    {state} AS state,
    {closed_at} AS closed_at,
    {qualified} AS qualified,
    {first_at} AS first_at,
    {attempts} AS attempts,
    coalesce(v.attempts > 0, FALSE) AS counted,
    {moved} AS moved,
    {by_hand} AS by_hand,
    {robot} AS robot,
    {unanswered} AS unanswered
FROM lead_view AS v
LEFT JOIN excluded AS x ON x.lead = v.lead
LEFT JOIN sales AS s ON s.lead = v.lead
{joins}
JOIN tag_traits AS t ON t.tag = {tag};
