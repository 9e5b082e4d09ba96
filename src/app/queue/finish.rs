//! The end of a talk, and what becomes of the words.

use crate::app::model::pending::send;
use crate::app::model::{Choice, Effect, Item, Menu, Mood, Pane, State, Then};
use crate::app::queue::tables::not_ours;
use crate::app::queue::visits::{did_not_come, who};
use crate::domain::code::VisitState;
use crate::domain::command::{Command, FinishVisit};
use crate::domain::id::VisitId;
use crate::domain::record::Visit;
use crate::domain::view::FollowUp;
use crate::i18n::{fill, refusal};

/// What became of what was said in a talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritten {
    /// Unwritten when nothing was filed.
    AsItStands,
    /// Something is still to be written.
    Yes,
    No,
    OnlyAsked,
}

impl Unwritten {
    /// Whether a visit that ends so leaves something to write.
    pub fn is_left(self, v: &Visit) -> bool {
        self == Self::Yes || self == Self::AsItStands && v.opinions == 0
    }

    /// The end of the talk.
    pub fn finish(self, v: &Visit, call_next: bool) -> Command {
        Command::FinishVisit(FinishVisit {
            visit: v.id,
            rev: v.rev,
            consult_only: self == Self::OnlyAsked,
            unwritten: self.is_left(v),
            call_next,
        })
    }
}

/// What was begun in a visit and not filed, to go on with.
fn drafts_of(state: &State, visit: VisitId) -> Vec<Item> {
    let mine = |f: &&FollowUp| f.visit.is_some_and(|(v, _)| v == visit);
    let item = |f: &FollowUp| {
        let brief = if state.masked { "" } else { state.brief(f) };
        let item = state.go_on(f)?;
        // Why it is not to be had yet is said in its place.
        Some(if item.why_not.is_some() { item } else { item.note(brief) })
    };
    state.snap.unwritten().filter(mine).filter_map(item).collect()
}

/// F7: one key when something was filed in the visit; otherwise three digits say what became of the words.
pub fn finish(state: &mut State, call_next: bool) -> Vec<Effect> {
    let on_row = state.focus == Pane::Queue;
    let Some(v) = state
        .at_own_table()
        .or_else(|| state.selected_visit().filter(|v| on_row && v.state.is_open()))
        .cloned()
    else {
        let text = state.texts().say.nobody_here;
        state.say(Mood::Warn, text);
        return Vec::new();
    };
    ends(state, &v, call_next)
}

/// The end of the talk that was shown: not of whoever sits there by now.
pub fn of(state: &mut State, visit: VisitId, ticket: Option<u16>, call_next: bool) -> Vec<Effect> {
    let there = state.snap.queue.iter().find(|v| v.id == visit && v.state.is_open());
    if let Some(v) = there.cloned() {
        return ends(state, &v, call_next);
    }
    let who = refusal::ticket(state.lang, ticket);
    let said = fill(state.texts().say.over_already, &[("who", &who)]);
    state.say(Mood::Warn, said);
    Vec::new()
}

fn ends(state: &mut State, v: &Visit, call_next: bool) -> Vec<Effect> {
    if let Some(why) = not_ours(state, v) {
        state.say(Mood::Warn, why);
        return Vec::new();
    }
    if v.opinions > 0 && drafts_of(state, v.id).is_empty() {
        let command = Unwritten::AsItStands.finish(v, call_next);
        return vec![send(state, command, Then::Nothing, None)];
    }
    let menu = state.menu_of_people(|state| words_left(state, v, call_next));
    state.layers.push(menu.layer());
    Vec::new()
}

/// What became of the words of somebody who goes.
fn words_left(state: &State, v: &Visit, call_next: bool) -> Menu {
    let command = |words: Unwritten| words.finish(v, call_next);
    let drafts = drafts_of(state, v.id);
    let t = state.texts();
    let item = |label, c| Item::new(label, Choice::Run(Box::new(c), Then::Nothing));
    let called = v.state == VisitState::Called;
    let (mut items, text): (Vec<Item>, _) = if drafts.is_empty() {
        let mut items = vec![
            item(t.ask.unwritten, command(Unwritten::Yes)),
            item(t.ask.written, command(Unwritten::No)),
            item(t.ask.consult, command(Unwritten::OnlyAsked)),
        ];
        // Who was only called may not have come at all.
        if called {
            items.push(item(t.ask.no_show, did_not_come(v.id, v.rev)));
        }
        (items, t.ask.nothing_filed)
    } else {
        (
            vec![item(t.ask.finish_later, command(Unwritten::No))],
            t.ask.drafts_left,
        )
    };
    let text = fill(text, &[("who", &who(state, v)), ("n", &drafts.len().to_string())]);
    items.extend(drafts);
    let act = if call_next {
        t.action.queue_finish_next
    } else {
        t.action.queue_finish
    };
    Menu::new(act, items).asking(text)
}
