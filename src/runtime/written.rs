//! What the writer brought, as the desk hears it.

use super::words;
use crate::app::{Failure, Input, Ticket};
use crate::domain::lease::{Lost, Saved};
use crate::domain::view::Answer;
use crate::i18n::Lang;
use crate::i18n::lease::what;
use crate::store::error::StoreError;
use crate::store::execute::ExecuteError;
use crate::store::threads::Written;

/// What became of a draft, or why nothing did.
pub(super) fn changed(done: Result<Result<bool, Lost>, StoreError>, lang: Lang) -> Result<bool, String> {
    done.map_err(|e| words::of_store(lang, &e))?
        .map_err(|why| what(lang, &why))
}

/// A result of the writer as an input of the desk; none where it says nothing.
pub(super) fn input_of(written: Written, lang: Lang) -> Option<Input> {
    Some(match written {
        Written::Executed(id, result) => Input::Executed {
            id,
            result: result.map_err(|e| match e {
                ExecuteError::Refused(refusal) => Failure::Refused(Box::new(refusal)),
                ExecuteError::Store(error) => words::failure(lang, &error),
            }),
        },
        Written::DraftSaved(lease, Ok(Saved::Refused { why, aside })) => Input::DraftRefused { lease, why, aside },
        Written::DraftSaved(lease, result) => Input::DraftSaved {
            id: lease.draft,
            result: result.map(|_| ()).map_err(|e| words::of_draft(lang, &e)),
        },
        Written::DraftTaken(ticket, Ok(taken)) => Input::Answered {
            ticket: Ticket(ticket),
            answer: Answer::Taken(taken.map(Box::new)),
        },
        Written::DraftDeleted(done) => Input::DraftDeleted(changed(done, lang)),
        Written::DraftRestored(done) => Input::DraftRestored(changed(done, lang)),
        Written::DraftDropped(Ok(Err(why))) => Input::Failed(what(lang, &why)),
        Written::LookedUp(act, found) => {
            let (mood, text) = words::looked_up(lang, found.as_deref());
            Input::LookedUp(act, mood, text)
        }
        Written::DraftDropped(Ok(Ok(_)))
        | Written::LooksSaved(Ok(()))
        | Written::Beside(Ok(()))
        | Written::Probed(_) => return None,
        Written::Beside(Err(e)) => Input::Failed(words::of_trace(lang, &e)),
        Written::DraftTaken(_, Err(e)) | Written::DraftDropped(Err(e)) | Written::LooksSaved(Err(e)) => {
            Input::Failed(words::of_store(lang, &e))
        }
    })
}
