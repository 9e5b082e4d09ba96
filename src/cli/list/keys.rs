//! The keys of the lists, in order. Who reads CSV by the place of a column goes on reading it rightly: a new key stands
//! behind all that were released.

use std::fmt::Write as _;

use super::super::args::What;
use crate::i18n::{Lang, field};

const VISIT: &[&str] = &[
    "day",
    "ticket",
    "state",
    "label",
    "first_words",
    "heads",
    "table",
    "channel",
    "asked",
    "priority",
    "priority_reason",
    "arrived_at",
    "called_at",
    "calls",
    "talk_at",
    "over_at",
    "missed",
    "after_close",
    "consult_only",
    "unwritten",
    "opinions",
    "outcome_reason",
    "promised",
    "phone",
    "carried_from",
    "head_informed",
    "doubtful",
    "note",
    "by",
    "rev",
];
const SESSION: &[&str] = &[
    "day",
    "ordinal",
    "state",
    "kind",
    "starts",
    "ends",
    "place",
    "tables",
    "theme",
    "presence",
    "opened_at",
    "closed_at",
    "deputies",
    "received",
    "opinions",
    "rev",
];
const OPINION: &[&str] = &[
    "number",
    "day",
    "state",
    "words",
    "summary",
    "category",
    "place",
    "urgency",
    "scope",
    "affected",
    "channel",
    "confidential",
    "person",
    "phone",
    "village",
    "anonymous",
    "deputies",
    "ticket",
    "unit",
    "round",
    "handed_at",
    "due",
    "promised_for",
    "answer",
    "answered_at",
    "class",
    "class_date",
    "on_spot",
    "guidance",
    "told",
    "failed_tellings",
    "held",
    "grade",
    "parties",
    "split_from",
    "paper_no",
    "void_reason",
    "filed_at",
    "closed_at",
    "rev",
    "history",
    "due_time",
    "due_provisional",
    "handovers",
    "numbers",
    "keeper",
];
const DEPUTY: &[&str] = &[
    "name",
    "levels",
    "sex",
    "nation",
    "born",
    "party",
    "post",
    "constituency",
    "team",
    "speciality",
    "phone",
    "note",
    "active",
    "rev",
];
const UNIT: &[&str] = &[
    "name", "short", "kind", "contact", "phone", "scope", "via", "active", "rev",
];

/// Keys of every list, in order, for the README.
pub const KEYS: &[(&str, &[&str])] = &[
    ("today", VISIT),
    ("queue", VISIT),
    ("sessions", SESSION),
    ("opinions", OPINION),
    ("deputies", DEPUTY),
    ("units", UNIT),
];

/// The keys as a table in Markdown.
pub fn readme_keys(lang: Lang) -> String {
    let mut out = String::new();
    for (list, keys) in KEYS.iter().filter(|(list, _)| *list != "queue") {
        let name = if *list == "today" { "today, queue" } else { list };
        let named: Vec<String> = keys
            .iter()
            .map(|k| format!("`{k}` {}", field::label(lang, k)))
            .collect();
        let _ = writeln!(out, "- {name}: {}", named.join(", "));
    }
    out
}

/// Columns for people.
pub const fn columns(what: What) -> &'static [&'static str] {
    match what {
        What::Today | What::Queue => &[
            "ticket",
            "state",
            "label",
            "heads",
            "table",
            "arrived_at",
            "over_at",
            "opinions",
        ],
        What::Sessions => &["day", "ordinal", "state", "place", "deputies", "received", "opinions"],
        What::Opinions => &["number", "day", "state", "words", "person", "unit", "due"],
        What::Deputies => &["name", "levels", "post", "constituency", "phone"],
        What::Units => &["name", "short", "kind", "contact", "phone"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_name_in_both_languages() {
        for (list, keys) in KEYS {
            for key in *keys {
                assert!(field::Texts::ALL.iter().any(|(name, ..)| name == key), "{list}: {key}");
            }
        }
        assert!(readme_keys(Lang::Zh).contains("`ticket` 号"));
        assert!(readme_keys(Lang::En).is_ascii());
    }
}
