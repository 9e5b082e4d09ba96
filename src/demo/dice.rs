//! Chance that repeats: the same seed gives the same station on every machine.

use uuid::Uuid;

use crate::domain::moment::Moment;

/// A small generator (SplitMix64). Nothing secret is ever made from it.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// From a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`; 0 when there is no room.
    pub const fn below(&mut self, limit: u64) -> u64 {
        if limit == 0 { 0 } else { self.bits() % limit }
    }

    /// A number from `from` to `to`, both included.
    pub const fn between(&mut self, from: i64, to: i64) -> i64 {
        let room = to.saturating_sub(from).saturating_add(1);
        if room <= 0 {
            return from;
        }
        from + (self.below(room as u64) as i64)
    }

    /// True this many times in a hundred.
    pub const fn chance(&mut self, in_hundred: u64) -> bool {
        self.below(100) < in_hundred
    }

    /// One of a list.
    pub fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> Option<&'a T> {
        let at = self.below(list.len() as u64) as usize;
        list.get(at).copied()
    }

    /// One of a list of texts; empty when the list is.
    pub fn word(&mut self, list: &[&'static str]) -> &'static str {
        self.pick(list).unwrap_or_default()
    }

    /// A value of a list of plain values.
    pub fn of<T: Copy>(&mut self, list: &[T], otherwise: T) -> T {
        let at = self.below(list.len() as u64) as usize;
        list.get(at).copied().unwrap_or(otherwise)
    }

    /// An index by weight.
    pub fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (i, w) in weights.iter().enumerate() {
            if left < *w {
                return i;
            }
            left -= w;
        }
        0
    }

    /// A UUIDv7 of a moment.
    pub fn id(&mut self, at: Moment) -> Uuid {
        let mut bytes = [0; 10];
        let bits = u128::from(self.bits()) << 64 | u128::from(self.bits());
        for (to, from) in bytes.iter_mut().zip(bits.to_le_bytes()) {
            *to = from;
        }
        uuid::Builder::from_unix_timestamp_millis(at.0.max(0) as u64, &bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_another_differs() {
        let run = |seed| {
            (0..9)
                .scan(Dice::new(seed), |d, _| Some(d.below(1000)))
                .collect::<Vec<_>>()
        };
        assert_eq!(run(7), run(7));
        assert_ne!(run(7), run(8));
        let mut d = Dice::new(1);
        assert!((0..500).all(|_| (3..=5).contains(&d.between(3, 5))));
        assert!((0..500).all(|_| d.weighted(&[0, 3, 1]) > 0));
        assert_eq!(d.below(0), 0);
        assert_eq!(d.word(&[]), "");
        assert_eq!(d.id(Moment(1_790_000_000_000)).get_version_num(), 7);
    }
}
