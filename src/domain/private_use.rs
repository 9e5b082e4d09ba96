//! Characters that older data holds as private use: the places where GB 18030 put ninety characters before Unicode had
//! them. They are kept as they came, in the record and in the log; a search and the screen take the real character.

/// Where the ten upright punctuation marks lay.
const MARKS: u32 = 0xE78D;

/// Where the eighty characters and radicals lay.
const HAN: u32 = 0xE815;

/// The ten marks, in their old order.
const MARKS_NOW: [u32; 10] = [
    0xFE10, 0xFE12, 0xFE11, 0xFE13, 0xFE14, 0xFE15, 0xFE16, 0xFE17, 0xFE18, 0xFE19,
];

/// The eighty, in their old order (the rows FE50 to FEA0 of the standard).
const HAN_NOW: [u32; 80] = [
    0x2E81, 0x20087, 0x20089, 0x200CC, 0x2E84, 0x3473, 0x3447, 0x2E88, 0x2E8B, 0x9FB4, 0x359E, 0x361A, 0x360E, 0x2E8C,
    0x2E97, 0x396E, 0x3918, 0x9FB5, 0x39CF, 0x39DF, 0x3A73, 0x39D0, 0x9FB6, 0x9FB7, 0x3B4E, 0x3C6E, 0x3CE0, 0x2EA7,
    0x215D7, 0x9FB8, 0x2EAA, 0x4056, 0x415F, 0x2EAE, 0x4337, 0x2EB3, 0x2EB6, 0x2EB7, 0x2298F, 0x43B1, 0x43AC, 0x2EBB,
    0x43DD, 0x44D6, 0x4661, 0x464C, 0x9FB9, 0x4723, 0x4729, 0x477C, 0x478D, 0x2ECA, 0x4947, 0x497A, 0x497D, 0x4982,
    0x4983, 0x4985, 0x4986, 0x499F, 0x499B, 0x49B7, 0x49B6, 0x9FBA, 0x241FE, 0x4CA3, 0x4C9F, 0x4CA0, 0x4CA1, 0x4C77,
    0x4CA2, 0x4D13, 0x4D14, 0x4D15, 0x4D16, 0x4D17, 0x4D18, 0x4D19, 0x4DAE, 0x9FBB,
];

/// The character that is meant: the real one for a known place of private use, any other as it is.
pub fn standard(c: char) -> char {
    let n = u32::from(c);
    let at = |first: u32| n.checked_sub(first).map(|at| at as usize);
    let old = match n {
        0xE78D..=0xE796 => at(MARKS).and_then(|at| MARKS_NOW.get(at)),
        0xE815..=0xE864 => at(HAN).and_then(|at| HAN_NOW.get(at)),
        _ => return c,
    };
    old.and_then(|now| char::from_u32(*now)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;

    use super::*;

    #[test]
    fn the_places_are_those_of_the_standard() {
        // Row FE of the two-byte part, without 7F. What the decoder itself still keeps as private use says nothing.
        let trails = (0x50..=0xA0).filter(|b| *b != 0x7F);
        let mut compared = 0;
        for (n, trail) in (HAN..).zip(trails) {
            let bytes = [0xFE, trail];
            let (text, _, bad) = GB18030.decode(&bytes);
            let found = text.chars().next().unwrap();
            let now = standard(char::from_u32(n).unwrap());
            assert!(
                !bad && (found == now || u32::from(found) == n),
                "FE{trail:X}: {found} {now}"
            );
            compared += usize::from(found == now);
        }
        assert!(compared >= 60, "{compared}");
    }

    #[test]
    fn every_place_has_one_character_and_no_other_is_touched() {
        let places = (0xE78D..=0xE796).chain(0xE815..=0xE864);
        let mut all: Vec<char> = places.map(|n| standard(char::from_u32(n).unwrap())).collect();
        assert!(all.iter().all(|c| !matches!(c, '\u{E000}'..='\u{F8FF}')));
        // They take as many cells as before, so that no row moves.
        assert!(all.iter().all(|c| crate::cells::of(c.encode_utf8(&mut [0; 4])) == 2));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 90);
        for c in ['王', 'a', '\u{E000}', '\u{E814}', '\u{E865}', '\u{E78C}', '\u{E797}'] {
            assert_eq!(standard(c), c);
        }
    }
}
