-- The period's leads in sets of equal evidence: times only as far as any standard tells them apart.
-- in:  lead_evidence, tag_traits     out: evidence_alike

CREATE OR REPLACE TABLE evidence_alike AS
SELECT e.tag, e.quality, e.response, e.excluded, e.sold, e.state, e.status, e.reason, e.checked, e.touched, e.spoken,
    e.tries,
    e.qualified, e.log, {named},
    {least} AS least_seconds, {most} AS most_seconds, {waited} AS waited_seconds, count(*) AS leads
FROM lead_evidence AS e JOIN tag_traits AS t USING (tag)
WHERE e.span = 0 GROUP BY ALL;
