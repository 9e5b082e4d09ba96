//! What is under way: commands, and how they leave; forms that were left.

use super::{Effect, Failure, Form, Layer, State};
use crate::app::action::Act;
use crate::domain::command::{Command, Request};
use crate::domain::deadline::Deadline;
use crate::domain::id::CommandId;
use crate::domain::lease::{Author, Source};
use crate::domain::view::{FollowUp, Owing};

/// A form that was left before the disk had its last words. Nothing is said of them until it has answered.
#[derive(Clone, Debug)]
pub struct Parted {
    pub form: Form,
    /// Nobody has pressed a key since, so that the answer is news.
    pub is_news: bool,
}

/// A command that was sent.
#[derive(Clone, Debug)]
pub struct Pending {
    /// As it was sent.
    pub request: Request,
    pub then: Then,
    /// What it was chosen in.
    pub left: Option<Left>,
}

/// What lay on top and went with a choice made in it: it comes back where the choice is refused, because the next key is
/// pressed for it.
#[derive(Clone, Debug)]
pub struct Left {
    pub layer: Box<Layer>,
    /// How many lay under it.
    pub under: usize,
    /// How many inputs had been let in by then: with one more, somebody went on to something else.
    pub let_in: u64,
}

/// What follows a command that was carried out.
#[derive(Clone, Debug, Default)]
pub enum Then {
    #[default]
    Nothing,
    /// An action, once the screen shows what this command changed.
    Act(Act),
    /// Write down what the person says.
    Opinion,
    /// A command that had to wait.
    Again(Box<Request>, Box<Then>),
    /// The station is there: ask who may sit here.
    Founded,
    /// A village was added out of a form, which looks for it.
    Village,
    /// Leave the page that led here.
    ClosePage,
}

/// Sends a command: the id is made here, so that a repeat is known as one.
pub fn send(state: &mut State, command: Command, then: Then, draft: Option<Source>) -> Effect {
    let request = request(state, command, draft);
    resend(state, request, then)
}

/// A command of this keyboard under a fresh id.
pub fn request(state: &mut State, command: Command, draft: Option<Source>) -> Request {
    Request {
        id: CommandId(state.ids.fresh(state.now)),
        account: state.account.as_ref().map(|a| a.id),
        table: state.own_table(),
        late: None,
        draft,
        command,
    }
}

/// Sends a request again after something had to be settled first.
pub fn resend(state: &mut State, request: Request, then: Then) -> Effect {
    let pending = Pending {
        request: request.clone(),
        then,
        left: None,
    };
    state.pending.insert(request.id, pending);
    Effect::Execute(Box::new(request))
}

/// The acts of which it is not known what became of them, once one came back: the same again settles it, and no other does.
pub fn still_unsure<T>(unsure: &mut Vec<CommandId>, id: CommandId, came: &Result<T, Failure>) {
    match came {
        Err(Failure::Unknown(_)) if unsure.contains(&id) => {}
        Err(Failure::Unknown(_)) => unsure.push(id),
        Ok(_) | Err(Failure::Refused(_)) => unsure.retain(|act| *act != id),
        Err(Failure::Trouble(_)) => {}
    }
}

impl State {
    /// Forms that were left and could not be saved, as lines of what is owed.
    pub fn unsaved(&self) -> Vec<FollowUp> {
        let unsaved = self.parted.iter().filter(|p| p.form.host.trouble.is_some());
        unsaved.map(|p| self.unsaved_row(&p.form)).collect()
    }

    fn unsaved_row(&self, form: &Form) -> FollowUp {
        let author = self.account.as_ref().map(|account| Author {
            accounts: vec![account.id],
            name: account.name.clone(),
            left_by: None,
            withdrawn: false,
            is_in: true,
            saved: self.now,
            only: None,
        });
        FollowUp {
            owing: Owing::Unwritten,
            opinion: None,
            visit: None,
            came: None,
            draft: Some(form.host.lease.draft),
            author,
            // Whoever sits here wrote it.
            confidential: false,
            withheld: false,
            number: String::new(),
            brief: form.kind.noun().brief(&form.host, self.lang),
            unit: None,
            person: None,
            day: Some(Deadline::on(self.today())),
            days: 0,
            note: Some(self.texts().common.unsaved.to_owned()),
            broken: None,
            tried: None,
            ask_on: None,
            n: 0,
        }
    }
}
