-- Deals to leads: by lead id, by deal id, by contact (the latest lead created before the deal; a day is
-- allowed for exports that keep different time zones).
-- in:  deal_rows, lead_view      out: deal_links (deal, lead, when it came, via)

CREATE TABLE deal_links AS
WITH by_lead AS (
    SELECT d.deal, v.lead, v.created_at FROM deal_rows AS d JOIN lead_view AS v
        ON {same_space} v.{lead_id} = d.{lead_id}
),
rest AS (SELECT * FROM deal_rows WHERE deal NOT IN (SELECT deal FROM by_lead)),
by_deal AS (
    SELECT d.deal, v.lead, v.created_at FROM rest AS d JOIN lead_view AS v
        ON {same_space} v.deal_id = d.deal_id
),
unlinked AS (
    SELECT deal, phone, email, coalesce(created_at, closed_at) AS since FROM rest
    WHERE deal NOT IN (SELECT deal FROM by_deal) AND (phone IS NOT NULL OR email IS NOT NULL)
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
SELECT deal, min(lead) AS lead, arg_min_null(created_at, lead) AS created_at, 'lead_id' AS via
FROM by_lead GROUP BY deal
UNION ALL
SELECT deal, min(lead), arg_min_null(created_at, lead), 'deal_id' FROM by_deal GROUP BY deal
UNION ALL
SELECT deal, arg_max(lead, (created_at, phoned, lead_id)), max(created_at), 'contact' FROM by_contact GROUP BY deal;
