//! What people call records, looked up in the file: a number, a day with a ticket, a name, and `@ID` for what an earlier line
//! made.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::Destination;
use crate::domain::id::{OpinionId, SessionId, VisitId};
use crate::domain::moment::{Day, Moment};
use crate::domain::record::{Citizen, Promise, Visit};
use crate::domain::refusal::Subject;
use crate::domain::spelling::{Found, Misspelt, Names};
use crate::domain::text::{fold, squeeze};
use crate::domain::view::{Answer, Asker, OpinionFile, Outcome, Query, Snapshot, Stretch};
use crate::store::StoreError;

/// More records of one kind than this no station has.
const ENOUGH: u32 = 100_000;

/// Why a line could not be read.
#[derive(Debug)]
pub enum Unread {
    Misspelt(Misspelt),
    /// It names what a line before it should have made, which was not done.
    NotDone(String),
    /// The file cannot be read.
    Store(StoreError),
}

impl From<Misspelt> for Unread {
    fn from(why: Misspelt) -> Self {
        Self::Misspelt(why)
    }
}

impl From<StoreError> for Unread {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What earlier lines made, by their ids; none where a line was not done.
pub type MadeRecords = BTreeMap<String, Option<Vec<Uuid>>>;

/// The records an outcome names, what it made before what it touched.
pub fn made_by(outcome: &Outcome) -> Vec<Uuid> {
    let named = [
        outcome.other_opinion.map(|id| id.0),
        outcome.opinion.map(|id| id.0),
        outcome.called.or(outcome.visit).map(|id| id.0),
        outcome.session.map(|id| id.0),
        outcome.citizen.map(|id| id.0),
    ];
    let touched = outcome.revs.iter().rev().map(|(id, _)| *id);
    named.into_iter().flatten().chain(touched).collect()
}

/// The file, as a line that is being read asks it.
pub struct Lookup<'a, R: Destination> {
    pub road: &'a R,
    /// Whoever sends the lines.
    pub asker: Asker,
    /// What earlier lines made.
    pub made: &'a MadeRecords,
    pub now: Moment,
    /// The day of a line that is entered late.
    pub late: Option<Day>,
    /// The table of this keyboard.
    pub table: u8,
    /// The matter or visit named last.
    pub about: Option<(Subject, Uuid)>,
}

/// One that might be meant.
struct Candidate {
    found: Found,
    /// A withdrawn one is meant only where no other is called so.
    is_active: bool,
}

impl<R: Destination> Lookup<'_, R> {
    fn ask(&self, query: &Query) -> Result<Answer, StoreError> {
        self.road.ask(self.asker, query)
    }

    fn snapshot(&self) -> Result<Box<Snapshot>, StoreError> {
        let today = self.now.day();
        let Answer::Snapshot(snapshot) = self.ask(&Query::Snapshot { today })? else {
            return Ok(Box::default());
        };
        Ok(snapshot)
    }

    fn file(&self, id: OpinionId) -> Result<Option<Box<OpinionFile>>, StoreError> {
        let Answer::File(file) = self.ask(&Query::File(id))? else {
            return Ok(None);
        };
        Ok(file)
    }

    /// All records of a kind that are called so.
    fn candidates(&self, subject: Subject, said: &str) -> Result<Vec<Candidate>, StoreError> {
        let id = Uuid::parse_str(said).ok();
        Ok(match subject {
            Subject::Station => self.station()?,
            Subject::Account => self.accounts(id, said)?,
            Subject::Deputy => self.deputies(id, said)?,
            Subject::Unit => self.units(id, said)?,
            Subject::Session => self.sessions(id, said)?,
            Subject::Visit => self.visits(id, said)?,
            Subject::Promise => self.promises(id, said)?,
            Subject::Citizen => self.citizens(id, said)?,
            Subject::Opinion => self.opinions(id, said)?,
        })
    }

    fn station(&self) -> Result<Vec<Candidate>, StoreError> {
        let station = self.snapshot()?.station;
        Ok(station
            .map(|s| {
                let stands = json!({"name": s.name, "kind": s.kind, "hours": s.hours, "head_phone": s.head_phone});
                candidate(s.id.0, s.rev, stands)
            })
            .into_iter()
            .collect())
    }

    fn accounts(&self, id: Option<Uuid>, said: &str) -> Result<Vec<Candidate>, StoreError> {
        let Answer::Accounts(all) = self.ask(&Query::Accounts { os_name: None })? else {
            return Ok(Vec::new());
        };
        let meant = all
            .into_iter()
            .filter(|a| id == Some(a.id.0) || a.name == said || a.os_name == said);
        Ok(meant
            .map(|a| {
                let deputy = a.deputy.map(|id| id.to_string());
                let stands = json!({"name": a.name, "role": a.role, "deputy": deputy, "active": a.active});
                withdrawn(candidate(a.id.0, a.rev, stands), a.active)
            })
            .collect())
    }

    fn deputies(&self, id: Option<Uuid>, said: &str) -> Result<Vec<Candidate>, StoreError> {
        let query = Query::Deputies {
            matching: String::new(),
            limit: ENOUGH,
        };
        let Answer::Deputies(all) = self.ask(&query)? else {
            return Ok(Vec::new());
        };
        let name = squeeze(said);
        let meant = all
            .into_iter()
            .filter(|d| id == Some(d.id.0) || squeeze(&d.profile.name) == name);
        Ok(meant
            .map(|d| withdrawn(candidate(d.id.0, d.rev, with_active(&d.profile, d.active)), d.active))
            .collect())
    }

    fn units(&self, id: Option<Uuid>, said: &str) -> Result<Vec<Candidate>, StoreError> {
        let query = Query::Units {
            matching: String::new(),
            kind: None,
            limit: ENOUGH,
        };
        let Answer::Units(all) = self.ask(&query)? else {
            return Ok(Vec::new());
        };
        let name = squeeze(said);
        let is_called = |own: &str| squeeze(own) == name;
        let (whole, short) = all
            .into_iter()
            .filter(|u| id == Some(u.id.0) || is_called(&u.profile.name) || is_called(&u.profile.short))
            .partition::<Vec<_>, _>(|u| is_called(&u.profile.name));
        // A whole name is meant before another unit's short one.
        let meant = if whole.is_empty() { short } else { whole };
        Ok(meant
            .into_iter()
            .map(|u| withdrawn(candidate(u.id.0, u.rev, with_active(&u.profile, u.active)), u.active))
            .collect())
    }

    fn sessions(&self, id: Option<Uuid>, said: &str) -> Result<Vec<Candidate>, StoreError> {
        let query = Query::Sessions {
            state: None,
            limit: ENOUGH,
        };
        let Answer::Sessions(all) = self.ask(&query)? else {
            return Ok(Vec::new());
        };
        let day: Option<Day> = said.parse().ok();
        let meant = all
            .into_iter()
            .map(|row| row.session)
            .filter(|s| id == Some(s.id.0) || day == Some(s.plan.day));
        Ok(meant
            .map(|s| {
                let mut stands = serde_json::to_value(s.plan.frame()).unwrap_or_default();
                if let Value::Object(frame) = &mut stands {
                    for (key, time) in [("starts", s.plan.starts), ("ends", s.plan.ends)] {
                        frame.insert(key.to_owned(), time.to_string().into());
                    }
                    frame.insert("place".to_owned(), s.plan.place.clone().into());
                    frame.insert("theme".to_owned(), s.plan.theme.clone().into());
                }
                Candidate {
                    is_active: !s.state.is_called_off(),
                    ..candidate(s.id.0, s.rev, stands)
                }
            })
            .collect())
    }

    /// `2026-11-23/007`, or `007` of the day.
    fn visits(&self, id: Option<Uuid>, said: &str) -> Result<Vec<Candidate>, StoreError> {
        if let Some(id) = id {
            let Answer::VisitFile(visit, ..) = self.ask(&Query::VisitFile(VisitId(id)))? else {
                return Ok(Vec::new());
            };
            return Ok(visit.map(|v| of_visit(&v)).into_iter().collect());
        }
        let Some((day, ticket)) = self.ticket(said)? else {
            return Ok(Vec::new());
        };
        let Answer::Visits(all) = self.ask(&Query::Visits { day })? else {
            return Ok(Vec::new());
        };
        let meant = all.iter().filter(|v| v.ticket == Some(ticket));
        Ok(meant.map(of_visit).collect())
    }

    /// The day and the ticket of a visit as it is written.
    fn ticket(&self, said: &str) -> Result<Option<(Day, u16)>, StoreError> {
        let folded = fold(said);
        let (day, ticket) = folded.rsplit_once('/').unwrap_or(("", &folded));
        let day = if day.is_empty() {
            self.snapshot()?.day
        } else {
            day.parse().ok()
        };
        Ok(day.zip(ticket.trim().parse().ok()))
    }

    /// By the visit it was made to.
    fn promises(&self, id: Option<Uuid>, said: &str) -> Result<Vec<Candidate>, StoreError> {
        let ticket = self.ticket(said)?;
        let open = self.snapshot()?.promised;
        let is_meant = |p: &Promise| {
            id == Some(p.id.0)
                || id == Some(p.visit.0)
                || p.ticket.is_some_and(|no| ticket == Some((p.day, no)))
                || p.label.as_deref() == Some(said)
        };
        Ok(open
            .into_iter()
            .filter(is_meant)
            .map(|p| candidate(p.id.0, p.rev, json!({"label": p.label, "phone": p.phone})))
            .collect())
    }

    /// Somebody of the matter or visit named before, by name; or the one who spoke in a matter, by its number, with their
    /// name behind it (`03-2026-0113/王秀英`) where there are several.
    fn citizens(&self, id: Option<Uuid>, said: &str) -> Result<Vec<Candidate>, StoreError> {
        let (number, name) = said.split_once('/').unwrap_or((said, ""));
        let numbered = self.opinions(id, number)?;
        let of_matter = numbered.first().map(|c| (Subject::Opinion, c.found.id));
        let (about, name) = match of_matter {
            Some(matter) => (Some(matter), name),
            None => (self.about, said),
        };
        let (people, first) = match about {
            Some((Subject::Opinion, matter)) => {
                let Some(file) = self.file(OpinionId(matter))? else {
                    return Ok(Vec::new());
                };
                let mut people = self.people(file.opinion.visit)?;
                // Whoever called is nobody of a visit.
                let others = file.citizen.iter().chain(&file.people);
                let others: Vec<_> = others
                    .filter(|c| people.iter().all(|known| known.id != c.id))
                    .cloned()
                    .collect();
                people.extend(others);
                let parties: Vec<_> = file.opinion.parties.iter().map(|p| p.citizen).collect();
                people.retain(|c| parties.contains(&c.id));
                (people, file.opinion.citizen)
            }
            Some((Subject::Visit, visit)) => (self.people(VisitId(visit))?, None),
            _ => return Ok(Vec::new()),
        };
        let is_meant = |c: &&Citizen| {
            id == Some(c.id.0) || c.details.name.as_deref() == Some(name) || (name.is_empty() && first == Some(c.id))
        };
        Ok(people
            .iter()
            .filter(is_meant)
            .map(|c| candidate(c.id.0, c.rev, Value::Null))
            .collect())
    }

    fn people(&self, visit: VisitId) -> Result<Vec<Citizen>, StoreError> {
        let Answer::VisitFile(_, people, ..) = self.ask(&Query::VisitFile(visit))? else {
            return Ok(Vec::new());
        };
        Ok(people)
    }

    /// By its number, whole.
    fn opinions(&self, id: Option<Uuid>, said: &str) -> Result<Vec<Candidate>, StoreError> {
        if let Some(id) = id {
            let file = self.file(OpinionId(id))?;
            let found = file.map(|file| candidate(id, file.opinion.rev, Value::Null));
            return Ok(found.into_iter().collect());
        }
        let number = fold(said);
        let query = Query::Opinions {
            matching: number.clone(),
            state: None,
            stretch: Stretch::Newest,
            limit: 9,
        };
        let Answer::Opinions(rows, ..) = self.ask(&query)? else {
            return Ok(Vec::new());
        };
        let meant = rows.into_iter().filter(|row| row.number == number);
        Ok(meant.map(|row| candidate(row.id.0, row.rev, Value::Null)).collect())
    }
}

fn candidate(id: Uuid, rev: i64, stands: Value) -> Candidate {
    let stands = match stands {
        Value::Object(stands) => stands,
        _ => Map::new(),
    };
    Candidate {
        found: Found {
            id,
            rev,
            stands,
            is_active: true,
        },
        is_active: true,
    }
}

/// One that is withdrawn is looked for last, and only changed.
fn withdrawn(mut one: Candidate, active: bool) -> Candidate {
    (one.is_active, one.found.is_active) = (active, active);
    one
}

fn with_active(profile: &impl serde::Serialize, active: bool) -> Value {
    let mut stands = serde_json::to_value(profile).unwrap_or_default();
    if let Value::Object(profile) = &mut stands {
        // MadeRecords from the name, whatever it will be.
        profile.remove("pinyin");
        profile.insert("active".to_owned(), active.into());
    }
    stands
}

fn of_visit(v: &Visit) -> Candidate {
    let stands = json!({
        "label": v.label, "first_words": v.first_words, "heads": v.heads,
        "asked": v.asked.map(|id| id.to_string()), "priority": v.priority, "priority_reason": v.priority_reason,
    });
    candidate(v.id.0, v.rev, stands)
}

impl<R: Destination> Names for Lookup<'_, R> {
    type Error = Unread;

    fn find(&mut self, subject: Subject, said: &str) -> Result<Found, Unread> {
        let mut meant = Vec::new();
        if let Some(line) = said.strip_prefix('@') {
            let made = self.made.get(line);
            if made == Some(&None) {
                return Err(Unread::NotDone(line.to_owned()));
            }
            for id in made.into_iter().flatten().flatten() {
                if meant.is_empty() {
                    meant = self.candidates(subject, &id.to_string())?;
                }
            }
        } else {
            meant = self.candidates(subject, said)?;
        }
        if meant.iter().any(|one| one.is_active) {
            meant.retain(|one| one.is_active);
        }
        let count = meant.len();
        let said = said.to_owned();
        match meant.pop() {
            Some(one) if count == 1 => {
                if matches!(subject, Subject::Opinion | Subject::Visit) {
                    self.about = Some((subject, one.found.id));
                }
                Ok(one.found)
            }
            Some(_) => Err(Misspelt::Several { subject, said, count }.into()),
            None => Err(Misspelt::NotFound { subject, said }.into()),
        }
    }

    fn reception(&mut self, planned: bool) -> Result<Option<SessionId>, Unread> {
        let snapshot = self.snapshot()?;
        if let Some(day) = self.late.filter(|day| Some(*day) != snapshot.day) {
            let mut of_day = self.candidates(Subject::Session, &day.to_string())?;
            of_day.retain(|one| one.is_active);
            return Ok((of_day.len() == 1)
                .then(|| of_day.pop())
                .flatten()
                .map(|one| SessionId(one.found.id)));
        }
        let next = || snapshot.next_session.as_ref().filter(|_| planned).map(|s| s.id);
        // What was left open on an earlier day is meant only where it is named.
        let today = self.now.day();
        let is_stale = snapshot.session.as_ref().is_some_and(|s| s.plan.day != today);
        let running = snapshot.day_session().filter(|_| !is_stale);
        Ok(running.or_else(next))
    }

    fn table(&self) -> u8 {
        self.table
    }
}

/// The identity of a line's `id`: one half is the id, the other what is asked, so that a line that is sent again is known,
/// and so is another one under a used id.
pub fn command(id: &str, line: &Map<String, Value>) -> Uuid {
    let half = |text: &str| {
        let digest = Sha256::digest(["zhiban do\0", text].concat());
        digest
            .iter()
            .take(8)
            .fold(0_u64, |so_far, byte| (so_far << 8) | u64::from(*byte))
    };
    let said = serde_json::to_string(line).unwrap_or_default();
    let both = uuid::Uuid::from_u64_pair(half(id), half(&said));
    uuid::Builder::from_custom_bytes(both.into_bytes()).into_uuid()
}

/// The first half of such an identity, as it stands in the file.
pub fn half(id: Uuid) -> String {
    id.hyphenated().to_string().chars().take(18).collect()
}
