-- Everything that decided the leads with one id.
-- in:  evidence, lead_view, excluded, campaigns     out: a row a lead

SELECT e.* EXCLUDE (excluded), e.excluded, {against}, v.{id} AS id, coalesce(c.name, c.campaign_id) AS campaign,
    CASE WHEN x.anchor <> e.lead THEN (SELECT {id} FROM lead_view WHERE lead = x.anchor) END AS stands_for
FROM evidence AS e JOIN lead_view AS v ON v.lead = e.lead
LEFT JOIN excluded AS x ON x.lead = e.lead
LEFT JOIN campaigns AS c ON c.platform IS NOT DISTINCT FROM e.platform AND c.campaign_ref = e.campaign_ref
WHERE v.{id} = {lead_id}
ORDER BY e.created_at, e.lead;
