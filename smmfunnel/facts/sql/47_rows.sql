-- The leads behind a number, each with the rule that decided.
-- in:  evidence, lead_view, campaigns, and where leads are sorted by their worth rescue_worth     out: a row a LeadRow

SELECT e.lead, v.{id} AS id, e.created_at, e.origin, e.source, e.platform, e.campaign_ref,
    coalesce(c.name, c.campaign_id) AS campaign, e.manager, e.status, e.reason, e.quality, e.touched, e.response,
    e.response_seconds, e.working_seconds, e.attempts, e.excluded, e.age, e.outcome, e.rule,
    {worth} AS worth
FROM evidence AS e JOIN lead_view AS v ON v.lead = e.lead
LEFT JOIN campaigns AS c ON c.platform IS NOT DISTINCT FROM e.platform AND c.campaign_ref = e.campaign_ref
{joins}
WHERE {fits}
ORDER BY {order}e.created_at DESC, id, e.lead
LIMIT {limit};
