//! What a row of a table would change of somebody who is there, in words.

use serde_json::Value;

use crate::domain::code::{Level, Sex, UnitKind};
use crate::domain::mask::mask_phone;
use crate::domain::phone::dialled;
use crate::domain::shape::Class;
use crate::i18n::{Lang, code, field};

/// A profile as its rows say it.
pub(super) type Said = Vec<(&'static str, Class, Value)>;

/// What tells a new one apart, the first of these that is said.
const APART: [&str; 3] = ["post", "constituency", "kind"];

/// What tells a new one apart, or which fields of a known one become what; the phone first, which is what mostly changes.
pub(super) fn detail(lang: Lang, old: Option<&Said>, new: &Said) -> String {
    let Some(old) = old else {
        let of = |key: &&str| new.iter().find(|(name, ..)| name == key);
        let mut apart = APART.iter().filter_map(of);
        return apart.find_map(|said| words(lang, said)).unwrap_or_default();
    };
    let changed = old.iter().zip(new).filter(|(old, new)| old.2 != new.2);
    from_to(lang, changed.collect())
}

/// What a row changes, with the words for leaving before everything else: whoever leaves is told of first.
pub(super) fn with_leaving(detail: String, leaves: Option<&str>) -> String {
    let parts = leaves.into_iter().map(str::to_owned).chain([detail]);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
}

/// Who a row names, and what it says otherwise than is known of the one it may be.
pub(super) fn differs(lang: Lang, name: &str, (old, new): (&Said, &Said)) -> String {
    let both = old.iter().zip(new).filter(|(old, new)| old.2 != new.2);
    let both = both.filter(|(old, new)| words(lang, old).is_some() && words(lang, new).is_some());
    let said = from_to(
        lang,
        both.filter(|(old, new)| words(lang, old) != words(lang, new)).collect(),
    );
    [name, &said].join("  ").trim_end().to_owned()
}

/// A value of a profile, what it was and what it becomes.
type Pair<'a> = (&'a (&'static str, Class, Value), &'a (&'static str, Class, Value));

fn from_to(lang: Lang, mut changed: Vec<Pair<'_>>) -> String {
    changed.sort_by_key(|(_, (key, ..))| *key != "phone");
    let said: Vec<String> = changed
        .into_iter()
        .map(|(old, new)| {
            // Whoever is there keeps their name; a unit may come to be called by its whole one.
            let label = match new.0 {
                "name" => lang.texts().ask.unit_name,
                key => field::label(lang, key),
            };
            let after = words(lang, new).unwrap_or_default();
            match words(lang, old) {
                Some(before) => format!("{label} {before} > {after}"),
                None => format!("{label} {after}"),
            }
        })
        .collect();
    said.join("  ")
}

/// A value as the screen says it; none where nothing is said.
fn words(lang: Lang, (key, class, value): &(&'static str, Class, Value)) -> Option<String> {
    let text = match value {
        Value::Array(levels) => {
            let levels = levels.iter().filter_map(Value::as_str).filter_map(Level::from_code);
            code::levels_short(lang, &levels.collect::<Vec<_>>())
        }
        _ => value.as_str()?.to_owned(),
    };
    let coded = match *key {
        "kind" => UnitKind::from_code(&text).map(|kind| code::unit_kind(lang, kind)),
        "sex" => Sex::from_code(&text).map(|sex| code::sex(lang, sex)),
        _ => None,
    };
    let shown = match coded {
        Some(coded) => coded.to_owned(),
        None if *class == Class::Private => mask_phone(&text),
        None if *key == "phone" => dialled(&text),
        None => text,
    };
    (!shown.is_empty()).then_some(shown)
}
