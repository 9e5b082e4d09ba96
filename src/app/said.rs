//! What was done, in a sentence: what the desk calls the records of a write, for the words of `i18n::done`.

use crate::app::model::{Layer, State};
use crate::app::queue::{promise, visits};
use crate::domain::command::Request;
use crate::domain::facts::Needs;
use crate::domain::view::Outcome;
use crate::i18n::done::{self, Called};
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
        n: needs.table.or(state.own_table()).unwrap_or(1).to_string(),
        is_over: needs.session.is_some() && needs.session == closed,
    };
    let rules = state.snap.rules.as_deref();
    state.keyed(&done::sentence(state.lang, rules, &request.command, outcome, &called))
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
