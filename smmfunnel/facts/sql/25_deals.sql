-- Deals to leads: by lead id, by deal id, by contact (the latest lead created before the deal; a day is
-- allowed for exports that keep different time zones).
-- in:  deals, files, lead_view, same_id      out: deal_rows, deal_links (deal, lead, via)

CREATE TABLE deal_rows AS
WITH ordered AS (
    SELECT d.*, f.space, f.rank, (CAST(d.file AS BIGINT) << 40) | d."row" AS deal, row_number() OVER (
        PARTITION BY f.space, coalesce(d.deal_id, concat_ws('/', d.lead_id, d.created_at, d.closed_at, d.amount))
        ORDER BY f.rank DESC, d.status = 'won' DESC NULLS LAST, d.closed_at, d.amount DESC, d.status
    ) AS n
    FROM deals AS d JOIN files AS f USING (file)
)
SELECT * EXCLUDE (n, "row", file, rank) FROM ordered WHERE n = 1 OR (deal_id IS NULL AND lead_id IS NULL);

CREATE TABLE deal_links AS
WITH by_lead AS (
    SELECT d.deal, v.lead FROM deal_rows AS d JOIN lead_view AS v
        ON v.space = d.space AND v.lead_id = d.lead_id
),
by_deal AS (
    SELECT d.deal, v.lead FROM deal_rows AS d JOIN lead_view AS v
        ON v.space = d.space AND v.deal_id = d.deal_id
    WHERE d.deal NOT IN (SELECT deal FROM by_lead)
),
unlinked AS (
    SELECT deal, phone, email, coalesce(created_at, closed_at) AS since FROM deal_rows
    WHERE deal NOT IN (SELECT deal FROM by_lead) AND deal NOT IN (SELECT deal FROM by_deal)
        AND (phone IS NOT NULL OR email IS NOT NULL)
),
by_contact AS (
    SELECT u.deal, v.lead, v.created_at, v.lead_id, u.phone IS NOT NULL AND v.phone = u.phone AS phoned
    FROM unlinked AS u JOIN lead_view AS v ON v.phone = u.phone
    WHERE v.created_at <= u.since + INTERVAL 1 DAY
    UNION ALL
    SELECT u.deal, v.lead, v.created_at, v.lead_id, FALSE
    FROM unlinked AS u JOIN lead_view AS v ON v.email = u.email
    WHERE v.created_at <= u.since + INTERVAL 1 DAY
)
SELECT deal, min(lead) AS lead, 'lead_id' AS via FROM by_lead GROUP BY deal
UNION ALL
SELECT deal, min(lead), 'deal_id' FROM by_deal GROUP BY deal
UNION ALL
SELECT deal, arg_max(lead, (created_at, phoned, lead_id)), 'contact' FROM by_contact GROUP BY deal;
