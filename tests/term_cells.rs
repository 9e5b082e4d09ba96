//! The checked-in width classes against unicode-width: an update of the crate must not shift a layout unseen.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthChar as _;
use zhiban::cells::{self, Class};

/// Class A letters and accents of UAX 11, which unicode-width counts narrow even for CJK while xterm -cjk_width and
/// PuTTY draw them wide: Greek, Cyrillic, and the tone letters of pinyin among them.
#[rustfmt::skip]
fn is_ambiguous_letter(n: u32) -> bool {
    matches!(n,
        0xA8 | 0xAA | 0xB4 | 0xB8 | 0xBA | 0xC6 | 0xD0 | 0xD8 | 0xDE..=0xE1 | 0xE6 | 0xE8..=0xEA | 0xEC..=0xED | 0xF0
        | 0xF2..=0xF3 | 0xF8..=0xFA | 0xFC | 0xFE | 0x101 | 0x111 | 0x113 | 0x11B | 0x126..=0x127 | 0x12B | 0x131..=0x133
        | 0x138 | 0x13F..=0x142 | 0x144 | 0x148..=0x14B | 0x14D | 0x152..=0x153 | 0x166..=0x167 | 0x16B | 0x1CE | 0x1D0
        | 0x1D2 | 0x1D4 | 0x1D6 | 0x1D8 | 0x1DA | 0x1DC | 0x251 | 0x261 | 0x2C4 | 0x2C7 | 0x2C9..=0x2CB | 0x2CD | 0x2D0
        | 0x2D8..=0x2DB | 0x2DD | 0x2DF | 0x391..=0x3A1 | 0x3A3..=0x3A9 | 0x3B1..=0x3C1 | 0x3C3..=0x3C9 | 0x401
        | 0x410..=0x44F | 0x451 | 0x207F | 0x2113 | 0x2126 | 0x212B)
}

/// What the table was made from: unicode-width, and the places where real terminals taught us better.
fn derived(c: char) -> Class {
    let n = u32::from(c);
    let invisible = matches!(n, 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF
        | 0xAD | 0x61C | 0x180B..=0x180F | 0xFFF0..=0xFFFB | 0xFFFE..=0xFFFF | 0xFDD0..=0xFDEF | 0xE0000..=0xE0FFF);
    // Marks that join what follows them: beside a blank they would change what the blank measures.
    let joins_next = matches!(n, 0x600..=0x605 | 0x6DD | 0x70F | 0x890..=0x891 | 0x8E2 | 0xD4E | 0x110BD | 0x110CD | 0x111C2..=0x111C3
        | 0x113D1 | 0x1193F | 0x11941 | 0x11A3A | 0x11A84..=0x11A89 | 0x11D46 | 0x11F02);
    if c.is_control() || invisible || joins_next {
        return Class::Zero;
    }
    let (narrow, wide) = (c.width().unwrap_or(0), c.width_cjk().unwrap_or(0));
    // Private use, Yijing, emoji, the late extensions and what is not assigned in planes 2 and 3, the new
    // description characters, Tangut and the late kana, Tai Xuan Jing.
    let disputed = matches!(n, 0xE000..=0xF8FF | 0xF0000..=0x0010_FFFF | 0x4DC0..=0x4DFF | 0x1F000..=0x1FAFF
        | 0x2EBF0..=0x2F7FF | 0x2FA20..=0x2FFFF | 0x31350..=0x3FFFF | 0x2FFC..=0x2FFF | 0x31E4..=0x31EF)
        || (matches!(n, 0x16FE0..=0x1B2FF | 0x1D300..=0x1D37F) && narrow == 2)
        // Signs that became wide when they became emoji; only the angle brackets were wide before.
        || (matches!(n, 0x2300..=0x2BFF) && narrow == 2 && !matches!(n, 0x2329 | 0x232A));
    match (narrow, wide) {
        _ if disputed => Class::Uncertain,
        (0, _) => Class::Zero,
        (1, 2) => Class::Ambiguous,
        (1, 1) if is_ambiguous_letter(n) => Class::Ambiguous,
        (1, _) => Class::One,
        _ => Class::Wide,
    }
}

#[test]
fn the_table_is_what_unicode_width_says() {
    let wrong: Vec<String> = ('\0'..=char::MAX)
        .filter(|c| cells::class_of(*c) != derived(*c))
        .map(|c| {
            format!(
                "U+{:04X} table {:?}, derived {:?}",
                u32::from(c),
                cells::class_of(c),
                derived(c)
            )
        })
        .take(20)
        .collect();
    assert!(
        wrong.is_empty(),
        "cells/table.rs differs (run print_the_table if this is meant): {wrong:#?}"
    );
}

/// Makes the rows of `src/cells/table.rs`: `cargo test --test term_cells -- --ignored --nocapture`.
#[test]
#[ignore = "prints the table, checks nothing"]
fn print_the_table() {
    let mut rows: Vec<(u32, u32, Class)> = Vec::new();
    for c in '\0'..=char::MAX {
        let (n, class) = (u32::from(c), derived(c));
        match rows.last_mut() {
            Some((_, last, same)) if *same == class && *last + 1 == n => *last = n,
            _ => rows.push((n, n, class)),
        }
    }
    let mut line = String::from("   ");
    for (first, last, class) in rows.iter().filter(|r| r.2 != Class::One) {
        let letter = match class {
            Class::Zero => 'Z',
            Class::Wide => 'W',
            Class::Ambiguous => 'A',
            _ => 'U',
        };
        let row = format!(" (0x{first:X}, 0x{last:X}, {letter}),");
        if line.len() + row.len() > 118 {
            println!("{line}");
            line = String::from("   ");
        }
        line.push_str(&row);
    }
    println!("{line}");
}

#[allow(clippy::unicode_not_nfc)]
/// Everything that joins, sits between, or must never be seen, among ordinary characters.
fn text() -> impl Strategy<Value = String> {
    let odd = "ae 石桥、か“①·\u{301}\u{3099}\u{302A}\u{200B}\u{200C}\u{200D}\u{FE0F}\u{20E3}\u{600}\u{903}각가🇨🇳👨👩🏽\r\n\t\u{1b}\u{7f}\u{85}\u{202E}";
    let odd: Vec<char> = odd.chars().collect();
    prop::collection::vec(prop_oneof![4 => prop::sample::select(odd), 1 => any::<char>()], 0..24)
        .prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn graphemes_are_those_of_the_full_rules(text in text()) {
        let all: Vec<&str> = text.graphemes(true).collect();
        prop_assert_eq!(cells::graphemes(&text).collect::<Vec<_>>(), all.clone());
        let mut back: Vec<&str> = cells::graphemes(&text).rev().collect();
        back.reverse();
        prop_assert_eq!(back, all);
    }

    #[test]
    fn clean_text_has_nothing_that_acts(text in text()) {
        let clean = cells::clean(&text);
        let forbidden = |c: char| c.is_control() || matches!(c, '\u{200B}' | '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        prop_assert!(!clean.contains(forbidden), "{:?}", clean);
    }

    #[test]
    fn cut_and_filled_text_has_the_width_asked_for(text in text(), cells_asked in 0..30_usize) {
        prop_assert_eq!(cells::width(&cells::pad(&cells::clean(&text), cells_asked)), cells_asked);
        prop_assert!(cells::width(&cells::fit(&text, cells_asked)) <= cells_asked);
    }
}
