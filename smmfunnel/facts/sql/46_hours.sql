-- The hour in which each quantile of the time to the first response lies; who was closed without an answer, or had
-- none for more than a calendar day, stands at the end: closing a lead is no answer. Tables, for the plan of what follows depends on their being small.
-- in:  lead_evidence, tag_match, ads_platforms     out: response_times (view), response_hours, response_ranks

CREATE OR REPLACE TABLE funnel_tags AS
SELECT tag FROM (
    SELECT tag, origin,
        platform IS NOT NULL AND platform NOT IN (SELECT platform FROM ads_platforms) AS elsewhere FROM tag_match
) WHERE {scope};

-- Each lead once for every part it is counted in.
CREATE OR REPLACE VIEW response_times AS
SELECT p.place, p.part, {key} AS key, CASE
        WHEN NOT e.touched AND e.log = 'trusted' AND coalesce(e.state = 'closed' OR e.watched_seconds > 86400, FALSE)
        THEN {endless} ELSE e.{seconds}
    END AS s
FROM lead_evidence AS e CROSS JOIN (VALUES {parts}) AS p (place, part)
WHERE e.span = 0 AND e.excluded IS NULL AND e.tag IN (SELECT tag FROM funnel_tags);

CREATE OR REPLACE TABLE response_hours AS
SELECT place, part, key, s // 3600 AS hour, count(*) AS n FROM response_times GROUP BY ALL;

-- The quantile is the value of the rank told × share, rounded up.
CREATE OR REPLACE TABLE response_ranks AS
WITH hours AS (
    SELECT place, key, hour, n, sum(n) OVER (PARTITION BY place, key ORDER BY hour) AS upto,
        sum(n) OVER (PARTITION BY place, key) AS told
    FROM response_hours WHERE hour IS NOT NULL
)
SELECT place, key, hour, share, CAST((told * share + 99) // 100 - (upto - n) AS BIGINT) AS rank
FROM hours CROSS JOIN (VALUES (50), (90)) AS t (share)
WHERE (told * share + 99) // 100 > upto - n AND (told * share + 99) // 100 <= upto;
