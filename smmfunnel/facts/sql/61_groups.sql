-- Which leads stand for advertising and which for the other sources that the same people worked.
-- in:  evidence, control_sources        out: controls (source), grouped (evidence with grp)

CREATE TABLE controls AS {controls};

CREATE VIEW grouped AS
SELECT *, CASE
        WHEN {own} THEN 'smm'
        WHEN origin = 'other' AND source IN (SELECT source FROM controls) THEN 'control'
        ELSE 'neither'
    END AS grp
FROM evidence WHERE excluded IS NULL;
