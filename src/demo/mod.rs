//! A made-up station with months of life (练习): every record is made by the same commands a desk sends, decided by the
//! same rules, at the times a simulated clock gives. The same seed, length and end give the same life.

mod closing;
mod days;
mod dice;
mod door;
mod duty;
mod filing;
mod founding;
mod matter;
mod matters;
mod paper;
mod reception;
mod words;
mod world;

use uuid::Uuid;

use crate::domain::command::Request;
use crate::domain::moment::Moment;
use crate::domain::record::Rev;
use crate::domain::refusal::Subject;
use crate::domain::rules::Ruleset;
use crate::domain::view::{Answer, Outcome, Query};

pub use dice::Dice;
pub use door::{Broken, MARK, fill, is_demo, mark};
pub use words::STATION;

/// What kind of life.
#[derive(Clone, Debug)]
pub struct Plan {
    pub opinions: u32,
    pub seed: u64,
    /// When the life ends and the desk may be opened.
    pub until: Moment,
    /// The login the accounts belong to.
    pub os_name: String,
    /// Rules of the station.
    pub rules: Ruleset,
}

/// Where the commands go. The store carries them out, many to a transaction.
pub trait Door {
    /// Why it failed; a refusal too, because nothing the demo does may be refused.
    type Error;

    /// Carries out a command at a moment.
    fn act(&mut self, now: Moment, request: &Request) -> Result<Outcome, Self::Error>;
    /// Answers a question from what was done so far.
    fn ask(&mut self, query: &Query) -> Result<Answer, Self::Error>;
    /// The revision of a record.
    fn rev(&mut self, subject: Subject, id: Uuid) -> Result<Rev, Self::Error>;
    /// Told now and then how many opinions are filed.
    fn progress(&mut self, filed: u32);
}

/// Lives the life.
///
/// # Errors
/// Whatever the door says; what was done before stays done.
pub fn live<D: Door>(plan: &Plan, door: &mut D) -> Result<u32, D::Error> {
    let mut world = world::World::new(plan, door);
    founding::found(&mut world, plan)?;
    days::live(&mut world)?;
    Ok(world.filed)
}

/// Which account opens the desk of a made-up station when nobody said.
pub const FIRST_ACCOUNT: &str = founding::CLERK;
