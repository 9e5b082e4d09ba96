//! What is said in several fields: an arrival, a matter, where it goes, a plan, a profile, corrections.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::spelt::{Field, Misspelt, Names, Said, Sort, Spelt};
use super::values::{one, shown, text};
use crate::domain::code::Way;
use crate::domain::entry::{
    GuideEntry, HandOverEntry, Handling, OpinionEntry, PartEntry, Speaker, SpotEntry, VisitRef,
};
use crate::domain::fields::{Change, CitizenChange, CitizenDetails, CitizenField, OpinionField};
use crate::domain::id::{CitizenId, SessionId, VisitId};
use crate::domain::refusal::Subject;
use crate::domain::text::{LINE, WORDS};

/// What `opinion.file` calls the object that says where the matter goes.
pub(super) const HANDLING: &str = "handling";

/// The words for where a matter goes, each a write of its own to whoever spells it.
pub(super) const HANDLINGS: [&str; 4] = [
    "opinion.answer_on_spot",
    "opinion.hand_over",
    "opinion.guide",
    "opinion.keep",
];

/// The units of a hand-over: `unit`, or `units` of which the first leads. One of them may be an object with its own way
/// (`via`), first day (`count_from`) and day (`due`); for a single one they stand in the line.
impl Spelt for HandOverEntry {
    fn fields(_: &'static str, to: &mut Vec<Field>) {
        let mut of_one = Vec::new();
        PartEntry::fields("", &mut of_one);
        // Where `units` names them there is no `unit`, so neither has to be said.
        to.extend(of_one.into_iter().map(|field| match field.key {
            "unit" => Field { needed: false, ..field },
            _ => field,
        }));
        to.push(Field {
            key: "units",
            sort: Sort::Record(Subject::Unit),
            many: true,
            needed: false,
        });
        Way::fields("way", to);
        Option::<String>::fields("person", to);
        Option::<String>::fields("note", to);
    }

    fn read<N: Names>(_: &'static str, from: &mut Said<'_, N>) -> Result<Self, N::Error> {
        for key in ["unit", "via", "count_from", "due"] {
            from.apart(key, "units")?;
        }
        let mut parts = Vec::new();
        match from.take("units") {
            None => parts.push(PartEntry::read("", from)?),
            Some(Value::Array(units)) => {
                for unit in units {
                    parts.push(part(unit, from)?);
                }
            }
            Some(unit) => parts.push(part(unit, from)?),
        }
        let mut parts = parts.into_iter();
        Ok(Self {
            lead: parts.next().ok_or_else(|| Misspelt::Missing("units".to_owned()))?,
            further: parts.collect(),
            way: Spelt::read("way", from)?,
            person: Spelt::read("person", from.room(LINE))?,
            note: Spelt::read("note", from.room(WORDS))?,
        })
    }
}

fn part<N: Names>(said: Value, from: &mut Said<'_, N>) -> Result<PartEntry, N::Error> {
    let object = if let Value::Object(object) = said {
        object
    } else {
        Map::from_iter([("unit".to_owned(), said)])
    };
    from.within("", object, |part| PartEntry::read("", part))
}

/// Fields of the words for where a matter goes.
pub(super) fn fields_of_handling(act: &str) -> Vec<Field> {
    let mut fields = Vec::new();
    match act {
        "opinion.answer_on_spot" => SpotEntry::fields("", &mut fields),
        "opinion.hand_over" => HandOverEntry::fields("", &mut fields),
        "opinion.guide" => GuideEntry::fields("", &mut fields),
        _ => {}
    }
    fields
}

fn handling<N: Names>(from: &mut Said<'_, N>) -> Result<Handling, N::Error> {
    Ok(match from.act {
        "opinion.answer_on_spot" => Handling::OnSpot(SpotEntry::read("", from)?),
        "opinion.hand_over" => Handling::HandOver(HandOverEntry::read("", from)?),
        "opinion.guide" => Handling::Guide(GuideEntry::read("", from)?),
        "opinion.keep" => Handling::Reference,
        other => return Err(Misspelt::NoAct(other.to_owned()).into()),
    })
}

/// Where a matter goes: the fields of the line where its word says which, an object with such a word as its `act` where the
/// matter is filed, and not decided yet where there is none.
impl Spelt for Handling {
    fn fields(key: &'static str, to: &mut Vec<Field>) {
        to.push(Field {
            key,
            sort: Sort::Object("opinion.answer_on_spot|opinion.hand_over|opinion.guide|opinion.keep"),
            many: false,
            needed: false,
        });
    }

    fn read<N: Names>(key: &'static str, from: &mut Said<'_, N>) -> Result<Self, N::Error> {
        if HANDLINGS.contains(&from.act) {
            return handling(from);
        }
        let Some(value) = from.take(key) else {
            return Ok(Self::Undecided);
        };
        let mut object = object(key, value)?;
        let act = object.remove("act").as_ref().and_then(text);
        let act = act.ok_or_else(|| Misspelt::Missing("act".to_owned()))?;
        from.within(&act, object, handling)
    }
}

fn object(key: &str, value: Value) -> Result<Map<String, Value>, Misspelt> {
    if let Value::Object(object) = value {
        return Ok(object);
    }
    Err(Misspelt::Wrong {
        key: key.to_owned(),
        sort: Sort::Object(""),
        said: shown(&value),
    })
}

/// `visit`, or nothing: a letter, a call, somebody at the door on a quiet day.
impl Spelt for VisitRef {
    fn fields(_: &'static str, to: &mut Vec<Field>) {
        Option::<VisitId>::fields("visit", to);
        Option::<SessionId>::fields("session", to);
        u32::fields("heads", to);
    }

    fn read<N: Names>(_: &'static str, from: &mut Said<'_, N>) -> Result<Self, N::Error> {
        for key in ["heads", "session"] {
            from.apart(key, "visit")?;
        }
        if let Some(visit) = Spelt::read("visit", from)? {
            return Ok(Self::Known(visit));
        }
        Ok(Self::Unqueued {
            session: Spelt::read("session", from)?,
            heads: Spelt::read("heads", from)?,
        })
    }
}

/// A person's particulars; their name is `person`, as in the lists, and nobody says the search key that is made from it. Whoever
/// gives neither a name nor a phone is anonymous, as at the desk, and gets a claim code.
fn particulars<N: Names>(from: &mut Said<'_, N>) -> Result<CitizenDetails, N::Error> {
    let is_said = |key: &str| from.values.get(key).is_some_and(|value| !value.is_null());
    let is_anonymous = from.values.get("anonymous") == Some(&Value::Bool(true));
    if is_anonymous && is_said("person") {
        let (key, with) = ("person", "anonymous");
        return Err(Misspelt::Clash { key, with }.into());
    }
    if !is_said("person") && !is_said("phone") && !is_said("anonymous") {
        from.values.insert("anonymous".to_owned(), true.into());
    }
    rename(from)?;
    CitizenDetails::read("", from)
}

/// What a field of a person is called in a line; none of what nobody says.
fn spoken(key: &'static str) -> Option<&'static str> {
    match key {
        "name" => Some("person"),
        "pinyin" => None,
        _ => Some(key),
    }
}

/// The fields of a person, as they are called in a line.
static SPOKEN: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| CitizenField::KEYS.iter().filter_map(|key| spoken(key)).collect());

fn rename<N: Names>(from: &mut Said<'_, N>) -> Result<(), N::Error> {
    for own in ["name", "pinyin"] {
        if from.says(own) {
            return Err(Misspelt::UnknownField(vec![own.to_owned()]).into());
        }
    }
    if let Some(name) = from.values.remove("person") {
        // What is wrong with it is said of the word that stands in the line.
        if !name.is_null() {
            one::<String, N>("person", &name, from)?;
        }
        from.values.insert("name".to_owned(), name);
    }
    Ok(())
}

/// `citizen` who is written down in this visit already, or a person's particulars.
impl Spelt for Speaker {
    fn fields(_: &'static str, to: &mut Vec<Field>) {
        Option::<CitizenId>::fields("citizen", to);
        let mut own = Vec::new();
        CitizenDetails::fields("", &mut own);
        to.extend(own.into_iter().filter_map(|field| {
            let key = spoken(field.key)?;
            Some(Field { key, ..field })
        }));
    }

    fn read<N: Names>(_: &'static str, from: &mut Said<'_, N>) -> Result<Self, N::Error> {
        if let Some(known) = Spelt::read("citizen", from)? {
            return Ok(Self::Known(known));
        }
        Ok(Self::New(Box::new(particulars(from)?)))
    }
}

/// Further representatives of a group, each an object of particulars.
impl Spelt for Vec<CitizenDetails> {
    fn fields(key: &'static str, to: &mut Vec<Field>) {
        to.push(Field {
            key,
            sort: Sort::Keys(&SPOKEN),
            many: true,
            needed: false,
        });
    }

    fn read<N: Names>(key: &'static str, from: &mut Said<'_, N>) -> Result<Self, N::Error> {
        let Some(value) = from.take(key) else {
            return Ok(Self::new());
        };
        let all = if let Value::Array(all) = value {
            all
        } else {
            vec![value]
        };
        all.into_iter()
            .map(|one| from.within("", object(key, one)?, particulars))
            .collect()
    }
}

impl Spelt for Box<OpinionEntry> {
    fn fields(key: &'static str, to: &mut Vec<Field>) {
        OpinionEntry::fields(key, to);
    }

    fn read<N: Names>(key: &'static str, from: &mut Said<'_, N>) -> Result<Self, N::Error> {
        OpinionEntry::read(key, from).map(Self::new)
    }
}

/// Corrections: an object of fields and what they are to say, `null` where they are to say nothing.
macro_rules! corrections {
    ($($change:ident $field:ident $keys:expr, $before:expr;)+) => {$(
        impl Spelt for Vec<$change> {
            fn fields(_: &'static str, to: &mut Vec<Field>) {
                to.push(Field { sort: Sort::Keys($keys), ..SET });
            }

            fn read<N: Names>(_: &'static str, from: &mut Said<'_, N>) -> Result<Self, N::Error> {
                let value = from.take(SET.key).ok_or_else(|| Misspelt::Missing(SET.key.to_owned()))?;
                from.within("", object(SET.key, value)?, |set| {
                    let before: fn(&mut Said<'_, N>) -> Result<(), N::Error> = $before;
                    before(set)?;
                    let fields: Vec<$field> = set.values.keys().filter_map(|key| $field::of_key(key)).collect();
                    fields.into_iter().map(|field| $change::spelt(field, set)).collect()
                })
            }
        }
    )+};
}

const SET: Field = Field {
    key: "set",
    sort: Sort::Object(".."),
    many: false,
    needed: true,
};

corrections! {
    Change OpinionField OpinionField::KEYS, |_| Ok(());
    CitizenChange CitizenField &SPOKEN, rename;
}
