//! The fields forms about a matter are made of: their kinds, the checks of the desk, and the words for what is wrong.
//!
//! The engine takes plain `fn` pointers, so the language is a const parameter: `true` is Chinese.

use crate::app::fields::{far, time};
use crate::app::model::form::ADD;
use crate::domain::code::{Channel, Consent, Grade, Reach, Scope, Sex, Urgency, Way};
use crate::domain::moment::{Day, Moment, TimeOfDay};
use crate::domain::refusal::Unasked;
use crate::domain::rules::{Class, Ruleset};
use crate::domain::text::{LINE, WORDS, is_a_number};
use crate::domain::typed_date::{Lean, parse_day, parse_due};
use crate::domain::typed_limit::parse_limit;
use crate::form::spec::{ReadWhen, Validator};
use crate::form::{ChoiceOption, FieldId, FieldSpec, FormState, Kind, Problem, Visible};
use crate::i18n::history::label;
use crate::i18n::refusal::no_relay;
use crate::i18n::{self, Lang, code, fill, sheet::Texts};
use chrono::NaiveTime;

/// Codes of the field `handling`; none is 待处理.
pub const SPOT: &str = "spot";
/// 交办.
pub const HAND: &str = "hand";
/// 指引.
pub const GUIDE: &str = "guide";
/// 参考.
pub const KEEP: &str = "keep";
/// Code of the field `who` for somebody not yet written down.
pub const NEW: &str = "new";

/// The texts of forms.
pub const fn texts(lang: Lang) -> &'static Texts {
    &lang.texts().sheet
}

const fn lang_of<const ZH: bool>() -> Lang {
    if ZH { Lang::Zh } else { Lang::En }
}

/// The mark of somebody who is told through nobody else, by why.
pub const NO_RELAY: &str = "no_relay";

/// The checks of the desk.
pub const fn check(lang: Lang) -> Validator {
    match lang {
        Lang::Zh => check_in::<true>,
        Lang::En => check_in::<false>,
    }
}

fn check_in<const ZH: bool>(form: &FormState, field: FieldId) -> Option<Problem> {
    let t = texts(lang_of::<ZH>());
    let unknown = form.is_filled(field) && form.code(field).is_none();
    let empty = !form.is_filled(field);
    let words = match field {
        "category" if unknown => t.bad_category,
        "category" if empty && form.code("handling") == Some(HAND) => t.need_category,
        "reached" if form.code(field) == Some("through") && form.is_filled(NO_RELAY) => {
            no_relay(lang_of::<ZH>(), Unasked::of_code(form.text(NO_RELAY)))
        }
        "name" if is_a_number(form.text(field)) => t.bad_name,
        "village" if form.code(field).is_some_and(|code| code.starts_with(ADD)) => t.village_pending,
        "village" if unknown => t.bad_village,
        "unit" if unknown => t.bad_unit,
        "late_time" if empty => t.need_time,
        "due" | "promised_for" | "class_date" | "ask_on" if is_gone_by(form, field) => {
            if form.flag("late") {
                t.before_late_day
            } else {
                t.past_due
            }
        }
        _ => return None,
    };
    Some(Problem::Text(words.to_owned()))
}

/// A day to come that lies before it counts from: before today, or before the real day of what is entered late. What was
/// filed long ago is put right to whatever it was.
fn is_gone_by(form: &FormState, field: FieldId) -> bool {
    if form.id() == CORRECT {
        return false;
    }
    let today = Moment(form.now_ms()).day();
    let from = real_day(form, today).unwrap_or(today);
    let now = Moment(form.now_ms());
    parse_due(form.text(field), today, Lean::Future).is_ok_and(|(day, time)| {
        let is_over = |time: NaiveTime| from == today && Moment::at(day, time) < now;
        day < from || (day == from && time.is_some_and(is_over))
    })
}

/// The day on which it really happened, where the form says that it is entered late.
pub fn real_day(form: &FormState, today: Day) -> Option<Day> {
    let typed = form.flag("late").then(|| form.text("late_day"))?;
    parse_day(typed, today, Lean::Past).ok()
}

/// A day with its distance, as an echo: `12月4日周五 11天后`.
pub fn day_echo(lang: Lang, day: Day, today: Day) -> String {
    let t = texts(lang);
    let n = (day - today).num_days();
    let far = match n {
        0 => t.today.to_owned(),
        1.. => fill(t.from_today, &[("n", &n.to_string())]),
        _ => fill(t.days_ago, &[("n", &(-n).to_string())]),
    };
    format!("{} {far}", i18n::full_day(lang, day))
}

/// The name of the form that corrects a matter.
pub const CORRECT: &str = "correct";

/// Where the days of a field lie, as a number a function may be made for: gone by, anywhere, to come.
const PAST: i8 = -1;
const ANY: i8 = 0;
const AHEAD: i8 = 1;

fn read<const ZH: bool, const WHERE: i8>(text: &str, now_ms: i64) -> Result<String, String> {
    let (lang, today) = (lang_of::<ZH>(), Moment(now_ms).day());
    let day = parse_day(text, today, lean::<WHERE>()).map_err(|_| texts(lang).bad_date.to_owned())?;
    if WHERE == PAST && day > today {
        return Err(texts(lang).future.to_owned());
    }
    Ok(day_echo(lang, day, today))
}

/// A day until which something is to be done, with a time of day where one is said; of one to come a limit too, which is
/// counted when the field is left.
fn read_due<const ZH: bool, const WHERE: i8>(text: &str, now_ms: i64) -> Result<String, String> {
    let (lang, today) = (lang_of::<ZH>(), Moment(now_ms).day());
    match parse_due(text, today, lean::<WHERE>()) {
        Ok((day, time)) => {
            let time = time.map(|time| format!(" {}", TimeOfDay::of(time)));
            Ok(day_echo(lang, day, today) + &time.unwrap_or_default())
        }
        Err(_) if WHERE == AHEAD && parse_limit(text).is_some() => Ok(String::new()),
        Err(_) => Err(texts(lang).bad_due.to_owned()),
    }
}

const fn due<const WHERE: i8>(lang: Lang) -> Kind {
    when::<WHERE>(
        lang,
        match lang {
            Lang::Zh => read_due::<true, WHERE>,
            Lang::En => read_due::<false, WHERE>,
        },
    )
}

/// Until when something is to be done.
pub const fn due_ahead(lang: Lang) -> Kind {
    due::<AHEAD>(lang)
}

/// Until when something was to be done, as it was written down.
pub const fn due_written(lang: Lang) -> Kind {
    due::<ANY>(lang)
}

const fn lean<const WHERE: i8>() -> Lean {
    match WHERE {
        AHEAD => Lean::Future,
        PAST => Lean::Past,
        _ => Lean::Nearest,
    }
}

const fn day<const WHERE: i8>(lang: Lang) -> Kind {
    when::<WHERE>(
        lang,
        match lang {
            Lang::Zh => read::<true, WHERE>,
            Lang::En => read::<false, WHERE>,
        },
    )
}

const fn when<const WHERE: i8>(lang: Lang, parse: ReadWhen) -> Kind {
    // Page up and page down lead to another part of these forms.
    Kind::When {
        parse,
        step: None,
        doubt: Some(match lang {
            Lang::Zh => |text, now| far((Lang::Zh, lean::<WHERE>()), text, now),
            Lang::En => |text, now| far((Lang::En, lean::<WHERE>()), text, now),
        }),
    }
}

/// A day to come: due dates, promises.
pub const fn day_ahead(lang: Lang) -> Kind {
    day::<AHEAD>(lang)
}

/// A day gone by: late entry.
pub const fn day_past(lang: Lang) -> Kind {
    day::<PAST>(lang)
}

/// A line of prose.
pub const fn line() -> Kind {
    Kind::Text { max: LINE }
}

/// Somebody's words.
pub const fn prose(min_rows: usize, max_rows: usize) -> Kind {
    Kind::Area {
        max: WORDS,
        min_rows,
        max_rows,
    }
}

/// Something found by typing; digits pick. It takes free text, because an empty field must be passed by Enter and a
/// wrong one must not be a trap; the checks above ask for a pick.
pub const fn lookup() -> Kind {
    Kind::Lookup {
        max: 60,
        free: true,
        digits: true,
    }
}

/// Deputies: those of the reception, and whoever is looked for.
pub const fn deputies() -> Kind {
    Kind::Multi {
        options: Vec::new(),
        more: true,
    }
}

/// Yes or no.
pub fn toggle(lang: Lang) -> Kind {
    let t = texts(lang);
    Kind::Toggle {
        yes: t.yes.to_owned(),
        no: t.no.to_owned(),
    }
}

/// One of these.
pub fn choice<'a>(options: impl IntoIterator<Item = (&'a str, &'a str)>) -> Kind {
    let options = options.into_iter().map(|(c, l)| ChoiceOption::new(c, l)).collect();
    Kind::Choice { options }
}

/// By what way.
pub fn ways(lang: Lang) -> Kind {
    choice(Way::ALL.iter().map(|w| (w.code(), code::way(lang, *w))))
}

/// 满意 and so on.
pub fn grades(lang: Lang) -> Kind {
    choice(Grade::ALL.iter().map(|g| (g.code(), code::grade(lang, *g))))
}

/// How urgent.
pub fn urgencies(lang: Lang) -> Kind {
    choice(Urgency::ALL.iter().map(|u| (u.code(), code::urgency(lang, *u))))
}

/// How it came.
pub fn channels(lang: Lang) -> Kind {
    choice(Channel::ALL.iter().map(|c| (c.code(), code::channel(lang, *c))))
}

/// How it came, when nobody came.
pub fn channels_but_in_person(lang: Lang) -> Kind {
    let others = Channel::ALL.iter().filter(|c| !c.is_in_person());
    choice(others.map(|c| (c.code(), code::channel(lang, *c))))
}

/// How to reach the person.
pub fn reaches(lang: Lang) -> Kind {
    choice(Reach::ALL.iter().map(|r| (r.code(), code::reach(lang, *r))))
}

/// Whom it touches.
pub fn scopes(lang: Lang) -> Kind {
    choice(Scope::ALL.iter().map(|s| (s.code(), code::scope(lang, *s))))
}

/// What they said when asked whether they agree.
pub fn consents(lang: Lang) -> Kind {
    choice(Consent::ALL.iter().map(|c| (c.code(), code::consent(lang, *c))))
}

/// Man or woman.
pub fn sexes(lang: Lang) -> Kind {
    choice(Sex::ALL.iter().map(|s| (s.code(), code::sex(lang, *s))))
}

/// Result classes; `dated` also those that need a planned date.
pub fn classes(lang: Lang, rules: &Ruleset, dated: bool) -> Kind {
    let some = rules.offered_classes().filter(|c| dated || !c.needs_date);
    choice(some.map(|c| (c.code.as_str(), label(lang, &c.label))))
}

/// All result classes, for a matter that may have one which is offered no more.
pub fn every_class(lang: Lang, rules: &Ruleset) -> Kind {
    let name = |c: &Class| {
        if c.retired {
            fill(texts(lang).retired, &[("name", label(lang, &c.label))])
        } else {
            label(lang, &c.label).to_owned()
        }
    };
    let retired = rules.classes.iter().filter(|c| c.retired);
    let all: Vec<(&str, String)> = rules
        .offered_classes()
        .chain(retired)
        .map(|c| (c.code.as_str(), name(c)))
        .collect();
    choice(all.iter().map(|(code, name)| (*code, name.as_str())))
}

/// Reasons to strike off what somebody is not content with.
pub fn upholds(lang: Lang, rules: &Ruleset) -> Kind {
    choice(
        rules
            .offered_upholds()
            .map(|u| (u.code.as_str(), label(lang, &u.label))),
    )
}

/// Somebody answered at the desk is not content.
fn is_unhappy_at_the_desk(form: &FormState) -> bool {
    let grade = form.code("grade").and_then(Grade::from_code);
    form.code("handling") == Some(SPOT) && grade.is_some_and(|grade| !grade.settles())
}

/// The fields of each way to handle a matter; shown when `handling` says so.
pub fn handling(lang: Lang, rules: &Ruleset) -> Vec<FieldSpec> {
    let t = texts(lang);
    let ways_out = [
        (SPOT, t.on_spot),
        (HAND, t.hand_over),
        (GUIDE, t.guide),
        (KEEP, t.reference),
    ];
    let spot = Visible::OneOf("handling", &[SPOT]);
    let hand = Visible::OneOf("handling", &[HAND]);
    let guide = Visible::OneOf("handling", &[GUIDE]);
    let reasons = rules
        .offered_reasons()
        .map(|r| ChoiceOption::new(&r.code, label(lang, &r.label)));
    let reasons = Kind::Choice {
        options: reasons.collect(),
    };
    let f = FieldSpec::new;
    vec![
        f("handling", t.handling, choice(ways_out)).help(t.help_handling),
        f("grade", t.grade, grades(lang)).when(spot),
        f("said", t.said, prose(1, 4))
            .required()
            .help(t.help_said)
            .when(Visible::Test(is_unhappy_at_the_desk)),
        f("answer", t.answer, prose(1, 4))
            .required()
            .help(t.help_answer)
            .when(spot),
        f("class", t.class, classes(lang, rules, false)).required().when(spot),
        f("unit", t.unit, lookup()).required().help(t.help_unit).when(hand),
        f("due", t.due, due_ahead(lang)).help(t.help_due).when(hand),
        f("way", t.way, ways(lang)).when(hand),
        f("contact", t.contact, line()).when(hand).paired(),
        f("note", t.note, line()).when(hand),
        f("reason", t.reason, reasons)
            .required()
            .help(t.help_reason)
            .when(guide),
        f("told", t.told, toggle(lang)).when(guide).paired(),
        f("where", t.destination, line()).required().when(guide),
        f("where_phone", t.where_phone, Kind::Phone).when(guide).paired(),
    ]
}

/// The switch for a late entry and what belongs to it.
pub fn late(lang: Lang) -> Vec<FieldSpec> {
    let t = texts(lang);
    let on = Visible::Filled("late");
    vec![
        FieldSpec::new("late", t.late, toggle(lang)).help(t.help_late),
        FieldSpec::new("paper_no", t.paper_no, line()).when(on).paired(),
        FieldSpec::new("late_day", t.late_day, day_past(lang))
            .required()
            .when(on),
        FieldSpec::new("late_time", t.late_time, time(lang)).when(on).paired(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_towards_where_they_belong() {
        let now = crate::domain::moment::TimeOfDay::new(9, 0)
            .unwrap()
            .on(Day::from_ymd_opt(2026, 11, 23).unwrap());
        let ahead = read::<true, AHEAD>("12.4", now.0);
        assert_eq!(ahead.unwrap(), "2026年12月4日周五 11天后");
        assert_eq!(read::<false, PAST>("11-20", now.0).unwrap(), "Fri 20 Nov 2026 3 d ago");
        assert!(read::<true, PAST>("2026-12-04", now.0).is_err());
        // A day that was written wrongly is put right to whatever it was, and one that is past may stay.
        for written in ["2026-11-01", "2026-12-04"] {
            assert!(read::<true, ANY>(written, now.0).is_ok(), "{written}");
        }
    }

    #[test]
    fn a_retired_class_is_chosen_no_more_and_shown_where_a_matter_may_have_it() {
        let mut rules = crate::config::default_rules().unwrap();
        rules
            .classes
            .iter_mut()
            .filter(|c| c.code == "B")
            .for_each(|c| c.retired = true);
        rules
            .reasons
            .iter_mut()
            .filter(|r| r.code == "T2")
            .for_each(|r| r.retired = true);
        let codes = |kind: &Kind| {
            let Kind::Choice { options } = kind else {
                return Vec::new();
            };
            options.iter().map(|o| o.code.clone()).collect()
        };
        assert_eq!(codes(&classes(Lang::Zh, &rules, true)), ["A", "C", "D", "E"]);
        let every = every_class(Lang::Zh, &rules);
        assert_eq!(
            codes(&every),
            ["A", "C", "D", "E", "B"],
            "the digits of the others stay where they were"
        );
        let Kind::Choice { options } = &every else { panic!() };
        assert_eq!(options[4].label, "正在解决（停用）");
        let reasons = handling(Lang::Zh, &rules)
            .into_iter()
            .find(|f| f.id == "reason")
            .unwrap();
        assert!(codes(&reasons.kind).contains(&"T1".to_owned()) && !codes(&reasons.kind).contains(&"T2".to_owned()));
    }
}
