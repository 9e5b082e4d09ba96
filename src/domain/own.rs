//! How far a right goes that ends at one's own: the table one receives at, one's line of the roster, the matters one receives.
//! Whatever is nobody's is everybody's own: a table where no deputy sits, somebody who was not called yet.

use super::command::Command;
use super::facts::Facts;
use super::permit::{Reach, Somebody};
use super::record::Attendance;
use super::refusal::{NotOwn, Refusal, Subject};

/// Refuses what is beyond somebody's own in a command, where their right goes no further.
///
/// # Errors
/// What is not theirs, and whose it is.
pub fn within(command: &Command, facts: &Facts, who: &Somebody) -> Result<(), Refusal> {
    let deed = command.deed();
    if deed.reach(who.role) != Reach::Own {
        return Ok(());
    }
    let needs = command.needs();
    let is_own = |deputy| who.deputy == Some(deputy);
    match deed.row().noun {
        Subject::Session => {
            if !needs.deputies.iter().all(|deputy| is_own(*deputy)) {
                return Err(Refusal::NotOwn(NotOwn::Line));
            }
        }
        Subject::Opinion | Subject::Visit | Subject::Promise => {
            let receives = |deputy: &_| is_own(*deputy);
            if deed.row().noun == Subject::Opinion && !needs.deputies.is_empty() && !needs.deputies.iter().any(receives)
            {
                return Err(Refusal::NotOwn(NotOwn::Matter));
            }
            let of_visit = facts.visit.as_ref().filter(|v| needs.visit == Some(v.id));
            let of_visit = of_visit.and_then(|v| v.table);
            for table in needs.table.into_iter().chain(of_visit) {
                at_table(table, &facts.attendance, who)?;
            }
        }
        Subject::Account => {
            if needs.account != who.account {
                return Err(Refusal::NotOwn(NotOwn::Account));
            }
        }
        Subject::Station | Subject::Deputy | Subject::Unit | Subject::Citizen => {}
    }
    Ok(())
}

/// Refuses a table where others receive and somebody does not.
///
/// # Errors
/// Who receives there.
pub fn at_table(table: u8, attendance: &[Attendance], who: &Somebody) -> Result<(), Refusal> {
    let there = attendance.iter().filter(|a| a.is_present() && a.table == Some(table));
    let there: Vec<&Attendance> = there.collect();
    if there.is_empty() || there.iter().any(|a| who.deputy == Some(a.deputy)) {
        return Ok(());
    }
    let by = there.iter().map(|a| a.name.clone()).collect();
    Err(Refusal::NotOwn(NotOwn::Table { table, by }))
}
