//! The one gate every answer passes: what is not for whoever asks is taken out here, and nowhere else.

use rusqlite::Connection;

use crate::domain::id::DeputyId;
use crate::domain::owed::Owing;
use crate::domain::permit::{OfDraft, Reach, Reading, Somebody, Whose, of_draft};
use crate::domain::trace::Traced;
use crate::domain::view::{Answer, Asker, FollowUp, Held, Pieces};
use crate::store::drafts;
use crate::store::error::StoreError;
use crate::store::read::bare::Bare;
use crate::store::read::{of_drafts, withheld};
use crate::store::who;

/// Whoever asks, as far as the file knows them.
pub(in crate::store) enum Seen {
    /// The program itself sees all there is.
    All,
    /// Somebody; nothing is known of them before they have said who they are.
    As(Somebody),
}

/// Lets in whoever has an account in the station, and into a file that knows nobody yet whoever set it up.
pub(in crate::store) fn admit(conn: &Connection, asker: Asker) -> Result<Seen, StoreError> {
    let known = match asker {
        Asker::Program => return Ok(Seen::All),
        // It is one of several, and all of them are accounts.
        Asker::Person(None, _) => return Ok(Seen::As(Somebody::default())),
        Asker::Person(Some(account), clock) => who::somebody(conn, account, clock)?,
        Asker::Stranger => None,
    };
    if known.is_none() && who::is_anybody(conn)? {
        return Err(StoreError::Stranger);
    }
    Ok(Seen::As(known.unwrap_or_default()))
}

impl Seen {
    /// Whether they see a whole number of somebody these deputies have received; who it was is asked only of whom it matters.
    pub(super) fn rings(
        &self,
        received_by: impl FnOnce() -> Result<Vec<DeputyId>, StoreError>,
    ) -> Result<bool, StoreError> {
        let Self::As(somebody) = self else { return Ok(true) };
        Ok(match Reading::WholePhone.reach(somebody.role) {
            Reach::All => true,
            Reach::Own => rings(somebody, &received_by()?),
            Reach::Nothing => false,
        })
    }

    /// Whether numbers in what a list says of deputies or units are covered for them.
    pub(super) fn is_covered(&self) -> bool {
        let Self::As(somebody) = self else { return false };
        Reading::Listed.reach(somebody.role) != Reach::All
    }

    /// Whether any confidential matter may be for them.
    pub(super) fn may_know(&self) -> bool {
        match self {
            Self::All => true,
            Self::As(somebody) => Reading::Confidential.reach(somebody.role) != Reach::Nothing,
        }
    }

    /// SQL of whether a matter `o` is confidential and not for them; none where all are.
    pub(super) fn is_withheld(&self) -> Option<String> {
        match self {
            Self::All => None,
            Self::As(somebody) => withheld::is_withheld(somebody),
        }
    }

    /// Leaves of a line what is shown to them, and of the words it is short for.
    pub(super) fn cover_line(
        &self,
        conn: &Connection,
        (line, words): &mut (FollowUp, Vec<String>),
    ) -> Result<(), StoreError> {
        let Self::As(somebody) = self else { return Ok(()) };
        line.seen_by(somebody);
        withheld::line(conn, somebody, line)?;
        if line.withheld {
            words.clear();
        }
        Ok(())
    }
}

/// Whether they see a whole number of somebody these deputies have received.
fn rings(who: &Somebody, received_by: &[DeputyId]) -> bool {
    let keeper = None;
    who.reads(Reading::WholePhone, Whose { keeper, received_by })
}

/// Whether they see no whole number but of somebody they receive.
fn is_covered(who: &Somebody) -> bool {
    !rings(who, &[])
}

/// Whether they see that a number was shown to somebody.
fn sees(who: &Somebody, traced: &Traced) -> bool {
    who.reads(
        Reading::Traces,
        Whose {
            keeper: traced.account,
            received_by: &[],
        },
    )
}

/// What one answer passes on its way to somebody.
struct Gate<'g> {
    conn: &'g Connection,
    who: &'g Somebody,
    bare: Option<Bare<'g>>,
    withheld: Option<withheld::Gate<'g>>,
    /// They see no whole number but of somebody they receive.
    is_covered: bool,
    /// The same of what lists say of deputies and units.
    is_listed_covered: bool,
    /// Tables at which they receive.
    tables: Vec<u8>,
}

impl Gate<'_> {
    /// Takes out of a record what is not for them; whether anything of it is left.
    fn leaves(&mut self, mut held: Held<'_>) -> Result<bool, StoreError> {
        if self.bare.as_mut().is_some_and(|bare| !bare.leaves(&mut held)) {
            return Ok(false);
        }
        if let Held::Line(line) = &held
            && let Some(author) = &line.author
            && of_draft(self.who, author) == OfDraft::Unseen
        {
            return Ok(false);
        }
        // Whoever reads no matters has counted their own.
        if let (Held::Owed(owed), None) = (&mut held, &self.bare) {
            let seen = owed
                .of(Owing::Unwritten)
                .saturating_sub(drafts::unseen(self.conn, self.who)?);
            owed.put(Owing::Unwritten, seen);
        }
        if let Some(gate) = &self.withheld
            && gate.is_any()?
        {
            if !gate.leaves(&mut held)? {
                return Ok(false);
            }
            of_drafts::leave(gate, &mut held)?;
        }
        Ok(self.covers(held))
    }

    fn covers(&self, held: Held<'_>) -> bool {
        let (who, role, account) = (self.who, self.who.role, self.who.account);
        match held {
            // Whoever sits at one's table is received there.
            Held::Visit(v) => {
                let is_here = v.state.is_open() && v.table.is_some_and(|table| self.tables.contains(&table));
                self.cover(!is_here, v);
            }
            Held::Promise(p) => self.cover(true, p),
            Held::Line(line) => {
                line.seen_by(who);
                self.cover(true, line);
            }
            Held::Row(row) => self.cover(true, row),
            Held::File(file) => {
                if !rings(who, &file.opinion.details.deputies) {
                    file.cover();
                }
            }
            Held::Person(person) => self.cover(true, person),
            Held::Came(came) => self.cover(true, came),
            Held::Earlier(earlier) => self.cover(true, &mut earlier.row),
            Held::Attendance(line) => self.cover(true, line),
            Held::Deputy(deputy) if self.is_listed_covered => deputy.profile.cover(),
            Held::Unit(unit) if self.is_listed_covered => unit.profile.cover(),
            Held::Traced(traced) => return sees(who, traced),
            Held::Beyond => return Reading::Traces.reach(role) == Reach::All,
            Held::Deleted(deleted) => return of_draft(who, &deleted.author).deletes().is_some(),
            Held::TakenOver(taken) => return Some(taken.from) == account,
            Held::Missed(missed) => return of_draft(who, &missed.author).hears_of_loss(missed.head_knows),
            Held::Deputy(_)
            | Held::Unit(_)
            | Held::Limited(_)
            | Held::Draft(_)
            | Held::Rights(_)
            | Held::BrokenOff
            | Held::Present
            | Held::Owed(_)
            | Held::Figures(_) => {}
        }
        true
    }

    fn cover(&self, is_elsewhere: bool, record: &mut impl Pieces) {
        if self.is_covered && is_elsewhere {
            record.cover();
        }
    }
}

/// Takes out of an answer what its asker may not see: confidential matters of others, whole numbers, and the words of drafts
/// that are hidden from them. What else there is of the records everybody with an account sees.
pub(super) fn pass(conn: &Connection, seen: &Seen, answer: &mut Answer) -> Result<(), StoreError> {
    let Seen::As(who) = seen else { return Ok(()) };
    let is_bare = who.role.is_some() && Reading::Records.reach(who.role) == Reach::Nothing;
    let mut gate = Gate {
        conn,
        who,
        bare: is_bare.then(|| Bare::of(who)),
        withheld: withheld::Gate::of(conn, who),
        is_covered: is_covered(who),
        is_listed_covered: seen.is_covered(),
        tables: Vec::new(),
    };
    if let Answer::Snapshot(snapshot) = answer {
        let here = snapshot.attendance.iter();
        let here = here.filter(|a| a.is_present() && rings(who, &[a.deputy]));
        snapshot.who.clone_from(who);
        gate.tables = here.filter_map(|a| a.table).collect();
    }
    answer.sift(&mut |held| gate.leaves(held))
}
