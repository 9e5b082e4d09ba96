//! The keys of the lists, in order. Who reads CSV by the place of a column goes on reading it rightly: a new key stands
//! behind all that were released.

use std::fmt::Write as _;

use super::super::args::What;
use super::{desk, opinions, people};
use crate::i18n::{Lang, field};

/// The keys of a list in order, those for people alone where that is asked.
pub fn of(what: What, only_shown: bool) -> Vec<&'static str> {
    match what {
        What::Today | What::Queue => desk::visit_keys(only_shown),
        What::Sessions => desk::session_keys(only_shown),
        What::Opinions => opinions::opinion_keys(only_shown),
        What::Deputies => people::deputy_keys(only_shown),
        What::Units => people::unit_keys(only_shown),
    }
}

/// The lists of the README.
const LISTS: [(&str, What); 5] = [
    ("today, queue", What::Today),
    ("sessions", What::Sessions),
    ("opinions", What::Opinions),
    ("deputies", What::Deputies),
    ("units", What::Units),
];

/// The keys as a table in Markdown.
#[cfg_attr(not(feature = "rings"), allow(dead_code))] // prints a part of the README
pub fn readme_keys(lang: Lang) -> String {
    let mut out = String::new();
    for (name, what) in LISTS {
        let keys = of(what, false);
        let named: Vec<String> = keys
            .iter()
            .map(|k| format!("`{k}` {}", field::label(lang, k)))
            .collect();
        let _ = writeln!(out, "- {name}: {}", named.join(", "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_name_in_both_languages() {
        for (list, what) in LISTS {
            for key in of(what, false) {
                assert!(field::Texts::ALL.iter().any(|(name, ..)| *name == key), "{list}: {key}");
            }
        }
        assert!(readme_keys(Lang::Zh).contains("`ticket` 号"));
        assert!(readme_keys(Lang::En).is_ascii());
    }
}
