-- The ad rows that count over all days, one by one, in a fixed order.
-- in:  ads_used, awareness, rates, campaigns, ad_groups, ad_names, file_names     out: (query)

SELECT a.first_day, a.last_day, a.platform, a.account, a.campaign_ref, c.campaign_id,
    coalesce(c.name, c.campaign_id) AS campaign,
    g.ad_group_id, coalesce(g.name, g.ad_group_id) AS ad_group, n.ad_id, coalesce(n.name, n.ad_id) AS ad,
    a.device, a.objective, a.breakdown, w.campaign_ref IS NOT NULL AS awareness,
    {metrics},
    coalesce(money."into", a.currency) AS currency, f.name AS file
FROM ads_used AS a JOIN file_names AS f USING (file)
LEFT JOIN awareness AS w ON w.platform IS NOT DISTINCT FROM a.platform AND w.campaign_ref = a.campaign_ref
LEFT JOIN rates AS money ON money.currency = a.currency
LEFT JOIN campaigns AS c ON c.platform IS NOT DISTINCT FROM a.platform AND c.campaign_ref = a.campaign_ref
LEFT JOIN ad_groups AS g ON g.platform IS NOT DISTINCT FROM a.platform AND g.ad_group_ref = a.ad_group_ref
LEFT JOIN ad_names AS n ON n.platform IS NOT DISTINCT FROM a.platform AND n.ad_ref = a.ad_ref
WHERE a.span = 0 AND a.counted
ORDER BY a.first_day, a.last_day, a.platform, a.account, campaign, a.campaign_ref, ad_group, ad, a.device, a.breakdown,
    a.file, a."row";
