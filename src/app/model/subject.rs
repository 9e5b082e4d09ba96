//! What a form changes that was not finished, fetched before it is opened again.

use crate::domain::record::{Deputy, Session, Unit};
use crate::domain::view::{Answer, Draft};
use uuid::Uuid;

/// The target of a plan that opens the door at once.
pub const TODAY: &str = "today";

/// What a form changes, fetched before it is opened again.
#[derive(Clone, Debug)]
pub enum Subject {
    Session(Box<Session>),
    Deputy(Box<Deputy>),
    Unit(Box<Unit>),
}

/// What the answer says of the thing a draft is about: none when it is not there, the answer back when it is another's.
pub fn subject(draft: &Draft, answer: Answer) -> Result<Option<Subject>, Box<Answer>> {
    let is_it = |id: Uuid| {
        draft
            .target
            .strip_prefix("edit:")
            .is_some_and(|it| it == id.to_string())
    };
    Ok(if let Answer::Sessions(all) = answer {
        let found = all.into_iter().map(|row| row.session).find(|s| is_it(s.id.0));
        found.map(|s| Subject::Session(Box::new(s)))
    } else if let Answer::Deputies(all) = answer {
        let found = all.into_iter().find(|d| is_it(d.id.0));
        found.map(|d| Subject::Deputy(Box::new(d)))
    } else if let Answer::Units(all) = answer {
        let found = all.into_iter().find(|u| is_it(u.id.0));
        found.map(|u| Subject::Unit(Box::new(u)))
    } else {
        return Err(Box::new(answer));
    })
}
