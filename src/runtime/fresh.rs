//! Ids that nobody can guess.

use crate::app::ids::Ids;

/// A supply of them.
pub fn fresh_ids() -> Ids {
    Ids::new([random_u64(), random_u64()])
}

fn random_u64() -> u64 {
    getrandom::u64().unwrap_or_else(|_| uuid::Uuid::now_v7().as_u64_pair().1)
}
