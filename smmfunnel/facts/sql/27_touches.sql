-- The first answered or outgoing touch by a person is the first response; outgoing tries are attempts.
-- in:  touches, files, lead_view, excluded     out: touch_links, responses

CREATE TABLE touch_rows AS
SELECT DISTINCT f.space, t.lead_id, t.deal_id, t.phone, t.email, t."at", t.channel, t.outgoing, t.answered,
    coalesce(t.automatic, FALSE) AS automatic, t.manager
FROM touches AS t JOIN files AS f USING (file);

CREATE TABLE touch_links AS
WITH numbered AS (SELECT *, row_number() OVER () AS touch FROM touch_rows),
by_id AS (
    SELECT n.touch, min(v.lead) AS lead FROM numbered AS n JOIN lead_view AS v
        ON v.space = n.space AND v.lead_id = n.lead_id GROUP BY n.touch
),
by_deal AS (
    SELECT n.touch, min(v.lead) AS lead FROM numbered AS n JOIN lead_view AS v
        ON v.space = n.space AND v.deal_id = n.deal_id
    WHERE n.touch NOT IN (SELECT touch FROM by_id) GROUP BY n.touch
),
rest AS (
    SELECT touch, phone, email, "at" FROM numbered
    WHERE touch NOT IN (SELECT touch FROM by_id) AND touch NOT IN (SELECT touch FROM by_deal)
),
-- A lead known by its day only is taken to be there from the beginning of the day.
by_contact AS (
    SELECT r.touch, v.lead, v.created_at, v.lead_id FROM rest AS r JOIN lead_view AS v ON v.phone = r.phone
    WHERE v.created_at <= r."at"
    UNION ALL
    SELECT r.touch, v.lead, v.created_at, v.lead_id FROM rest AS r JOIN lead_view AS v ON v.email = r.email
    WHERE v.created_at <= r."at"
),
linked AS (
    SELECT touch, lead FROM by_id UNION ALL SELECT touch, lead FROM by_deal
    UNION ALL SELECT touch, arg_max(lead, (created_at, lead_id)) FROM by_contact GROUP BY touch
)
SELECT coalesce(x.anchor, l.lead) AS lead, n.* EXCLUDE (touch)
FROM linked AS l JOIN numbered AS n USING (touch) LEFT JOIN excluded AS x ON x.lead = l.lead;

CREATE TABLE responses AS
SELECT lead, min("at") FILTER ((answered OR outgoing) AND NOT automatic) AS first_response_at,
    count(*) FILTER (outgoing AND NOT automatic) AS attempts
FROM touch_links GROUP BY lead;
