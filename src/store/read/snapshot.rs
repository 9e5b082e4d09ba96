//! Everything the first screen shows.

use rusqlite::{Connection, params};

use super::follow_up::{self, By};
use super::{Memory, backups, rights};
use crate::domain::code::VisitState;
use crate::domain::life::WayBack;
use crate::domain::moment::{Day, Moment};
use crate::domain::permit::Somebody;
use crate::domain::record::{Session, Visit};
use crate::domain::view::{MANY, Owing, Snapshot};
use crate::store::error::StoreError;
use crate::store::presence::{self, Sign};
use crate::store::sealing::Sealing;
use crate::store::{facts, kept_drafts, promises, rows, taken_over, traces, unclean_end, who};

/// Lines of follow-up on the first screen: what most have room for. Each costs five pages of the file, at the start and after
/// every act, and under the last stands a row that leads to all the others. While people are received a third of the rows is
/// theirs.
const PAGE: usize = 32;
const PAGE_RECEIVING: usize = 16;

/// Whom to tell beyond those: as many as somebody calls in an hour without reaching anybody.
const CALLS: usize = 8;

/// Promises read at once.
const PROMISED: usize = 60;

/// Receptions looked at for the station's habit.
const HABIT: i64 = 8;

pub(super) fn snapshot(
    conn: &Connection,
    hand: &Sealing<'_>,
    memory: &mut Memory,
    today: Day,
) -> Result<Snapshot, StoreError> {
    let rules = memory.rules.get(conn)?;
    if let Some(rules) = &rules {
        memory.matters.look(conn, rules, today)?;
    }
    let by = rules.as_deref().map(|rules| By {
        rules,
        today,
        before: Some(&memory.matters),
    });
    let session = facts::open_session(conn, rows::session)?;
    let open = session.as_ref().map(|s| s.id);
    let business = facts::business_day(conn)?;
    let business_day = business.map(|(day, _)| day);
    let day = facts::desk_day(business, today, open.is_some());
    let next_session = next_session(conn, day)?;
    let attendance = match session.as_ref().or(next_session.as_ref()) {
        Some(s) => rows::attendance(conn, &[s.id])?,
        None => Vec::new(),
    };
    let (follow_up, owed) = match by {
        Some(by) => {
            let owed = follow_up::owed(conn, by)?;
            let room = if open.is_some() { PAGE_RECEIVING } else { PAGE };
            let lines = follow_up::page(conn, hand, by, (None, Some(&owed)), (0, room))?;
            (lines, owed)
        }
        None => Default::default(),
    };
    let here = follow_up.iter().filter(|line| line.owing == Owing::Unwritten).count();
    let unwritten_beyond = if owed.of(Owing::Unwritten) as usize > here {
        follow_up::unwritten(conn, hand, (here, MANY as usize))?
    } else {
        Vec::new()
    };
    let here = follow_up.iter().filter(|line| line.owing == Owing::ToTell).count();
    let to_tell_beyond = match by {
        Some(by) if owed.of(Owing::ToTell) as usize > here => {
            let tell = |part| follow_up::page(conn, hand, by, (Some(Owing::ToTell), None), part);
            let mut lines = tell((here, 1))?;
            // Most times the first is the one to call; whoever was called just now may have to rest.
            if lines.iter().all(|line| line.tried.is_some()) {
                lines.extend(tell((here + 1, CALLS - 1))?);
            }
            lines
        }
        _ => Vec::new(),
    };
    Ok(Snapshot {
        station: rows::one(conn, "SELECT * FROM station", [], rows::station)?,
        business_day,
        day: Some(day),
        queue: facts::queue(conn, day, open, rows::visit)?,
        left_over: facts::left_over(conn, day, open)?,
        ended: match &rules {
            Some(rules) => ended(conn, rules.limits.ended_kept_since(day))?,
            None => Vec::new(),
        },
        promised: promises::open(conn, hand, PROMISED)?,
        backup: match &rules {
            Some(rules) => backups::due(conn, rules, today)?,
            None => None,
        },
        standing: who::standing(conn, today)?,
        // The gate says it.
        who: Somebody::default(),
        upto: rights::upto(conn)?,
        reception_days: reception_days(conn)?,
        broken_off: unclean_end::broken_off(conn)?,
        received: received(conn, session.as_ref(), day)?,
        attendance,
        closed_today: match session {
            Some(_) => None,
            None => closed_on(conn, day)?,
        },
        session,
        next_session,
        follow_up,
        unwritten_beyond,
        to_tell_beyond,
        owed,
        beyond: traces::beyond(conn, today)?,
        taken_over: taken_over::untold(conn, hand.vault)?,
        missed: kept_drafts::untold(conn)?,
        present: presence::others(conn, Sign::own())?,
        sitting: presence::sitting(conn, Sign::own())?,
        rules,
    })
}

/// Whoever was let go, or had nothing written down, and can be brought back.
fn ended(conn: &Connection, since: Moment) -> Result<Vec<Visit>, StoreError> {
    let states = |way: WayBack| {
        let all = VisitState::ALL
            .iter()
            .filter(|state| WayBack::from(**state) == Some(way));
        let all: Vec<String> = all.map(|state| format!("'{}'", state.code())).collect();
        all.join(", ")
    };
    let sql = format!(
        "SELECT v.* FROM forgetting f CROSS JOIN visit v ON v.id = f.owner WHERE f.at_ms >= ?1 \
         AND (v.state IN ({}) OR v.state IN ({}) AND v.unwritten = 0 AND v.opinions = 0 AND v.calls > 0) \
         ORDER BY v.over_at DESC LIMIT ?2",
        states(WayBack::ToQueue),
        states(WayBack::ToUnwritten)
    );
    rows::all(conn, &sql, params![since.0, PROMISED as i64], rows::visit)
}

fn next_session(conn: &Connection, day: Day) -> Result<Option<Session>, StoreError> {
    rows::one(
        conn,
        "SELECT * FROM session WHERE state IN ('planned', 'noticed') AND day >= ?1 ORDER BY day, starts, n LIMIT 1",
        [day.to_string()],
        rows::session,
    )
}

/// Days of the newest receptions that were held or are planned.
fn reception_days(conn: &Connection) -> Result<Vec<Day>, StoreError> {
    rows::all(
        conn,
        "SELECT day FROM session WHERE state NOT IN ('postponed', 'cancelled') ORDER BY day DESC LIMIT ?1",
        [HABIT],
        |c| c.get("day"),
    )
}

fn closed_on(conn: &Connection, day: Day) -> Result<Option<Session>, StoreError> {
    rows::one(
        conn,
        "SELECT * FROM session WHERE state = 'closed' AND day = ?1 ORDER BY n DESC LIMIT 1",
        [day.to_string()],
        rows::session,
    )
}

/// Visits received in the open reception, or on the day. A letter or a call without a talk is no reception.
fn received(conn: &Connection, session: Option<&Session>, day: Day) -> Result<u32, StoreError> {
    match session {
        Some(s) => rows::count(
            conn,
            &format!("SELECT {} FROM session WHERE id = ?1", super::sessions::RECEIVED),
            [s.id.to_string()],
        ),
        None => rows::count(
            conn,
            "SELECT count(*) FROM visit WHERE day = ?1 AND state IN ('talking', 'done') AND talk_at IS NOT NULL",
            params![day.to_string()],
        ),
    }
}
