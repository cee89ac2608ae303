-- Won deals of leads: the first counts as the sale, later ones are repeat revenue.
-- in:  lead_view, excluded, contact_leads, settings, rates and what {linked} names     out: won, sales

CREATE TABLE won AS
WITH own AS (
    SELECT lead, closed_at, amount, currency, created_at, 'own' AS via, {id} AS id
    FROM lead_view WHERE status = 'won'
),
linked AS ({linked}),
-- A lead that only says it is won and a linked won deal are one sale, told twice.
told AS (
    SELECT * FROM own WHERE lead NOT IN (SELECT lead FROM linked) UNION ALL SELECT * FROM linked
),
-- Leads that stand for others share a contact with them.
anchors AS (
    SELECT lead, min(created_at) AS created_at FROM contact_leads
    WHERE lead IN (SELECT anchor FROM excluded WHERE anchor IS NOT NULL) GROUP BY lead
),
at_anchor AS (
    SELECT coalesce(x.anchor, t.lead) AS lead, t.* EXCLUDE (lead, created_at),
        CASE WHEN x.anchor IS NULL THEN t.created_at ELSE c.created_at END AS created_at
    FROM told AS t LEFT JOIN excluded AS x ON x.lead = t.lead LEFT JOIN anchors AS c ON c.lead = x.anchor
)
SELECT a.lead, a.closed_at, a.via, a.created_at,
    coalesce(r."into", a.currency, (SELECT currency FROM settings)) AS currency,
    CASE WHEN r.rate IS NULL THEN a.amount ELSE CAST(round(a.amount * r.rate) AS BIGINT) END AS amount,
    row_number() OVER (PARTITION BY a.lead ORDER BY a.closed_at, a.id, a.amount) AS n
FROM at_anchor AS a LEFT JOIN rates AS r ON r.currency = a.currency
WHERE coalesce(CAST(a.closed_at AS DATE) <= (SELECT as_of FROM settings), TRUE);

-- Repeat revenue is kept only in the currency of the sale: two currencies are never added.
CREATE TABLE sales AS
SELECT s.lead, s.created_at, s.closed_at, s.currency, s.amount, r.amount AS repeat_amount, coalesce(r.deals, 0) AS repeats,
    r.other AS repeats_other_currency
FROM won AS s LEFT JOIN (
    SELECT w.lead, sum(w.amount) FILTER (w.currency IS NOT DISTINCT FROM f.currency) AS amount,
        count(*) FILTER (w.currency IS NOT DISTINCT FROM f.currency) AS deals,
        count(*) FILTER (w.currency IS DISTINCT FROM f.currency) AS other
    FROM won AS w JOIN won AS f ON f.lead = w.lead AND f.n = 1 WHERE w.n > 1 GROUP BY w.lead
) AS r ON r.lead = s.lead
WHERE s.n = 1;
