-- Counts of leads by what the report asks for.
-- in:  lead_view, excluded, sales, tag_match, ad_groups, ad_names and what {joins} names     out: lead_cells

CREATE TABLE lead_counts AS
WITH marked AS (
    SELECT {span} AS span, {tag} AS tag, {row_dims}, x.why AS excluded, s.currency,
        s.lead IS NOT NULL AS sold,
        {qualified} AS found_qualified,
        {responded} AS responded,
        v.status = 'contacted' AS found_contacted,
        {state} AS state,
        s.amount, s.repeat_amount, coalesce(s.repeats, 0) AS repeats,
        CAST(s.closed_at AS DATE) < CAST(v.created_at AS DATE) AS backwards
    FROM lead_view AS v
    LEFT JOIN excluded AS x ON x.lead = v.lead
    LEFT JOIN sales AS s ON s.lead = v.lead
    {joins}
)
SELECT span, tag, {row_names}, excluded, currency,
    count(*) AS leads,
    count(*) FILTER (sold) AS sold,
    count(*) FILTER (sold OR found_qualified) AS qualified,
    count(*) FILTER (sold OR found_qualified OR responded OR found_contacted) AS contacted,
    count(*) FILTER (NOT sold AND state = 'open') AS open,
    count(*) FILTER (NOT sold AND state = 'unmapped') AS unmapped,
    count(*) FILTER (backwards) AS backwards,
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
