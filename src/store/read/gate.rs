//! The one gate every answer passes: what is not for whoever asks is taken out here, and nowhere else.

use rusqlite::Connection;

use crate::domain::code::Role;
use crate::domain::id::{AccountId, DeputyId};
use crate::domain::mask::mask_phone;
use crate::domain::permit::{Reach, Reading, of_draft};
use crate::domain::view::{Answer, Asker, FollowUp, OpinionFile};
use crate::store::error::StoreError;
use crate::store::read::numbers;
use crate::store::who;

/// Whoever asks, as far as the file knows them.
pub(in crate::store) enum Seen {
    /// The program itself sees all there is.
    All,
    As(Somebody),
}

/// Somebody, with what their account may do and the deputy it is; nothing of those before they have said who they are.
pub(in crate::store) struct Somebody {
    account: Option<AccountId>,
    role: Option<Role>,
    deputy: Option<DeputyId>,
}

/// Lets in whoever has an account in the station, and into a file that knows nobody yet whoever set it up.
pub(in crate::store) fn admit(conn: &Connection, asker: Asker) -> Result<Seen, StoreError> {
    let unknown = Somebody {
        account: None,
        role: None,
        deputy: None,
    };
    let known = match asker {
        Asker::Program => return Ok(Seen::All),
        // It is one of several, and all of them are accounts.
        Asker::Person(None) => return Ok(Seen::As(unknown)),
        Asker::Person(Some(account)) => who::seat(conn, account)?.map(|(role, deputy)| Somebody {
            account: Some(account),
            role: Some(role),
            deputy,
        }),
        Asker::Stranger => None,
    };
    let reads = Reading::Records.reach(known.as_ref().and_then(|k| k.role)) != Reach::Nothing;
    if !reads && who::is_anybody(conn)? {
        return Err(StoreError::Stranger);
    }
    Ok(Seen::As(known.unwrap_or(unknown)))
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
            Reach::Received => somebody.rings(&received_by()?),
            Reach::Nothing => false,
        })
    }

    /// Leaves of a line what is shown to them.
    pub(super) fn cover_line(&self, line: &mut FollowUp) {
        if let Self::As(somebody) = self {
            line.seen_by(somebody.role, somebody.account);
        }
    }
}

impl Somebody {
    /// Whether they see a whole number of somebody these deputies have received.
    fn rings(&self, received_by: &[DeputyId]) -> bool {
        Reading::WholePhone.is_for(self.role, self.deputy, received_by)
    }

    /// Whether they see no whole number of anybody. A deputy may have to write down whoever waits, as they are called there.
    fn rings_nobody(&self) -> bool {
        Reading::WholePhone.reach(self.role) == Reach::Nothing
    }

    fn cover_file(&self, file: &mut OpinionFile) {
        if !self.rings(&file.opinion.details.deputies) {
            numbers::file(file);
        }
    }
}

/// Takes out of an answer what its asker may not see: whole numbers, and the words of drafts that are hidden from them. What
/// else there is of the records everybody with an account sees.
pub(super) fn pass(seen: &Seen, answer: &mut Answer) {
    let Seen::As(somebody) = seen else { return };
    let (role, account) = (somebody.role, somebody.account);
    match answer {
        Answer::Snapshot(snapshot) => {
            snapshot.seen_by(role, account);
            if somebody.rings_nobody() {
                let visits = snapshot.queue.iter_mut().chain(&mut snapshot.left_over);
                visits.chain(&mut snapshot.ended).for_each(numbers::visit);
                let beyond = snapshot.unwritten_beyond.iter_mut().chain(&mut snapshot.to_tell_beyond);
                snapshot.follow_up.iter_mut().chain(beyond).for_each(numbers::owed);
                snapshot.promised.iter_mut().for_each(numbers::promise);
            } else if !somebody.rings(&[]) {
                let phones = snapshot.promised.iter_mut().filter_map(|p| p.phone.as_mut());
                phones.for_each(|phone| *phone = mask_phone(phone));
            }
        }
        Answer::Owed(lines, _) => {
            for line in lines {
                line.seen_by(role, account);
                if somebody.rings_nobody() {
                    numbers::owed(line);
                }
            }
        }
        Answer::DeletedDrafts(list) => list.retain(|d| of_draft(role, account, &d.author).deletes().is_some()),
        Answer::File(file) => file.iter_mut().for_each(|file| somebody.cover_file(file)),
        Answer::Files(files, _) => files.iter_mut().for_each(|file| somebody.cover_file(file)),
        Answer::VisitFile(visit, people, rows) => {
            if !somebody.rings(&[]) {
                people.iter_mut().for_each(numbers::person);
            }
            if somebody.rings_nobody() {
                visit.iter_mut().for_each(numbers::visit);
                rows.iter_mut().for_each(numbers::row);
            }
        }
        Answer::Visits(visits) if somebody.rings_nobody() => visits.iter_mut().for_each(numbers::visit),
        Answer::Opinions(rows, _) if somebody.rings_nobody() => rows.iter_mut().for_each(numbers::row),
        Answer::Earlier(all) if somebody.rings_nobody() => all.iter_mut().for_each(|e| numbers::row(&mut e.row)),
        Answer::Came(all) if somebody.rings_nobody() => all.iter_mut().for_each(numbers::came),
        Answer::Accounts(_)
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
        | Answer::Taken(_)
        | Answer::Figures(_)
        | Answer::Looks(_)
        | Answer::Limits(..) => {}
    }
}
