-- Deals to leads: by lead id, by deal id, by contact (the latest lead created before the deal; a day is
-- allowed for exports that keep different time zones).
-- in:  deals, files, lead_view, same_id      out: deal_rows, deal_links (deal, lead, via)

-- Few deals are told twice: only those are put in an order.
CREATE TABLE deal_keys AS
SELECT (CAST(d.file AS BIGINT) << 40) | d."row" AS deal,
    hash(coalesce(d.deal_id, concat_ws('/', d.lead_id, d.created_at, d.closed_at, d.amount))) AS key
FROM deals AS d;

CREATE TABLE deal_rows AS
WITH twice AS (SELECT key FROM deal_keys GROUP BY key HAVING count(*) > 1),
repeated AS (SELECT deal FROM deal_keys SEMI JOIN twice USING (key)),
keyed AS (
    SELECT d.* EXCLUDE (contact, tag, form, created_by, assigned_at, first_response_at, last_activity_at, attempts,
        pipeline, test), f.space, f.rank, (CAST(d.file AS BIGINT) << 40) | d."row" AS deal
    FROM deals AS d JOIN files AS f USING (file)
),
ordered AS (
    SELECT *, row_number() OVER (
        PARTITION BY space, coalesce(deal_id, concat_ws('/', lead_id, created_at, closed_at, amount))
        ORDER BY rank DESC, status = 'won' DESC NULLS LAST, closed_at, amount DESC, status
    ) AS n
    FROM keyed SEMI JOIN repeated USING (deal)
)
SELECT * EXCLUDE ("row", file, rank) FROM keyed ANTI JOIN repeated USING (deal)
UNION ALL
SELECT * EXCLUDE (n, "row", file, rank) FROM ordered WHERE n = 1 OR (deal_id IS NULL AND lead_id IS NULL);

CREATE TABLE deal_links AS
WITH by_lead AS (
    SELECT d.deal, v.lead FROM deal_rows AS d JOIN lead_view AS v
        ON v.space = d.space AND v.lead_id = d.lead_id
),
rest AS (SELECT * FROM deal_rows WHERE deal NOT IN (SELECT deal FROM by_lead)),
by_deal AS (
    SELECT d.deal, v.lead FROM rest AS d JOIN lead_view AS v
        ON v.space = d.space AND v.deal_id = d.deal_id
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
SELECT deal, min(lead) AS lead, 'lead_id' AS via FROM by_lead GROUP BY deal
UNION ALL
SELECT deal, min(lead), 'deal_id' FROM by_deal GROUP BY deal
UNION ALL
SELECT deal, arg_max(lead, (created_at, phoned, lead_id)), 'contact' FROM by_contact GROUP BY deal;
