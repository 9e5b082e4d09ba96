//! Fresh ids from a seed: the app ring has no randomness of its own, and a test gets the same ids every time.

use uuid::{Builder, Uuid};

use crate::domain::moment::Moment;

/// A supply of ids. The runtime seeds it from the operating system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ids {
    state: [u64; 2],
}

impl Ids {
    /// A supply that begins at a seed.
    pub const fn new(seed: [u64; 2]) -> Self {
        Self { state: seed }
    }

    /// A supply of its own for something that begins here.
    #[must_use]
    pub fn branch(&mut self) -> Self {
        Self::new([self.next(0), self.next(1)])
    }

    /// A fresh UUIDv7 at this time.
    pub fn fresh(&mut self, now: Moment) -> Uuid {
        let [a, b] = [self.next(0), self.next(1)];
        let mut random = [0; 10];
        let bytes = a.to_be_bytes().into_iter().chain(b.to_be_bytes());
        for (to, from) in random.iter_mut().zip(bytes) {
            *to = from;
        }
        Builder::from_unix_timestamp_millis(now.0.max(0).unsigned_abs(), &random).into_uuid()
    }

    /// One step of the half at this place: a counter with a full period, mixed so that neighbours look unlike.
    fn next(&mut self, half: usize) -> u64 {
        let Some(s) = self.state.get_mut(half) else { return 0 };
        *s = s.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = *s;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ_and_repeat_with_the_seed() {
        let now = Moment(1_795_400_000_000);
        let mut a = Ids::new([1, 2]);
        let mut b = Ids::new([1, 2]);
        let first = a.fresh(now);
        assert_eq!(first, b.fresh(now));
        assert_ne!(first, a.fresh(now));
        assert_eq!(first.get_version_num(), 7);
    }
}
