//! Corrected fields as they stand in events (`domain::change`): their names and values in words.

use uuid::Uuid;

use super::{Lang, code, history};
use crate::domain::code::{Channel, Consent, Reach, Scope, Sex, Urgency, Way};
use crate::domain::fields::CitizenField;
use crate::domain::rules::Ruleset;

/// What the screen calls a field of an event: the text of that name, of the forms it is typed in.
pub fn field(lang: Lang, name: &str) -> &str {
    let found = super::sheet::Texts::ALL.iter().find(|(key, ..)| *key == name);
    found.map_or(name, |(_, zh, en)| if lang.is_zh() { zh } else { en })
}

/// A value of an event in words: codes by their labels, phones masked, ids by the names they go by, and without one as a sign
/// that there is one.
pub fn value(lang: Lang, rules: Option<&Ruleset>, names: &[(Uuid, String)], (name, value): (&str, &str)) -> String {
    let t = &lang.texts().sheet;
    let coded = match name {
        "category" => Some(history::category(lang, rules, value)),
        "class" => Some(history::class(lang, rules, value)),
        "urgency" => Urgency::from_code(value).map(|v| code::urgency(lang, v)),
        "scope" => Scope::from_code(value).map(|v| code::scope(lang, v)),
        "channel" => Channel::from_code(value).map(|v| code::channel(lang, v)),
        "consent_phone" | "consent_publish" => Consent::from_code(value).map(|v| code::consent(lang, v)),
        "opened_way" => Way::from_code(value).map(|v| code::way(lang, v)),
        "sex" => Sex::from_code(value).map(|v| code::sex(lang, v)),
        "reach" => Reach::from_code(value).map(|v| code::reach(lang, v)),
        "confidential" | "cannot_read" | "privacy_told" => Some(if value == "1" { t.yes } else { t.no }),
        _ => None,
    };
    if let Some(field) = CitizenField::of_key(name).filter(|field| field.reaches()) {
        return field.without_numbers(value);
    }
    match name {
        "due" => value.parse().map_or_else(
            |()| value.to_owned(),
            |due| super::deadline_on(lang, due, due.day.to_string()),
        ),
        "deputies" | "village" => {
            let called = |id: &str| names.iter().find(|(known, _)| known.to_string() == id);
            let each = value.split(',').map(|id| called(id).map_or("*", |(_, name)| name));
            each.collect::<Vec<_>>().join(" ")
        }
        _ => coded.unwrap_or(value).to_owned(),
    }
}
