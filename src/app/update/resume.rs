//! A form that was not finished, opened again with what was typed: the same form about the same thing, as that
//! thing is now.

use crate::app::model::form::Asking;
use crate::app::model::page::{Line, line};
use crate::app::model::state::is_typing;
use crate::app::model::subject::{Subject, TODAY};
use crate::app::model::{Effect, Layer, Matter, Mood, Page, State};
use crate::app::opinion::matter::task_of;
use crate::app::opinion::{batch, open_task};
use crate::app::queue::{number, promise_form};
use crate::app::session::plan;
use crate::app::station::{holidays, profile, start};
use crate::app::{asking, opinion, people};
use crate::domain::beside::Beside;
use crate::domain::id::{DraftId, VisitId};
use crate::domain::lease::{Missed, TakenOver};
use crate::domain::permit::OfDraft;
use crate::domain::view::{Draft, Query};
use crate::i18n::lease;
use uuid::Uuid;

/// Rosters are no longer than this.
const MANY: u32 = 20_000;

/// What is to be written down beside the log by now; whoever is back hears of what was taken over meanwhile.
pub(super) fn beside(state: &mut State) -> Vec<Effect> {
    let mut effects: Vec<Effect> = opinion::written_beside(state).collect();
    effects.extend(missed(state));
    let own = state.account.as_ref().map(|a| a.id);
    let is_news = |taken: &&TakenOver| Some(taken.from) == own && taken.n > state.told;
    if let Some(taken) = state.snap.taken_over.iter().find(is_news).cloned() {
        state.told = taken.n;
        effects.extend(start::note(state, Mood::Warn, lease::taken_over(state.lang, &taken)));
        effects.push(Effect::Beside(Beside::Told(taken.n)));
    }
    effects
}

/// What was typed and is lost is read by whoever typed it, and by the head once, on a page of its own: over nothing that was
/// begun, and by nobody who is typing.
fn missed(state: &mut State) -> Option<Effect> {
    let is_free = state.loaded && state.account.is_some() && state.layers.is_empty() && !is_typing(state);
    let news = state
        .snap
        .missed
        .iter()
        .filter(|missed| !state.told_missed.contains(&missed.id));
    let news: Vec<Missed> = news.filter(|_| is_free).cloned().collect();
    if news.is_empty() {
        return None;
    }
    let t = &state.texts().lease;
    let own = |missed: &Missed| state.of_author(&missed.author) == OfDraft::Own;
    let say = |missed: &Missed| line(&missed.author.name, lease::missed(state.lang, missed, state.today()));
    let mut lines: Vec<Line> = news.iter().map(say).collect();
    lines.push(line("", t.missed_why));
    if !news.iter().all(own) {
        lines.push(line("", t.missed_told));
    }
    let page = Page::new(t.missed, lines);
    state.layers.push(Layer::Page(page));
    let ids: Vec<DraftId> = news.iter().map(|missed| missed.id).collect();
    state.told_missed.extend(&ids);
    Some(Effect::Beside(Beside::ToldMissed(ids)))
}

/// Goes on with a draft; what it changes is asked for first when it is not at hand.
pub fn open(state: &mut State, draft: &Draft) -> Vec<Effect> {
    let about = draft.target.as_str();
    let edited = about.strip_prefix("edit:").and_then(|id| id.parse::<Uuid>().ok());
    if edited.is_some()
        && let Some(query) = subject_of(&draft.form)
    {
        return Matter::await_subject(state, query, draft.clone());
    }
    let before = state.layers.len();
    let effects = match (draft.form.as_str(), edited) {
        ("number", None) => number::open(state),
        ("number", Some(id)) => number::edit(state, VisitId(id)),
        ("plan", _) if about == TODAY => plan::today(state),
        ("plan", _) => plan::open(state),
        ("promise", _) if about.starts_with("ring:") => {
            let visit = about.strip_prefix("ring:").and_then(|id| id.parse().ok());
            visit.map_or_else(Vec::new, |visit| promise_form::ring(state, VisitId(visit)))
        }
        ("promise", _) => promised(state, about).map_or_else(Vec::new, |visit| promise_form::open(state, visit)),
        ("station", _) => profile::open(state),
        (holidays::FORM, _) => holidays::open(state),
        ("deputy", _) => people::deputy(state),
        ("unit", _) => people::unit(state),
        ("batch", _) => batch::open_again(state, about),
        ("small", _) => Asking::of_target(state, about).map_or_else(Vec::new, |asking| asking::open(state, asking)),
        _ => task_of(draft).map_or_else(Vec::new, |task| open_task(state, task)),
    };
    fill(state, draft, before);
    effects
}

/// Goes on with a draft about something that was fetched.
pub fn open_on(state: &mut State, draft: &Draft, subject: &Subject) -> Vec<Effect> {
    let before = state.layers.len();
    let effects = match subject {
        Subject::Session(s) => plan::change(state, s),
        Subject::Deputy(d) => people::edit_deputy(state, d),
        Subject::Unit(u) => people::edit_unit(state, u),
    };
    fill(state, draft, before);
    effects
}

/// Puts the words into the form that was opened. Without one what they were about is gone, and they stay a draft.
fn fill(state: &mut State, draft: &Draft, before: usize) {
    let opened = (state.layers.len() > before).then(|| state.layers.pop()).flatten();
    match opened {
        Some(Layer::Form(mut form)) if form.host.form.id() == draft.form => {
            form.resume(state, draft);
            state.layers.push(Layer::Form(form));
        }
        other => {
            state.layers.extend(other);
            // Why it does not open may have been said already.
            if state.toast.is_none() {
                let text = state.texts().matter.row_gone;
                state.say(Mood::Warn, text);
            }
        }
    }
}

/// The visit of a promise that is being made or changed.
fn promised(state: &State, about: &str) -> Option<VisitId> {
    if let Some(visit) = about.strip_prefix("make:") {
        return visit.parse().ok().map(VisitId);
    }
    let promise = about.strip_prefix("edit:")?;
    let known = state.snap.promised.iter().find(|p| p.id.to_string() == promise);
    known.map(|p| p.visit)
}

/// What to ask for before a form that changes something is opened again.
fn subject_of(form: &str) -> Option<Query> {
    let matching = String::new();
    Some(match form {
        "plan" => Query::Sessions {
            state: None,
            limit: MANY,
        },
        "deputy" => Query::Deputies { matching, limit: MANY },
        "unit" => Query::Units {
            matching,
            kind: None,
            limit: MANY,
        },
        _ => return None,
    })
}
