//! Every write there is, one item each: what is said in it, what it does in the lives of records, what its rule has to know,
//! what is at stake for its author, and its rule. [`super::deed`] lists them with their names and who may.

#[macro_use]
pub(super) mod item;

mod correction;
mod duty;
mod matter;
mod promise;
mod queue;
mod reception;
mod roster;
pub(super) mod said;
mod station;

pub use correction::*;
pub use duty::*;
pub use item::Write;
pub use matter::*;
pub use promise::*;
pub use queue::*;
pub use reception::*;
pub use roster::*;
pub use said::*;
pub use station::*;
