//! What was typed, as what commands say.

use crate::app::fields::phone_problem;
use crate::app::opinion::fields::{GUIDE, HAND, KEEP, SPOT, texts};
use crate::app::opinion::further::{FAMILY, NEIGHBOUR, NOBODY, RELAY_TO};
use crate::domain::code::{Grade, Reach, Reached, Sex, Way};
use crate::domain::command::{GuideEntry, HandOverEntry, Handling, Late, PartEntry, Speaker, SpotEntry};
use crate::domain::deadline::Deadline;
use crate::domain::fields::{Datum, OpinionField, ValueKind};
use crate::domain::group::{Named, beside};
use crate::domain::id::{DeputyId, UnitId};
use crate::domain::moment::{Day, Moment, TimeOfDay};
use crate::domain::phone::parse_phone;
use crate::domain::record::{Citizen, CitizenDetails, OpinionDetails};
use crate::domain::text::squeeze;
use crate::domain::typed_date::{Lean, parse_day, parse_due, parse_time};
use crate::form::{FieldId, Values};
use crate::i18n::{Lang, fill};
use uuid::Uuid;

/// Text that says something, or none.
pub fn said(values: &Values, field: FieldId) -> Option<String> {
    Some(values.text(field).trim().to_owned()).filter(|t| !t.is_empty())
}

fn id(values: &Values, field: FieldId) -> Option<Uuid> {
    values.code(field).and_then(|c| c.parse().ok())
}

/// A code of one of the closed lists.
pub fn coded<T>(values: &Values, field: FieldId, read: fn(&str) -> Option<T>) -> Option<T> {
    values.code(field).and_then(read)
}

/// A day as it was typed.
pub fn day(values: &Values, field: FieldId, today: Day, lean: Lean) -> Option<Day> {
    parse_day(values.text(field), today, lean).ok()
}

/// Until when, as it was typed.
pub fn deadline(values: &Values, field: FieldId, today: Day, lean: Lean) -> Option<Deadline> {
    let (day, time) = parse_due(values.text(field), today, lean).ok()?;
    Some(Deadline {
        time: time.map(TimeOfDay::of),
        ..Deadline::on(day)
    })
}

/// The unit picked in a field.
pub fn unit(values: &Values, field: FieldId) -> Option<UnitId> {
    id(values, field).map(UnitId)
}

/// What was typed or picked in a field, as text of its kind of value; none where that is nothing.
pub fn typed(values: &Values, field: FieldId, kind: ValueKind, today: Day) -> Option<String> {
    match kind {
        ValueKind::Text => said(values, field),
        ValueKind::Code => values.code(field).map(str::to_owned),
        ValueKind::Number => values
            .number(field)
            .and_then(|n| u32::try_from(n).ok())
            .map(|n| n.to_string()),
        ValueKind::Flag => values.flag(field).text(),
        ValueKind::Ids => {
            let picked = values.code(field).into_iter().chain(values.codes(field));
            let picked: Vec<_> = picked.collect();
            (!picked.is_empty()).then(|| picked.join(","))
        }
        ValueKind::Due => deadline(values, field, today, Lean::Nearest).map(|due| due.to_string()),
    }
}

/// The deputies ticked.
pub fn deputies(values: &Values) -> Vec<DeputyId> {
    let codes = values.codes("deputies");
    codes.iter().filter_map(|c| c.parse().ok().map(DeputyId)).collect()
}

/// What is odd about a phone that may stay as it is, in words; none when it can be dialled or is empty.
pub fn phone_doubt(lang: Lang, text: &str) -> Option<String> {
    let why = phone_problem(lang, text)?;
    Some(fill(texts(lang).phone_kept, &[("why", &why)]))
}

/// A phone that can be dialled, and what was said instead of one.
pub fn phone(lang: Lang, text: &str) -> (Option<String>, Option<String>) {
    let text = text.trim();
    match parse_phone(text) {
        Ok(p) => (Some(p.canonical()), None),
        Err(_) if text.is_empty() => (None, None),
        Err(_) => (None, Some(fill(texts(lang).phone_note, &[("text", text)]))),
    }
}

/// The person as the form says them.
pub fn citizen(lang: Lang, values: &Values) -> CitizenDetails {
    let anonymous = values.flag("anonymous");
    let (phone, odd) = phone(lang, values.text("phone"));
    let notes: Vec<String> = said(values, "reach_note").into_iter().chain(odd).collect();
    let reach = coded(values, "reach", Reach::from_code);
    CitizenDetails {
        name: said(values, "name").map(|name| squeeze(&name)).filter(|_| !anonymous),
        pinyin: None,
        anonymous,
        // Nobody can be called who left no name; the answer is held until they ask.
        reach: reach.or_else(|| anonymous.then_some(Reach::Comes)),
        phone: phone.filter(|_| !anonymous),
        reach_note: (!notes.is_empty()).then(|| notes.join("; ")),
        village: unit(values, "village"),
        address: said(values, "address"),
        on_behalf_of: said(values, "behalf"),
        sex: coded(values, "sex", Sex::from_code),
        cannot_read: values.flag("cannot_read"),
        privacy_told: values.flag("privacy"),
    }
}

/// Who speaks, and the representatives of a group besides them. `known` is somebody of this visit, whose name is not typed
/// again; the phone that stands beside the speaker's name in the list is theirs where none was typed.
pub fn people(lang: Lang, values: &Values, known: Option<&Citizen>) -> (Speaker, Vec<CitizenDetails>) {
    let (same, others) = beside(values.text("representatives"), name_of(known, values.text("name")));
    let said = |unread: Vec<String>| {
        let each = unread
            .iter()
            .map(|text| fill(texts(lang).phone_note, &[("text", text)]));
        Some(each.collect::<Vec<_>>().join("; ")).filter(|note| !note.is_empty())
    };
    let person = |who: Named| CitizenDetails {
        name: Some(squeeze(&who.name)).filter(|name| !name.is_empty()),
        phone: who.phone,
        reach_note: said(who.unread),
        ..CitizenDetails::default()
    };
    let (phone, unread) = same.map_or_else(Default::default, |same| (same.phone, same.unread));
    let speaker = known.map_or_else(
        || {
            let typed = citizen(lang, values);
            let phone = typed.phone.clone().or(phone.clone()).filter(|_| !typed.anonymous);
            let notes: Vec<String> = typed
                .reach_note
                .clone()
                .into_iter()
                .chain(said(unread.clone()))
                .collect();
            let reach_note = (!notes.is_empty()).then(|| notes.join("; "));
            Speaker::New(Box::new(CitizenDetails {
                phone,
                reach_note,
                ..typed
            }))
        },
        |known| {
            let news = Named {
                name: String::new(),
                phone: phone.clone().filter(|_| known.details.phone.is_none()),
                unread: unread.clone(),
            };
            let more = person(news);
            if more == CitizenDetails::default() {
                Speaker::Known(known.id)
            } else {
                Speaker::KnownMore(known.id, Box::new(more))
            }
        },
    );
    (speaker, others.into_iter().map(person).collect())
}

/// The name of who speaks: of somebody of this visit theirs, else what was typed.
pub fn name_of<'n>(known: Option<&'n Citizen>, typed: &'n str) -> &'n str {
    known.map_or(typed, |known| known.details.name.as_deref().unwrap_or_default())
}

/// The matter as the form says it.
pub fn details(values: &Values) -> OpinionDetails {
    let mut details = OpinionDetails::default();
    for field in OpinionField::ALL {
        // What a form of ours holds of a field is a value of that field.
        let _ = details.set(
            *field,
            typed(values, field.key(), field.kind(), Day::default()).as_deref(),
        );
    }
    details
}

/// Through whom they may be told: whoever is named, else whom of them was chosen.
pub fn relay(lang: Lang, values: &Values) -> Option<String> {
    let chosen = match values.code(RELAY_TO) {
        Some(NOBODY) => return None,
        Some(FAMILY) => Some(texts(lang).relay_family),
        Some(NEIGHBOUR) => Some(texts(lang).relay_neighbour),
        _ => None,
    };
    said(values, "may_relay").or_else(|| chosen.map(str::to_owned))
}

/// What the form decides about it: answered, handed over, guided, kept, or nothing yet.
pub fn handling(values: &Values, today: Day) -> Handling {
    match values.code("handling") {
        Some(SPOT) => Handling::OnSpot(SpotEntry {
            answer: said(values, "answer"),
            class: values.code("class").unwrap_or_default().to_owned(),
            grade: coded(values, "grade", Grade::from_code),
            said: said(values, "said"),
        }),
        Some(HAND) => hand_over(values, today).map_or(Handling::Undecided, Handling::HandOver),
        Some(GUIDE) => Handling::Guide(GuideEntry {
            reason: values.code("reason").unwrap_or_default().to_owned(),
            destination: said(values, "where"),
            phone: said(values, "where_phone"),
            told: values.flag("told"),
        }),
        Some(KEEP) => Handling::Reference,
        _ => Handling::Undecided,
    }
}

/// To whom, by when; none while no unit is picked.
pub fn hand_over(values: &Values, today: Day) -> Option<HandOverEntry> {
    Some(HandOverEntry {
        lead: PartEntry {
            due: deadline(values, "due", today, Lean::Future),
            ..PartEntry::to(unit(values, "unit")?)
        },
        further: Vec::new(),
        way: way(values),
        person: said(values, "contact"),
        note: said(values, "note"),
    })
}

/// By what way; by phone when nothing was said.
pub fn way(values: &Values) -> Way {
    coded(values, "way", Way::from_code).unwrap_or(Way::Phone)
}

/// Whether the person was reached.
pub fn reached(values: &Values) -> Reached {
    coded(values, "reached", Reached::from_code).unwrap_or(Reached::Told)
}

/// A time of day typed in a field, on a day.
pub fn moment(values: &Values, field: FieldId, on: Day) -> Option<Moment> {
    let time = parse_time(values.text(field)).ok()?;
    Some(Moment::at(on, time))
}

/// The real time and paper number, when the form says it was entered late.
pub fn late(values: &Values, today: Day) -> Option<Late> {
    if !values.flag("late") {
        return None;
    }
    let on = day(values, "late_day", today, Lean::Past)?;
    Some(Late {
        happened: moment(values, "late_time", on)?,
        paper_no: said(values, "paper_no"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{CitizenId, VisitId};
    use crate::form::{Pick, Value};

    fn values(pairs: &[(FieldId, Value)]) -> Values {
        pairs.iter().cloned().collect()
    }

    #[test]
    fn a_wrong_phone_is_kept_as_it_was_said() {
        let v = values(&[
            ("name", Value::Text("王秀英".into())),
            ("phone", Value::Text("1370000441".into())),
        ]);
        let c = citizen(Lang::Zh, &v);
        assert_eq!(c.phone, None);
        assert_eq!(c.reach_note.as_deref(), Some("电话原样：1370000441"));
        assert!(phone_doubt(Lang::Zh, "1370000441").unwrap().contains("少了1位"));
        assert_eq!(phone_doubt(Lang::Zh, "137 0000 4410"), None);
    }

    #[test]
    fn c9_who_speaks_for_a_group_is_stored_once_with_the_phone_of_the_list() {
        let text = |s: &str| Value::Text(s.into());
        let names = |people: &[CitizenDetails]| -> Vec<_> { people.iter().map(|p| p.name.clone().unwrap()).collect() };
        let list = ("representatives", text("钱十 13800001111、李四13900002222"));
        let typed = values(&[("name", text("钱十")), list.clone()]);
        let (speaker, others) = people(Lang::Zh, &typed, None);
        let Speaker::New(speaker) = speaker else { panic!() };
        assert_eq!(speaker.phone.as_deref(), Some("13800001111"));
        assert_eq!(names(&others), ["李四"]);
        // What was typed counts; who gave no name has no phone either.
        let own = values(&[("name", text("钱十")), ("phone", text("13700004410")), list.clone()]);
        let (Speaker::New(speaker), _) = people(Lang::Zh, &own, None) else {
            panic!()
        };
        assert_eq!(speaker.phone.as_deref(), Some("13700004410"));
        let silent = values(&[("name", text("钱十")), ("anonymous", Value::Flag(true)), list.clone()]);
        let (Speaker::New(speaker), _) = people(Lang::Zh, &silent, None) else {
            panic!()
        };
        assert_eq!(speaker.phone, None);
        // From the second matter on the name is not typed again.
        let known = Citizen {
            id: CitizenId(Uuid::from_u128(1)),
            visit: VisitId(Uuid::from_u128(2)),
            details: CitizenDetails {
                name: Some("钱十".into()),
                ..CitizenDetails::default()
            },
            claim_code: None,
            rev: 1,
        };
        let (speaker, others) = people(Lang::Zh, &values(std::slice::from_ref(&list)), Some(&known));
        let Speaker::KnownMore(id, more) = speaker else {
            panic!()
        };
        let phone = more.phone.as_deref();
        assert_eq!((id, phone), (known.id, Some("13800001111")), "nobody knew it until now");
        assert_eq!(names(&others), ["李四"]);
        // A phone that is known stays, and without one in the list nothing is said of it.
        let mut called = known.clone();
        called.details.phone = Some("13700004410".into());
        let (speaker, _) = people(Lang::Zh, &values(&[list]), Some(&called));
        assert_eq!(speaker, Speaker::Known(known.id));
        let (speaker, _) = people(
            Lang::Zh,
            &values(&[("representatives", text("李四13900002222"))]),
            Some(&known),
        );
        assert_eq!(speaker, Speaker::Known(known.id));
    }

    #[test]
    fn somebody_anonymous_has_no_name_and_waits_to_be_asked() {
        let v = values(&[
            ("name", Value::Text("甲".into())),
            ("anonymous", Value::Flag(true)),
            ("phone", Value::Text("13700004410".into())),
        ]);
        let c = citizen(Lang::Zh, &v);
        assert_eq!((c.name, c.phone, c.reach), (None, None, Some(Reach::Comes)));
    }

    #[test]
    fn late_entries_need_their_switch() {
        let today = Day::from_ymd_opt(2026, 11, 23).unwrap();
        let mut pairs = vec![
            ("late_day", Value::Text("昨天".into())),
            ("late_time", Value::Text("9:40".into())),
        ];
        assert_eq!(late(&values(&pairs), today), None);
        pairs.push(("late", Value::Flag(true)));
        let late = late(&values(&pairs), today).unwrap();
        assert_eq!(late.happened.clock(), "09:40");
        assert_eq!(late.happened.day(), today.pred_opt().unwrap());
    }

    #[test]
    fn who_may_tell_them_is_chosen_and_nobody_is_nobody() {
        let chosen = |code: &str, name: &str| {
            let mut all = vec![(RELAY_TO, Value::Pick(Pick::of(code, "")))];
            all.extend((!name.is_empty()).then(|| ("may_relay", Value::Text(name.into()))));
            relay(Lang::Zh, &values(&all))
        };
        assert_eq!(chosen("nobody", ""), None);
        assert_eq!(chosen("other", ""), None);
        assert_eq!(chosen("family", "").as_deref(), Some("家里人"));
        assert_eq!(chosen("family", "老伴").as_deref(), Some("老伴"));
        assert_eq!(chosen("other", "李嫂").as_deref(), Some("李嫂"));
        assert_eq!(relay(Lang::Zh, &values(&[])), None);
    }

    #[test]
    fn nothing_chosen_is_undecided() {
        let today = Day::from_ymd_opt(2026, 11, 23).unwrap();
        assert_eq!(handling(&values(&[]), today), Handling::Undecided);
        let keep = values(&[("handling", Value::Pick(Pick::of(KEEP, "")))]);
        assert_eq!(handling(&keep, today), Handling::Reference);
    }
}
