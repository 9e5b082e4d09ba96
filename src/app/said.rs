//! What was done, in a sentence: what the desk calls the records of a write, for the words of `i18n::done`.

use crate::app::model::{Layer, State};
use crate::app::queue::{promise, visits};
use crate::domain::code::VisitState;
use crate::domain::command::Request;
use crate::domain::facts::Needs;
use crate::domain::record::Visit;
use crate::domain::view::Outcome;
use crate::i18n::done::{self, Called};
use crate::i18n::fill;
use crate::i18n::refusal::ticket;

/// The sentence; empty where what follows says it.
pub fn of(state: &State, request: &Request, outcome: &Outcome) -> String {
    let needs = request.command.needs();
    let deputy = needs.deputies.first();
    let deputy = state.snap.attendance.iter().find(|a| Some(&a.deputy) == deputy);
    let closed = state.snap.closed_today.as_ref().map(|s| s.id);
    let called = Called {
        number: number(state, request, outcome),
        no: ticket(state.lang, outcome.ticket),
        name: deputy.map(|a| a.name.clone()).unwrap_or_default(),
        who: who(state, &needs).unwrap_or_default(),
        others: visits::for_whom(state),
        n: needs.table.or(state.own_table()).unwrap_or(1).to_string(),
        is_over: needs.session.is_some() && needs.session == closed,
    };
    let rules = state.snap.rules.as_deref();
    let said = done::sentence(state.lang, rules, &request.command, outcome, &called);
    let passed = passed_over(state, outcome);
    if passed.is_empty() {
        return state.keyed(&said);
    }
    let values = [("called", said.as_str()), ("who", passed.as_str())];
    state.keyed(&fill(state.texts().done.passed_over, &values))
}

/// Who waited before the one that was called for a table, and asked for a deputy at another.
fn passed_over(state: &State, outcome: &Outcome) -> String {
    let waits = |v: &&Visit| v.state == VisitState::Waiting;
    let waiting: Vec<&Visit> = state.snap.queue.iter().filter(waits).collect();
    let called = waiting.iter().find(|v| Some(v.id) == outcome.called);
    let Some(called) = called.filter(|_| outcome.heads == 0 || outcome.visit != outcome.called) else {
        return String::new();
    };
    let before = waiting.iter().take_while(|v| v.id != called.id);
    let asked = before.filter(|v| v.session == called.session && v.asked.is_some() && v.priority >= called.priority);
    let names: Vec<String> = asked.map(|v| visits::who(state, v)).collect();
    names.join("、")
}

/// Who came, or is promised the next time.
fn who(state: &State, needs: &Needs) -> Option<String> {
    let visit = needs.visit.and_then(|id| state.visits().find(|v| v.id == id));
    let promised = || Some(promise::who(state, promise::of(state, needs.promise?)?));
    visit.map(|v| visits::who(state, v)).or_else(promised)
}

/// The number of the matter an act is about.
fn number(state: &State, request: &Request, outcome: &Outcome) -> String {
    if let Some(number) = &outcome.number {
        return number.clone();
    }
    let mut forms = state.layers.iter().filter_map(Layer::form);
    let form = forms.find(|form| form.sent() == Some(request.id));
    let seen = form.and_then(|form| form.sheet()?.task.seen()).map(|seen| &seen.number);
    let is_it = |opinion| Some(opinion) == outcome.opinion;
    let mut rows = state.snap.follow_up.iter();
    let row = || {
        rows.find(|f| f.opinion.is_some_and(|(o, _)| is_it(o)))
            .map(|f| &f.number)
    };
    seen.or_else(row).cloned().unwrap_or_default()
}
