//! Closing the day: everybody who was not received gets an outcome by one digit, then what is unwritten and the
//! deputies who still sit there, and at the end the figures.

use crate::app::action::Act;
use crate::app::layer::{digit, moved};
use crate::app::model::{Choice, Closing, Cursor, Flow, Item, Layer, Menu, Mood, Next, State, Step, Target, Then};
use crate::app::offer::OUTCOMES;
use crate::app::queue::finish::Unwritten;
use crate::app::queue::leaving;
use crate::app::queue::visits::{did_not_come, full_name, who};
use crate::domain::code::{SessionState, VisitState};
use crate::domain::command::{Command, SignOut};
use crate::domain::id::{DeputyId, VisitId};
use crate::domain::record::{Rev, Visit};
use crate::domain::view::FollowUp;
use crate::i18n::fill;
use crate::keys::Chord;
use uuid::Uuid;

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Still at a table.
    Talking(VisitId, Rev),
    /// Was not received: waits, or was called and never sat down.
    Waiting(VisitId, Rev),
    /// Something said is unwritten.
    Unwritten(VisitId),
    Deputy(DeputyId),
    /// The figures, and then the end.
    Figures,
}

/// What is left to do, from what the screen shows.
pub fn lines(state: &State) -> Vec<Line> {
    let queue = &state.snap.queue;
    let mut out: Vec<Line> = Vec::new();
    out.extend(
        queue
            .iter()
            .filter(|v| needs_outcome(v.state))
            .map(|v| Line::Waiting(v.id, v.rev)),
    );
    out.extend(
        queue
            .iter()
            .filter(|v| v.state == VisitState::Talking)
            .map(|v| Line::Talking(v.id, v.rev)),
    );
    // A visit stands here once, whether marked, begun in a draft, or both. Numbers begin anew with each day, and what other
    // receptions left stands among what is owed.
    let day = state.open().map(|s| s.plan.day);
    let is_of_today = |f: &&FollowUp| f.came.is_none_or(|came| Some(came) == day);
    for f in state.snap.unwritten().filter(is_of_today) {
        if let Some(line) = f.visit.map(|v| Line::Unwritten(v.0))
            && !out.contains(&line)
        {
            out.push(line);
        }
    }
    let deputies = state.snap.attendance.iter().filter(|a| a.is_present());
    out.extend(deputies.map(|a| Line::Deputy(a.deputy)));
    out.push(Line::Figures);
    out
}

/// What identifies each line.
pub fn ids(state: &State) -> Vec<Uuid> {
    let id = |line: Line| match line {
        Line::Talking(visit, _) | Line::Waiting(visit, _) | Line::Unwritten(visit) => visit.0,
        Line::Deputy(deputy) => deputy.0,
        Line::Figures => Uuid::nil(),
    };
    lines(state).into_iter().map(id).collect()
}

/// The lines, which were `before`, are those of another moment: the marker stays with whom it was on. Where somebody else
/// receives again, there is nothing to close any more.
pub fn follow(state: &mut State, before: &[Uuid], is_own: bool) {
    let ids = ids(state);
    let closes = state.open().is_some_and(|s| s.state == SessionState::Closing);
    let mut layers = std::mem::take(&mut state.layers);
    let all = layers.len();
    layers.retain_mut(|layer| {
        let Layer::Closing(c) = layer else { return true };
        c.cursor.follow(before, &ids);
        c.cursor.gone &= !is_own;
        closes
    });
    if layers.len() < all && !is_own {
        let text = state.texts().say.receives_again;
        state.say(Mood::Warn, text);
    }
    state.layers = layers;
}

impl Closing {
    /// The list with the marker on its first line.
    pub fn of(state: &State) -> Self {
        let mut cursor = Cursor::default();
        cursor.put(0, &ids(state), false);
        Self { cursor }
    }

    /// Answers a key.
    pub fn key(&mut self, state: &mut State, chord: Chord, act: Option<Act>) -> Option<Step> {
        let lines = lines(state);
        let at = self.cursor.at.min(lines.len().saturating_sub(1));
        let line = lines.get(at).copied();
        let acts = digit(chord).is_some() || act == Some(Act::ListOpen);
        if acts && std::mem::take(&mut self.cursor.gone) {
            let now = line.map(|line| said(state, line).concat()).unwrap_or_default();
            let text = fill(state.texts().say.gone, &[("now", &now)]);
            state.say(Mood::Warn, text);
            return Some(Next::Stay.into());
        }
        if let Some(n) = digit(chord) {
            let outcomes = line.map(|line| outcomes(state, line)).unwrap_or_default();
            let chosen = outcomes.into_iter().nth(n - 1);
            return Some(chosen.map_or(Next::Stay, |(_, choice)| Next::Keep(choice)).into());
        }
        let act = act?;
        if let Some(to) = moved(at, act, lines.len(), 10) {
            self.cursor.put(to, &ids(state), false);
            return Some(Next::Stay.into());
        }
        if act == Act::ListOpen {
            return Some(open(state, line?));
        }
        let closes = (act == Act::AppBack).then(|| Next::Close.into());
        closes.or_else(|| (act == Act::SessionClose).then(|| Next::Stay.into()))
    }
}

/// What may become of whoever a line is about, in the order of the digits; nothing of a line that needs no outcome.
pub fn outcomes(state: &State, line: Line) -> Vec<(VisitState, Choice)> {
    let Line::Waiting(visit, rev) = line else {
        return Vec::new();
    };
    let run = |command| Choice::Run(Box::new(command), Then::Nothing);
    let end = |outcome| {
        // Whoever is promised the next time has to be found again.
        if outcome == VisitState::NextTime {
            return Some(Choice::Flow(Flow::Promise(visit)));
        }
        let v = state.snap.queue.iter().find(|v| v.id == visit)?;
        Some(leaving::ask(state, v, outcome, Some(state.texts().ask.at_closing)))
    };
    let mut all: Vec<_> = OUTCOMES
        .into_iter()
        .filter_map(|outcome| Some((outcome, end(outcome)?)))
        .collect();
    if was_called(state, visit) {
        all.push((VisitState::Missed, run(did_not_come(visit, rev))));
    }
    all
}

/// A line in words: who or what it is, and how it stands.
pub fn said(state: &State, line: Line) -> [String; 2] {
    let t = &state.texts().ask;
    let visit = |id| state.visits().find(|v| v.id == id);
    let name_of = |id| visit(id).map(|v| full_name(state, v)).unwrap_or_default();
    match line {
        Line::Waiting(id, _) => {
            let v = visit(id);
            let words = v.and_then(|v| v.first_words.clone()).filter(|_| !state.masked);
            let called = v.filter(|v| was_called(state, v.id)).and_then(|v| v.table);
            let called = called.map(|n| fill(t.never_sat, &[("n", &n.to_string())]));
            [name_of(id), called.or(words).unwrap_or_default()]
        }
        Line::Talking(id, _) => {
            let others = visit(id).and_then(|v| others_talk(state, v));
            let others = others.map(|place| fill(t.others_talk, &[("where", &place)]));
            [name_of(id), others.unwrap_or_else(|| t.still_talking.to_owned())]
        }
        Line::Unwritten(id) => {
            let f = state.snap.unwritten().find(|f| f.visit.is_some_and(|v| v.0 == id));
            let parts = f.map(|f| {
                let person = state.name(f.person.as_deref());
                [f.number.clone(), person, state.brief(f).to_owned()].join(" ")
            });
            let name = parts.map(|p| p.trim().to_owned()).filter(|name| !name.is_empty());
            [
                name.unwrap_or_else(|| t.no_name.to_owned()),
                t.still_unwritten.to_owned(),
            ]
        }
        Line::Deputy(id) => {
            let a = state.snap.attendance.iter().find(|a| a.deputy == id);
            [a.map(|a| a.name.clone()).unwrap_or_default(), t.still_here.to_owned()]
        }
        Line::Figures => [t.see_figures.to_owned(), String::new()],
    }
}

fn open(state: &mut State, line: Line) -> Step {
    let session = state.open_id();
    match (line, session) {
        (Line::Talking(visit, _), _) => {
            let Some(v) = state.snap.queue.iter().find(|v| v.id == visit) else {
                return Next::Stay.into();
            };
            let finish = Choice::Run(Box::new(Unwritten::AsItStands.finish(v, false)), Then::Nothing);
            let Some(where_from) = others_talk(state, v) else {
                return Next::Keep(finish).into();
            };
            // Whoever writes at that table may be in the middle of a sentence.
            let t = &state.texts().ask;
            let items = vec![
                Item::new(t.others_go_on, Choice::Close),
                Item::new(t.others_end, finish),
            ];
            let menu = Menu::new(who(state, v), items).asking(fill(t.others_ask, &[("where", &where_from)]));
            Next::Push(Box::new(menu.layer())).into()
        }
        (Line::Waiting(visit, _), _) => {
            let t = &state.texts().say;
            let text = if was_called(state, visit) {
                t.outcome_called
            } else {
                t.outcome_digit
            };
            state.say(Mood::Warn, text);
            Next::Stay.into()
        }
        (Line::Unwritten(visit), _) => Next::Keep(Choice::Opinion(Target::Visit(visit))).into(),
        (Line::Deputy(deputy), Some(session)) => {
            let out = Command::SignOut(SignOut { session, deputy });
            Next::Keep(Choice::Run(Box::new(out), Then::Nothing)).into()
        }
        (Line::Figures, Some(session)) => {
            let left = |v: &&Visit| needs_outcome(v.state) || v.state.is_open();
            let left: Vec<String> = state.snap.queue.iter().filter(left).map(|v| who(state, v)).collect();
            if !left.is_empty() {
                let text = fill(state.texts().say.people_left, &[("who", &left.join("、"))]);
                state.say(Mood::Warn, text);
                return Next::Stay.into();
            }
            Next::Keep(Choice::Flow(Flow::LastPage(session))).into()
        }
        (_, None) => Next::Close.into(),
    }
}

/// At which table, and with which deputies, somebody is still talked to whom another keyboard looks after.
fn others_talk(state: &State, v: &Visit) -> Option<String> {
    let table = v.table.filter(|table| Some(*table) != state.own_table())?;
    let there = state.snap.attendance.iter();
    let there = there
        .filter(|a| a.is_present() && a.table == Some(table))
        .map(|a| a.name.as_str());
    let table = fill(state.texts().ask.table_n, &[("n", &table.to_string())]);
    Some(
        std::iter::once(table.as_str())
            .chain(there)
            .collect::<Vec<_>>()
            .join(" "),
    )
}

/// Whether a visit still needs an outcome at closing time.
fn needs_outcome(state: VisitState) -> bool {
    state == VisitState::Waiting || state == VisitState::Called
}

/// Whether somebody was called and has not sat down.
fn was_called(state: &State, visit: VisitId) -> bool {
    let mut queue = state.snap.queue.iter();
    queue.any(|v| v.id == visit && v.state == VisitState::Called)
}
