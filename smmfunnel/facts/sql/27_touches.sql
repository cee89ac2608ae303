-- The first answered or outgoing touch by a person is the first response; outgoing tries are attempts; unanswered
-- is a lead whose every touch is a try that nobody took.
-- in:  touches, files, lead_view, excluded, settings     out: touch_rows, touch_links, responses

-- The same touch, told twice in whatever logs, is one.
CREATE TABLE touch_rows AS
SELECT f.space, t.lead_id, t.deal_id, t.phone, t.email, t."at", t.channel, t.outgoing, t.answered,
    coalesce(t.automatic, FALSE) AS automatic, t.manager,
    min((CAST(t.file AS BIGINT) << 40) | t."row") AS touch
FROM touches AS t JOIN files AS f USING (file) GROUP BY ALL;

CREATE TABLE touch_links AS
WITH by_id AS (
    SELECT n.touch, min(v.lead) AS lead FROM touch_rows AS n JOIN lead_view AS v
        ON v.space = n.space AND v.lead_id = n.lead_id GROUP BY n.touch
),
by_deal AS (
    SELECT n.touch, min(v.lead) AS lead FROM touch_rows AS n JOIN lead_view AS v
        ON v.space = n.space AND v.deal_id = n.deal_id
    WHERE n.touch NOT IN (SELECT touch FROM by_id) GROUP BY n.touch
),
rest AS (
    SELECT touch, phone, email, "at", coalesce(outgoing, TRUE) AS outgoing FROM touch_rows
    WHERE touch NOT IN (SELECT touch FROM by_id) AND touch NOT IN (SELECT touch FROM by_deal)
),
-- A lead known by its day only is taken to be there from the beginning of the day; the card of somebody who
-- called is made during the call or after it.
by_contact AS (
    SELECT r.touch, v.lead, v.created_at, v.lead_id FROM rest AS r JOIN lead_view AS v ON v.phone = r.phone
    WHERE v.created_at <= r."at" + CASE WHEN r.outgoing THEN INTERVAL 0 HOUR ELSE INTERVAL 1 HOUR END
    UNION ALL
    SELECT r.touch, v.lead, v.created_at, v.lead_id FROM rest AS r JOIN lead_view AS v ON v.email = r.email
    WHERE v.created_at <= r."at" + CASE WHEN r.outgoing THEN INTERVAL 0 HOUR ELSE INTERVAL 1 HOUR END
),
linked AS (
    SELECT touch, lead FROM by_id UNION ALL SELECT touch, lead FROM by_deal
    UNION ALL SELECT touch, arg_max(lead, (created_at, lead_id)) FROM by_contact GROUP BY touch
)
-- A message or letter within ten seconds of the lead is no person's.
SELECT coalesce(x.anchor, l.lead) AS lead, n.* EXCLUDE (automatic),
    n.automatic OR coalesce(n.outgoing AND n.channel IN ('message', 'email')
        AND date_diff('second', v.created_at, n."at") BETWEEN 0 AND 10, FALSE) AS automatic
FROM linked AS l JOIN touch_rows AS n USING (touch) JOIN lead_view AS v ON v.lead = l.lead
LEFT JOIN excluded AS x ON x.lead = l.lead;

CREATE TABLE responses AS
SELECT lead, min("at") FILTER ((answered OR outgoing) AND NOT automatic) AS first_response_at,
    count(*) FILTER (outgoing AND NOT automatic) AS attempts,
    bool_or(automatic) AS robot,
    coalesce(bool_and(coalesce(outgoing AND NOT answered, FALSE)) FILTER (NOT automatic), FALSE) AS unanswered
FROM touch_links
WHERE coalesce(CAST("at" AS DATE) <= (SELECT as_of FROM settings), TRUE)
GROUP BY lead;
