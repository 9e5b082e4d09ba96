//! The one gate every answer passes: what is not for whoever asks is taken out here, and nowhere else.

use rusqlite::Connection;

use crate::domain::id::DeputyId;
use crate::domain::permit::{Reach, Reading, Somebody, Whose, of_draft};
use crate::domain::record::Visit;
use crate::domain::trace::Traced;
use crate::domain::view::{Answer, Asker, FollowUp, OpinionFile};
use crate::store::error::StoreError;
use crate::store::read::{bare, numbers, of_drafts, withheld};
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

fn cover_file(who: &Somebody, file: &mut OpinionFile) {
    if !rings(who, &file.opinion.details.deputies) {
        numbers::file(file);
        // Who looks is the business of those who may.
        (file.looks, file.looked) = Default::default();
    }
}

/// Takes out of an answer what its asker may not see: confidential matters of others, whole numbers, and the words of drafts
/// that are hidden from them. What else there is of the records everybody with an account sees.
pub(super) fn pass(conn: &Connection, seen: &Seen, answer: &mut Answer) -> Result<(), StoreError> {
    let Seen::As(somebody) = seen else { return Ok(()) };
    let role = somebody.role;
    if role.is_some() && Reading::Records.reach(role) == Reach::Nothing {
        bare::pass(somebody, answer);
    }
    withheld::pass(conn, somebody, answer)?;
    of_drafts::pass(conn, somebody, answer)?;
    let (role, account) = (somebody.role, somebody.account);
    match answer {
        Answer::Snapshot(snapshot) => {
            snapshot.seen_by(somebody);
            snapshot.who.clone_from(somebody);
            snapshot.taken_over.retain(|taken| Some(taken.from) == account);
            if Reading::Traces.reach(role) != Reach::All {
                snapshot.beyond.clear();
            }
            if is_covered(somebody) {
                // Whoever sits at one's table is received there.
                let here = snapshot.attendance.iter();
                let here = here.filter(|a| a.is_present() && rings(somebody, &[a.deputy]));
                let tables: Vec<u8> = here.filter_map(|a| a.table).collect();
                let elsewhere = |v: &&mut Visit| !v.table.is_some_and(|table| tables.contains(&table));
                let visits = snapshot.queue.iter_mut().filter(elsewhere);
                let visits = visits.chain(&mut snapshot.left_over).chain(&mut snapshot.ended);
                visits.for_each(numbers::visit);
                snapshot.attendance.iter_mut().for_each(numbers::attendance);
                let beyond = snapshot.unwritten_beyond.iter_mut().chain(&mut snapshot.to_tell_beyond);
                snapshot.follow_up.iter_mut().chain(beyond).for_each(numbers::owed);
                snapshot.promised.iter_mut().for_each(numbers::promise);
            }
        }
        Answer::Owed(lines, _) => {
            for line in lines {
                line.seen_by(somebody);
                if is_covered(somebody) {
                    numbers::owed(line);
                }
            }
        }
        Answer::DeletedDrafts(list) => list.retain(|d| of_draft(somebody, &d.author).deletes().is_some()),
        Answer::File(file) => file.iter_mut().for_each(|file| cover_file(somebody, file)),
        Answer::Files(files, _) => files.iter_mut().for_each(|file| cover_file(somebody, file)),
        Answer::VisitFile(visit, people, rows, _) => {
            if is_covered(somebody) {
                people.iter_mut().for_each(numbers::person);
                visit.iter_mut().for_each(numbers::visit);
                rows.iter_mut().for_each(numbers::row);
            }
        }
        Answer::Deputies(all) if seen.is_covered() => {
            for deputy in all {
                numbers::deputy(&mut deputy.profile);
            }
        }
        Answer::Units(all) if seen.is_covered() => {
            for unit in all {
                numbers::unit(&mut unit.profile);
            }
        }
        Answer::Sessions(all) if is_covered(somebody) => {
            all.iter_mut()
                .flat_map(|row| &mut row.attendance)
                .for_each(numbers::attendance);
        }
        Answer::Attendance(all) if is_covered(somebody) => all.iter_mut().for_each(numbers::attendance),
        Answer::Visits(visits) if is_covered(somebody) => visits.iter_mut().for_each(numbers::visit),
        Answer::Opinions(rows, _) if is_covered(somebody) => rows.iter_mut().for_each(numbers::row),
        Answer::Earlier(all) if is_covered(somebody) => all.iter_mut().for_each(|e| numbers::row(&mut e.row)),
        Answer::Came(all) if is_covered(somebody) => all.iter_mut().for_each(numbers::came),
        Answer::Traces(all) => all.retain(|t| sees(somebody, t)),
        Answer::Accounts(_)
        | Answer::Rights(_)
        | Answer::Opinions(..)
        | Answer::Deputies(_)
        | Answer::Units(_)
        | Answer::Sessions(_)
        | Answer::Attendance(_)
        | Answer::Visits(_)
        | Answer::Came(_)
        | Answer::Earlier(_)
        | Answer::Drafts(_)
        | Answer::Leases(_)
        | Answer::Withheld(_)
        | Answer::Taken(_)
        | Answer::Figures(_)
        | Answer::Backups(_)
        | Answer::Looks(_)
        | Answer::Limits(..) => {}
    }
    Ok(())
}
