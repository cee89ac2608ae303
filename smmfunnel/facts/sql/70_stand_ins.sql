-- What the steps made that were left out for want of rows: the same tables, empty.
-- in:  nothing      out: deal_rows, deal_links, touch_rows, touch_links, where they are not there

CREATE TABLE IF NOT EXISTS deal_rows (deal BIGINT);

CREATE TABLE IF NOT EXISTS deal_links (deal BIGINT, lead BIGINT, created_at TIMESTAMP, via VARCHAR);

CREATE TABLE IF NOT EXISTS touch_rows (touch BIGINT);

CREATE TABLE IF NOT EXISTS touch_links (touch BIGINT, lead BIGINT, automatic BOOLEAN);
