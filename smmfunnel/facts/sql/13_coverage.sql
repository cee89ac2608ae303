-- What each ads file covers, for choosing files that do not overlap.
-- in:  ad_campaigns        out: (query) a row for each file, platform, account, level and span of its rows

SELECT platform, account, file, level, daily, min(first_day) AS first_day, max(last_day) AS last_day,
    list_distinct(list(campaign_ref)) AS campaigns
FROM ad_campaigns
GROUP BY platform, account, file, level, daily, begins, ends;
