//! One matter opened: what is known of it, and what may be done with it now.

use super::draft::{self, Fields, Growing};
use super::handling::{self, Where};
use super::talk::{Empty, Said, Stop, Talk};
use super::words::{Next, next_act, next_acts};
use super::{category, tell, words};
use crate::domain::code::{SYSTEMS, Urgency, Way, numbered_by};
use crate::domain::command::{Chase, CloseOpinion, Command, HandOn, Handle, Handling, NoteNumber, RecordAnswer};
use crate::domain::id::OpinionId;
use crate::domain::lease::Lease;
use crate::domain::mask::mask_phone;
use crate::domain::record::{Opinion, Rev};
use crate::domain::refusal::Refusal;
use crate::domain::rules::{Class, Ruleset};
use crate::domain::view::{Answer, OpinionFile, Query, Snapshot};
use crate::i18n::{self, code, fill, history};

/// Reads it out and goes on with it until the person goes back.
pub(super) fn page(t: &mut Talk<'_>, id: OpinionId) -> Said<()> {
    loop {
        let Some(file) = read(t, id)? else { return Ok(()) };
        let s = t.snapshot()?;
        read_out(t, file, s.rules.as_deref());
        let lang = t.lang();
        let acts = next_acts(&file.opinion, t.context.account);
        let x = t.t();
        // What may be done at any time is offered of a matter that is over too.
        if !acts.iter().any(|act| act.is_owed()) {
            t.say(x.nothing_more);
        }
        if acts.is_empty() {
            return Ok(());
        }
        let options: Vec<String> = acts.iter().map(|a| next_act(lang, *a).to_owned()).collect();
        let chosen = t.choose(x.q_what_now, &options, x.help_acts)?;
        let Some(act) = acts.get(chosen) else { return Ok(()) };
        match carry_out(t, file, s, *act) {
            Ok(()) | Err(Stop::Back) => {}
            Err(stop) => return Err(stop),
        }
    }
}

fn read<'h>(t: &mut Talk<'h>, id: OpinionId) -> Said<Option<&'h OpinionFile>> {
    let Answer::File(found) = t.ask(Query::File(id))? else {
        return Ok(None);
    };
    if found.is_none() {
        t.say(t.t().record_gone);
    }
    Ok(found.as_deref())
}

fn read_out(t: &mut Talk<'_>, file: &OpinionFile, rules: Option<&Ruleset>) {
    let lang = t.lang();
    let x = t.t();
    let o = &file.opinion;
    let today = t.today();
    let head = words::join([
        o.number.as_str(),
        code::opinion_state(lang, o.state),
        words::day_of(lang, o.day, today).as_str(),
    ]);
    t.say(&head);
    t.quote(x.f_words, &o.details.words);
    let person = file.citizen.as_ref().map(|c| &c.details);
    let name = match person {
        Some(p) if p.anonymous => x.anonymous.to_owned(),
        Some(p) => p.name.clone().unwrap_or_else(|| x.anonymous.to_owned()),
        None => String::new(),
    };
    let round = o.round().map(|r| &r.lead);
    let due = round
        .and_then(|r| r.due)
        .filter(|_| o.state == crate::domain::code::OpinionState::HandedOver);
    let unit = round.map(|r| {
        let due = due.map(|d| {
            fill(
                x.by_day,
                &[("day", &i18n::deadline_on(lang, d, words::day_of(lang, d.day, today)))],
            )
        });
        words::join([
            r.unit_name.as_str(),
            &due.unwrap_or_default(),
            r.person.as_deref().unwrap_or_default(),
        ])
    });
    let promised = round
        .and_then(|r| r.promised_for)
        .map(|d| words::day_of(lang, d, today));
    let class = o.class.as_deref().map(|c| {
        let date = o.class_date.map(|d| words::day_of(lang, d, today));
        words::join([words::class(lang, rules, c), date.unwrap_or_default()])
    });
    let facts = [
        (x.f_name, name),
        (
            x.f_phone,
            person
                .and_then(|p| p.phone.as_deref())
                .map(mask_phone)
                .unwrap_or_default(),
        ),
        (x.f_village, file.village.clone().unwrap_or_default()),
        (
            x.f_category,
            words::category(lang, rules, o.details.category.as_deref()),
        ),
        (x.f_place, o.details.place.clone().unwrap_or_default()),
        (x.f_deputies, words::join(&file.deputies)),
        (x.f_unit, unit.unwrap_or_default()),
        (x.f_promised, promised.unwrap_or_default()),
        (x.q_class, class.unwrap_or_default()),
        (x.f_grade, i18n::history::verdict(lang, o)),
    ];
    for (label, value) in facts.iter().filter(|f| !f.1.is_empty()) {
        t.tell(x.labelled, &[("label", label), ("value", value)]);
    }
    let page = &lang.texts().record;
    for number in &o.numbers {
        let value = history::other_number(lang, number);
        t.tell(x.labelled, &[("label", page.numbers), ("value", &value)]);
    }
    if let Some(keeper) = &file.keeper {
        t.tell(x.labelled, &[("label", page.keeper), ("value", keeper)]);
    }
    if let Some(answer) = &o.answer {
        t.quote(x.f_answer, answer);
    }
}

fn carry_out(t: &mut Talk<'_>, file: &OpinionFile, s: &Snapshot, act: Next) -> Said<()> {
    let Some(rules) = &s.rules else { return Ok(()) };
    let o = &file.opinion;
    match act {
        Next::OnSpot => {
            let (answer, draft) = typed(t, "handle", "answer", o.id, t.t().q_spot_answer)?;
            let spot = handling::on_spot(t, rules, answer)?;
            handle(t, o, draft, None, &Handling::OnSpot(spot))
        }
        Next::HandOver => hand_over(t, o, rules),
        Next::Guide => match handling::guide(t, rules, false)? {
            Where::Goes(handling) => handle(t, o, None, None, &handling),
            Where::Accusation { .. } => Ok(()),
        },
        Next::Reference => handle(t, o, None, None, &Handling::Reference),
        Next::Answer => answer(t, o, rules),
        Next::Chase => chase(t, o),
        Next::Tell => tell::tell(t, file),
        Next::Evaluate => tell::evaluate(t, o),
        Next::Close => close(t, o, rules),
        Next::Number => number(t, o),
        Next::Keep => keep(t, o),
    }
}

fn handle(
    t: &mut Talk<'_>,
    o: &Opinion,
    draft: Option<Lease>,
    category: Option<&String>,
    handling: &Handling,
) -> Said<()> {
    act(t, o, draft, |rev| {
        Command::Handle(Handle {
            opinion: o.id,
            rev,
            category: category.cloned(),
            handling: handling.clone(),
        })
    })
}

/// A unit cannot be asked for something that has no category: one goes along with the hand-over.
fn hand_over(t: &mut Talk<'_>, o: &Opinion, rules: &Ruleset) -> Said<()> {
    let x = t.t();
    let mut category = None;
    if o.details.category.is_none() {
        t.say(x.category_needed);
        category = category::pick(t, rules, Empty::Back)?;
        if category.is_none() {
            return Ok(());
        }
    }
    let urgency = o.details.urgency.unwrap_or(Urgency::Normal);
    let (entry, name) = handling::hand_over(t, rules, urgency)?;
    let handling = Handling::HandOver(entry);
    let line = handling::in_words(t.lang(), &handling, Some(&name));
    t.say(&line);
    handle(t, o, None, category.as_ref(), &handling)
}

/// Does it. When somebody changed the matter meanwhile, that is said, and the same thing may be done all the same.
pub(super) fn act(t: &mut Talk<'_>, o: &Opinion, draft: Option<Lease>, command: impl Fn(Rev) -> Command) -> Said<()> {
    let mut rev = o.rev;
    loop {
        match t.act(command(rev), draft)? {
            Ok(outcome) => {
                t.say(t.texts().say.done);
                if let Some(also) = i18n::say::also_numbered(t.lang(), &outcome.also) {
                    t.say(&also);
                }
                return Ok(());
            }
            Err(Refusal::Changed { .. }) => {
                let Some(fresh) = read(t, o.id)? else { return Ok(()) };
                let lang = t.lang();
                let x = t.t();
                let state = code::opinion_is(lang, fresh.opinion.state);
                t.tell(x.it_is_now, &[("number", &fresh.opinion.number), ("state", state)]);
                // What was meant for one person is not done with another by a digit.
                if fresh.opinion.citizen != o.citizen {
                    let people = fresh.opinion.parties.iter().filter_map(|p| p.name.clone());
                    let names = people.collect::<Vec<_>>().join("、");
                    let names = if names.is_empty() {
                        x.nobody_named.to_owned()
                    } else {
                        names
                    };
                    t.tell(x.it_is_whose, &[("name", &names)]);
                    return Ok(());
                }
                let options = [x.do_it_all_the_same.to_owned()];
                t.choose(x.q_all_the_same, &options, x.help_acts)?;
                rev = fresh.opinion.rev;
            }
            Err(_) => return Ok(()),
        }
    }
}

/// Who speaks for the unit: whoever did last, unless another is named.
fn who_there(t: &mut Talk<'_>, o: &Opinion) -> Said<Option<String>> {
    let x = t.t();
    let there = o.round().and_then(|r| r.lead.person.as_deref());
    let person = t.line(x.q_who_said, Empty::Skip(there.unwrap_or(x.nothing)), x.help_contact)?;
    Ok(person.or_else(|| there.map(str::to_owned)))
}

/// 记答复: what the unit said.
fn answer(t: &mut Talk<'_>, o: &Opinion, rules: &Ruleset) -> Said<()> {
    let x = t.t();
    let (text, draft) = typed(t, "answer", "answer", o.id, x.q_unit_answer)?;
    let class = handling::class(t, rules, true)?;
    let class_date = handling::class_date(t, class)?;
    let way = t.way(Way::Phone)?;
    let person = who_there(t, o)?;
    act(t, o, draft, |rev| {
        Command::RecordAnswer(RecordAnswer {
            opinion: o.id,
            rev,
            unit: None,
            way,
            person: person.clone(),
            text: text.clone(),
            class: class.code.clone(),
            class_date,
        })
    })
}

/// 催办: what was promised and for when.
fn chase(t: &mut Talk<'_>, o: &Opinion) -> Said<()> {
    let x = t.t();
    let text = t.line(x.q_chase, Empty::Skip(x.nothing), x.help_chase)?;
    let promised_for = t.day_ahead(x.q_promised, Empty::Skip(x.nothing))?;
    let way = t.way(Way::Phone)?;
    let person = who_there(t, o)?;
    act(t, o, None, |rev| {
        Command::Chase(Chase {
            opinion: o.id,
            rev,
            unit: None,
            way,
            person: person.clone(),
            text: text.clone(),
            promised_for,
        })
    })
}

/// 销号.
fn close(t: &mut Talk<'_>, o: &Opinion, rules: &Ruleset) -> Said<()> {
    let lang = t.lang();
    let x = t.t();
    // What it has stands there, even when it is offered no more.
    let has = |k: &&Class| o.class.as_ref() == Some(&k.code);
    let classes: Vec<&Class> = rules.classes.iter().filter(|k| !k.retired || has(k)).collect();
    let usual = classes.iter().position(has);
    let options: Vec<String> = classes
        .iter()
        .map(|c| words::label(lang, &c.label).to_owned())
        .collect();
    let chosen = match usual {
        Some(usual) => t.choose_usual(x.q_close_class, &options, usual, x.help_class)?,
        None => t.choose(x.q_close_class, &options, x.help_class)?,
    };
    let Some(class) = classes.get(chosen).copied() else {
        return Ok(());
    };
    let kept = o.class_date.filter(|_| usual == Some(chosen));
    let class_date = if kept.is_some() {
        kept
    } else {
        handling::class_date(t, class)?
    };
    act(t, o, None, |rev| {
        Command::CloseOpinion(CloseOpinion {
            opinion: o.id,
            rev,
            class: class.code.clone(),
            class_date,
        })
    })
}

/// 记别处编号: which system, and its number.
fn number(t: &mut Talk<'_>, o: &Opinion) -> Said<()> {
    let (lang, x) = (t.lang(), t.t());
    let sheet = &lang.texts().sheet;
    let options: Vec<String> = SYSTEMS.iter().map(|s| code::system(lang, s).to_owned()).collect();
    let chosen = t.choose(sheet.system, &options, x.help_acts)?;
    let Some(of) = SYSTEMS.get(chosen) else { return Ok(()) };
    let (family, system) = numbered_by(Some(of));
    let help = i18n::sheet::help_other_number(lang, o.details.confidential);
    let number = t.line(sheet.other_number, Empty::Back, help)?;
    let Some(number) = number else { return Ok(()) };
    act(t, o, None, |_| {
        Command::NoteNumber(NoteNumber {
            opinion: o.id,
            family,
            system: system.clone(),
            number: number.clone(),
        })
    })
}

/// 由我经办.
fn keep(t: &mut Talk<'_>, o: &Opinion) -> Said<()> {
    let to = t.context.account;
    act(t, o, None, |rev| {
        Command::HandOn(HandOn {
            opinion: o.id,
            rev,
            to,
            reason: None,
        })
    })
}

/// Words about a matter, kept while they are typed; those of an earlier try are offered.
pub(super) fn typed(
    t: &mut Talk<'_>,
    form: &'static str,
    field: &'static str,
    about: OpinionId,
    what: &str,
) -> Said<(String, Option<Lease>)> {
    let target = about.to_string();
    if let Some(found) = draft::offered(t, form, &target, field)? {
        return Ok((found.fields.text_of(field).to_owned(), Some(found.lease)));
    }
    let growing = Growing {
        lease: None,
        form,
        target: target.clone(),
        fields: Fields::default(),
        field,
        before: String::new(),
    };
    let help = t.t().help_answer;
    let (text, lease) = t.words(what, Some(growing), help)?;
    let mut fields = Fields::default();
    fields.text(field, &text);
    let lease = t.keep(fields.kept(lease, form, &target))?;
    Ok((text, lease))
}
