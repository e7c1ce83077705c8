"""Holds the statement that enters events, ledger and cube at once, and those that rebuild the cube.

One statement, because a row that is written and read in several round trips costs a concern more than the
counting itself. Keys are sorted where rows are locked, so that two writers never wait for each other in a ring.
"""

from __future__ import annotations

from sqlalchemy import text

# Counting shares this lock with other counting; closing a period holds it alone for a moment.
PERIOD_LOCK = 7_301_104

LOCK = text(
    """
    SELECT pg_advisory_xact_lock_shared(:periods), count(pg_advisory_xact_lock(key))
    FROM (SELECT key FROM unnest(CAST(:cases AS bigint[])) AS key ORDER BY key) AS sorted
    """
)

COUNT = text(
    """
    WITH given AS MATERIALIZED (
        SELECT * FROM unnest(
            CAST(:events AS text[]), CAST(:kinds AS text[]), CAST(:news AS boolean[]), CAST(:cases AS uuid[]),
            CAST(:areas AS uuid[]), CAST(:schools AS uuid[]), CAST(:organisations AS uuid[]),
            CAST(:months AS date[]), CAST(:periods AS date[])
        ) AS g (event_id, kind, news, case_id, area_id, school_id, organisation_id, month, period)
    ), fresh AS (
        INSERT INTO tally_event (id, kind, case_id, recorded_at)
        SELECT event_id, kind, case_id, :now FROM given
        ON CONFLICT (id) DO NOTHING
        RETURNING id
    ), booked AS MATERIALIZED (
        SELECT g.event_id, d.case_id, d.theme_id, d.area_id, d.month, d.organisation_id, d.school_id,
               d.registered, d.period, sum(d.change) AS held,
               coalesce(sum(d.change) FILTER (WHERE NOT d.late), 0) AS at_close,
               coalesce(d.period <= closing.closed_through, false) AS closed
        FROM fresh
        JOIN given g ON g.event_id = fresh.id
        JOIN tally_delta d ON d.case_id = g.case_id
        LEFT JOIN tally_closing closing ON closing.area_id = d.area_id
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 12
    ), wanted AS MATERIALIZED (
        SELECT g.*, w.theme_id
        FROM fresh
        JOIN given g ON g.event_id = fresh.id
        JOIN unnest(CAST(:wanted_events AS text[]), CAST(:wanted_themes AS uuid[])) AS w (event_id, theme_id)
          ON w.event_id = g.event_id
    ), change AS (
        SELECT b.event_id, b.theme_id, -1 AS change, b.case_id, b.area_id, b.month, b.organisation_id,
               b.school_id, b.registered, b.period, b.closed AS late
        FROM booked b
        WHERE b.held = 1 AND NOT EXISTS (
            SELECT FROM wanted w
            WHERE (w.case_id, w.theme_id, w.area_id, w.month, w.organisation_id, w.school_id)
                = (b.case_id, b.theme_id, b.area_id, b.month, b.organisation_id, b.school_id)
        )
        UNION ALL
        SELECT w.event_id, w.theme_id, 1, w.case_id, w.area_id, w.month, w.organisation_id, w.school_id, w.period,
               CASE WHEN moved.held = 1 THEN moved.period
                    WHEN counted.period IS NOT NULL THEN counted.period
                    WHEN w.period <= closing.closed_through AND w.news AND
                         extract(year FROM closing.first_open - interval '7 months')
                         = extract(year FROM w.period - interval '7 months') THEN closing.first_open
                    ELSE w.period END,
               CASE WHEN moved.held = 1 THEN
                         moved.closed OR coalesce(moved.period <= closing.closed_through, false)
                    WHEN counted.period IS NOT NULL THEN true
                    WHEN coalesce(w.period > closing.closed_through, true) THEN false
                    ELSE NOT (w.news AND extract(year FROM closing.first_open - interval '7 months')
                              = extract(year FROM w.period - interval '7 months')) END
        FROM wanted w
        LEFT JOIN booked moved
          ON moved.held = 1 AND (moved.case_id, moved.theme_id) = (w.case_id, w.theme_id)
        LEFT JOIN LATERAL (
            SELECT min(b.period) AS period FROM booked b
            WHERE (b.case_id, b.theme_id) = (w.case_id, w.theme_id) AND b.closed AND b.at_close = 1
        ) counted ON true
        LEFT JOIN tally_closing closing ON closing.area_id = w.area_id
        WHERE moved.held IS NULL
           OR (w.area_id, w.month, w.organisation_id, w.school_id)
           IS DISTINCT FROM (moved.area_id, moved.month, moved.organisation_id, moved.school_id)
    ), written AS (
        INSERT INTO tally_delta (event_id, theme_id, change, case_id, area_id, month, organisation_id, school_id,
                                 registered, period, late)
        SELECT * FROM change
        RETURNING area_id, month, theme_id, organisation_id, school_id, period, change, late
    ), cubed AS (
        INSERT INTO tally_cube AS cube (area_id, month, theme_id, organisation_id, school_id, period, n, closed_n)
        SELECT area_id, month, theme_id, organisation_id, school_id, period, sum(change),
               coalesce(sum(change) FILTER (WHERE NOT late), 0)
        FROM written
        GROUP BY 1, 2, 3, 4, 5, 6
        ORDER BY 1, 2, 3, 4, 5, 6
        ON CONFLICT (area_id, month, theme_id, organisation_id, school_id, period)
        DO UPDATE SET n = cube.n + excluded.n, closed_n = cube.closed_n + excluded.closed_n
    )
    SELECT id FROM fresh
    """
)

REBUILD = (
    text("LOCK TABLE tally_cube IN EXCLUSIVE MODE"),
    text("DELETE FROM tally_cube"),
    text(
        """
        INSERT INTO tally_cube (area_id, month, theme_id, organisation_id, school_id, period, n, closed_n)
        SELECT area_id, month, theme_id, organisation_id, school_id, period, sum(change),
               coalesce(sum(change) FILTER (WHERE NOT late), 0)
        FROM tally_delta
        GROUP BY 1, 2, 3, 4, 5, 6
        """
    ),
)
