//! What is owed of matters, as it was read last. An act at the counter most times changes the queue and no matter, and what is
//! owed of matters is three quarters of all pages the first screen is read from: it is read anew when something has happened to
//! a matter or to who spoke in one, whoever did it, and not before.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use rusqlite::{Connection, params};

use crate::domain::event::Kind;
use crate::domain::moment::Day;
use crate::domain::refusal::Subject;
use crate::domain::rules::Ruleset;
use crate::domain::view::{FollowUp, Owing};
use crate::store::error::StoreError;
use crate::store::{again, rows};

/// So many events are looked at; after more all is read anew.
const MOST: usize = 64;

/// A line of a matter, and the words it is short for.
pub(super) type Line = (FollowUp, Vec<String>);

/// What was asked of a kind: from which of its lines on, and how many.
type Asked = (Owing, (usize, usize));

/// What was counted and read of matters, and as of when.
#[derive(Default)]
pub(in crate::store) struct OfMatters {
    as_of: Option<AsOf>,
    counts: RefCell<BTreeMap<(Owing, u32), u32>>,
    lines: RefCell<BTreeMap<Asked, Vec<Line>>>,
}

/// What all of it was read by: the end of the log, the day, the rules.
struct AsOf {
    head: Head,
    today: Day,
    rules: Arc<Ruleset>,
}

/// The last event, and the act it belongs to: after an end that was lost another act has its number.
type Head = (i64, String);

/// Whether something that happens to one may change what is owed of a matter: its lines say what stands in the tables of
/// matters and of those who spoke in them, and in no others.
const fn is_said_of_matters(noun: Subject) -> bool {
    match noun {
        Subject::Citizen | Subject::Opinion => true,
        Subject::Station
        | Subject::Account
        | Subject::Deputy
        | Subject::Unit
        | Subject::Session
        | Subject::Visit
        | Subject::Promise => false,
    }
}

impl OfMatters {
    /// Looks what has happened, and forgets what may have changed. To be called in the transaction that reads.
    pub fn look(&mut self, conn: &Connection, rules: &Arc<Ruleset>, today: Day) -> Result<(), StoreError> {
        let before = self.as_of.take();
        let before = before.filter(|as_of| as_of.today == today && Arc::ptr_eq(&as_of.rules, rules));
        let since = match again::twice(|| events(conn, before.as_ref().map(|as_of| &as_of.head))) {
            // What the screen shows does not stand in the log: where that is damaged it is read anew.
            Err(StoreError::Corrupt { .. }) => Vec::new(),
            since => since?,
        };
        let met = before.and_then(|as_of| since.iter().position(|(head, _)| *head == as_of.head));
        let news = met.and_then(|met| since.get(..met));
        let is_of_matters = |kind: &String| Kind::named(kind).is_none_or(|shape| is_said_of_matters(shape.noun));
        if news.is_none_or(|news| news.iter().any(|(_, kind)| is_of_matters(kind))) {
            self.counts.get_mut().clear();
            self.lines.get_mut().clear();
        }
        self.as_of = since.into_iter().next().map(|(head, _)| AsOf {
            head,
            today,
            rules: Arc::clone(rules),
        });
        Ok(())
    }

    /// How much there is of a kind, counted no further than `most`.
    pub fn count(&self, of: (Owing, u32), count: impl FnOnce() -> Result<u32, StoreError>) -> Result<u32, StoreError> {
        if let Some(known) = self.counts.borrow().get(&of) {
            return Ok(*known);
        }
        let counted = count()?;
        self.counts.borrow_mut().insert(of, counted);
        Ok(counted)
    }

    /// Lines of a kind.
    pub fn lines(
        &self,
        of: Asked,
        read: impl FnOnce() -> Result<Vec<Line>, StoreError>,
    ) -> Result<Vec<Line>, StoreError> {
        if let Some(known) = self.lines.borrow().get(&of) {
            return Ok(known.clone());
        }
        let lines = read()?;
        self.lines.borrow_mut().insert(of, lines.clone());
        Ok(lines)
    }
}

/// The newest events, the newest first, down to one; the newest alone where there is none to go down to.
fn events(conn: &Connection, down_to: Option<&Head>) -> Result<Vec<(Head, String)>, StoreError> {
    let (seq, most) = down_to.map_or((0, 1), |(seq, _)| (*seq, MOST));
    rows::all(
        conn,
        "SELECT seq, command, kind FROM event WHERE seq >= ?1 ORDER BY seq DESC LIMIT ?2",
        params![seq, most as i64],
        |c| Ok(((c.get("seq")?, c.get("command")?), c.get("kind")?)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;

    const DAY: Option<Day> = Day::from_ymd_opt(2026, 11, 23);

    fn file(conn: &Connection, seq: i64, act: u128, kind: &str) {
        conn.execute("DELETE FROM event WHERE seq >= ?1", [seq]).unwrap();
        let (id, act) = (uuid::Uuid::nil().to_string(), uuid::Uuid::from_u128(act).to_string());
        conn.execute(
            "INSERT INTO event VALUES (?1, ?2, 'A', 0, 0, 0, '2026-11-23', NULL, NULL, ?3, 0, ?4, 1, ?2, x'7b7d', NULL, 'none', zeroblob(32))",
            params![seq, id, act, kind],
        )
        .unwrap();
    }

    #[test]
    fn what_was_read_of_matters_is_kept_until_something_happens_to_one() {
        let conn = open::open_in_memory().unwrap();
        // The log is never cut but by a disk that loses its end.
        conn.execute_batch("DROP TRIGGER event_next; DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete")
            .unwrap();
        let (rules, today) = (Arc::new(crate::config::default_rules().unwrap()), DAY.unwrap());
        let mut kept = OfMatters::default();
        let mut counted = 0;
        let mut reads = |kept: &mut OfMatters, rules: &Arc<Ruleset>, today| {
            kept.look(&conn, rules, today).unwrap();
            counted += 1;
            let said = kept.count((Owing::ToTell, 9), || Ok(counted)).unwrap();
            said == counted
        };
        let named = |noun: Subject| {
            let of_noun = |shape: &&&crate::domain::shape::Shape| shape.noun == noun;
            Kind::ALL.iter().find(of_noun).unwrap().name
        };
        file(&conn, 1, 1, named(Subject::Station));
        assert!(reads(&mut kept, &rules, today), "nothing was known");
        assert!(!reads(&mut kept, &rules, today));
        file(&conn, 2, 2, named(Subject::Visit));
        assert!(!reads(&mut kept, &rules, today), "of the queue alone");
        file(&conn, 3, 3, named(Subject::Citizen));
        assert!(reads(&mut kept, &rules, today));
        file(&conn, 4, 4, named(Subject::Opinion));
        file(&conn, 5, 5, named(Subject::Visit));
        assert!(reads(&mut kept, &rules, today), "one of the two since");
        file(&conn, 6, 6, "something_of_a_later_program");
        assert!(reads(&mut kept, &rules, today));
        assert!(reads(&mut kept, &rules, today.succ_opt().unwrap()), "another day");
        assert!(
            reads(&mut kept, &Arc::new(Ruleset::clone(&rules)), today),
            "other rules"
        );
        // The end was lost, and others wrote on.
        file(&conn, 5, 50, named(Subject::Visit));
        assert!(reads(&mut kept, &rules, today), "another end");
        file(&conn, 5, 51, named(Subject::Visit));
        assert!(reads(&mut kept, &rules, today), "the same number in another act");
        for seq in 6..6 + MOST as i64 {
            file(&conn, seq, 1_000 + seq as u128, named(Subject::Visit));
        }
        assert!(reads(&mut kept, &rules, today), "more than is looked at");
    }
}
