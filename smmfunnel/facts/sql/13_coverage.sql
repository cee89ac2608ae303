-- What each ads file covers, for choosing files that do not overlap.
-- in:  ad_rows             out: (query) a row for each file, platform, account, level and span of its rows

WITH spans AS (
    SELECT platform, account, file, level, campaign_ref, first_day, last_day,
        first_day IS NOT DISTINCT FROM last_day AND first_day IS NOT NULL AS daily
    FROM ad_rows
)
SELECT platform, account, file, level, daily, min(first_day) AS first_day, max(last_day) AS last_day,
    list_distinct(list(campaign_ref)) AS campaigns
FROM spans
GROUP BY platform, account, file, level, daily,
    CASE WHEN NOT daily THEN first_day END, CASE WHEN NOT daily THEN last_day END;
