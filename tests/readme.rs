//! The README's generated parts are what the program says of itself. `UPDATE_README=1` writes them anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use zhiban::app::action;
use zhiban::i18n::Lang;
use zhiban::keys::Keymap;

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

/// The text with the part between `<!-- name -->` and `<!-- /name -->` replaced.
fn with_part(text: &str, name: &str, part: &str) -> String {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = text
        .split_once(&open)
        .unwrap_or_else(|| panic!("no {open} in the README"));
    let (_, after) = rest
        .split_once(&close)
        .unwrap_or_else(|| panic!("no {close} in the README"));
    format!("{before}{open}{}\n{close}{after}", part.trim_end())
}

const RUNNING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/config/README.md");

#[test]
fn the_page_of_what_may_follow_what_is_up_to_date() {
    let text = std::fs::read_to_string(RUNNING).unwrap();
    let made = with_part(&text, "life", &zhiban::app::handbook::matter_table(Lang::Zh));
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(RUNNING, &made).unwrap();
    }
    assert!(made == text, "run the test with UPDATE_README=1 and look at the change");
}

#[test]
fn the_page_of_rights_is_up_to_date() {
    let text = std::fs::read_to_string(RUNNING).unwrap();
    let made = with_part(&text, "rights", &zhiban::app::handbook::rights_table(Lang::Zh));
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(RUNNING, &made).unwrap();
    }
    assert!(made == text, "run the test with UPDATE_README=1 and look at the change");
    assert!(zhiban::app::handbook::rights_table(Lang::En).is_ascii());
}

#[test]
fn the_page_for_other_programs_is_up_to_date() {
    let text = std::fs::read_to_string(RUNNING).unwrap();
    let made = with_part(&text, "acts", &zhiban::cli::acts::page(Lang::Zh));
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(RUNNING, &made).unwrap();
    }
    assert!(made == text, "run the test with UPDATE_README=1 and look at the change");
}

#[test]
fn the_generated_parts_are_up_to_date() {
    let text = std::fs::read_to_string(README).unwrap();
    let (keymap, warnings) = Keymap::shipped(&action::ids());
    assert!(warnings.is_empty(), "{warnings:?}");
    let mut made = with_part(&text, "keys:zh", &action::readme_table(Lang::Zh, &keymap));
    made = with_part(&made, "keys:en", &action::readme_table(Lang::En, &keymap));
    made = with_part(&made, "json", &zhiban::cli::list::readme_keys(Lang::Zh));
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(README, &made).unwrap();
    }
    assert!(
        made == text,
        "the README's tables are old; run the test with UPDATE_README=1 and look at the change"
    );
}
