//! Every write there is, one item each: what is said in it, who may, what it does in the lives of records, what its rule has
//! to know, what is at stake for its author, its rule, and the events it makes. [`super::deed`] and [`super::event`] are made
//! of the rows.

#[macro_use]
mod item;

#[macro_use]
pub mod station;
#[macro_use]
mod standing;
#[macro_use]
mod roster;
#[macro_use]
mod reception;
#[macro_use]
mod duty;
#[macro_use]
pub(super) mod queue;
#[macro_use]
mod talk;
#[macro_use]
pub(super) mod promise;
#[macro_use]
mod filing;
#[macro_use]
mod handling;
#[macro_use]
mod answering;
#[macro_use]
mod closing;
#[macro_use]
mod taking_back;
#[macro_use]
mod keeping;
mod came;
#[macro_use]
mod correction;
mod opened;

pub use answering::*;
pub use closing::*;
pub use correction::*;
pub use duty::*;
pub use filing::*;
pub use handling::*;
pub use item::Write;
pub use keeping::*;
pub use promise::*;
pub use queue::*;
pub use reception::*;
pub use roster::*;
pub use standing::*;
pub use station::*;
pub use taking_back::*;
pub use talk::*;
