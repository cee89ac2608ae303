-- Deals once, where none is told twice.
-- in:  keyed_deals                           out: deal_rows

CREATE VIEW deal_rows AS SELECT * EXCLUDE (rank) FROM keyed_deals;
