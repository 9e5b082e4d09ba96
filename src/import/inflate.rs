//! Counts what a deflate stream unpacks to without unpacking it: no window, no output, a cap.
//!
//! Sizes written in an archive are claims; this is the measure. Only the lengths of symbols are followed,
//! so a bomb costs its packed size in work and nothing in memory.

/// A Huffman code in canonical form: how many codes of each length, and the symbols in order.
struct Code {
    counts: [u16; 16],
    symbols: Vec<u16>,
}

impl Code {
    fn new(lengths: &[u8]) -> Option<Self> {
        let mut counts = [0u16; 16];
        for &length in lengths {
            *counts.get_mut(usize::from(length))? += 1;
        }
        let mut next = [0u16; 16];
        let mut total = 0u16;
        for (slot, count) in next.iter_mut().zip(&counts).skip(1) {
            *slot = total;
            total += count;
        }
        let mut symbols = vec![0u16; usize::from(total)];
        for (symbol, &length) in lengths.iter().enumerate().filter(|(_, length)| **length != 0) {
            let slot = next.get_mut(usize::from(length))?;
            *symbols.get_mut(usize::from(*slot))? = symbol as u16;
            *slot += 1;
        }
        Some(Self { counts, symbols })
    }
}

struct Bits<'a> {
    data: &'a [u8],
    at: usize,
    held: u32,
    count: u32,
}

impl Bits<'_> {
    fn take(&mut self, count: u32) -> Option<u32> {
        while self.count < count {
            self.held |= u32::from(*self.data.get(self.at)?) << self.count;
            self.at += 1;
            self.count += 8;
        }
        let value = self.held & ((1 << count) - 1);
        self.held >>= count;
        self.count -= count;
        Some(value)
    }

    fn symbol(&mut self, code: &Code) -> Option<u16> {
        let (mut value, mut first, mut index) = (0i32, 0i32, 0i32);
        for &count in code.counts.iter().skip(1) {
            value |= self.take(1)? as i32;
            let count = i32::from(count);
            if value - first < count {
                return code.symbols.get(usize::try_from(index + value - first).ok()?).copied();
            }
            index += count;
            first = (first + count) << 1;
            value <<= 1;
        }
        None
    }
}

const LENGTH_BASE: [u16; 29] = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const LENGTH_BITS: [u8; 29] = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// How many bytes the stream unpacks to; counting stops just past `cap`. `None` for a broken stream.
pub(super) fn unpacked_size(data: &[u8], cap: u64) -> Option<u64> {
    let mut bits = Bits {
        data,
        at: 0,
        held: 0,
        count: 0,
    };
    let mut size = 0u64;
    loop {
        let last = bits.take(1)? == 1;
        match bits.take(2)? {
            0 => size += stored(&mut bits)?,
            1 => {
                let mut lengths = [8u8; 288];
                lengths.get_mut(144..256)?.fill(9);
                lengths.get_mut(256..280)?.fill(7);
                coded(&mut bits, &Code::new(&lengths)?, &Code::new(&[5; 30])?, &mut size, cap)?;
            }
            2 => {
                let (literals, distances) = codes(&mut bits)?;
                coded(&mut bits, &literals, &distances, &mut size, cap)?;
            }
            _ => return None,
        }
        if last || size > cap {
            return Some(size);
        }
    }
}

fn stored(bits: &mut Bits<'_>) -> Option<u64> {
    // Whole bytes already held go back.
    bits.at -= (bits.count / 8) as usize;
    (bits.held, bits.count) = (0, 0);
    let head = bits.data.get(bits.at..bits.at + 4)?;
    let (&[a, b], &[na, nb]) = (head.first_chunk::<2>()?, head.last_chunk::<2>()?);
    let length = u16::from_le_bytes([a, b]);
    if length != !u16::from_le_bytes([na, nb]) {
        return None;
    }
    bits.at += 4 + usize::from(length);
    (bits.at <= bits.data.len()).then_some(u64::from(length))
}

fn codes(bits: &mut Bits<'_>) -> Option<(Code, Code)> {
    let literals = bits.take(5)? as usize + 257;
    let distances = bits.take(5)? as usize + 1;
    let count = bits.take(4)? as usize + 4;
    let mut lengths = [0u8; 19];
    for &place in ORDER.iter().take(count) {
        *lengths.get_mut(place)? = bits.take(3)? as u8;
    }
    let code = Code::new(&lengths)?;
    let mut lengths: Vec<u8> = Vec::with_capacity(320);
    while lengths.len() < literals + distances {
        let (value, repeat) = match bits.symbol(&code)? {
            literal @ 0..=15 => (literal as u8, 1),
            16 => (*lengths.last()?, 3 + bits.take(2)?),
            17 => (0, 3 + bits.take(3)?),
            _ => (0, 11 + bits.take(7)?),
        };
        lengths.extend(std::iter::repeat_n(value, repeat as usize));
    }
    let (literal_lengths, distance_lengths) = lengths.get(..literals + distances)?.split_at_checked(literals)?;
    Some((Code::new(literal_lengths)?, Code::new(distance_lengths)?))
}

fn coded(bits: &mut Bits<'_>, literals: &Code, distances: &Code, size: &mut u64, cap: u64) -> Option<()> {
    while *size <= cap {
        match bits.symbol(literals)? {
            0..=255 => *size += 1,
            256 => break,
            symbol => {
                let place = usize::from(symbol) - 257;
                let extra = bits.take(u32::from(*LENGTH_BITS.get(place)?))?;
                *size += u64::from(*LENGTH_BASE.get(place)?) + u64::from(extra);
                let distance = u32::from(bits.symbol(distances)?);
                bits.take((distance / 2).saturating_sub(1))?;
            }
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn stored_fixed_and_broken_streams() {
        assert_eq!(unpacked_size(&[1, 3, 0, 0xFC, 0xFF, b'a', b'b', b'c'], 100), Some(3));
        // "aaaaaaaaaa" with the fixed code: one literal and a repeat of nine.
        assert_eq!(unpacked_size(&[0x4B, 0x84, 0x03, 0x00], 100), Some(10));
        assert_eq!(unpacked_size(&[0x4B, 0x84], 100), None);
        assert_eq!(unpacked_size(&[7], 100), None);
        assert_eq!(unpacked_size(&[], 100), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered(data in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = unpacked_size(&data, 10_000);
        }
    }
}
