//! Numbered menus of what may be done with a matter, and what to see while doing it.
//!
//! A menu holds the id and the revision that were on the screen when it opened, so it acts on that matter or is
//! refused, never on its neighbour.

use crate::app::action::Act;
use crate::app::may;
use crate::app::model::{Acts, Choice, Do, Effect, Item, Layer, MatterAct, Menu, Seen, State, Telling};
use crate::app::opinion::correct::is_only_counted;
use crate::app::opinion::spec::WHOM;
use crate::app::opinion::task::{is_end, told_by};
use crate::app::opinion::{facts, further, keeper, taken_back, whom};
use crate::domain::code::{Grade, OpinionState, Reach, Reached, VisitState, Way};
use crate::domain::id::{CitizenId, VisitId};
use crate::domain::lease::Deleted;
use crate::domain::mask::{mask_numbers, mask_phone};
use crate::domain::phone::parse_phone;
use crate::domain::refusal::Refusal;
use crate::domain::view::{Came, FollowUp, OpinionFile, Query};
use crate::form::{FieldId, Pick, Value};
use crate::i18n::history::{self, label};
use crate::i18n::refusal::{sentence, ticket as ticket_text, withheld};
use crate::i18n::{self, code, fill};

/// What to see while acting on a matter: the words, the answer; the number only while the person is being called. Of several
/// it is said of the one who was chosen, or else of whoever is told next.
pub fn about(state: &State, file: &OpinionFile, whom: Option<CitizenId>, calling: bool) -> Vec<String> {
    let t = &state.texts().matter;
    let o = &file.opinion;
    if file.withheld {
        return vec![withheld(state.lang, &o.number)];
    }
    let mut out = vec![fill(t.the_words, &[("text", &o.details.words)])];
    let next = file.meant(whom);
    // Whom to tell is said to whoever tells.
    if let Some(next) = next.filter(|_| calling) {
        let told = o.parties.iter().filter(|p| p.told).count();
        let values = [
            (
                "name",
                next.name
                    .clone()
                    .unwrap_or_else(|| state.texts().record.nameless.to_owned()),
            ),
            ("n", told.to_string()),
            ("all", o.parties.len().to_string()),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        out.push(fill(t.next_party, &values));
    }
    // Word that is on its way is asked for, not sent again.
    out.extend(word_sent(state, file, next.map(|p| p.citizen)).filter(|_| calling));
    if let Some(answer) = &o.answer {
        out.push(fill(t.the_answer, &[("text", answer)]));
    }
    let reason = o.guidance.as_deref().filter(|_| o.is_owed_news());
    if let Some(reason) = reason.and_then(|code| state.snap.rules.as_deref()?.reason(code)) {
        out.push(fill(t.say_so, &[("text", label(state.lang, &reason.say))]));
    }
    let mut marks: Vec<String> = unit_to_call(state, file).into_iter().collect();
    let is_of_unit = !marks.is_empty();
    marks.extend(facts::lateness(state, o).filter(|_| o.state == OpinionState::HandedOver));
    let rings = may::why_no_phone(state, &o.details.deputies).is_none();
    // How the person is reached stands behind no number of a unit. Of several the one who is told now is called, not the
    // one who spoke.
    let person = whom::told_now(file, whom);
    if let Some(c) = person.filter(|_| calling || !is_of_unit) {
        let d = &c.details;
        let is_rung = rings && (!calling || d.reach.is_none_or(Reach::is_by_number));
        if calling {
            let phone = d.phone.as_ref().filter(|_| !state.masked);
            let phone = phone.map(|phone| if is_rung { phone.clone() } else { mask_phone(phone) });
            let wrong = file.wrong_since(next.map(|p| p.citizen)).zip(phone.as_deref());
            marks.extend(match wrong {
                Some((day, phone)) => Some(i18n::owed::wrong_number(state.lang, phone, day)),
                None => found(state, d.reach, phone.as_deref(), d.name.as_deref()),
            });
        } else {
            let name = next.and_then(|p| p.name.as_deref()).filter(|_| !state.masked);
            let named = |how: &str| [name.unwrap_or_default(), how].join(" ").trim_start().to_owned();
            marks.extend(d.reach.map(|r| named(code::reach(state.lang, r))));
        }
        // What was said instead of a number holds one as a rule.
        let note = d.reach_note.clone().filter(|_| rings && !state.masked);
        marks.extend(note.map(|note| if is_rung { note } else { mask_numbers(&note) }));
        if d.cannot_read {
            marks.push(t.read_aloud.to_owned());
        }
        if d.anonymous {
            marks.push(t.held.to_owned());
        }
    }
    if o.details.confidential {
        marks.push(t.confidential.to_owned());
    }
    let limits = state.snap.rules.as_deref().map(|rules| &rules.limits);
    let before = limits.map_or(0, |limits| o.attempts(limits, next.map(|p| p.citizen)));
    if before > 0 && !o.told {
        marks.push(fill(t.failed_before, &[("n", &before.to_string())]));
    }
    if !marks.is_empty() {
        out.push(marks.join("  "));
    }
    out
}

/// How word was sent to somebody, where that was tried last, and when they are asked.
fn word_sent(state: &State, file: &OpinionFile, whom: Option<CitizenId>) -> Option<String> {
    let last = file.opinion.last_try(whom).filter(|t| t.reached.is_on_its_way())?;
    let noted = file.history.iter().find(|h| h.seq == last.seq)?;
    let what = history::sentence(state.lang, state.snap.rules.as_deref(), file, noted);
    let day = i18n::day(state.lang, noted.happened.day(), state.today());
    Some(fill(state.texts().matter.word_sent, &[("day", &day), ("what", &what)]))
}

/// How somebody is found, by what they said: a number is rung, but not where they wish otherwise.
fn found(state: &State, reach: Option<Reach>, phone: Option<&str>, name: Option<&str>) -> Option<String> {
    let t = &state.texts().matter;
    let how = match reach {
        Some(Reach::Message) => t.find_by_message,
        Some(Reach::Home) => t.find_at_home,
        Some(Reach::Comes) => t.find_comes,
        Some(Reach::Phone) | None => {
            let Some(phone) = phone else {
                return reach.map(|r| code::reach(state.lang, r).to_owned());
            };
            return Some(match name {
                Some(name) => fill(t.call, &[("phone", phone), ("name", name)]),
                None => fill(t.call_nameless, &[("phone", phone)]),
            });
        }
    };
    let name = name.filter(|_| !state.masked).unwrap_or(t.find_person);
    let how = fill(how, &[("name", name)]);
    Some(
        [how.as_str(), phone.unwrap_or_default()]
            .join(" ")
            .trim_end()
            .to_owned(),
    )
}

/// Whom to ring at the unit that has the matter; an office's number is no personal data.
pub fn unit_to_call(state: &State, file: &OpinionFile) -> Option<String> {
    let o = &file.opinion;
    let lead = &o.round().filter(|_| o.state == OpinionState::HandedOver)?.lead;
    let phone = file.unit_phone.as_deref()?;
    let phone = parse_phone(phone).map_or_else(|_| phone.to_owned(), |p| p.display());
    let person = lead.person.as_deref().filter(|_| !state.masked).unwrap_or_default();
    let name = format!("{} {person}", lead.unit_name);
    let values = [("phone", phone.as_str()), ("name", name.trim())];
    Some(fill(state.texts().matter.call, &values))
}

/// Shows a menu; where it is about a matter, that is read meanwhile, to stand above it.
pub fn push(state: &mut State, menu: Menu, about: Option<&Seen>, telling: bool) -> Vec<Effect> {
    let mut acts = Acts {
        telling: about.filter(|_| telling).cloned(),
        ..Acts::of(menu.at_rest())
    };
    let mut effects = Vec::new();
    if let Some(seen) = about {
        let (ticket, effect) = state.ask(Query::File(seen.id));
        acts.ticket = Some(ticket);
        effects.push(effect);
    }
    state.layers.push(acts.layer());
    effects
}

/// The matter of a line of what is owed, as it was listed.
pub fn seen_of(row: &FollowUp) -> Option<Seen> {
    row.opinion.map(|(id, rev)| Seen {
        id,
        rev,
        number: row.number.clone(),
    })
}

/// Telling, with the ways it can go.
fn tell_item(state: &State, seen: &Seen) -> Item {
    let choice = Do::TellMenu(seen.clone());
    Item::new(state.texts().matter.act_tell, Choice::Matter(Box::new(choice)))
}

/// A line for each act.
pub fn act_items(state: &State, seen: &Seen, acts: &[MatterAct]) -> Vec<Item> {
    let item = |d: &MatterAct| {
        let choice = Do::Form(*d, seen.clone(), Vec::new());
        Item::new(d.label(state.texts()), Choice::Matter(Box::new(choice)))
    };
    acts.iter().map(item).collect()
}

/// The numbered ways a telling can go: told and satisfied is F8 and 1, nobody answered F8 and 3.
pub fn tell_menu(state: &mut State, seen: &Seen, person: Option<&str>) -> Vec<Effect> {
    let menu = Menu::new(whom::title(state, seen, person), tell_items(state, seen, None, None));
    push(state, menu, Some(seen), true)
}

/// The same of a matter that is known, for somebody it was opened for or else for whoever is next.
pub(super) fn tell_items(state: &State, seen: &Seen, file: Option<&OpinionFile>, whom: Option<CitizenId>) -> Vec<Item> {
    let t = &state.texts().matter;
    // Of a group each representative is told, one after the other.
    let next = file.and_then(|f| f.meant(whom));
    let another_way = file.is_some_and(|f| is_last_try(state, f, next.map(|p| p.citizen)));
    // Whoever is only shown the way, or told the news they were promised, is asked for no verdict.
    let is_guided = file.is_some_and(|f| f.opinion.state == OpinionState::Guided);
    let no_verdict = is_guided.then(|| t.guided_no_verdict.to_owned());
    // Somebody else may have gone on with it.
    let past = file.filter(|f| !MatterAct::Tell.is_possible(&f.opinion));
    let past = past.map(|f| fill(code::untold(state.lang, f.opinion.state), &[("number", &seen.number)]));
    let past = file.and_then(|f| whom::why_not_told(state, f, whom)).or(past);
    let unless = |item: Item, has_verdict: bool| {
        item.unless(past.clone().or_else(|| no_verdict.clone().filter(|_| has_verdict)))
    };
    let person = file.and_then(|f| whom::told_now(f, whom));
    let way = told_by(person.and_then(|c| c.details.reach));
    let told = |label: &str, reached, grade: Option<Grade>| {
        let telling = Telling {
            seen: seen.clone(),
            whom: next.map(|p| p.citizen),
            name: next.and_then(|p| p.name.clone()).unwrap_or_default(),
            way: if reached == Reached::Wrong { Way::Phone } else { way },
            reached,
            grade,
            another_way: another_way && reached.is_try(),
            ends: grade.is_some() && is_end(state, file, next.map(|p| p.citizen), grade),
            closes: file.is_some_and(|f| further::leaves_nobody(state, f, next.map(|p| p.citizen))),
            no_relay: file.and_then(|f| further::no_relay(state, f)),
        };
        let item = Item::new(label, Choice::Matter(Box::new(Do::Tell(telling))));
        unless(item, grade.is_some())
    };
    let write = |label: &str, grade: Option<Grade>| {
        let mut values: Vec<(FieldId, Value)> = next.map(|p| (WHOM, whom::value(p))).into_iter().collect();
        values.push(("reached", pick(Reached::Told.code())));
        values.extend(grade.map(|g| ("grade", pick(g.code()))));
        values.push(("way", pick(way.code())));
        let choice = Do::Form(MatterAct::Tell, seen.clone(), values);
        unless(Item::new(label, Choice::Matter(Box::new(choice))), grade.is_some())
    };
    let mut items = vec![
        told(t.tell_satisfied, Reached::Told, Some(Grade::Satisfied)),
        told(t.tell_told, Reached::Told, None),
        told(t.tell_no_answer, Reached::NoAnswer, None),
        told(t.tell_wrong, Reached::Wrong, None),
        told(t.tell_basically, Reached::Told, Some(Grade::Basically)),
        write(t.tell_dissatisfied, Some(Grade::Dissatisfied)),
        told(t.tell_declined, Reached::Told, Some(Grade::Declined)),
        write(t.tell_more, None),
        Item::new(t.open_record, Choice::Matter(Box::new(Do::Record(seen.id)))),
    ];
    // Only whoever was given a code comes with one.
    if person.is_none_or(|c| c.claim_code.is_some()) {
        items.push(told(t.tell_collected, Reached::Collected, None));
    }
    items.extend(
        file.filter(|f| further::may_close(state, f))
            .map(|_| further::close(state, seen)),
    );
    items
}

pub(super) fn pick(code: &str) -> Value {
    Value::Pick(Pick::of(code, ""))
}

/// One more failure is where another way is offered: as many and on as many days as the rules say.
fn is_last_try(state: &State, file: &OpinionFile, whom: Option<CitizenId>) -> bool {
    let rules = state.snap.rules.as_deref();
    rules.is_some_and(|rules| file.opinion.is_unreachable(&rules.limits, whom, Some(state.now)))
}

/// Everything that can be done with the record on top, by its state.
pub fn record_menu(state: &State) -> Option<Menu> {
    let Some(Layer::Record(r)) = state.layers.last() else {
        return None;
    };
    let (seen, file, revealed) = (r.seen()?, r.file.as_deref()?, r.revealed);
    if file.withheld {
        return None;
    }
    let t = state.texts();
    let o = &file.opinion;
    let mut items = Vec::new();
    let possible = |act: &MatterAct| act.is_possible(o);
    // What one of several said is seldom put right while others are still to be told.
    let still_owed = o.state == OpinionState::Answered;
    for act in [
        MatterAct::Handle,
        MatterAct::Chase,
        MatterAct::Answer,
        MatterAct::Tell,
        MatterAct::Close,
        MatterAct::Evaluate,
        MatterAct::Correct,
    ]
    .iter()
    .filter(|act| possible(act) && !(**act == MatterAct::Evaluate && still_owed))
    {
        if *act == MatterAct::Tell {
            items.push(tell_item(state, &seen));
            continue;
        }
        let mut item = act_items(state, &seen, &[*act]);
        for item in &mut item {
            act.named(t, o.state).clone_into(&mut item.label);
        }
        if *act == MatterAct::Close && !further::may_close(state, file) {
            let limits = state.snap.rules.as_deref().map(|rules| &rules.limits);
            let left = limits.filter(|_| !state.masked).map(|limits| o.to_be_told(limits));
            let left = left.unwrap_or_default();
            let why = sentence(state.lang, &Refusal::NotTold { left }, None);
            item = item.into_iter().map(|item| item.unless(Some(why.clone()))).collect();
        }
        items.extend(item);
    }
    if o.state != OpinionState::Void {
        if file.citizen.is_some() {
            items.extend(act_items(state, &seen, &[MatterAct::Person]));
        }
        if possible(&MatterAct::Split) {
            items.extend(act_items(state, &seen, &[MatterAct::Split]));
        }
        let day = file.visit.as_ref().map_or(o.day, |v| v.day);
        let choice = Do::PickVisit(seen.clone(), o.visit, day);
        items.push(Item::new(t.matter.act_move, Choice::Matter(Box::new(choice))));
        items.extend(act_items(state, &seen, &[MatterAct::Void]));
    }
    let reveal = if revealed {
        t.matter.act_hide
    } else {
        t.matter.act_reveal
    };
    let covered = r.why_covered(state);
    items.push(Item::new(reveal, Choice::Matter(Box::new(Do::Reveal))).unless(covered));
    // Below what fingers know the digit of.
    if o.state != OpinionState::Void {
        if !is_only_counted(state.snap.rules.as_deref(), file) {
            items.extend(act_items(state, &seen, &[MatterAct::Number]));
        }
        if file.visit.as_ref().is_some_and(|v| v.channel.is_in_person()) {
            items.extend(act_items(state, &seen, &[MatterAct::Apart]));
        }
        items.extend(keeper::item(state, file));
        // Of several each is put right for themself; who spoke stands above.
        let others = o
            .parties
            .iter()
            .filter(|p| o.is_of_several() && o.citizen != Some(p.citizen));
        items.extend(others.map(|p| {
            let name = state.name(Some(p.name.as_deref().unwrap_or(state.texts().record.nameless)));
            let label = fill(t.matter.act_person_of, &[("name", &name)]);
            further::correct(&label, &seen, Some(whom::value(p)))
        }));
    }
    // What was noted with the answer at the desk is said to be no telling; where nothing was noted, nothing is offered.
    if possible(&MatterAct::TakeBack) && (o.on_spot || !taken_back::all(file).is_empty()) {
        let why = taken_back::why_not(state, file);
        let item = act_items(state, &seen, &[MatterAct::TakeBack]).into_iter();
        items.extend(item.map(|item| item.unless(why.clone())));
    }
    if still_owed && possible(&MatterAct::Evaluate) {
        items.extend(act_items(state, &seen, &[MatterAct::Evaluate]));
    }
    let title = format!("{} {}", seen.number, code::opinion_state(state.lang, o.state));
    Some(Menu::new(title, items))
}

/// The same as a layer.
pub fn record_acts(state: &mut State) -> Vec<Effect> {
    record_menu(state).map_or_else(Vec::new, |menu| push(state, menu, None, false))
}

/// What was deleted, to have one back.
pub fn deleted(state: &mut State, list: &[Deleted]) -> Acts {
    Acts::of(state.menu_of_people(|state| deleted_menu(state, list)))
}

fn deleted_menu(state: &State, list: &[Deleted]) -> Menu {
    let t = &state.texts().matter;
    let item = |d: &Deleted| {
        let day = i18n::day(state.lang, d.at.day(), state.today());
        let values = [
            ("who", d.by.as_str()),
            ("day", &day),
            ("time", &d.at.clock()),
            ("why", d.reason.as_deref().unwrap_or_default()),
        ];
        let label = if state.masked { "****" } else { &d.label };
        let choice = Choice::Matter(Box::new(Do::RestoreDraft(d.id)));
        Item::new(label, choice).note(fill(t.deleted_row, &values).trim_end())
    };
    let items: Vec<Item> = list.iter().map(item).collect();
    let note = if items.is_empty() {
        t.none_deleted
    } else {
        t.deleted_note
    };
    Menu::new(Act::DraftBack.label(state.lang), items).asking(note)
}

/// The visits of a day, to move a matter to one of them: not the one it has, and none that was entered by mistake.
pub fn visits(state: &mut State, (seen, own): (&Seen, VisitId), list: &[Came]) -> Acts {
    Acts::of(state.menu_of_people(|state| visits_menu(state, (seen, own), list)))
}

fn visits_menu(state: &State, (seen, own): (&Seen, VisitId), list: &[Came]) -> Menu {
    let t = &state.texts().matter;
    let item = |c: &Came| {
        let v = &c.visit;
        // Without a name they are known by what they came about.
        let who = c.name.as_deref().or(c.about.as_deref()).filter(|_| !state.masked);
        let who = crate::cells::fit(who.unwrap_or_default(), 20);
        let no = if v.channel.is_in_person() {
            ticket_text(state.lang, v.ticket)
        } else {
            code::channel(state.lang, v.channel).to_owned()
        };
        let name = format!("{no} {who}");
        let state_of = code::visit_state(state.lang, v.state);
        let number = c.number.as_deref().unwrap_or_default();
        let note = format!("{} {state_of} {number}", v.arrived_at.clock());
        let choice = Do::MoveTo(seen.clone(), v.id);
        Item::new(name.trim(), Choice::Matter(Box::new(choice))).note(note.trim_end())
    };
    let others = list
        .iter()
        .filter(|c| c.visit.id != own && c.visit.state != VisitState::Void);
    let mut items: Vec<Item> = others.map(item).collect();
    let of_people = list.iter().find(|c| c.visit.id == own);
    if of_people.is_some_and(|c| c.visit.channel.is_in_person()) {
        items.extend(act_items(state, seen, &[MatterAct::Apart]));
    }
    let none = items.is_empty().then(|| t.no_visits.to_owned());
    let day = list
        .first()
        .map_or_else(String::new, |c| i18n::day(state.lang, c.visit.day, state.today()));
    Menu {
        text: none.into_iter().collect(),
        ..Menu::new(format!("{} {day}", t.which_visit), items)
    }
}
