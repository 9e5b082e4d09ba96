//! Figures of any span of days, and the last page of a reception.

use crate::app::may;
use crate::app::model::form::Asking;
use crate::app::model::page::{Below, Line, Turn, line};
use crate::app::model::{Choice, Effect, Flow, Layer, Mood, Page, State, Then};
use crate::app::queue::visits::full_name;
use crate::app::session::day;
use crate::domain::code::VisitState;
use crate::domain::id::SessionId;
use crate::domain::moment::Day;
use crate::domain::shape::Class;
use crate::domain::span::{Span, parts, year_before};
use crate::domain::view::Query;

/// Shows this year at once; other spans are chosen at the head of the page.
pub fn ask(state: &mut State) -> Vec<Effect> {
    if let Some(why) = may::why_no_records(state) {
        // They would look as if nobody had come.
        state.say(Mood::Bad, why);
        return Vec::new();
    }
    of(state, Span::Year)
}

/// Shows the figures of a span beside those of the year before, in place of those of another span.
pub fn of(state: &mut State, span: Span) -> Vec<Effect> {
    let is_another = |l: &mut Layer| matches!(l, Layer::Page(page) if !page.head.is_empty());
    state.layers.pop_if(is_another);
    let days = span.days(state.today());
    let spans = [days, year_before(days)].into_iter().chain(parts(days));
    let (mut page, effect) = counting(state, spans.collect(), |_, _| Vec::new());
    page.head = head(state, span);
    state.layers.push(Layer::Page(page));
    vec![effect]
}

/// The spans to choose from, those with a name first.
fn head(state: &State, span: Span) -> Vec<Turn> {
    let t = &state.texts().say;
    let named = Span::NAMED
        .into_iter()
        .zip([t.this_month, t.this_quarter, t.this_year, t.last_year]);
    let named = named.map(|(one, text)| Turn {
        text,
        is_here: one == span,
        choice: Choice::Flow(Flow::Span(one)),
    });
    let other = Turn {
        text: t.other_days,
        is_here: !Span::NAMED.contains(&span),
        choice: Choice::Flow(Flow::Reason(Asking::Span)),
    };
    named.chain([other]).collect()
}

/// Shows the figures of a span.
pub fn show(state: &mut State, from: Day, to: Day) -> Vec<Effect> {
    let (page, effect) = counting(state, vec![(from, to)], |_, _| Vec::new());
    state.layers.push(Layer::Page(page));
    vec![effect]
}

/// The figures of the day, with the key that closes it.
pub fn last_page(state: &mut State, session: SessionId) -> Vec<Effect> {
    let on = state.open().map_or_else(|| state.today(), |s| s.plan.day);
    let (mut page, effect) = counting(state, vec![(on, on)], |state, _| missed(state).into_iter().collect());
    let choice = Choice::Run(Box::new(day::closed(session, None)), Then::ClosePage);
    page.go = Some((state.texts().ask.close_now.to_owned(), choice));
    state.layers.push(Layer::Page(page));
    vec![effect]
}

/// A page that waits for figures.
fn counting(state: &mut State, spans: Vec<(Day, Day)>, below: Below) -> (Page, Effect) {
    let t = state.texts();
    let (title, until) = (t.action.screen_figures, t.say.counting);
    Page::asking(state, title, until, (Query::Figures { spans }, below))
}

/// Whoever was called in vain goes with the closing, so it is said who that is.
fn missed(state: &State) -> Option<Line> {
    let missed = state.snap.queue.iter().filter(|v| v.state == VisitState::Missed);
    let missed: Vec<String> = missed.map(|v| full_name(state, v)).collect();
    (!missed.is_empty()).then(|| Line {
        class: Class::Sealed,
        ..line(state.texts().say.f_missed, missed.join("、"))
    })
}
