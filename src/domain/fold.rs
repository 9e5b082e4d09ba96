//! One form for characters that look alike: what a PDF, an old font or another input method leaves in a name. Whatever is
//! compared or searched goes through [`alike`] on both sides; a label of a table goes through [`ordinary`] on its way in.
//! What somebody said in their own words is never touched.

use unicode_normalization::UnicodeNormalization as _;

use super::private_use::standard;

/// The radicals with characters of their own, `EquivalentUnifiedIdeograph` of the Unicode Character Database; the block
/// after them (U+2F00) is folded by NFKC.
const RADICALS: [(u32, u32); 114] = [
    (0x2E81, 0x5382),
    (0x2E82, 0x4E5B),
    (0x2E83, 0x4E5A),
    (0x2E84, 0x4E59),
    (0x2E85, 0x4EBB),
    (0x2E86, 0x5182),
    (0x2E87, 0x20628),
    (0x2E88, 0x5200),
    (0x2E89, 0x5202),
    (0x2E8A, 0x535C),
    (0x2E8B, 0x353E),
    (0x2E8C, 0x5C0F),
    (0x2E8D, 0x5C0F),
    (0x2E8E, 0x5140),
    (0x2E8F, 0x5C23),
    (0x2E90, 0x5C22),
    (0x2E91, 0x21BC2),
    (0x2E92, 0x5DF3),
    (0x2E93, 0x5E7A),
    (0x2E94, 0x5F51),
    (0x2E95, 0x5F50),
    (0x2E96, 0x5FC4),
    (0x2E97, 0x5FC3),
    (0x2E98, 0x624C),
    (0x2E99, 0x6535),
    (0x2E9B, 0x65E1),
    (0x2E9C, 0x65E5),
    (0x2E9D, 0x6708),
    (0x2E9E, 0x6B7A),
    (0x2E9F, 0x6BCD),
    (0x2EA0, 0x6C11),
    (0x2EA1, 0x6C35),
    (0x2EA2, 0x6C3A),
    (0x2EA3, 0x706C),
    (0x2EA4, 0x722B),
    (0x2EA5, 0x722B),
    (0x2EA6, 0x4E2C),
    (0x2EA7, 0x725B),
    (0x2EA8, 0x72AD),
    (0x2EA9, 0x738B),
    (0x2EAA, 0x24D14),
    (0x2EAB, 0x76EE),
    (0x2EAC, 0x793A),
    (0x2EAD, 0x793B),
    (0x2EAE, 0x25AD7),
    (0x2EAF, 0x7CF9),
    (0x2EB0, 0x7E9F),
    (0x2EB1, 0x7F53),
    (0x2EB2, 0x7F52),
    (0x2EB3, 0x34C1),
    (0x2EB4, 0x5197),
    (0x2EB5, 0x2626B),
    (0x2EB6, 0x7F8A),
    (0x2EB7, 0x2634C),
    (0x2EB8, 0x2634B),
    (0x2EB9, 0x8002),
    (0x2EBA, 0x8080),
    (0x2EBB, 0x807F),
    (0x2EBC, 0x8089),
    (0x2EBD, 0x26951),
    (0x2EBE, 0x8279),
    (0x2EBF, 0x8279),
    (0x2EC0, 0x8279),
    (0x2EC1, 0x864E),
    (0x2EC2, 0x8864),
    (0x2EC3, 0x8980),
    (0x2EC4, 0x897F),
    (0x2EC5, 0x89C1),
    (0x2EC6, 0x89D2),
    (0x2EC7, 0x278B2),
    (0x2EC8, 0x8BA0),
    (0x2EC9, 0x8D1D),
    (0x2ECA, 0x27FB7),
    (0x2ECB, 0x8F66),
    (0x2ECC, 0x8FB6),
    (0x2ECD, 0x8FB6),
    (0x2ECE, 0x8FB6),
    (0x2ECF, 0x9091),
    (0x2ED0, 0x9485),
    (0x2ED1, 0x9577),
    (0x2ED2, 0x9578),
    (0x2ED3, 0x957F),
    (0x2ED4, 0x95E8),
    (0x2ED5, 0x28E0F),
    (0x2ED6, 0x961D),
    (0x2ED7, 0x96E8),
    (0x2ED8, 0x9752),
    (0x2ED9, 0x97E6),
    (0x2EDA, 0x9875),
    (0x2EDB, 0x98CE),
    (0x2EDC, 0x98DE),
    (0x2EDD, 0x98DF),
    (0x2EDE, 0x2967F),
    (0x2EDF, 0x98E0),
    (0x2EE0, 0x9963),
    (0x2EE1, 0x29810),
    (0x2EE2, 0x9A6C),
    (0x2EE3, 0x9AA8),
    (0x2EE4, 0x9B3C),
    (0x2EE5, 0x9C7C),
    (0x2EE6, 0x9E1F),
    (0x2EE7, 0x5364),
    (0x2EE8, 0x9EA6),
    (0x2EE9, 0x9EC4),
    (0x2EEA, 0x9EFE),
    (0x2EEB, 0x6589),
    (0x2EEC, 0x9F50),
    (0x2EED, 0x6B6F),
    (0x2EEE, 0x9F7F),
    (0x2EEF, 0x7ADC),
    (0x2EF0, 0x9F99),
    (0x2EF1, 0x9F9C),
    (0x2EF2, 0x4E80),
    (0x2EF3, 0x9F9F),
];

fn radical(c: char) -> char {
    let found = RADICALS.binary_search_by_key(&u32::from(c), |(radical, _)| *radical);
    let found = found.ok().and_then(|at| RADICALS.get(at));
    found.and_then(|(_, now)| char::from_u32(*now)).unwrap_or(c)
}

/// What no rule here changes but for its case: nearly everything that is typed.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\n' | '\u{4E00}'..='\u{9FFF}')
}

/// Whether a character draws nothing and turns nothing into another character: marks of direction, blanks of no width, tags.
pub fn draws_nothing(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Whether a character only says in which of its shapes the one before it is drawn.
pub fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{180B}'..='\u{180D}')
}

/// The ordinary characters for radicals (`⾼` `⻢`), compatibility ideographs, half-width kana and letters taken apart
/// from their marks. Width, punctuation and everything else stays as it is.
pub fn ordinary(text: &str) -> String {
    let one = |c: char| -> Vec<char> {
        match radical(c) {
            c @ ('\u{2F00}'..='\u{2FD5}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FF61}'..='\u{FF9F}'
            | '\u{2F800}'..='\u{2FA1F}') => c.nfkc().collect(),
            c => vec![c],
        }
    };
    if text.chars().all(is_plain) {
        return text.to_owned();
    }
    text.chars().flat_map(one).nfc().collect()
}

/// What is compared and searched: as [`ordinary`], and besides compatibility forms of every kind as the plain character,
/// the real character for a known place of private use, no variation selectors, lower case.
pub fn alike(text: &str) -> String {
    if text.chars().all(is_plain) {
        return text.to_ascii_lowercase();
    }
    let seen = text.chars().filter(|c| !is_selector(*c) && !draws_nothing(*c));
    seen.map(standard)
        .map(radical)
        .nfkc()
        .flat_map(char::to_lowercase)
        .map(radical)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_radical_becomes_its_character_and_none_is_left() {
        let is_radical = |c: char| matches!(c, '\u{2E80}'..='\u{2FDF}');
        for n in (0x2E81..=0x2EF3).chain(0x2F00..=0x2FD5).filter(|n| *n != 0x2E9A) {
            let text = char::from_u32(n).unwrap().to_string();
            for folded in [ordinary(&text), alike(&text)] {
                assert_eq!(folded.chars().count(), 1, "{n:X}");
                assert!(!folded.chars().any(is_radical), "{n:X} {folded}");
            }
        }
        assert!(RADICALS.is_sorted());
    }

    #[test]
    fn e1_what_looks_alike_is_alike_and_what_differs_differs() {
        for (odd, plain) in [
            ("⾼⼤⻢⼥", "高大马女"),
            ("李\u{F90A}山", "李金山"),
            ("葛\u{E0100}", "葛"),
            ("か\u{3099}", "が"),
            ("ｶﾞ", "ガ"),
            ("Ｌｉ", "li"),
            ("Ú", "u\u{301}"),
            ("㈱", "(株)"),
            ("\u{2F800}", "丽"),
        ] {
            assert_eq!(alike(odd), alike(plain), "{odd}");
        }
        for (one, other) in [("于", "干"), ("己", "已"), ("赟", "斌"), ("𠮷", "吉")] {
            assert_ne!(alike(one), alike(other), "{one}");
        }
    }

    #[test]
    fn on_its_way_in_only_the_character_changes() {
        assert_eq!(ordinary("⾼明（⼥）①Ａ　㈱"), "高明（女）①Ａ　㈱");
        assert_eq!(ordinary("Ｌｉ Wei"), "Ｌｉ Wei");
        assert_eq!(ordinary("葛\u{E0100}"), "葛\u{E0100}");
    }
}
