//! What holds of the queue whoever pressed what (C1 to C5).
#![allow(dead_code, clippy::unwrap_used, clippy::panic, clippy::missing_panics_doc)] // helpers of tests

use rusqlite::Connection;

/// What must never be found, with how many there are.
const NEVER: [(&str, &str); 4] = [
    (
        "a talk was ended from a table it was not at",
        "SELECT count(*) FROM event f JOIN event c ON c.subject = f.subject AND c.kind = 'visit_called' \
         AND c.seq = (SELECT max(seq) FROM event WHERE subject = f.subject AND seq < f.seq \
         AND kind IN ('visit_called', 'visit_moved')) \
         WHERE f.kind = 'visit_finished' AND f.table_no <> json_extract(c.body, '$.table')",
    ),
    (
        "a number stands twice",
        "SELECT count(*) - count(DISTINCT ticket) FROM visit WHERE ticket IS NOT NULL",
    ),
    (
        "a table has two people",
        "SELECT coalesce(max(n), 1) - 1 FROM (SELECT count(*) AS n FROM visit \
         WHERE state IN ('called', 'talking') GROUP BY table_no)",
    ),
    (
        "somebody who said something is a no-show",
        "SELECT count(*) FROM visit WHERE state = 'missed' AND opinions > 0",
    ),
];

/// Looks for all of it. Returns how many events there are about visits.
pub fn holds(conn: &Connection) -> u32 {
    let count = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, u32>(0)).unwrap();
    for (what, sql) in NEVER {
        assert_eq!(count(sql), 0, "{what}");
    }
    count("SELECT count(*) FROM event WHERE kind LIKE 'visit%'")
}
