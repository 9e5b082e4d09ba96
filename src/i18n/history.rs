//! 办理经过: what happened, one sentence an event.

use uuid::Uuid;

use super::fields::{field, value};
use super::{Lang, code, fill, rights};
use crate::domain::change::{LISTED, RECOUNTED, SORTED, SPLIT};
use crate::domain::code::Reached;
use crate::domain::deadline::Deadline;
use crate::domain::entry::{PartEntry, SpotEntry};
use crate::domain::event::{FieldChange, Happened, Kind, OfMatter as K};
use crate::domain::id::{AccountId, CitizenId};
use crate::domain::moment::Day;
use crate::domain::noted::Noted;
use crate::domain::record::{Opinion, OtherNumber};
use crate::domain::rules::{Label, Ruleset};
use crate::domain::view::OpinionFile;

/// What a label of the ruleset says in this language; a station's own labels may have no English.
pub fn label(lang: Lang, l: &Label) -> &str {
    match (lang, &l.en) {
        (Lang::En, Some(en)) => en,
        _ => &l.zh,
    }
}

/// The name of a result class; its code when the rules have none.
pub fn class<'a>(lang: Lang, rules: Option<&'a Ruleset>, c: &'a str) -> &'a str {
    rules.and_then(|r| r.class(c)).map_or(c, |x| label(lang, &x.label))
}

/// Why something is struck off that somebody is not content with; its code when the rules have none.
fn uphold<'a>(lang: Lang, rules: Option<&'a Ruleset>, c: &'a str) -> &'a str {
    rules.and_then(|r| r.uphold(c)).map_or(c, |x| label(lang, &x.label))
}

/// The name of a category; its code when the rules have none.
pub fn category<'a>(lang: Lang, rules: Option<&'a Ruleset>, c: &'a str) -> &'a str {
    rules.and_then(|r| r.category(c)).map_or(c, |x| label(lang, &x.label))
}

/// Where somebody was sent: the place that was said, else that of the reason.
pub fn guided_to(lang: Lang, rules: Option<&Ruleset>, file: &OpinionFile) -> Option<String> {
    let of_reason = || {
        let reason = rules?.reason(file.opinion.guidance.as_deref()?)?;
        Some(label(lang, &reason.destination).to_owned())
    };
    file.guided_to().or_else(of_reason).filter(|place| !place.is_empty())
}

/// The name of a reason; its code when the rules have none.
pub fn reason<'a>(lang: Lang, rules: Option<&'a Ruleset>, c: &'a str) -> &'a str {
    rules.and_then(|r| r.reason(c)).map_or(c, |x| label(lang, &x.label))
}

/// The unit of a part of a handling, and that it helps where it does not lead.
fn handler(lang: Lang, file: &OpinionFile, round: u16, part: u16) -> String {
    let round = file.opinion.rounds.iter().find(|r| r.no == round);
    let found = round.and_then(|r| r.parts().find(|p| p.part == part));
    found.map_or_else(String::new, |p| unit(lang, &p.unit_name, p.lead))
}

/// A unit, and that it helps where it does not lead (协办).
pub fn unit(lang: Lang, name: &str, lead: bool) -> String {
    let helps = if lead { "" } else { lang.texts().record.helps };
    [name, helps].concat()
}

/// Who did it: whoever stood in for somebody did it for them.
pub fn by(lang: Lang, file: &OpinionFile, h: &Happened) -> String {
    let whom = h.about.acting_for;
    let whom = whom.and_then(|id| file.keepers.iter().find(|(known, _)| *known == id));
    rights::by_whom(lang, &h.by, whom.map(|(_, whom)| whom.as_str()))
}

/// Who looks after a matter from an event on, and who did until then.
fn keepers(file: &OpinionFile, h: &Happened) -> (String, String) {
    let earlier = file.history.iter().filter(|e| e.seq < h.seq);
    let before = earlier.filter_map(Happened::keeper).next_back();
    let called = |id: Option<AccountId>| {
        let found = file.keepers.iter().find(|(known, _)| Some(*known) == id);
        found.map_or_else(String::new, |(_, name)| name.clone())
    };
    (called(h.keeper()), called(before))
}

/// Of several an answer is owed to, whose something is; of one it goes without saying.
fn of_whom(lang: Lang, o: &Opinion, citizen: Option<CitizenId>, said: &str) -> String {
    let party = o.parties.iter().find(|p| Some(p.citizen) == citizen);
    of(lang, o, party.and_then(|p| p.name.as_deref()), said)
}

/// At the desk several who came speak together.
fn of_all(lang: Lang, o: &Opinion, said: &str) -> String {
    of(lang, o, Some(lang.texts().record.all_of_them), said)
}

fn of(lang: Lang, o: &Opinion, whose: Option<&str>, said: &str) -> String {
    let whose = whose.filter(|_| o.is_of_several());
    let named = whose.map(|name| fill(lang.texts().record.of_whom, &[("name", name)]));
    [said, &named.unwrap_or_default()].concat()
}

/// What happened, without who and when.
pub fn sentence(lang: Lang, rules: Option<&Ruleset>, file: &OpinionFile, h: &Happened) -> String {
    let t = &lang.texts().record;
    let f = |template: &str, values: &[(&str, &str)]| fill(template, values);
    let day = |d: &Day| super::day(lang, *d, h.happened.day());
    let class_of = |c: &str| class(lang, rules, c).to_owned();
    let Some(kind) = h.kind.of_matter() else {
        return t.ev_other.to_owned();
    };
    let mut out = match kind {
        K::OpinionFiled { number, .. } => f(t.ev_filed, &[("number", number)]),
        K::AnsweredOnSpot {
            tell_by,
            spot: SpotEntry { class, grade, said, .. },
        } => {
            let text = if tell_by.is_some() {
                t.ev_spot_unheard
            } else {
                t.ev_spot
            };
            let spot = f(text, &[("class", &class_of(class))]);
            // A verdict at the desk is what those who came said together.
            grade.map_or(spot.clone(), |g| {
                let said = said.as_ref().map(|text| f(t.in_words, &[("text", text)]));
                let grade = [code::grade(lang, g), &said.unwrap_or_default()].concat();
                [spot, ", ".to_owned(), of_all(lang, &file.opinion, &grade)].concat()
            })
        }
        K::GuidedElsewhere { guide, .. } => f(
            t.ev_guided,
            &[
                ("place", guide.destination.as_deref().unwrap_or_default()),
                ("reason", reason(lang, rules, &guide.reason)),
            ],
        ),
        K::KeptForReference {} => t.ev_reference.to_owned(),
        K::HandedOver {
            round,
            unit_name,
            lead,
            way,
            to: PartEntry { due, .. },
            ..
        } => {
            // A day of the year after is not told from one gone by without its year.
            let by = |d: Deadline| super::deadline(lang, d, h.happened.day());
            let due = due.map(|d| f(t.due, &[("day", &by(d))]));
            let due = due.unwrap_or_default();
            let values = [
                ("n", round.to_string()),
                ("unit", unit(lang, unit_name, *lead)),
                ("way", code::way(lang, *way).to_owned()),
                ("due", due),
            ];
            let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
            f(t.ev_handed, &values)
        }
        K::Chased {
            round,
            part,
            way,
            person,
            promised_for,
            ..
        } => {
            let who = [&handler(lang, file, *round, *part), " ", words(person.as_ref())].concat();
            let mut said = f(t.ev_chased, &[("unit", who.trim()), ("way", code::way(lang, *way))]);
            if let Some(d) = promised_for {
                said.push_str(", ");
                said.push_str(&f(t.ev_promised, &[("day", &day(d))]));
            }
            said
        }
        K::Answered {
            round,
            part,
            way,
            class,
            ..
        } => {
            let unit = handler(lang, file, *round, *part);
            let class = class_of(class);
            let values = [
                ("unit", unit.as_str()),
                ("way", code::way(lang, *way)),
                ("class", &class),
            ];
            f(t.ev_answered, &values).trim_start().to_owned()
        }
        K::HeldForCollection {} => t.ev_held.to_owned(),
        K::PersonTold {
            citizen,
            way,
            reached,
            another,
            ask_on,
            ..
        } => {
            let template = match reached {
                Reached::Told => t.ev_told,
                Reached::NoAnswer => t.ev_no_answer,
                Reached::Wrong => t.ev_wrong,
                Reached::Collected => t.ev_collected,
                Reached::NoWay => t.ev_no_way,
                Reached::Through => t.ev_through,
                Reached::Sent => t.ev_sent,
            };
            let ask_on = ask_on.as_ref().map_or_else(String::new, day);
            let said = f(template, &[("way", code::way(lang, *way)), ("day", &ask_on)]);
            let again = if *another || !reached.is_try() {
                ""
            } else {
                t.ev_same_try
            };
            of_whom(lang, &file.opinion, *citizen, &[said.as_str(), again].concat())
        }
        K::TellingTakenBack {
            citizen,
            reached,
            verdict,
            reason,
            ..
        } => {
            let values = [
                ("what", code::reached(lang, *reached)),
                ("verdict", if *verdict { t.ev_with_verdict } else { "" }),
                ("reason", words(reason.as_ref())),
            ];
            of_whom(lang, &file.opinion, *citizen, &f(t.ev_taken_back, &values))
        }
        K::Evaluated { citizen, grade, .. } => {
            let grade = f(t.ev_graded, &[("grade", code::grade(lang, *grade))]);
            of_whom(lang, &file.opinion, *citizen, &grade)
        }
        K::Unsettled {} => t.ev_unsettled.to_owned(),
        K::OpinionClosed { class, upheld, .. } => {
            let closed = f(t.ev_closed, &[("class", &class_of(class))]);
            let why = upheld
                .as_deref()
                .map(|code| f(t.ev_upheld, &[("why", uphold(lang, rules, code))]));
            [closed, why.unwrap_or_default()].concat()
        }
        K::OpinionCorrected {
            changes,
            sealed_changes,
            reason,
        } => {
            let said = (words(reason.as_ref()), changes.as_slice(), sealed_changes.as_deref());
            corrected(lang, rules, t.ev_corrected, said, &file.names)
        }
        K::HearingCorrected { unheard, .. } => match unheard.as_slice() {
            [] => t.ev_heard.to_owned(),
            [one] => of_whom(lang, &file.opinion, Some(*one), t.ev_unheard),
            _ => of_all(lang, &file.opinion, t.ev_unheard),
        },
        K::PartRecounted { round, part, was, due } => {
            let day = |due: &Option<Deadline>| due.map_or(t.empty.to_owned(), |due| super::full_deadline(lang, due));
            let values = [
                ("unit", handler(lang, file, *round, *part)),
                ("old", day(was)),
                ("new", day(due)),
                ("reason", t.recounted_reason.to_owned()),
            ];
            f(t.ev_recounted, &values.each_ref().map(|(k, v)| (*k, v.as_str())))
        }
        K::CitizenCorrected {
            changes,
            sealed_changes,
            reason,
        } => {
            let said = (words(reason.as_ref()), changes.as_slice(), sealed_changes.as_deref());
            let said = corrected(lang, rules, t.ev_person_corrected, said, &file.names);
            // Of several it is said whose it was, unless it is theirs who spoke.
            let whose = Some(CitizenId(h.subject)).filter(|whose| file.opinion.citizen != Some(*whose));
            match whose {
                Some(_) => of_whom(lang, &file.opinion, whose, &said),
                None => said,
            }
        }
        K::OpinionVoided { reason } => f(t.ev_voided, &[("reason", words(reason.as_ref()))]),
        K::OpinionSplit { .. } => t.ev_split.to_owned(),
        K::OpinionMoved { anew, reason, .. } => {
            let before = || file.history.iter().filter(|before| before.seq < h.seq);
            let is_answered = before().any(Happened::is_answer);
            let told_anew = *anew && is_answered;
            let was = before().rev().find_map(Happened::whose);
            if !*anew && was == h.whose() {
                return f(t.ev_moved_visit, &[("reason", words(reason.as_ref()))]) + &remarks(lang, h);
            }
            let text = if told_anew { t.ev_moved_anew } else { t.ev_moved };
            let called = |id: Option<CitizenId>| {
                let found = file.names.iter().find(|(known, _)| Some(*known) == id.map(|id| id.0));
                found.map(|(_, name)| name.as_str())
            };
            let names = [(t.moved_to, called(h.whose())), (t.moved_from, called(was))];
            let names: Vec<_> = names
                .iter()
                .filter_map(|(text, name)| Some(f(text, &[("name", (*name)?)])))
                .collect();
            let whose = match names.join(t.moved_join) {
                none if none.is_empty() => none,
                names => f(t.of_whom, &[("name", &names)]),
            };
            f(text, &[("whose", &whose), ("reason", words(reason.as_ref()))])
        }
        K::KeeperChanged { .. } => match keepers(file, h) {
            (to, before) if before.is_empty() => f(t.ev_keeper_first, &[("to", &to)]),
            (to, before) => f(t.ev_keeper, &[("to", &to), ("before", &before)]),
        },
        K::NumberGiven { number, .. } => f(t.ev_number_given, &[("number", number)]),
        K::NumberNoted { system, number, .. } => {
            let system = system.as_deref().map_or("", |s| code::system(lang, s));
            f(
                t.ev_number_noted,
                &[("number", &numbered(system, words(number.as_ref())))],
            )
        }
        K::CitizenRecorded { .. } => t.ev_person.to_owned(),
    };
    if let Some(text) = said(&h.kind) {
        out.push_str(if lang.is_zh() { "：" } else { ": " });
        out.push_str(text);
    }
    out.push_str(&remarks(lang, h));
    out
}

/// A number behind the system that gave it.
fn numbered(system: &str, number: &str) -> String {
    [system, " ", number].concat().trim().to_owned()
}

/// A number of a matter beside its own, behind the system that gave it. Each is shown on a line of its own, so that no line
/// ends between the two.
pub fn other_number(lang: Lang, n: &OtherNumber) -> String {
    numbered(n.system.as_deref().map_or("", |s| code::system(lang, s)), &n.number)
}

fn words(said: Option<&String>) -> &str {
    said.map(String::as_str).unwrap_or_default()
}

/// What was said in words, which follows the sentence.
fn said(kind: &Kind) -> Option<&str> {
    let text = match kind.of_matter()? {
        K::AnsweredOnSpot { spot, .. } => &spot.answer,
        K::HandedOver { note, .. } | K::PersonTold { note, .. } => note,
        K::Chased { text, .. } | K::Answered { text, .. } => text,
        K::Evaluated { said, .. } => said,
        K::KeeperChanged { reason, .. } | K::OpinionClosed { reason, .. } => reason,
        // What they say in words stands in the sentence itself.
        K::CitizenRecorded { .. }
        | K::CitizenCorrected { .. }
        | K::OpinionFiled { .. }
        | K::GuidedElsewhere { .. }
        | K::KeptForReference { .. }
        | K::HeldForCollection { .. }
        | K::Unsettled { .. }
        | K::TellingTakenBack { .. }
        | K::OpinionCorrected { .. }
        | K::HearingCorrected { .. }
        | K::PartRecounted { .. }
        | K::OpinionVoided { .. }
        | K::OpinionSplit { .. }
        | K::OpinionMoved { .. }
        | K::NumberGiven { .. }
        | K::NumberNoted { .. } => &None,
    };
    text.as_deref()
}

/// What people say of it: of several each by name, in the order they came.
pub fn verdict(lang: Lang, o: &Opinion) -> String {
    let each = o.parties.iter().filter_map(|p| {
        let grade = code::grade(lang, p.grade?);
        Some(
            p.name
                .as_ref()
                .map_or_else(|| grade.to_owned(), |name| format!("{name} {grade}")),
        )
    });
    let each: Vec<String> = each.collect();
    if o.is_of_several() && !each.is_empty() {
        return each.join(if lang.is_zh() { "，" } else { ", " });
    }
    o.grade
        .map_or_else(String::new, |grade| of_all(lang, o, code::grade(lang, grade)))
}

/// What came of a telling, and what they said of it, with the words or without.
pub fn noted(lang: Lang, noted: &Noted, in_words: bool) -> String {
    let verdict = noted.verdict.as_ref().map(|(grade, words)| {
        let words = words.as_ref().filter(|_| in_words);
        let words = words.map(|text| fill(lang.texts().record.in_words, &[("text", text)]));
        let comma = if lang.is_zh() { "，" } else { ", " };
        [comma, code::grade(lang, *grade), &words.unwrap_or_default()].concat()
    });
    [code::reached(lang, noted.reached), &verdict.unwrap_or_default()].concat()
}

/// Entered late, paper number, clock in doubt.
fn remarks(lang: Lang, h: &Happened) -> String {
    let t = &lang.texts().record;
    let mut out = String::new();
    if h.happened != h.at {
        let paper = h.about.paper.as_ref().map(|no| fill(t.paper_no, &[("no", no)]));
        let when = format!("{} {}", super::day(lang, h.at.day(), h.happened.day()), h.at.clock());
        let values = [("time", when.as_str()), ("paper", paper.as_deref().unwrap_or_default())];
        out.push_str(&fill(t.entered_late, &values));
    }
    if h.doubtful {
        out.push_str(t.doubtful);
    }
    out
}

fn corrected(
    lang: Lang,
    rules: Option<&Ruleset>,
    template: &str,
    (reason, open, sealed): (&str, &[FieldChange], Option<&[FieldChange]>),
    names: &[(Uuid, String)],
) -> String {
    let t = &lang.texts().record;
    let reason = match reason {
        SPLIT => t.split_reason,
        LISTED => t.listed_reason,
        SORTED => t.sorted_reason,
        RECOUNTED => t.recounted_reason,
        said => said,
    };
    let mut out = fill(template, &[("reason", reason)]);
    for c in open.iter().chain(sealed.unwrap_or_default()) {
        let say =
            |v: Option<&String>| v.map_or_else(|| t.empty.to_owned(), |v| value(lang, rules, names, (&c.field, v)));
        let values = [
            ("field", field(lang, &c.field).to_owned()),
            ("old", say(c.old.as_ref())),
            ("new", say(c.new.as_ref())),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        out.push_str("; ");
        out.push_str(&fill(t.ev_change, &values));
    }
    out
}
