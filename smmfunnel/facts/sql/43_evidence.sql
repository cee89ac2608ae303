-- One row a lead: its evidence, and the rule that fits under the agreed standard.
-- in:  lead_said, source_log, form_log, form_names, with hours workdays     out: lead_evidence
--
-- A moment known by its day only is any of that day: least and most seconds stand for all of them.

CREATE TABLE lead_evidence AS
WITH dated AS (
    SELECT s.*, CAST(s.created_at AS DATE) AS day,
        {by_closing} AS logged,
        CASE WHEN date_diff('second', s.first_at, s.created_at) <= 3600
            OR s.created_at = date_trunc('day', s.created_at) THEN s.first_at END AS answered_at,
        {log} AS log
    FROM lead_said AS s
    LEFT JOIN source_log AS sl ON sl.source IS NOT DISTINCT FROM s.source
    LEFT JOIN form_log AS fl ON fl.form IS NOT DISTINCT FROM s.form
),
clocked AS (
    SELECT d.*, d.logged OR d.moved OR d.by_hand AS touched,
        d.moved OR d.by_hand OR d.logged AND NOT d.unanswered AS spoken,
        {exact} AS exact,
        {least_calendar} AS least_calendar,
        {least} AS least_seconds,
        {most} AS most_seconds,
        {waited} AS waited_seconds,
        {off_hours} AS off_hours,
        date_diff('second', {created_end}, {seen}) AS watched_seconds
    FROM dated AS d
    {clock_joins}
),
classed AS (
    SELECT c.*, {checked} AS checked,
        CASE
            WHEN log NOT IN ('trusted', 'untold') THEN 'unknown'
            WHEN least_calendar > 604800 THEN 'never'
            WHEN least_seconds IS NULL AND NOT touched AND NOT robot AND log = 'trusted' AND watched_seconds > 604800
                THEN 'never'
            WHEN NOT exact AND least_calendar > 86400 AND least_seconds > 86400 THEN 'later'
            WHEN NOT exact THEN 'unknown'
            WHEN least_seconds <= 900 THEN '15m'
            WHEN least_seconds <= 3600 THEN '1h'
            WHEN least_seconds <= 86400 THEN '24h'
            WHEN least_seconds IS NOT NULL THEN 'later'
            ELSE 'unknown'
        END AS response,
        CASE WHEN attempts IS NULL THEN 'unknown' WHEN attempts >= {enough} THEN 'enough' ELSE 'too_few' END AS tries,
        {against}
    FROM clocked AS c
)
SELECT lead, {span} AS span, {compared} AS compared, day, created_at, tag, manager, form, status, reason, excluded,
    contact || coalesce('/' || n.name, '') AS quality, checked,
    log, response, off_hours, touched, spoken, by_hand, bare, robot,
    CASE WHEN exact THEN least_calendar END AS response_seconds,
    {working} AS working_seconds,
    least_seconds, most_seconds, waited_seconds, watched_seconds, attempts, tries, qualified, sold,
    CASE WHEN sold THEN greatest(coalesce(date_diff('day', day, CAST(sold_at AS DATE)), 0), 0) END AS lag,
    CASE WHEN sold AND coalesce(currency = {currency}, TRUE) THEN amount END AS amount,
    {age} AS age, state,
    {rule} AS n
FROM classed AS c LEFT JOIN form_names AS n ON n.written = c.form;
