-- The period's leads counted by what ledger and sections ask for; exposure is that of each lead's age.
-- in:  lead_evidence, exposure (age, micros), horizon (days)     out: evidence_counts

CREATE TABLE evidence_counts AS
WITH counted AS (
    SELECT e.tag, e.manager, e.quality, e.response, e.off_hours, e.touched, e.excluded IS NOT NULL AS excluded, e.n,
        e.state = 'closed' AND NOT e.sold AND (coalesce(e.status = 'junk', FALSE) OR coalesce(e.reason IN (
            'spam', 'wrong_contact', 'wrong_region', 'never_applied', 'job_seeker', 'unqualified'
        ), FALSE)) AS called_junk,
        e.sold AND e.lag <= h.days AS sale, e.amount, coalesce(x.micros, 1000000) AS micros
    FROM lead_evidence AS e CROSS JOIN horizon AS h LEFT JOIN exposure AS x ON x.age = least(e.age, h.days)
    WHERE e.span = 0
)
SELECT tag, manager, quality, response, off_hours, touched, excluded, n, called_junk,
    count(*) AS leads, CAST(sum(micros) AS BIGINT) AS exposure, count(*) FILTER (sale) AS sales,
    CAST(coalesce(sum(amount) FILTER (sale), 0) AS BIGINT) AS revenue, count(amount) FILTER (sale) AS priced
FROM counted GROUP BY ALL;

CREATE VIEW placed_counts AS
SELECT m.origin, m.source, m.platform, m.campaign_ref,
    m.platform IS NOT NULL AND m.platform NOT IN (SELECT platform FROM ads_platforms) AS elsewhere,
    c.*, r.outcome, r.rule
FROM evidence_counts AS c JOIN tag_match AS m USING (tag) JOIN rules AS r USING (n);
