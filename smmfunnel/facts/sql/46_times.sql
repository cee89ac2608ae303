-- Quantiles of the time to the first response; who was never answered, for longer than a day of the clock,
-- stands at the end.
-- in:  lead_evidence, tag_match, ads_platforms     out: a row a TimesCell, `never` in place of no end

WITH kept AS (
    SELECT e.manager, CAST(e.day AS VARCHAR) AS day, e.response_seconds, e.working_seconds,
        NOT e.touched AND e.log = 'trusted' AND coalesce(e.waited_seconds > 86400, FALSE) AS never
    FROM lead_evidence AS e
    WHERE e.span = 0 AND e.excluded IS NULL AND e.tag IN (
        SELECT tag FROM (
            SELECT tag, origin,
                platform IS NOT NULL AND platform NOT IN (SELECT platform FROM ads_platforms) AS elsewhere FROM tag_match
        ) WHERE {scope}
    )
)
SELECT {key} AS key, count(*) AS leads, count(response_seconds) AS answered,
    count(*) FILTER (response_seconds IS NOT NULL OR never) AS told,
    quantile_disc(CASE WHEN never THEN {endless} ELSE response_seconds END, [0.5, 0.9]) AS calendar,
    quantile_disc(CASE WHEN never THEN {endless} ELSE working_seconds END, [0.5, 0.9]) AS working
FROM kept GROUP BY key ORDER BY key;
