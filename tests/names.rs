//! Names as people have them: rare characters, dots, and what older data holds as private use; kept as they came, shown as
//! far as a terminal can, found either way.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

mod seat;

use seat::{Seat, Town};

/// One of each extension, A to I, and the dot of a minority name.
const NAMES: [&str; 10] = [
    "王㛃",
    "王𠮷",
    "王𪜀",
    "王𫝀",
    "王𫠠",
    "王𬺰",
    "王𰻞",
    "王\u{31350}",
    "王\u{2EBF0}",
    "阿依古丽·买买提",
];

/// Files a matter of somebody and goes back to the desk.
fn file(a: &mut Seat, name: &str) {
    a.press("F4");
    a.wait("照原话记");
    a.text("路灯不亮")
        .press("Tab 1 PageDown")
        .text(name)
        .press("PageDown 4 F9");
    a.wait("登记");
    a.press("Esc F7");
    a.wait("谈完");
}

fn people(town: &Town) -> Vec<String> {
    let all = town.list(&["opinions"]);
    let mut names: Vec<String> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|o| o["person"].as_str().unwrap_or_default().to_owned())
        .collect();
    names.reverse();
    names
}

#[test]
fn every_assigned_character_is_filed_as_it_was_typed() {
    let town = Town::new();
    let mut a = town.seat();
    a.wait("林晓");
    for name in NAMES {
        file(&mut a, name);
    }
    assert_eq!(people(&town), NAMES);
    for name in NAMES {
        let found = town.list(&["opinions", "--match", name]);
        assert_eq!(found.as_array().unwrap().len(), 1, "{name}: {found}");
    }
    // With the dot as other keyboards send it, or without.
    for typed in ["阿依古丽•买买提", "阿依古丽"] {
        let found = town.list(&["opinions", "--match", typed]);
        assert_eq!(found.as_array().unwrap().len(), 1, "{typed}: {found}");
    }
}

#[test]
fn a_late_extension_is_a_mark_and_its_code_point_stands_in_the_record() {
    let town = Town::new();
    let mut a = town.seat();
    a.wait("林晓");
    file(&mut a, "王\u{31350}\u{2EBF0}𰻞");
    a.press("2 Enter");
    let screen = a.wait("生僻字码");
    assert!(screen.contains("王〓〓𰻞"), "{screen}");
    assert!(screen.contains("〓 U+31350  〓 U+2EBF0"), "{screen}");
    assert!(
        !screen.contains("U+30EDE"),
        "what every terminal draws needs no code:\n{screen}"
    );
    // Masked, the record says nothing of the name.
    a.press("Ctrl-o");
    a.wait_gone("U+31350");
}

#[test]
fn a_character_kept_as_private_use_is_shown_and_found_as_the_real_one() {
    let town = Town::new();
    let mut a = town.seat();
    a.wait("林晓");
    file(&mut a, "王\u{E856}");
    assert_eq!(people(&town), ["王\u{E856}"], "the record keeps what was given");
    for typed in ["王\u{4CA3}", "\u{4CA3}", "王\u{E856}"] {
        let found = town.list(&["opinions", "--match", typed]);
        assert_eq!(found.as_array().unwrap().len(), 1, "{typed}");
    }
    a.press("2");
    let screen = a.wait("王\u{4CA3}");
    assert!(!screen.contains('\u{E856}'), "{screen}");
    town.ok(&["check", "--deep"]);
}
