-- Leads of the period that can still be won: open, or closed without a touch.
-- in:  evidence, horizon     out: a row a RescueCell

SELECT origin, platform, campaign_ref, elsewhere, quality, {untouched} AS untouched,
    CAST(least(coalesce(age, days), days) AS BIGINT) AS age_days, count(*) AS leads
FROM evidence CROSS JOIN horizon
WHERE span = 0 AND {rescue}
GROUP BY ALL ORDER BY ALL;
