//! Who acts in whose place: what can be done with an account, what somebody who leaves looks after, and the station of one
//! person.

use crate::app::model::form::Asking;
use crate::app::model::page::{Below, Line, line};
use crate::app::model::{Choice, Effect, Flow, Item, Layer, Menu, Page, State, Then};
use crate::domain::command::{Command, EndStandIn, SetOnePerson};
use crate::domain::record::Account;
use crate::domain::shape::Class;
use crate::domain::view::Query;
use crate::i18n::{fill, rights};

/// Adds to the page of an account who stands in for it, and what can be done.
pub fn add(state: &State, account: &Account, page: &mut Page) {
    let t = &state.texts().rights;
    let stands = state.snap.standing.iter().find(|s| s.account == account.id);
    let said = stands.map(|s| rights::stands_in(state.lang, s, state.today()));
    page.lines.extend(said.map(|said| line("", said)));
    let (id, rev) = (account.id, account.rev);
    let mut items = Vec::new();
    if account.active {
        let asking = Asking::StandIn(id, rev);
        items.push(Item::new(t.stand_in, Choice::Flow(Flow::Reason(asking))));
    }
    if stands.is_some() {
        let end = Command::EndStandIn(EndStandIn { account: id, rev });
        items.push(Item::new(t.stand_in_end, Choice::Run(Box::new(end), Then::ClosePage)));
    }
    let leaving = Flow::Leaving(Box::new(account.clone()));
    items.push(Item::new(t.leave, Choice::Flow(leaving)));
    let menu = Menu::new(&account.name, items);
    page.go = Some((t.acts.to_owned(), Choice::Push(Box::new(menu.layer()))));
}

/// What somebody looks after and has not finished, before it goes to another in one step.
pub fn leaving(state: &mut State, account: &Account) -> Vec<Effect> {
    let until = state.texts().say.loading;
    let asks = (Query::KeptBy(account.id), besides as Below);
    let (mut page, effect) = Page::asking(state, &account.name, until, asks);
    let asking = Asking::HandOver(account.id, account.rev);
    page.go = Some((
        state.texts().rights.leave_now.to_owned(),
        Choice::Flow(Flow::Reason(asking)),
    ));
    state.layers.push(Layer::Page(page));
    vec![effect]
}

/// What of it is no matter: what they have not written to its end, what is promised, what is planned.
fn besides(state: &State, of: &Query) -> Vec<Line> {
    let t = &state.texts().rights;
    let drafts = state.snap.unwritten().filter(|line| line.draft.is_some());
    let whose = if let Query::KeptBy(account) = of {
        Some(*account)
    } else {
        None
    };
    let drafts = drafts.filter(|d| d.author.as_ref().zip(whose).is_some_and(|(author, id)| author.is(id)));
    let mut said: Vec<Line> = drafts
        .map(|d| line(t.drafts, state.brief(d)).of(Class::Sealed))
        .collect();
    if !state.snap.promised.is_empty() {
        let n = state.snap.promised.len().to_string();
        said.push(line(t.promised, fill(t.everybodys, &[("n", &n)])));
    }
    said.push(Line {
        quiet: true,
        ..line("", t.planned)
    });
    said
}

/// Asks whether one person does all of the work here.
pub fn one_person(state: &mut State) -> Vec<Effect> {
    let Some(station) = &state.snap.station else {
        return Vec::new();
    };
    let (rev, on) = (station.rev, !station.one_person);
    let t = state.texts();
    let label = if on {
        t.rights.one_person_set
    } else {
        t.rights.one_person_off
    };
    let set = Command::SetOnePerson(SetOnePerson { rev, on });
    let items = vec![
        Item::new(label, Choice::Run(Box::new(set), Then::Nothing)),
        Item::new(t.common.back, Choice::Close),
    ];
    let mut menu = Menu::new(t.rights.one_person, items).asking(t.rights.one_person_ask);
    menu.at = 1;
    state.layers.push(menu.layer());
    Vec::new()
}
