-- What the steps made that were left out for want of rows: the same tables, empty.
-- in:  deals, touches      out: deal_rows, deal_links, touch_rows, touch_links, where they are not there

CREATE TABLE IF NOT EXISTS deal_rows AS
SELECT * EXCLUDE (file, "row"), CAST(NULL AS VARCHAR) AS space, CAST(NULL AS BIGINT) AS deal FROM deals WHERE FALSE;

CREATE TABLE IF NOT EXISTS deal_links (deal BIGINT, lead BIGINT, via VARCHAR);

CREATE TABLE IF NOT EXISTS touch_rows AS
SELECT * EXCLUDE (file, "row"), CAST(NULL AS VARCHAR) AS space, CAST(NULL AS BIGINT) AS touch FROM touches WHERE FALSE;

CREATE TABLE IF NOT EXISTS touch_links (touch BIGINT, lead BIGINT, automatic BOOLEAN);
