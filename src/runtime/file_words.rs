//! What is missing of the file, as sentences for people.

use crate::domain::code::NumberFamily;
use crate::i18n::{Lang, fill};
use crate::store::anchor::{LostNumbers, LostTail, OPINIONS, TICKETS};

/// What is missing, as far as can be told, and where it still is.
pub fn lost_tail(lang: Lang, lost: &LostTail) -> String {
    let t = &lang.texts().file;
    let path = lost.path.display().to_string();
    let (seq, head, first) = (lost.note.seq, lost.head, lost.head + 1);
    let values = [("seq", seq), ("head", head), ("first", first)].map(|(name, n)| (name, n.to_string()));
    let mut with: Vec<(&str, &str)> = values.iter().map(|(name, n)| (*name, n.as_str())).collect();
    with.push(("path", &path));
    let what = match (lost.is_other, head) {
        (true, _) => t.lost_other,
        (false, 0) => t.lost_all,
        (false, _) => t.lost_tail,
    };
    let numbers: Vec<String> = lost.numbers.iter().map(|n| numbers(lang, n)).collect();
    let given = if numbers.is_empty() {
        t.lost_no_numbers.to_owned()
    } else {
        fill(t.lost_numbers, &[("numbers", &numbers.join(t.and))])
    };
    let rescue = lost.rescue.as_ref().map_or_else(
        || t.no_rescue.to_owned(),
        |found| {
            let text = if found.has_all { t.rescue } else { t.rescue_some };
            let (path, seq) = (found.path.display().to_string(), found.seq.to_string());
            fill(text, &[("path", &path), ("seq", &seq)])
        },
    );
    joined(lang, &[&fill(what, &with), &given, &rescue])
}

/// The same for whoever wanted to write and may not yet.
pub fn lost_tail_stops(lang: Lang, lost: &LostTail) -> String {
    let t = &lang.texts().file;
    joined(lang, &[&lost_tail(lang, lost), t.stopped, t.how_to_go_on])
}

fn joined(lang: Lang, sentences: &[&str]) -> String {
    sentences.join(if lang.is_zh() { "" } else { " " })
}

fn numbers(lang: Lang, lost: &LostNumbers) -> String {
    let t = &lang.texts().file;
    let width = if lost.kind == OPINIONS { 4 } else { 3 };
    let [first, last] = [lost.first, lost.last].map(|n| format!("{n:0width$}"));
    let span = if first == last {
        first
    } else {
        fill(t.span, &[("first", &first), ("last", &last)])
    };
    let kind = NumberFamily::from_code(&lost.kind).and_then(NumberFamily::mark);
    let text = match lost.kind.as_str() {
        OPINIONS => t.opinions,
        TICKETS => t.tickets,
        _ => t.papers,
    };
    let values = [
        ("kind", kind.unwrap_or(&lost.kind)),
        ("scope", &lost.scope),
        ("span", &span),
    ];
    fill(text, &values)
}
