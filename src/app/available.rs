//! Whether an action can be done now, and the sentence that says why not. The same reasons the rules would give, from
//! what the screen shows; the rules have the final say.

use crate::app::action::{Act, Scope, digits};
use crate::app::may;
use crate::app::model::form::{Asking, Kind};
use crate::app::model::screen::Frame;
use crate::app::model::{Form, Layer, Pane, Screen, State};
use crate::domain::refusal::Refusal;
use crate::i18n::refusal::sentence;
use crate::i18n::{Lang, Texts};

/// The reason an action cannot be done now; none when it can.
pub fn why_not(act: Act, state: &State) -> Option<String> {
    let t = state.texts();
    let in_form = state.layers.iter().any(Layer::is_form);
    if in_form && (act.is_screen() || act == Act::AppFind || act == Act::OpinionNoAnswer) {
        return Some(t.say.form_first.to_owned());
    }
    if act.row().scope == Scope::Form {
        let form = state.layers.last().and_then(Layer::form);
        let read_only = form.and_then(|f| f.host.why_read_only(state));
        return read_only.or_else(|| (!in_form).then(|| t.say.nothing_to_file.to_owned()));
    }
    let frame = state.frame();
    if act == Act::ListFilter {
        return frame
            .is_none_or(|list| list.filter.count == 0)
            .then(|| t.say.no_filter.to_owned());
    }
    if act == Act::ListAdd && frame.is_some_and(|list| list.add.is_none()) {
        return Some(t.say.no_add.to_owned());
    }
    // Looking at another pane needs nobody's leave, nor has it to wait until the account is known.
    if act.row().scope != Scope::Desk || act.is_pane() {
        return by_state(act, state);
    }
    if !state.loaded {
        return Some(state.reading());
    }
    if state.snap.station.is_none() {
        return Some(sentence(state.lang, &Refusal::NoStation, None));
    }
    if state.account.is_none() {
        // Until the answer comes nobody knows that there is none.
        let asking = state.accounts_ticket.is_some();
        return Some(if asking { t.say.loading } else { t.say.no_account }.to_owned());
    }
    if let Some(why) = act.row().deed.and_then(|deed| may::why_not(state, deed)) {
        return Some(why);
    }
    let at_table = act.row().deed.filter(|deed| deed.is_at_table());
    if let Some(why) = at_table.and_then(|deed| may::why_not_at(state, deed, state.own_table())) {
        return Some(why);
    }
    by_state(act, state)
}

/// What has to be so for an act, and what is said when it is not.
type Need = (Act, fn(&State) -> bool, fn(&Texts) -> &'static str);

/// Somebody in the queue whose state allows it.
fn fits(state: &State, act: Act) -> bool {
    state.snap.queue.iter().any(|v| act.fits(v))
}

/// Somebody was called or is at this table, or was called in vain before: F6 has something to do or to say.
fn is_called_or_missed(state: &State) -> bool {
    fits(state, Act::QueueMissed) || fits(state, Act::QueueBack) || state.at_own_table().is_some()
}

macro_rules! needs {
    ([$($act:ident $id:literal $(+ $also:ident)? $text:ident $scope:ident $palette:literal $danger:literal [$($deed:ident)?]
        [$($is_met:expr, $why:expr)?] $start:expr;)+]) => {
        const NEEDS: &[Need] = &[$($((Act::$act, $is_met, $why),)?)+];
    };
}

all_acts! { needs }

fn need(act: Act) -> Option<&'static Need> {
    NEEDS.iter().find(|(of, ..)| *of == act)
}

/// What is said when an act lacks what it needs.
pub fn lacking(act: Act, state: &State) -> Option<&'static str> {
    need(act).map(|(.., why)| why(state.texts()))
}

fn by_state(act: Act, state: &State) -> Option<String> {
    let (_, is_met, why) = need(act)?;
    (!is_met(state)).then(|| state.keyed(why(state.texts())))
}

/// What a digit starts now. Of the acts at the door only one is possible at a time.
pub fn on_digit(n: usize, state: &State) -> Option<Act> {
    let acts = digits().nth(n.checked_sub(1)?)?;
    acts.into_iter().find(|act| {
        let is_always = act.is_screen() || *act == Act::AppPalette;
        is_always || state.snap.station.is_some() && by_state(*act, state).is_none()
    })
}

/// What Enter does on the layer on top, in the words its box has for it; none where it opens a row.
pub fn enter_word(state: &State) -> Option<&str> {
    let t = state.texts();
    match state.layers.last()? {
        Layer::Picker(p) if p.marked().is_some() => Some(t.common.take_these),
        Layer::Menu(_) | Layer::Picker(_) | Layer::Palette(_) | Layer::Matter(_) | Layer::Importing(_) => {
            Some(t.common.choose)
        }
        Layer::Record(r) => r.withheld(state.lang).is_none().then_some(t.matter.acts),
        Layer::Page(p) => p.go.as_ref().map(|(words, _)| words.as_str()),
        Layer::Form(_) | Layer::Help(_) | Layer::Closing(_) | Layer::SelfTest(_) => None,
    }
}

/// What the filing key of a form does, in a word: what writes nothing is not saved.
pub fn press_word(form: &Form, lang: Lang) -> &'static str {
    let t = lang.texts();
    match &form.kind {
        Kind::Small(Asking::Span) => t.common.query,
        Kind::Small(Asking::Path(_)) => t.common.read_file,
        Kind::Small(Asking::DeleteDraft(_)) => t.common.delete,
        Kind::Small(Asking::TakeOver(_)) => t.matter.act_resume,
        _ if form.files() => Act::FormFile.label(lang),
        Kind::SetUp(_)
        | Kind::Number(_)
        | Kind::Plan(_)
        | Kind::Small(_)
        | Kind::Promise(_)
        | Kind::Station(_)
        | Kind::Deputy(_)
        | Kind::Unit(_)
        | Kind::Holidays(_)
        | Kind::Matter(_)
        | Kind::Batch(_) => t.common.save,
    }
}

/// The hints of the bottom line: fixed for each list, so that moving inside it changes nothing there.
pub fn hints(state: &State) -> Vec<Act> {
    match state.layers.last() {
        Some(Layer::Form(f)) => {
            let acts = [Act::FormFile, Act::FormNext, Act::FormLate, Act::AppBack];
            return acts
                .into_iter()
                .filter(|act| *act != Act::FormLate || f.has_late())
                .collect();
        }
        Some(Layer::Menu(_) | Layer::Picker(_) | Layer::Palette(_) | Layer::Closing(_) | Layer::Matter(_)) => {
            return vec![Act::ListOpen, Act::AppBack];
        }
        Some(Layer::Record(r)) if r.withheld(state.lang).is_some() => return vec![Act::ListPageDown, Act::AppBack],
        Some(Layer::Record(_)) => return vec![Act::ListOpen, Act::ListPageDown, Act::OpinionTell, Act::AppBack],
        Some(Layer::Importing(_)) => return vec![Act::ListOpen, Act::ListPageDown, Act::AppBack],
        Some(Layer::SelfTest(_)) => return Vec::new(),
        Some(Layer::Page(p)) if p.leads().is_some() => {
            return vec![Act::ListOpen, Act::ListPageDown, Act::AppBack];
        }
        Some(Layer::Page(_) | Layer::Help(_)) => return vec![Act::ListPageDown, Act::AppBack],
        None => {}
    }
    let desk = [
        Act::QueueNumber,
        Act::QueueCall,
        Act::OpinionNew,
        Act::QueueMissed,
        Act::QueueFinishNext,
        Act::OpinionTell,
    ];
    match (state.screen, state.focus) {
        (Screen::Today, Pane::Duty) => [Act::ListOpen, Act::ListAdd].into_iter().chain(desk).collect(),
        (Screen::Today, _) => desk.into_iter().chain([Act::PaneNext, Act::AppPalette]).collect(),
        _ if state.frame().is_some_and(|list| list.filter.counted.is_some()) => {
            vec![
                Act::ListOpen,
                Act::ListFilter,
                Act::AppFind,
                Act::OpinionTell,
                Act::OpinionNoAnswer,
                Act::AppBack,
            ]
        }
        _ => {
            let of = |may: fn(&Frame) -> Option<Act>| state.frame().and_then(may);
            let narrow = of(|list| (list.filter.count > 0).then_some(Act::ListFilter));
            let own = [
                Some(Act::ListOpen),
                of(|list| list.finds.map(|_| Act::AppFind)),
                narrow.or(of(|list| list.add.map(|_| Act::ListAdd))),
                Some(Act::AppBack),
                of(|list| list.marked.map(|_| Act::ListMark)),
            ];
            own.into_iter().flatten().collect()
        }
    }
}
