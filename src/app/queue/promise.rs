//! 下次优先: whom the last receptions did not get to. They are rung before the next one, and the one who comes gets a
//! number before the others by one digit, or one key on the row.

use crate::app::action::{self, Act};
use crate::app::may;
use crate::app::model::covered::COVER;
use crate::app::model::pending::send;
use crate::app::model::{Choice, Effect, Flow, Item, Layer, Menu, Mood, State, Then};
use crate::app::queue::group;
use crate::domain::code::{Shown, Struck};
use crate::domain::command::{Command, ReceivePromised, StrikePromise};
use crate::domain::guess::name_in;
use crate::domain::id::{PromiseId, VisitId};
use crate::domain::mask::mask_phone;
use crate::domain::phone::parse_phone;
use crate::domain::record::Promise;
use crate::domain::trace::{On, Trace};
use crate::domain::view::{Owing, Snapshot};
use crate::i18n::{self, Lang, code, fill};

acts! { ($) promise_acts
    QueuePromised "queue.promised" + queue_promised queue_promised Desk true false [ReceivePromised]
        [|s| !s.snap.promised.is_empty(), |t| t.say.nobody_promised] promise::came;
}

/// Somebody promised has come: the one under the marker in 待办, else the list to choose from.
pub fn came(state: &mut State) -> Vec<Effect> {
    let line = state.owing_here().line();
    let line = line.filter(|f| state.layers.is_empty() && f.owing == Owing::Promised);
    match line.and_then(|f| f.visit).and_then(|(v, _)| find(state, v)).cloned() {
        Some(p) if hidden(state, &p).is_some() => row(state, p.visit),
        Some(p) => vec![send(state, receive(state.lang, &state.snap, &p), Then::Nothing, None)],
        None => list(state),
    }
}

/// The promise of this id among those not yet kept.
pub fn of(state: &State, promise: PromiseId) -> Option<&Promise> {
    state.snap.promised.iter().find(|p| p.id == promise)
}

/// The promise of a visit.
pub fn find(state: &State, visit: VisitId) -> Option<&Promise> {
    state.snap.promised.iter().find(|p| p.visit == visit)
}

/// Those promised whom somebody may be who is called so, by name, by the same words or by number.
pub(super) fn fitting<'a>(state: &'a State, label: &'a str) -> impl Iterator<Item = &'a Promise> {
    let label = label.trim();
    let phone = parse_phone(label).ok();
    let fits = move |p: &&Promise| {
        let called = p.label.as_deref().map(str::trim);
        let is_named =
            called.is_some_and(|own| own == label || name_in(own).is_some_and(|own| name_in(label) == Some(own)));
        let rung = p.phone.as_deref().and_then(|own| parse_phone(own).ok());
        !label.is_empty() && p.withheld.is_none() && (is_named || phone.is_some() && phone == rung)
    };
    state.snap.promised.iter().filter(fits)
}

/// Everybody promised, by digit: the number is given at once.
fn list(state: &mut State) -> Vec<Effect> {
    if state.snap.promised.is_empty() {
        let text = state.texts().say.nobody_promised;
        state.say(Mood::Warn, text);
        return Vec::new();
    }
    let menu = state.menu_of_people(all);
    state.layers.push(menu.layer());
    Vec::new()
}

fn all(state: &State) -> Menu {
    let t = state.texts();
    let item = |p: &Promise| {
        let give = Choice::Run(Box::new(receive(state.lang, &state.snap, p)), Then::Nothing);
        Item::new(line(state, p), give)
            .note(phone(state, p))
            .unless(hidden(state, p))
    };
    let mut items: Vec<Item> = state.snap.promised.iter().map(item).collect();
    items.push(Item::new(
        t.ask.promise_strike,
        Choice::Push(Box::new(strike_menu(state))),
    ));
    let text = if state.open().is_some() {
        t.ask.promised_open
    } else {
        t.ask.promised_quiet
    };
    Menu::new(t.action.queue_promised, items).asking(text)
}

/// Who of them is not to be waited for, and then why.
fn strike_menu(state: &State) -> Layer {
    let item = |p: &Promise| {
        let why = Menu::new(line(state, p), strikes(state, p)).layer();
        Item::new(line(state, p), Choice::Push(Box::new(why))).unless(hidden(state, p))
    };
    let items = state.snap.promised.iter().map(item).collect();
    Menu::new(state.texts().ask.promise_strike, items).layer()
}

fn strikes(state: &State, p: &Promise) -> Vec<Item> {
    let item = |why: &Struck| {
        let (promise, rev, why) = (p.id, p.rev, *why);
        let strike = Command::StrikePromise(StrikePromise { promise, rev, why });
        let t = state.texts();
        let name = code::struck(state.lang, why);
        let surely = vec![
            Item::new(name, Choice::Run(Box::new(strike), Then::Nothing)),
            Item::new(t.common.back, Choice::Close),
        ];
        let surely = Menu::new(format!("{}  {name}", who(state, p)), surely).asking(t.ask.struck_for_good);
        Item::new(name, Choice::Push(Box::new(surely.layer())))
    };
    Struck::ALL.iter().map(item).collect()
}

/// Enter on one of them in 待办: the number, why not, and what it takes to ring them.
pub fn row(state: &mut State, visit: VisitId) -> Vec<Effect> {
    let Some(p) = find(state, visit).cloned() else {
        let text = state.texts().matter.row_gone;
        state.say(Mood::Warn, text);
        return Vec::new();
    };
    if let Some(why) = hidden(state, &p) {
        state.say(Mood::Warn, why);
        return Vec::new();
    }
    let menu = state.menu_of_people(|state| one(state, &p));
    state.layers.push(menu.at_rest().layer());
    Vec::new()
}

fn one(state: &State, p: &Promise) -> Menu {
    let t = state.texts();
    let give = Choice::Run(Box::new(receive(state.lang, &state.snap, p)), Then::Nothing);
    let key = action::keys_of(Act::QueuePromised, &state.keymap, state.lang);
    let mut items = vec![Item::new(t.ask.promise_came, give).note(key)];
    items.extend(strikes(state, p));
    items.push(Item::new(t.ask.promise_change, Choice::Flow(Flow::Promise(p.visit))));
    let ring = match &p.phone {
        Some(phone) => fill(t.ask.promise_ring, &[("phone", &dialled(state, phone))]),
        None => t.ask.promise_no_phone.to_owned(),
    };
    let mut menu = Menu::new(line(state, p), items).asking(last_time(state, p));
    menu.rings = trace(state, p, Shown::Calling).map(Box::new);
    if let Some(why) = p.priority_reason.as_deref().filter(|_| !state.masked) {
        menu = menu.asking(fill(t.ask.promise_why, &[("why", why)]));
    }
    menu.asking(ring)
}

/// The number of somebody who was promised the next reception, shown to whoever may see a whole one.
pub fn trace(state: &State, p: &Promise, shown: Shown) -> Option<Trace> {
    let is_shown = p.phone.is_some() && may::why_no_phone(state, &[]).is_none();
    is_shown.then_some(Trace {
        on: On::Visit(p.visit),
        citizen: None,
        shown,
        reason: None,
    })
}

/// The number with priority, and why.
pub fn receive(lang: Lang, s: &Snapshot, p: &Promise) -> Command {
    Command::ReceivePromised(ReceivePromised {
        promise: p.id,
        rev: p.rev,
        session: s.day_session(),
        reason: i18n::say::kept_from(lang, p.ordinal, (p.day, s.business_day.unwrap_or(p.day))),
    })
}

/// From which reception the promise is.
fn last_time(state: &State, p: &Promise) -> String {
    i18n::say::kept_from(state.lang, p.ordinal, (p.day, state.today()))
}

/// `008 周德旺` of the last time.
pub fn who(state: &State, p: &Promise) -> String {
    let no = i18n::refusal::ticket(state.lang, p.ticket);
    match &p.label {
        Some(label) if !state.masked => format!("{no} {label}"),
        _ => no,
    }
}

/// Why nothing is done about them here.
fn hidden(state: &State, p: &Promise) -> Option<String> {
    let number = p.withheld.as_ref()?;
    Some(i18n::refusal::withheld(state.lang, number))
}

/// The same with how many they are and what about.
pub(super) fn line(state: &State, p: &Promise) -> String {
    let no = i18n::refusal::ticket(state.lang, p.ticket);
    if p.withheld.is_some() {
        return format!("{no} {}", state.texts().record.confidential);
    }
    let label = p.label.as_deref().filter(|_| !state.masked);
    let gap = if label.is_some() { " " } else { "" };
    let mut out = format!("{no}{gap}{}", group::called(state, label, p.heads));
    if let Some(words) = p.first_words.as_deref().filter(|_| !state.masked) {
        out.push(' ');
        out.push_str(words);
    }
    out
}

/// The number as one dials it, for they are about to be rung; covered with the rest of the screen.
fn dialled(state: &State, phone: &str) -> String {
    if state.masked {
        return COVER.to_owned();
    }
    if may::why_no_phone(state, &[]).is_some() {
        return mask_phone(phone);
    }
    parse_phone(phone).map_or_else(|_| phone.to_owned(), |p| p.display())
}

fn phone(state: &State, p: &Promise) -> String {
    let day = i18n::day(state.lang, p.day, state.today());
    // Among several it is enough to tell them apart by: whole it stands with the one who is rung.
    match &p.phone {
        Some(_) if state.masked => format!("{COVER} {day}"),
        Some(phone) => format!("{} {day}", mask_phone(phone)),
        None => day,
    }
}
