//! 处理: where a matter goes. Asked when it is filed, or later of a matter that went nowhere yet.

use super::opinion_fields::Form;
use super::talk::{Empty, Said, Stop, Talk};
use super::words;
use crate::domain::code::{Urgency, Way};
use crate::domain::command::{GuideEntry, HandOverEntry, Handling, PartEntry, SpotEntry};
use crate::domain::deadline::Deadline;
use crate::domain::due::due;
use crate::domain::moment::Day;
use crate::domain::rules::{Class, Reason, Ruleset};
use crate::i18n::{self, Lang, code, fill};

/// What was decided.
pub(super) enum Where {
    /// The matter goes there.
    Goes(Handling),
    /// Nothing of it may be kept; it is only counted.
    Accusation { reason: String, told: bool },
}

/// Asks while a matter is being written. 0 inside a branch comes back to the question.
pub(super) fn ask(t: &mut Talk<'_>, form: &mut Form) -> Said<Where> {
    let Some(rules) = form.rules().cloned() else {
        return Ok(Where::Goes(Handling::Undecided));
    };
    loop {
        let x = t.t();
        let options = [x.on_spot, x.hand_over, x.guide, x.reference].map(str::to_owned);
        let chosen = t.choose_or_skip(x.f_handling, &options, Empty::Skip(x.undecided), x.help_handling)?;
        let branch = match chosen {
            None => return Ok(Where::Goes(Handling::Undecided)),
            Some(0) => {
                form.ask_answer(t)?;
                let answer = form.answer.clone();
                on_spot(t, &rules, answer).map(|s| Where::Goes(Handling::OnSpot(s)))
            }
            Some(1) => over_from_form(t, form, &rules),
            Some(2) => guide(t, &rules, true),
            Some(_) => return Ok(Where::Goes(Handling::Reference)),
        };
        match branch {
            Err(Stop::Back) => {}
            done => return done,
        }
    }
}

fn over_from_form(t: &mut Talk<'_>, form: &mut Form, rules: &Ruleset) -> Said<Where> {
    while form.category.is_none() {
        t.say(t.t().category_needed);
        form.ask_category(t, true)?;
    }
    let lang = t.lang();
    let x = t.t();
    let options: Vec<String> = Urgency::ALL
        .iter()
        .map(|u| code::urgency(lang, *u).to_owned())
        .collect();
    let chosen = t.choose_usual(x.q_urgency, &options, 0, x.help_urgency)?;
    let urgency = Urgency::ALL.get(chosen).copied().unwrap_or(Urgency::Normal);
    form.urgency = Some(urgency);
    let (entry, name) = hand_over(t, rules, urgency)?;
    form.unit_name = Some(name);
    Ok(Where::Goes(Handling::HandOver(entry)))
}

/// 当场: to what was answered, the result and what the person said of it.
pub(super) fn on_spot(t: &mut Talk<'_>, rules: &Ruleset, answer: String) -> Said<SpotEntry> {
    let class = class(t, rules, false)?.code.clone();
    let grade = t.grade()?;
    Ok(SpotEntry { answer, class, grade })
}

/// A result class; those that promise something for later only where a date can go with them.
pub(super) fn class<'r>(t: &mut Talk<'_>, rules: &'r Ruleset, dated: bool) -> Said<&'r Class> {
    let lang = t.lang();
    let classes: Vec<&Class> = rules.offered_classes().filter(|c| dated || !c.needs_date).collect();
    let options: Vec<String> = classes
        .iter()
        .map(|c| words::label(lang, &c.label).to_owned())
        .collect();
    let chosen = t.choose(t.t().q_class, &options, t.t().help_class)?;
    classes.get(chosen).copied().ok_or(Stop::Back)
}

/// The day a class promises, when it has to.
pub(super) fn class_date(t: &mut Talk<'_>, class: &Class) -> Said<Option<Day>> {
    if class.needs_date {
        t.day_ahead(t.t().q_class_date, Empty::Back)
    } else {
        Ok(None)
    }
}

/// 交办: unit, way, the person there, until when, a note. With the unit's name.
pub(super) fn hand_over(t: &mut Talk<'_>, rules: &Ruleset, urgency: Urgency) -> Said<(HandOverEntry, String)> {
    let x = t.t();
    let Some(unit) = t.unit(x.q_unit, None, Empty::Back)? else {
        return Err(Stop::Back);
    };
    if let Some(phone) = &unit.profile.phone {
        t.tell(x.labelled, &[("label", x.f_phone), ("value", phone)]);
    }
    let way = t.way(Way::Phone)?;
    let contact = unit.profile.contact.as_deref().unwrap_or(x.nothing);
    let person = t.line(x.q_contact, Empty::Skip(contact), x.help_contact)?;
    let by_rule = due(rules, t.today(), rules.answer_limit(urgency));
    let usual = fill(
        x.by_rule,
        &[("day", &i18n::full_deadline(t.lang(), by_rule.deadline()))],
    );
    let due = t.day_ahead(x.q_due, Empty::Skip(&usual))?;
    let note = t.line(x.q_note, Empty::Skip(x.nothing), x.help_note)?;
    let entry = HandOverEntry {
        lead: PartEntry {
            due: due.map(Deadline::on),
            ..PartEntry::to(unit.id)
        },
        further: Vec::new(),
        way,
        person,
        note,
    };
    Ok((entry, unit.profile.name.clone()))
}

/// 指引: the reason gives what to say and where to go. `new` is a matter that is not filed yet; of one that is filed,
/// the rules refuse a reason that keeps nothing.
pub(super) fn guide(t: &mut Talk<'_>, rules: &Ruleset, new: bool) -> Said<Where> {
    let lang = t.lang();
    let x = t.t();
    let reasons: Vec<&Reason> = rules.offered_reasons().collect();
    let options: Vec<String> = reasons
        .iter()
        .map(|r| words::label(lang, &r.label).to_owned())
        .collect();
    let chosen = t.choose(x.q_reason, &options, x.help_reason)?;
    let Some(reason) = reasons.get(chosen) else {
        return Err(Stop::Back);
    };
    t.tell(
        x.labelled,
        &[("label", x.say_this), ("value", words::label(lang, &reason.say))],
    );
    let there = words::label(lang, &reason.destination);
    let phone = reason.phone.as_deref().unwrap_or_default();
    t.tell(
        x.labelled,
        &[("label", x.go_there), ("value", &words::join([there, phone]))],
    );
    let counted = new && reason.keeps_nothing;
    if counted {
        t.say(x.keeps_nothing);
    }
    let destination = if counted {
        String::new()
    } else {
        t.line(x.q_destination, Empty::Skip(there), x.help_destination)?
            .unwrap_or_default()
    };
    let options = [x.person_told.to_owned(), x.person_not_told.to_owned()];
    let told = t.choose_usual(x.q_told, &options, 0, x.help_told)? == 0;
    let reason_code = reason.code.clone();
    if counted {
        return Ok(Where::Accusation {
            reason: reason_code,
            told,
        });
    }
    Ok(Where::Goes(Handling::Guide(GuideEntry {
        reason: reason_code,
        destination,
        phone: None,
        told,
    })))
}

/// A decision in a few words.
pub(super) fn in_words(lang: Lang, handling: &Handling, unit: Option<&str>) -> String {
    let t = &lang.texts().plain;
    match handling {
        Handling::Undecided => t.undecided.to_owned(),
        Handling::Reference => t.reference.to_owned(),
        Handling::OnSpot(s) => {
            let grade = s.grade.map_or("", |g| code::grade(lang, g));
            words::join([t.on_spot, &s.answer, grade])
        }
        Handling::HandOver(h) => {
            let due = h.lead.due;
            let due = due.map(|d| fill(t.by_day, &[("day", &i18n::full_deadline(lang, d))]));
            words::join([
                t.hand_over,
                unit.unwrap_or_default(),
                code::way(lang, h.way),
                &due.unwrap_or_default(),
            ])
        }
        Handling::Guide(g) => words::join([t.guide, &g.reason, &g.destination]),
    }
}
