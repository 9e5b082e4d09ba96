//! What whoever sits here may know while the desk stays open. As soon as somebody takes it from them (another role, another
//! deputy, the end of standing in, a matter that becomes confidential or another's to look after), nothing of it stays on the
//! screen: what lies there was read for whoever they were. Words they have typed stay theirs, as drafts.

use crate::app::forms::parted;
use crate::app::model::screen::Rows;
use crate::app::model::{Choice, Effect, Form, Item, Known, Layer, Menu, Mood, Screen, State};
use crate::app::update::{anew, type_ahead};
use crate::domain::id::{OpinionId, VisitId};
use crate::domain::shape::Class;
use crate::domain::view::{FollowUp, Query, Rights, Snapshot};
use crate::i18n::fill;

/// A picture came: where nothing is known yet, it says as what it was read.
pub fn read(state: &mut State) {
    let (who, own) = (&state.snap.who, state.account.as_ref().map(|a| a.id));
    if own.is_some() && who.account == own && state.rights.who.account != own {
        state.rights = Known {
            who: who.clone(),
            upto: state.snap.upto,
            shut: false,
        };
    }
}

/// Somebody wrote something, or another day began: whether it took anything from whoever sits here is asked for.
pub fn ask(state: &mut State) -> Option<Effect> {
    let own = state.account.as_ref().map(|a| a.id)?;
    let since = state.rights.upto;
    (state.rights.who.account == Some(own)).then(|| state.ask(Query::Rights { since }).1)
}

/// The answer.
pub(super) fn came(state: &mut State, rights: Result<Option<Box<Rights>>, Option<String>>) -> Vec<Effect> {
    let rights = match rights {
        Ok(Some(rights)) => rights,
        Ok(None) => return shut(state, None),
        Err(heir) => return shut(state, heir),
    };
    let Rights {
        account,
        who,
        withheld,
        upto,
    } = *rights;
    if state.account.as_ref().map(|a| a.id) != Some(account.id) {
        return Vec::new();
    }
    let before = state.rights.clone();
    let is_same = who == before.who && state.account.as_ref() == Some(&account);
    let is_less = !who.keeps_all_of(&before.who);
    state.account = Some(account);
    if before.shut {
        state.layers.clear();
        state.rights = Known { who, upto, shut: false };
        return anew(state);
    }
    let is_seen = withheld.iter().any(|what| stands_in_panes(state, *what));
    let goes = |layer: &Layer| is_less || withheld.iter().any(|what| shows(layer, *what));
    let Some(mut effects) = put_away(state, goes) else {
        // What is being filed is looked at again when it has come back.
        return Vec::new();
    };
    forget(state, goes);
    if is_less || !withheld.is_empty() {
        forget_lists(state);
    }
    state.rights = Known { who, upto, shut: false };
    if is_less {
        (state.note, state.talk_ended) = (None, None);
        state.say(Mood::Warn, state.texts().rights.less);
    }
    if !is_same || is_seen {
        effects.extend(anew(state));
    }
    effects
}

/// Whether a row on the screen is of a matter, or of whoever told it.
fn stands_in_panes(state: &State, (matter, visit): (OpinionId, VisitId)) -> bool {
    let is_owed = |line: &FollowUp| line.opinion.is_some_and(|(id, _)| id == matter) && !line.withheld;
    let rows = state.browse.get(&state.screen).map(|browse| browse.rows.ids());
    let of_records = |layer: &Layer| matches!(layer, Layer::Record(record) if record.id == matter);
    state.snap.follow_up.iter().any(is_owed)
        || state.visits().any(|v| v.id == visit)
        || state.layers.iter().any(of_records)
        || rows.is_some_and(|ids| ids.contains(&matter.0) || ids.contains(&visit.0))
}

/// Whether a layer shows a matter, or whoever told it: what it is about it holds by its id, also in what it offers. A matter that
/// is being written down is of whoever sits there, and a record is read anew by itself.
fn shows(layer: &Layer, (matter, visit): (OpinionId, VisitId)) -> bool {
    let names = |text: &str| text.contains(&matter.to_string()) || text.contains(&visit.to_string());
    match layer {
        Layer::Form(form) => !form.files() && names(&form.target()),
        // A page holds words and no ids.
        Layer::Page(page) => {
            let mut classes = page.lines.iter().map(|line| line.class);
            classes.any(|class| class != Class::Open) || page.table.heads.iter().any(|(_, class)| *class != Class::Open)
        }
        Layer::Menu(_) | Layer::Picker(_) | Layer::Matter(_) => names(&format!("{layer:?}")),
        Layer::Record(_)
        | Layer::Palette(_)
        | Layer::Closing(_)
        | Layer::Help(_)
        | Layer::SelfTest(_)
        | Layer::Importing(_) => false,
    }
}

/// Takes every layer from the first that goes: what is typed in a form goes to the disk. None, and nothing happens, while one of
/// them is being filed.
fn put_away(state: &mut State, goes: impl Fn(&Layer) -> bool) -> Option<Vec<Effect>> {
    let Some(first) = state.layers.iter().position(goes) else {
        return Some(Vec::new());
    };
    let is_busy = |layer: &Layer| layer.form().is_some_and(|form| form.host.busy.is_some());
    if state.layers.iter().skip(first).any(is_busy) {
        return None;
    }
    let gone = state.layers.split_off(first);
    let is_typed = gone.iter().any(Layer::is_form);
    let forms = gone.into_iter().filter_map(Layer::into_form);
    let effects = forms.filter_map(|form| parted::put_away(form, state)).collect();
    let t = &state.texts().rights;
    state.say(Mood::Warn, if is_typed { t.put_away } else { t.closed_over });
    Some(effects)
}

/// What was left within reach of a key, and what would come back with an act that is refused.
fn forget(state: &mut State, goes: impl Fn(&Layer) -> bool) {
    let laid = std::mem::take(&mut state.laid).into_iter().map(Form::layer);
    state.laid = laid.filter(|layer| !goes(layer)).filter_map(Layer::into_form).collect();
    for pending in state.pending.values_mut() {
        pending.left.take_if(|left| goes(&left.layer));
    }
}

/// The rows of lists that are not on the screen: they are read anew when they are shown.
fn forget_lists(state: &mut State) {
    let screen = state.screen;
    for (_, browse) in state.browse.iter_mut().filter(|(at, _)| **at != screen) {
        browse.rows = Rows::None;
    }
}

/// The account acts here no longer: a sentence, with who has what was theirs, and nothing else.
fn shut(state: &mut State, heir: Option<String>) -> Vec<Effect> {
    let mut effects: Vec<Effect> = type_ahead::keep(state).into_iter().collect();
    let Some(put_away) = put_away(state, |_| true) else {
        return effects;
    };
    effects.extend(put_away);
    forget(state, |_| true);
    let (station, rules) = (state.snap.station.take(), state.snap.rules.take());
    state.snap = Snapshot {
        station,
        rules,
        ..Snapshot::default()
    };
    state.browse.clear();
    (state.screen, state.toast, state.rights.shut) = (Screen::Today, None, true);
    (state.note, state.talk_ended) = (None, None);
    let t = state.texts();
    let mut menu = Menu::new(t.rights.shut_title, vec![Item::new(t.ask.quit_yes, Choice::Quit)]);
    menu = menu.asking(match heir {
        Some(heir) => fill(t.rights.shut_left, &[("to", &heir)]),
        None => t.rights.shut.to_owned(),
    });
    menu.modal = true;
    state.layers.push(menu.layer());
    effects
}
