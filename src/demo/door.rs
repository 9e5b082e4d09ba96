//! The door of a real file: one transaction for the whole life, so that a file is either whole or not there.

use std::fmt;

use uuid::Uuid;

use super::{Dice, Door, Plan, live};
use crate::domain::command::Request;
use crate::domain::facts::Supply;
use crate::domain::moment::Moment;
use crate::domain::record::Rev;
use crate::domain::refusal::Subject;
use crate::domain::view::{Answer, Asker, Outcome, Query};
use crate::store::batch::Batch;
use crate::store::keys::Seeded;
use crate::store::{Desk, ExecuteError, StoreError, execute_many, log};

pub use crate::store::log::PRACTICE as MARK;

/// Whether the file holds a made-up station; the screen says 练习 then, and the clock may be set.
///
/// # Errors
/// Whatever the store says.
pub fn is_demo(desk: &Desk) -> Result<bool, StoreError> {
    desk.read(|conn, _| Ok(log::meta(conn, MARK)?.is_some()))
}

/// Marks a file as holding a made-up station.
///
/// # Errors
/// Whatever the store says.
pub fn mark(desk: &mut Desk) -> Result<(), StoreError> {
    desk.write(|tx, _, _| log::set_meta(tx, MARK, "1"))
}

/// Ids of a made-up station.
struct SeededSupply {
    dice: Dice,
    now: Moment,
}

impl Supply for SeededSupply {
    fn id(&mut self) -> Uuid {
        self.dice.id(self.now)
    }

    fn below(&mut self, limit: u32) -> u32 {
        self.dice.below(u64::from(limit)) as u32
    }
}

/// Why a life could not be lived to its end.
#[derive(Debug)]
pub struct Broken {
    /// What the file or the rules said.
    pub error: Box<ExecuteError>,
    /// What was being done.
    pub doing: String,
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self {
            error: Box::new(error.into()),
            doing: String::new(),
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} while doing {}", self.error, self.doing)
    }
}

struct FileDoor<'a, 'b, 't> {
    batch: &'a mut Batch<'b, 't>,
    supply: SeededSupply,
    told: &'a mut dyn FnMut(u32),
}

impl Door for FileDoor<'_, '_, '_> {
    type Error = Broken;

    fn act(&mut self, now: Moment, request: &Request) -> Result<Outcome, Broken> {
        self.supply.now = now;
        let done = self.batch.execute(request, now, false, &mut self.supply);
        done.map_err(|error| Broken {
            error: Box::new(error),
            doing: format!("{:?} at {}", request.command, now.iso()),
        })
    }

    fn ask(&mut self, query: &Query) -> Result<Answer, Broken> {
        Ok(self.batch.answer(Asker::Program, query)?)
    }

    fn rev(&mut self, subject: Subject, id: Uuid) -> Result<Rev, Broken> {
        Ok(self.batch.rev(subject, id)?)
    }

    fn progress(&mut self, filed: u32) {
        (self.told)(filed);
    }
}

/// Fills a new file with a life.
///
/// # Errors
/// What broke; the file then holds no station.
pub fn fill(desk: Desk, plan: &Plan, told: &mut dyn FnMut(u32)) -> Result<(Desk, u32), Broken> {
    let mut desk = desk.with_random(Box::new(Seeded::new(plan.seed)));
    mark(&mut desk)?;
    let filed = execute_many(&mut desk, |batch| {
        let supply = SeededSupply {
            dice: Dice::new(!plan.seed),
            now: plan.until,
        };
        let told = &mut *told;
        live(plan, &mut FileDoor { batch, supply, told })
    })?;
    Ok((desk, filed))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::config::default_rules;
    use crate::domain::code::{
        Agreement, AttendanceState, Channel, Grade, OpinionState, SessionKind, SessionState, VisitState,
    };
    use crate::domain::moment::{Day, TimeOfDay};

    fn plan(opinions: u32, seed: u64) -> Plan {
        let day: Day = "2026-11-23".parse().unwrap();
        Plan {
            opinions,
            seed,
            until: TimeOfDay(9 * 60 + 42).on(day),
            os_name: "clerk".to_owned(),
            rules: default_rules().unwrap(),
        }
    }

    fn lived(plan: &Plan) -> Desk {
        let desk = Desk::in_memory().unwrap();
        let (desk, filed) = fill(desk, plan, &mut |_| {}).unwrap_or_else(|broken| panic!("{broken}"));
        assert!(filed >= plan.opinions, "{filed}");
        desk
    }

    #[test]
    fn a_life_is_whole_and_repeats() {
        let desk = lived(&plan(400, 1));
        let faults = crate::store::check::deep(desk.conn(), desk.vault(), &mut |_| true).unwrap();
        assert!(faults.is_empty(), "{faults:?}");
        let again = lived(&plan(400, 1));
        let head = |d: &Desk| log::head(d.conn()).unwrap();
        assert_eq!(head(&desk), head(&again));
        assert_ne!(head(&desk), head(&lived(&plan(400, 2))));
        assert!(is_demo(&desk).unwrap());
    }

    fn count<T: Ord>(into: &mut BTreeMap<T, u32>, what: T) {
        *into.entry(what).or_default() += 1;
    }

    #[test]
    fn every_state_is_lived_through() {
        let desk = lived(&plan(400, 1));
        let ask = |query: Query| crate::store::read::answer(desk.conn(), desk.vault(), Asker::Program, &query).unwrap();
        let Answer::Sessions(sessions) = ask(Query::Sessions {
            state: None,
            limit: 500,
        }) else {
            panic!()
        };
        let (mut states, mut kinds, mut presence) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (mut came, mut agreed, mut visits, mut flags) =
            (BTreeMap::new(), BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut days = BTreeSet::new();
        for row in &sessions {
            count(&mut states, row.session.state);
            count(&mut kinds, row.session.plan.kind);
            count(&mut presence, row.session.presence);
            days.insert(row.session.plan.day);
            let Answer::Attendance(lines) = ask(Query::Attendance(row.session.id)) else {
                panic!()
            };
            for line in lines {
                count(&mut came, line.state);
                count(&mut agreed, line.agreed);
                if line.substituted_by.is_some() {
                    count(&mut flags, "substituted");
                }
            }
        }
        for day in days {
            let Answer::Visits(all) = ask(Query::Visits { day }) else {
                panic!()
            };
            for v in all {
                count(&mut visits, v.state);
                for (name, on) in [
                    ("group", v.heads >= 5),
                    ("head informed", v.head_informed),
                    ("after close", v.after_close),
                    ("unwritten", v.unwritten),
                    ("consult only", v.consult_only),
                    ("missed", v.missed > 0),
                    ("first", v.priority == crate::domain::code::Priority::First),
                    ("five opinions", v.opinions >= 5),
                ] {
                    if on {
                        count(&mut flags, name);
                    }
                }
            }
        }
        let (mut opinions, mut grades, mut classes, mut channels) =
            (BTreeMap::new(), BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let Answer::Opinions(rows, ..) = ask(Query::Opinions {
            matching: String::new(),
            state: None,
            stretch: crate::domain::view::Stretch::Newest,
            limit: 1000,
        }) else {
            panic!()
        };
        for row in rows {
            let Answer::File(Some(file)) = ask(Query::File(row.id)) else {
                panic!()
            };
            let o = &file.opinion;
            count(&mut opinions, o.state);
            count(&mut channels, o.details.channel);
            count(&mut grades, o.grade);
            count(&mut classes, o.class.clone());
            for (name, on) in [
                ("anonymous", file.citizen.as_ref().is_some_and(|c| c.details.anonymous)),
                ("held", o.held),
                ("accusation", o.citizen.is_none()),
                ("confidential", o.details.confidential && o.citizen.is_some()),
                ("split", o.split_from.is_some()),
                ("late", o.paper_no.is_some()),
                ("on spot", o.on_spot),
                ("failed tellings", o.tries.iter().any(|t| !t.reached.is_told())),
                ("representatives", o.parties.len() > 1),
                ("promised", o.round().is_some_and(|r| r.lead.promised_for.is_some())),
            ] {
                if on {
                    count(&mut flags, name);
                }
            }
        }
        // What is unwritten is settled the same morning, but for the newest.
        let least = |name: &str| if name == "unwritten" { 1 } else { 3 };
        let enough = |name: &str, n: u32| assert!(n >= least(name), "{name}: {n}");
        for state in SessionState::ALL {
            // Only one can be open at a time; how often it happened is counted below.
            if !state.is_open() {
                enough(state.code(), states.get(state).copied().unwrap_or_default());
            }
        }
        assert_eq!(states.get(&SessionState::Open), Some(&1));
        for kind in SessionKind::ALL {
            enough(kind.code(), kinds.get(kind).copied().unwrap_or_default());
        }
        assert!(presence.len() >= 2);
        for state in AttendanceState::ALL {
            // Those who are here now sit at the one open reception.
            let least = if state.is_present() { 1 } else { 3 };
            assert!(
                came.get(state).copied().unwrap_or_default() >= least,
                "{state:?} {came:?}"
            );
        }
        for said in Agreement::ALL {
            enough(said.code(), agreed.get(said).copied().unwrap_or_default());
        }
        for state in VisitState::ALL.iter().filter(|s| !s.is_open()) {
            enough(state.code(), visits.get(state).copied().unwrap_or_default());
        }
        assert!(visits.keys().any(|s| s.is_open()));
        // States that pass: how often they were lived through says the log.
        let mut lived = BTreeMap::new();
        for stored in log::read(desk.conn(), 0, 1_000_000).unwrap() {
            let late = String::from_utf8_lossy(&stored.event.body).contains("\"came_late\":true");
            count(&mut lived, (stored.event.kind, late));
        }
        for kind in [
            "session_opened",
            "closing_started",
            "visit_called",
            "talk_started",
            "deputy_signed_in",
        ] {
            enough(kind, lived.get(&(kind.to_owned(), false)).copied().unwrap_or_default());
        }
        let late = lived.get(&("deputy_signed_in".to_owned(), true)).copied();
        enough("late", late.unwrap_or_default());
        for state in OpinionState::ALL {
            enough(state.code(), opinions.get(state).copied().unwrap_or_default());
        }
        for grade in Grade::ALL {
            enough(grade.code(), grades.get(&Some(*grade)).copied().unwrap_or_default());
        }
        for class in ["A", "B", "C", "D", "E"] {
            enough(class, classes.get(&Some(class.to_owned())).copied().unwrap_or_default());
        }
        for channel in Channel::ALL {
            enough(
                channel.code(),
                channels.get(&Some(*channel)).copied().unwrap_or_default(),
            );
        }
        // Whether an anonymous letter was answered at once is chance.
        flags.remove("held");
        assert_eq!(flags.len(), 18, "{flags:?}");
        for (name, n) in flags {
            enough(name, n);
        }
    }
}
