//! The forms engine: fields, text, checking and layout. It knows nothing of the desk.
//!
//! The caller describes a form (`spec`), feeds it keys (`state`), asks for rows to draw (`layout`) and, in the end,
//! for its values. No IO, no clock, no drawing: labels arrive in the language of the screen and rows leave as plain
//! data with their columns. `cells` is the only other module of ours it uses.

pub mod buffer;
mod check;
pub mod draft;
pub mod event;
pub mod fold;
mod history;
mod kinds;
pub mod layout;
mod record;
mod rows;
mod said;
pub mod spec;
pub mod state;
pub mod value;
pub mod wrap;

pub use draft::{Autosave, Draft, Leftover};
pub use event::{FormInput, FormOutcome};
pub use kinds::Refusal;
pub use kinds::lookup::Candidate;
pub use layout::{FormLayout, FormRow, FormSpan, Part};
pub use record::Apart;
pub use spec::{ChoiceOption, FieldSpec, FormSpec, Kind, Problem, Visible};
pub use state::FormState;
pub use value::{FieldId, Pick, Value, Values};
