//! The one gate every answer passes: what is not for whoever asks is taken out here, and nowhere else.

use rusqlite::Connection;

use crate::domain::permit::of_draft;
use crate::domain::view::{Answer, Asker};
use crate::store::error::StoreError;
use crate::store::who;

/// Takes out of an answer what its asker may not see. So far that is the words of drafts that are hidden from them; of the
/// records themselves everybody sees all.
pub(super) fn pass(conn: &Connection, asker: Asker, answer: &mut Answer) -> Result<(), StoreError> {
    let Asker::Person(account) = asker else {
        return Ok(());
    };
    // Who has not said who they are is nobody, and sees what nobody sees.
    let role = || account.map_or(Ok(None), |account| who::role(conn, account));
    match answer {
        Answer::Snapshot(snapshot) => snapshot.seen_by(role()?, account),
        Answer::Owed(lines, _) => {
            let role = role()?;
            for line in lines {
                line.seen_by(role, account);
            }
        }
        Answer::DeletedDrafts(list) => {
            let role = role()?;
            list.retain(|d| of_draft(role, account, &d.author).deletes().is_some());
        }
        Answer::Accounts(_)
        | Answer::Opinions(..)
        | Answer::File(_)
        | Answer::Files(..)
        | Answer::Deputies(_)
        | Answer::Units(_)
        | Answer::Sessions(_)
        | Answer::Attendance(_)
        | Answer::Visits(_)
        | Answer::Came(_)
        | Answer::VisitFile(..)
        | Answer::Earlier(_)
        | Answer::Drafts(_)
        | Answer::Leases(_)
        | Answer::Taken(_)
        | Answer::Figures(_)
        | Answer::Looks(_)
        | Answer::Limits(..) => {}
    }
    Ok(())
}
