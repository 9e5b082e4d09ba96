//! What is owed of matters, as it was read last. An act at the counter most times changes the queue and no matter, and what is
//! owed of matters is three quarters of all pages the first screen is read from: it is read anew when something has happened to
//! a matter or to who spoke in one, whoever did it, and not before. Of a matter that was not there before only the kinds in whose
//! state it is are.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rusqlite::{Connection, params};

use super::owed_in::{Found, found};
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

/// An event since: where it stands, what it is, and whom or what it is about.
type Since = (Head, String, String);

/// What is there from these on and was not before: of what is owed of other matters it changes nothing.
const BORN: [&str; 2] = ["citizen_recorded", "opinion_filed"];

/// What may have changed.
#[derive(Debug, PartialEq, Eq)]
enum Changed {
    /// What is owed of any matter.
    All,
    /// What is owed of those alone that are in these states.
    In(BTreeSet<String>),
}

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
        let met = before.and_then(|as_of| since.iter().position(|(head, ..)| *head == as_of.head));
        let changed = match met.and_then(|met| since.get(..met)) {
            Some(news) => changed(conn, news)?,
            None => Changed::All,
        };
        let stays = |owing: Owing| match (&changed, found(owing)) {
            (Changed::In(states), Found::Matters(kind)) => {
                kind.among.iter().all(|matters| !states.contains(matters.state))
            }
            (Changed::All | Changed::In(_), _) => false,
        };
        self.counts.get_mut().retain(|(owing, _), _| stays(*owing));
        self.lines.get_mut().retain(|(owing, _), _| stays(*owing));
        self.as_of = since.into_iter().next().map(|(head, ..)| AsOf {
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

/// What some events may have changed of what is owed of matters.
fn changed(conn: &Connection, news: &[Since]) -> Result<Changed, StoreError> {
    let is_of_matters = |kind: &str| Kind::named(kind).is_none_or(|shape| is_said_of_matters(shape.noun));
    let of_matters = || news.iter().filter(|(_, kind, _)| is_of_matters(kind));
    let is_born = |kind: &str| BORN.contains(&kind);
    let born: BTreeSet<&str> = of_matters()
        .filter(|(_, kind, _)| is_born(kind))
        .map(|(.., subject)| subject.as_str())
        .collect();
    if of_matters().any(|(.., subject)| !born.contains(subject.as_str())) {
        return Ok(Changed::All);
    }
    let mut states = BTreeSet::new();
    for subject in born {
        let state = rows::one(conn, "SELECT state FROM opinion WHERE id = ?1", [subject], |c| {
            c.get("state")
        })?;
        states.extend(state);
    }
    Ok(Changed::In(states))
}

/// The newest events, the newest first, down to one; the newest alone where there is none to go down to.
fn events(conn: &Connection, down_to: Option<&Head>) -> Result<Vec<Since>, StoreError> {
    let (seq, most) = down_to.map_or((0, 1), |(seq, _)| (*seq, MOST));
    rows::all(
        conn,
        "SELECT seq, command, kind, subject FROM event WHERE seq >= ?1 ORDER BY seq DESC LIMIT ?2",
        params![seq, most as i64],
        |c| {
            let head = (c.get("seq")?, c.get("command")?);
            Ok((head, c.get("kind")?, c.get("subject")?))
        },
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
            let of_noun = |shape: &&&crate::domain::shape::Shape| shape.noun == noun && !BORN.contains(&shape.name);
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

    #[test]
    fn of_a_matter_that_was_not_there_the_kinds_of_its_state_alone_are_read_anew() {
        let conn = open::open_in_memory().unwrap();
        conn.execute_batch(
            "DROP TRIGGER event_next; DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete; \
             PRAGMA foreign_keys = OFF; DROP TABLE opinion; CREATE TABLE opinion (id TEXT, state TEXT)",
        )
        .unwrap();
        assert!(
            BORN.iter()
                .all(|kind| Kind::named(kind).is_some_and(|shape| is_said_of_matters(shape.noun)))
        );
        let (rules, today) = (Arc::new(crate::config::default_rules().unwrap()), DAY.unwrap());
        let mut kept = OfMatters::default();
        let mut seq = 0;
        // What is read anew after some events, each about its own subject.
        let mut read_after = |news: &[(&str, u128)]| {
            for (kind, subject) in news {
                seq += 1;
                file(&conn, seq, seq as u128, kind);
                let subject = uuid::Uuid::from_u128(*subject).to_string();
                conn.execute("UPDATE event SET subject = ?2 WHERE seq = ?1", params![seq, subject])
                    .unwrap();
            }
            kept.look(&conn, &rules, today).unwrap();
            let mut read = Vec::new();
            for owing in Owing::ALL
                .iter()
                .copied()
                .filter(|owing| matches!(found(*owing), Found::Matters(_)))
            {
                let mut is_read = false;
                kept.count((owing, 9), || Ok(1)).unwrap();
                kept.lines((owing, (0, 9)), || {
                    is_read = true;
                    Ok(Vec::new())
                })
                .unwrap();
                read.extend(is_read.then_some(owing));
            }
            read
        };
        let all = read_after(&[("citizen_recorded", 1)]);
        assert!(all.len() > 5);
        assert!(read_after(&[]).is_empty());
        let state = |id: u128, state: &str| {
            let id = uuid::Uuid::from_u128(id).to_string();
            conn.execute("INSERT INTO opinion VALUES (?1, ?2)", params![id, state])
                .unwrap();
        };
        state(3, "filed");
        let news = [("citizen_recorded", 2), ("opinion_filed", 3)];
        assert_eq!(read_after(&news), [Owing::Unhandled]);
        // Filed and handed over at once; of one that is over nothing is owed.
        state(4, "handed_over");
        let of_units = [Owing::AskToday, Owing::Overdue, Owing::DueSoon, Owing::InHand];
        let read = read_after(&[("opinion_filed", 4), ("handed_over", 4)]);
        assert!(
            read.len() == of_units.len() && read.iter().all(|owing| of_units.contains(owing)),
            "{read:?}"
        );
        state(5, "kept");
        assert!(read_after(&[("opinion_filed", 5), ("kept_for_reference", 5)]).is_empty());
        assert!(
            read_after(&[("citizen_recorded", 6)]).is_empty(),
            "whom nothing is owed yet"
        );
        // Of one that was there nobody knows in which it stood.
        assert_eq!(read_after(&[("handed_over", 3)]), all);
        state(7, "filed");
        assert_eq!(read_after(&[("opinion_filed", 7), ("answered", 4)]), all);
        assert_eq!(read_after(&[("opinion_filed", 7), ("citizen_corrected", 2)]), all);
    }
}
