//! What is typed in a layer and kept as a draft while it is: a form of the desk, or one about a matter.

use crate::app::model::{Effect, State};
use crate::domain::id::{CommandId, DraftId};
use crate::domain::moment::Moment;
use crate::form::Autosave;
use uuid::Uuid;

/// Fields somebody types in.
pub trait Typed {
    /// The row that files has the focus: characters are no text there.
    fn at_end(&self) -> bool;

    /// Whether Enter would file it.
    fn is_ready(&self) -> bool {
        self.at_end()
    }

    /// Another size, or another time.
    fn fit(&mut self, state: &State);

    /// When it wants to be saved.
    fn deadline(&self) -> Option<u64>;

    /// Saves it when it is time.
    fn tick(&mut self, state: &State, now: Moment) -> Option<Effect>;

    /// Saves it, whatever the time.
    fn keep(&mut self, state: &State) -> Option<Effect>;

    /// A draft is safe, or is not.
    fn draft_saved(&mut self, state: &mut State, id: DraftId, saved: bool);

    /// Whether it is safe.
    fn save(&self) -> Option<Autosave>;

    /// The command it was filed by.
    fn sent(&self) -> Option<CommandId>;

    /// What it is known by before and after that command.
    fn identity(&self) -> Option<Uuid>;

    /// The same, while the command is under way.
    fn filing(&self) -> Option<Uuid>;

    /// Words typed while it was being filed, as a draft of their own.
    fn apart(&self, state: &mut State, text: &str) -> Option<Effect>;
}
