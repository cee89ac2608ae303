-- Rows of one id: the latest export's word first, gaps filled from the others, the earliest creation.
-- in:  base, same_id, tag_order      out: merged

CREATE TABLE merged AS
WITH ranked AS (
    SELECT b.*, s.id, o.blank, row_number() OVER (
        PARTITION BY b.space, s.id
        ORDER BY b.rank DESC, b.status = 'won' DESC NULLS LAST, b.closed_at, b.created_at, o.place,
            b.status, b.reason, b.amount, b.deal_id, b.qualified_at, b.first_response_at, b.manager
    ) AS n
    FROM base AS b JOIN same_id AS s USING (lead) JOIN tag_order AS o USING (tag)
)
SELECT min(lead) AS lead, space, min(file) AS file,
    {columns},
    min(created_at) AS created_at,
    coalesce(arg_min(tag, n) FILTER (NOT blank), min(tag)) AS tag,
    bool_or(test) AS test,
    min(first_response_at) AS first_response_at, min(qualified_at) AS qualified_at,
    max(attempts) AS attempts, max(last_activity_at) AS last_activity_at,
    bool_and(supplement) AS supplement
FROM ranked GROUP BY space, id;
