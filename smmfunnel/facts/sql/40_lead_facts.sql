-- Counts of leads by what the report asks for: those of which nothing else tells anything are first counted by
-- what they say themselves, so that the joins meet few rows.
-- in:  lead_view, excluded, sales, tag_match, ad_groups, ad_names and what {joins} names     out: lead_cells

CREATE TABLE lead_counts AS
WITH told AS (SELECT lead FROM excluded UNION SELECT lead FROM sales {told}),
alike AS (
    -- What a lead says of itself is one number: every column more to group by takes its time for each lead.
    SELECT t.lead, {span} AS span, v.tag, {row_dims}, v.status,
        CAST(v.first_response_at IS NOT NULL AS TINYINT) + CAST(v.qualified_at IS NOT NULL AS TINYINT) * 2
            + CAST(coalesce(v.attempts > 0, FALSE) AS TINYINT) * 4 AS own,
        count(*) AS n
    FROM lead_view AS v LEFT JOIN told AS t ON t.lead = v.lead
    GROUP BY ALL
),
counted AS (
    SELECT *, CASE WHEN own & 1 > 0 THEN TIMESTAMP '2000-01-01' END AS first_response_at,
        CASE WHEN own & 2 > 0 THEN TIMESTAMP '2000-01-01' END AS qualified_at,
        CASE WHEN own & 4 > 0 THEN 1 END AS attempts
    FROM alike
),
marked AS (
    SELECT v.span, {tag} AS tag, {row_names}, x.why AS excluded, s.currency, v.n,
        s.lead IS NOT NULL AS sold,
        {qualified} AS found_qualified,
        {responded} AS responded,
        v.status = 'contacted' AS found_contacted,
        {state} AS state,
        s.amount, s.repeat_amount, coalesce(s.repeats, 0) AS repeats,
        CAST(s.closed_at AS DATE) < CAST(s.created_at AS DATE) AS backwards
    FROM counted AS v
    LEFT JOIN excluded AS x ON x.lead = v.lead
    LEFT JOIN sales AS s ON s.lead = v.lead
    {joins}
)
SELECT span, tag, {row_names}, excluded, currency,
    sum(n) AS leads,
    coalesce(sum(n) FILTER (sold), 0) AS sold,
    coalesce(sum(n) FILTER (sold OR found_qualified), 0) AS qualified,
    coalesce(sum(n) FILTER (sold OR found_qualified OR responded OR found_contacted), 0) AS contacted,
    coalesce(sum(n) FILTER (NOT sold AND state = 'open'), 0) AS open,
    coalesce(sum(n) FILTER (NOT sold AND state = 'unmapped'), 0) AS unmapped,
    coalesce(sum(n) FILTER (backwards), 0) AS backwards,
    sum(amount) AS revenue, count(amount) AS priced,
    sum(repeat_amount) AS repeat_revenue, sum(repeats) AS repeats
FROM marked WHERE span IS NOT NULL
GROUP BY ALL;

CREATE TABLE lead_cells AS
SELECT c.span, m.origin, m.source, m.platform, m.campaign_ref, m.method, m.broken,
    {dims}, c.excluded, c.currency, {sums}
FROM lead_counts AS c JOIN tag_match AS m USING (tag)
LEFT JOIN ad_groups AS g ON g.platform IS NOT DISTINCT FROM m.platform AND g.ad_group_ref = m.ad_group_ref
LEFT JOIN ad_names AS n ON n.platform IS NOT DISTINCT FROM m.platform AND n.ad_ref = m.ad_ref
GROUP BY ALL;
