-- What tells deals apart, as a hash: where two are the same the deals themselves decide.
-- in:  deals, files                          out: keyed_deals, deal_keys, (query) deals that share a hash

CREATE VIEW keyed_deals AS
SELECT (CAST(d.file AS BIGINT) << 40) | d."row" AS deal, d.* EXCLUDE ("row", file, contact, tag, form, created_by, assigned_at, first_response_at, last_activity_at,
    attempts, pipeline, test), f.space, f.rank
FROM deals AS d JOIN files AS f USING (file);

CREATE TABLE deal_keys AS
SELECT deal, hash(coalesce(deal_id, concat_ws('/', lead_id, created_at, closed_at, amount))) AS key FROM keyed_deals;

SELECT count(*) - count(DISTINCT key) AS twice FROM deal_keys;
