//! What follows from what is typed: defaults that stay editable, fields that appear, questions to ask, what the draft
//! is called. Nothing here stops the typing.

use crate::app::model::form::Want;
use crate::app::model::{Choice, Do, Effect, Host, Item, MatterAct, Menu, NewMatter, Sheet, State, Task};
use crate::app::opinion::entry::{self, said};
use crate::app::opinion::fields::{GUIDE, HAND, KEEP, NEW, SPOT};
use crate::app::opinion::{apart, correct, further, limit, whom};
use crate::domain::code::{Channel, OpinionState, Reached, Urgency, Way};
use crate::domain::command::Late;
use crate::domain::due::due;
use crate::domain::group::beside;
use crate::domain::phone::Phone;
use crate::domain::phones::phones_among;
use crate::domain::record::{Attendance, Visit};
use crate::domain::rules::Ruleset;
use crate::domain::text::name_key;
use crate::domain::view::{OpinionFile, Query};
use crate::form::{ChoiceOption, FieldId, Pick, Value, Values};
use crate::i18n::history::label;
use crate::i18n::{self, Lang, fill};

fn code(code: &str) -> Value {
    Value::Pick(Pick::of(code, ""))
}

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// What stands in a fresh form.
pub fn begin(task: &Task, host: &mut Host, state: &State) {
    let form = &mut host.form;
    match task {
        Task::File(new) => {
            let visit = new.visit;
            form.prefill("urgency", &code(Urgency::Normal.code()));
            form.prefill("channel", &code(Channel::Visit.code()));
            form.prefill("way", &code(Way::Paper.code()));
            form.prefill("told", &Value::Flag(true));
            if visit.is_some() {
                apart::stand_in(new, host, state);
            } else {
                host.title = format!("{}  {}", host.title, state.texts().matter.unqueued);
            }
            offer_deputies(host, state, new);
        }
        Task::On(MatterAct::Handle, _) => {
            form.prefill("way", &code(Way::Paper.code()));
            form.prefill("told", &Value::Flag(true));
        }
        Task::On(..) => {
            form.prefill("way", &code(Way::Phone.code()));
        }
        Task::LateVisit(_) => {
            form.propose("day", &text(state.today().to_string()));
            form.propose("heads", &text("1"));
            form.propose("table", &text("1"));
        }
        Task::LateSession => {
            form.propose("tables", &text("1"));
        }
    }
}

/// The deputies of the reception, those at the table of whoever came ticked, or at one's own. What is told beside a visit is
/// told to none who talks to somebody; who received a visit of another reception is not known before it was read.
pub(super) fn offer_deputies(host: &mut Host, state: &State, new: &NewMatter) {
    let visit = new.visit.map(|visit| state.visits().find(|v| v.id == visit));
    let is_here = visit.is_none_or(|v| v.is_none_or(|v| v.session == state.open_id()));
    let here = || {
        state
            .snap
            .attendance
            .iter()
            .filter(|_| is_here && state.open().is_some())
    };
    let table = visit.flatten().and_then(|v| v.table).or(state.own_table());
    let placed = here().any(|a| a.is_present() && a.table.is_some());
    let talks = |table: Option<u8>| match table {
        Some(table) => state.at_table(table).is_some(),
        // Who is at no table in particular may be with anybody.
        None => state.snap.queue.iter().any(|v| v.state.is_open()),
    };
    let at_table =
        |a: &&Attendance| a.is_present() && (!placed || a.table == table) && (visit.is_some() || !talks(a.table));
    offer(host, here(), here().filter(at_table));
}

/// Who received the visit that was read, where that is over: what was said then is written down now.
pub fn received(host: &mut Host, visit: &Visit, roster: &[Attendance]) {
    if visit.state.is_over() && !host.form.is_edited("deputies") {
        offer(host, roster.iter(), visit.received_by(roster).into_iter());
    }
}

fn offer<'a>(host: &mut Host, all: impl Iterator<Item = &'a Attendance>, ticked: impl Iterator<Item = &'a Attendance>) {
    let options = all.map(|a| ChoiceOption::new(a.deputy.to_string(), &a.name)).collect();
    host.form.set_options("deputies", options);
    let picks: Vec<Pick> = ticked.map(|a| Pick::of(a.deputy.to_string(), &a.name)).collect();
    if !picks.is_empty() {
        host.form.prefill("deputies", &Value::Picks(picks));
    }
}

/// Proposes anew what follows from a changed value, where nobody chose otherwise.
pub fn changed(sheet: &mut Sheet, host: &mut Host, state: &State) {
    if let Task::File(new) = &mut sheet.task {
        new.nameless_ok = false;
    }
    apart::take(sheet, host, state);
    apart::shown(sheet, host);
    // What was done is asked for no more.
    let is_said = host.form.is_filled("said");
    let help = if is_said { "" } else { state.texts().sheet.help_said };
    host.form.set_help("said", help);
    // Which telling is taken back, and who is rung at which number, is said of whoever is chosen.
    if matches!(
        sheet.task,
        Task::On(MatterAct::TakeBack | MatterAct::Tell | MatterAct::Evaluate, _)
    ) {
        sheet.introduce(host, state);
    }
    whom::note_words(sheet, host);
    if let (Task::On(MatterAct::Correct, _), Some(file)) = (&sheet.task, &sheet.file) {
        further::keep_named(&mut host.form, file);
    }
    // Somebody else is not called like those who are known.
    if host.form.code("who") == Some(NEW) && host.form.is_filled("name") && !host.form.is_touched("name") {
        let proposed = name_key(host.form.text("name"));
        let known = match &sheet.task {
            Task::File(new) => new.known.as_slice(),
            Task::On(..) | Task::LateVisit(_) | Task::LateSession => &[],
        };
        let names = known.iter().filter_map(|c| c.details.name.as_deref());
        if names.map(name_key).any(|known| known == proposed) {
            host.form.prefill("name", &Value::Empty);
        }
    }
    let rules = state.snap.rules.as_deref();
    let dated = correct::is_dated(rules, host.form.code("class"));
    if dated != host.form.is_filled("dated") {
        host.form
            .prefill("dated", &if dated { text("1") } else { Value::Empty });
    }
    if host.form.focus() == Some("representatives") {
        doubts(sheet, host, state);
    }
    let reached = host.form.code("reached").and_then(Reached::from_code);
    let is_sent = reached == Some(Reached::Sent);
    // No letter goes by phone.
    if is_sent
        && !std::mem::replace(&mut sheet.proposed.sent, is_sent)
        && host.form.code("way") == Some(Way::Phone.code())
    {
        host.form.prefill("way", &code(Way::Paper.code()));
    }
    sheet.proposed.sent = is_sent;
    // Who was sent word is asked as soon as they would have to be told.
    if reached.is_some_and(Reached::is_on_its_way)
        && !host.form.is_filled("ask_on")
        && !host.form.is_touched("ask_on")
        && let Some(rules) = rules
    {
        let day = due(rules, state.today(), rules.limits.tell).day;
        host.form.propose("ask_on", &text(day.to_string()));
    }
    sheet.proposed.say = unheard(sheet, host, state)
        .or_else(|| to_say(state, host))
        .unwrap_or_default();
    match host.form.code("handling") {
        Some(HAND) => limit::propose(sheet, host, state),
        Some(SPOT) if !host.form.is_filled("class") => {
            // What is said at the desk is nearly always an explanation; it stays to be changed.
            let class = rules.and_then(|r| {
                let plain = r.offered_classes().filter(|c| !c.needs_date);
                plain.clone().find(|c| !c.solved).or_else(|| plain.clone().next())
            });
            if let Some(c) = class {
                host.form.prefill("class", &code(&c.code));
            }
        }
        _ => {}
    }
}

/// What becomes of an answer at the desk that nobody is there to hear, and of one of which that is put right.
fn unheard(sheet: &Sheet, host: &Host, state: &State) -> Option<String> {
    let (form, t) = (&host.form, &state.texts().matter);
    let typed = form.code("channel").and_then(Channel::from_code);
    if let Task::On(MatterAct::Correct | MatterAct::Apart, _) = sheet.task {
        let owed = sheet.file.as_ref()?.opinion.owed_by(typed?)?;
        let text = if owed.is_empty() { t.heard_too } else { t.heard_not };
        return Some(fill(text, &[("channel", i18n::code::channel(state.lang, typed?))]));
    }
    let channel = typed.or_else(|| sheet.file.as_ref()?.opinion.details.channel)?;
    let is_answered = form.code("handling") == Some(SPOT) && !form.is_filled("grade");
    let values = [("channel", i18n::code::channel(state.lang, channel))];
    (is_answered && !channel.hears()).then(|| fill(t.spot_unheard, &values))
}

/// What is said to somebody who is shown the way, as the reason has it.
fn to_say(state: &State, host: &Host) -> Option<String> {
    let code = host
        .form
        .code("reason")
        .filter(|_| host.form.code("handling") == Some(GUIDE))?;
    let reason = state.snap.rules.as_deref()?.reason(code)?;
    let text = label(state.lang, &reason.say);
    (!text.is_empty()).then(|| fill(state.texts().matter.say_so, &[("text", text)]))
}

/// To whom a matter goes once more that somebody is not content with: to whoever had it, where anybody had.
pub fn again(file: &OpinionFile) -> Option<Vec<(FieldId, Value)>> {
    let o = &file.opinion;
    (o.state == OpinionState::Told).then(|| {
        let before = o.round().map(|round| &round.lead);
        let unit = before.map(|lead| Value::Pick(Pick::of(lead.unit.to_string(), &lead.unit_name)));
        let person = before.and_then(|lead| lead.person.clone()).map(Value::Text);
        let hand = Value::Pick(Pick::of(HAND, ""));
        let all = [("handling", Some(hand)), ("unit", unit), ("contact", person)];
        all.into_iter()
            .filter_map(|(field, value)| Some((field, value?)))
            .collect()
    })
}

/// Something was picked from a lookup.
pub fn picked(sheet: &mut Sheet, host: &mut Host, state: &State, field: FieldId) {
    match field {
        "unit" => propose_contact(host, &mut sheet.proposed.contact),
        "reason" => {
            let code = host.form.code("reason").map(str::to_owned);
            let rules = state.snap.rules.as_deref();
            let reason = code.and_then(|c| rules?.reason(&c));
            let stands = host.form.text("where").to_owned();
            let is_of_reason = |rules: &Ruleset| {
                let all = &rules.reasons;
                all.iter().any(|r| label(state.lang, &r.destination) == stands)
            };
            if reason.is_none() && rules.is_some_and(is_of_reason) {
                // The place of a reason that was taken back goes with it.
                host.form.propose("where", &Value::Empty);
                host.form.propose("where_phone", &Value::Empty);
            }
            if let Some(r) = reason {
                host.form.propose("where", &text(label(state.lang, &r.destination)));
                host.form
                    .propose("where_phone", &text(r.phone.clone().unwrap_or_default()));
            }
        }
        _ => {}
    }
}

/// Whom the unit that was picked names for itself.
pub fn propose_contact(host: &mut Host, proposed: &mut String) {
    let unit = host.form.code("unit").and_then(|c| host.lists.unit(c));
    let contact = unit.and_then(|u| u.profile.contact.clone()).unwrap_or_default();
    // Whoever was typed is whom the clerk spoke to, whichever unit is chosen afterwards.
    let typed = host.form.text("contact").trim();
    if typed.is_empty() || typed == proposed {
        let ready = Some(contact.as_str()).filter(|c| !c.is_empty());
        host.form.propose("contact", &ready.map_or(Value::Empty, text));
        *proposed = contact;
    }
}

/// Asked once when a reason of which nothing may be kept is chosen: the reason's own words to say, yes, back.
pub fn accusation(sheet: &Sheet, host: &Host, state: &State) -> Option<Menu> {
    if host.form.code("handling") != Some(GUIDE) || !sheet.task.files() {
        return None;
    }
    let rules: &Ruleset = state.snap.rules.as_deref()?;
    let reason = rules.reason(host.form.code("reason")?)?;
    if !reason.keeps_nothing {
        return None;
    }
    let t = &state.texts().matter;
    let items = vec![
        Item::new(
            t.accusation_yes,
            Choice::Matter(Box::new(Do::Count(reason.code.clone()))),
        ),
        Item::new(t.accusation_no, Choice::Field("reason", Value::Empty)),
    ];
    let place = format!(
        "{} {}",
        label(state.lang, &reason.destination),
        reason.phone.as_deref().unwrap_or_default()
    );
    let mut menu = Menu::new(t.accusation_title, items)
        .asking(t.accusation)
        .asking(label(state.lang, &reason.say))
        .asking(place);
    menu.modal = true;
    menu.back = menu.items.len().checked_sub(1);
    Some(menu)
}

/// The focus left a field: odd phones are noticed, earlier matters of the person are looked for.
pub fn left(sheet: &mut Sheet, host: &mut Host, state: &mut State, field: FieldId) -> Vec<Effect> {
    if field == "due" {
        limit::settle(host, state);
    }
    if !matches!(field, "name" | "phone" | "village" | "representatives") {
        return Vec::new();
    }
    doubts(sheet, host, state);
    let Task::File(new) = &mut sheet.task else {
        return Vec::new();
    };
    if host.form.code("who").is_some_and(|c| c != NEW) {
        return Vec::new();
    }
    let phones = phones_among(host.form.text("phone"));
    let phones: Vec<String> = phones.iter().map(Phone::canonical).collect();
    let phone = (!phones.is_empty()).then(|| phones.join("/"));
    let name = Some(host.form.text("name").trim().to_owned()).filter(|n| !n.is_empty());
    let village = host.form.code("village").and_then(|c| c.parse().ok());
    let asked = (
        phone.clone().unwrap_or_default(),
        name.clone().unwrap_or_default(),
        host.form.code("village").unwrap_or_default().to_owned(),
    );
    let enough = phone.is_some() || (name.is_some() && village.is_some());
    if !enough || asked == new.asked_of {
        return Vec::new();
    }
    new.asked_of = asked;
    let village = village.map(crate::domain::id::UnitId);
    vec![host.ask(state, Want::Earlier, Query::Earlier { phone, name, village })]
}

/// What is odd and does not stop anybody: a phone, more representatives than the rules like.
pub fn doubts(sheet: &mut Sheet, host: &Host, state: &State) {
    let read = spokesmen(sheet, host, state);
    sheet.doubt = entry::phone_doubt(state.lang, host.form.text("phone")).or(read);
}

/// As whom those who speak for a group are read, how many that is with the speaker, and what could not be read.
pub fn spokesmen(sheet: &Sheet, host: &Host, state: &State) -> Option<String> {
    let most = state.snap.rules.as_deref().map_or(5, |r| r.queue.representatives) as usize;
    let known = sheet.task.new_matter().and_then(|new| new.speaker(&host.form));
    let speaker = entry::name_of(known, host.form.text("name"));
    let (same, others) = beside(host.form.text("representatives"), speaker);
    let now = others.len() + usize::from(known.is_some() || !speaker.trim().is_empty());
    let unread = same.iter().chain(&others).flat_map(|who| &who.unread);
    let unread: Vec<&str> = unread.map(String::as_str).collect();
    if others.is_empty() && unread.is_empty() {
        return None;
    }
    let t = &state.texts().sheet;
    let text = if now > most {
        t.many_representatives
    } else {
        t.representatives_read
    };
    let names: Vec<&str> = others.iter().map(|who| who.name.as_str()).collect();
    let values = [
        ("n", most.to_string()),
        ("now", now.to_string()),
        ("names", names.join("、")),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut out = fill(text, &values);
    if !unread.is_empty() {
        out.push_str(&fill(t.numbers_kept, &[("text", &unread.join("、"))]));
    }
    Some(out)
}

/// It was answered at the desk, and nobody was there to hear it; whoever gave a verdict has heard it.
pub fn is_unheard(values: &Values) -> bool {
    let channel = values.code("channel").and_then(Channel::from_code);
    let is_answered = values.code("handling") == Some(SPOT) && values.code("grade").is_none();
    is_answered && channel.is_some_and(|channel| !channel.hears())
}

/// Nobody could be told of the outcome: asked once before filing. Nothing is ever demanded.
pub fn nameless(sheet: &Sheet, host: &Host, state: &State, values: &Values) -> Option<Menu> {
    let new = sheet.task.new_matter().filter(|new| !new.nameless_ok)?;
    let known = ["name", "phone", "reach_note", "address"];
    let reachable = values.flag("anonymous") || known.iter().any(|f| said(values, f).is_some());
    // Whoever was shown the way and waits for no news is owed nothing either.
    let reason = state.snap.rules.as_deref().zip(values.code("reason"));
    let waits = reason.is_some_and(|(rules, code)| rules.reason(code).is_some_and(|reason| reason.promises_news));
    let over = match values.code("handling") {
        Some(GUIDE) => values.flag("told") && !waits,
        Some(SPOT) => !is_unheard(values),
        handling => handling == Some(KEEP),
    };
    if reachable || over || new.speaker(&host.form).is_some() {
        return None;
    }
    let t = &state.texts().matter;
    let on = |label: &str, d| Item::new(label, Choice::Matter(Box::new(d)));
    let items = vec![
        on(t.nameless_anonymous, Do::FileNameless(true)),
        on(t.nameless_file, Do::FileNameless(false)),
        Item::new(t.nameless_back, Choice::Close),
    ];
    Some(Menu::new(t.nameless_title, items).asking(t.nameless))
}

/// The real time and paper number, for forms with the switch and for those that are late by nature.
pub fn late(sheet: &Sheet, state: &State, values: &Values) -> Option<Late> {
    let today = state.today();
    let past = crate::domain::typed_date::Lean::Past;
    let happened = match sheet.task {
        Task::LateVisit(_) => entry::moment(values, "arrived", entry::day(values, "day", today, past)?),
        Task::LateSession => {
            let (from, _) = crate::domain::typed_date::parse_hours(values.text("hours")).ok()?;
            let day = entry::day(values, "day", today, past)?;
            Some(crate::domain::moment::Moment::at(day, from))
        }
        Task::File(_) | Task::On(..) => return entry::late(values, today),
    };
    Some(Late {
        happened: happened?,
        paper_no: said(values, "paper_no"),
    })
}

/// Fields that hold what was said, the most telling first.
const PROSE: [FieldId; 9] = [
    "words",
    "new_words",
    "answer",
    "promise",
    "said",
    "why",
    "first_words",
    "label",
    "name",
];

/// What lists call the draft.
pub fn brief(sheet: &Sheet, host: &Host, lang: Lang) -> String {
    let form = &host.form;
    let words = PROSE.iter().map(|f| form.own_text(f).trim()).find(|t| !t.is_empty());
    let words = words.unwrap_or_default().replace('\n', " ");
    match &sheet.task {
        Task::File(_) => words,
        task @ (Task::On(..) | Task::LateVisit(_) | Task::LateSession) => format!("{} {words}", task.title(lang)),
    }
}
