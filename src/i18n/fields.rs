//! Corrected fields as they stand in events (`domain::change`): their names and values in words.

use super::{Lang, code, history};
use crate::domain::code::{Channel, Reach, Scope, Urgency};
use crate::domain::rules::Ruleset;
use crate::domain::text::mask_phone;

/// What the screen calls a field of an event.
pub fn field(lang: Lang, name: &str) -> &str {
    let t = &lang.texts().sheet;
    match name {
        "words" => t.words,
        "summary" => t.summary,
        "place" => t.place,
        "papers" => t.papers,
        "papers_at" => t.papers_at,
        "answer" => t.answer,
        "category" => t.category,
        "affected" => t.affected,
        "urgency" => t.urgency,
        "scope" => t.scope,
        "deputies" => t.deputies,
        "confidential" => t.confidential,
        "channel" => t.channel,
        "due" => t.due,
        "class" => t.class,
        "name" => t.name,
        "phone" => t.phone,
        "reach" => t.reach,
        "reach_note" => t.reach_note,
        "address" => t.address,
        "on_behalf_of" => t.behalf,
        "village" => t.village,
        "cannot_read" => t.cannot_read,
        "privacy_told" => t.privacy,
        other => other,
    }
}

/// A value of an event in words: codes by their labels, phones masked, ids without a name as a sign that there is one.
pub fn value(lang: Lang, rules: Option<&Ruleset>, name: &str, value: &str) -> String {
    let t = &lang.texts().sheet;
    let coded = match name {
        "category" => Some(history::category(lang, rules, value)),
        "class" => Some(history::class(lang, rules, value)),
        "urgency" => Urgency::from_code(value).map(|v| code::urgency(lang, v)),
        "scope" => Scope::from_code(value).map(|v| code::scope(lang, v)),
        "channel" => Channel::from_code(value).map(|v| code::channel(lang, v)),
        "reach" => Reach::from_code(value).map(|v| code::reach(lang, v)),
        "confidential" | "cannot_read" | "privacy_told" => Some(if value == "1" { t.yes } else { t.no }),
        _ => None,
    };
    match name {
        "phone" => mask_phone(value),
        "due" => value.parse().map_or_else(
            |()| value.to_owned(),
            |due| super::deadline_on(lang, due, due.day.to_string()),
        ),
        "deputies" => value.split(',').count().to_string(),
        "village" => "*".to_owned(),
        _ => coded.unwrap_or(value).to_owned(),
    }
}
