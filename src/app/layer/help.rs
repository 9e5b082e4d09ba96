//! The keys that work here, and why some do not.

use crate::app::action::{ACTIONS, Act, Action, Scope, keys_of};
use crate::app::available::why_not;
use crate::app::layer::palette::code;
use crate::app::layer::{digit, moved};
use crate::app::model::help::Row;
use crate::app::model::{Choice, Form, Help, Item, Layer, Matter, Menu, Next, State, Step};
use crate::cells;
use crate::form::{FieldSpec, wrap};
use crate::keys::Chord;

/// The keys of an action; without any, those of the list of names and the letters that find it there.
fn reached(a: &Action, state: &State) -> String {
    let keys = keys_of(a.act, &state.keymap, state.lang);
    if !keys.is_empty() {
        return keys;
    }
    if !a.palette {
        return String::new();
    }
    let list = keys_of(Act::AppPalette, &state.keymap, state.lang);
    let first = list.split(' ').next().unwrap_or_default();
    format!("{first}-{}", code(a))
}

/// Cells of names at most.
const NAMES: usize = 30;

/// The margins of the page, and a blank between columns.
const MARGINS: usize = 6;

/// The fields of a form that say what belongs there, the one that is being filled in first.
fn of_form(form: &Form) -> Vec<Row> {
    let spec = &form.host.form;
    let mut fields = spec.visible_fields();
    fields.sort_by_key(|id| spec.focus() != Some(*id));
    let fields = fields.into_iter().filter_map(|id| spec.spec(id));
    let row = |field: &FieldSpec| Row {
        keys: String::new(),
        label: field.label.clone(),
        does: field.help.clone(),
        enabled: true,
    };
    fields.filter(|field| !field.help.is_empty()).map(row).collect()
}

/// What can be chosen in a menu, with why not, or what comes of it where that is known. The digits of a page of help are its
/// own, and what it says stays when the screen is covered.
fn of_menu(menu: &Menu, state: &State) -> (String, Vec<Row>) {
    let words = menu.words(true);
    let act = |item: &Item| {
        if let Choice::Act(act) = item.choice {
            Some(act)
        } else {
            item.act
        }
    };
    let row = |item: &Item| {
        let does = act(item).map(|act| (act.row().does)(state.texts()));
        Row {
            keys: String::new(),
            label: item.label.clone(),
            does: item.why_not.as_deref().or(does).unwrap_or_default().to_owned(),
            enabled: item.why_not.is_none(),
        }
    };
    (words.title.clone(), words.items.iter().map(row).collect())
}

/// A row with as many lines below as its words take.
fn wrapped(row: Row, room: usize) -> Vec<Row> {
    let mut lines = wrap::lines(&row.does, room).into_iter();
    let first = lines.next().unwrap_or_default();
    let rest = lines.map(|line| Row {
        keys: String::new(),
        label: String::new(),
        does: line.to_owned(),
        enabled: row.enabled,
    });
    let rest: Vec<Row> = rest.collect();
    let first = Row {
        does: first.to_owned(),
        ..row
    };
    std::iter::once(first).chain(rest).collect()
}

impl Help {
    /// What works on the screen below: its own keys first, then those that work everywhere.
    pub fn new(state: &State) -> Self {
        let in_form = matches!(state.layers.last(), Some(Layer::Form(_)));
        let rank = |s: Scope| match (s, in_form) {
            (Scope::Form, true) => 0,
            (Scope::Desk, _) => 1,
            (Scope::List, _) => 2,
            (Scope::Everywhere, _) => 3,
            (Scope::Form, false) => 4,
        };
        let mut actions: Vec<_> = ACTIONS.iter().collect();
        actions.sort_by_key(|a| rank(a.scope));
        let acts = actions.into_iter().map(|a| {
            let why = why_not(a.act, state);
            Row {
                keys: reached(a, state),
                label: a.act.label(state.lang).to_owned(),
                enabled: why.is_none(),
                does: why.unwrap_or_else(|| (a.does)(state.texts()).to_owned()),
            }
        });
        let (of, asked) = match state.layers.last() {
            Some(Layer::Form(form)) => (form.bare_title().to_owned(), of_form(form)),
            Some(Layer::Menu(menu)) => of_menu(menu, state),
            Some(Layer::Matter(matter)) => match matter.as_ref() {
                Matter::Acts(acts) => of_menu(&acts.menu, state),
                Matter::Receipt(_) | Matter::Awaiting(..) => Default::default(),
            },
            _ => Default::default(),
        };
        let rows: Vec<Row> = asked.into_iter().chain(acts).collect();
        let longest = rows.iter().map(|row| cells::width(&row.label)).max();
        let names = longest.unwrap_or_default().min(NAMES);
        let room = usize::from(state.size.0).saturating_sub(usize::from(Self::KEYS) + names + MARGINS);
        Self {
            rows: rows.into_iter().flat_map(|row| wrapped(row, room)).collect(),
            of,
            names: names as u16,
            top: 0,
        }
    }

    /// Cells of keys.
    pub const KEYS: u16 = 16;

    /// What its digits lead on to: the terminal's self-test, for whoever came because keys do not work, and everything
    /// there is by name.
    pub const DIGITS: [Act; 2] = [Act::AppSelfTest, Act::AppPalette];

    /// Answers a key.
    pub fn key(&mut self, state: &State, chord: Chord, act: Option<Act>) -> Option<Step> {
        if let Some(n) = digit(chord) {
            let chosen = n.checked_sub(1).and_then(|at| Self::DIGITS.get(at));
            return Some(chosen.map_or_else(|| Next::Stay.into(), |act| Next::Do(Choice::Act(*act)).into()));
        }
        let act = act?;
        let page = usize::from(state.size.1.saturating_sub(4)).max(1);
        if let Some(to) = moved(self.top, act, self.rows.len().saturating_sub(page) + 1, page) {
            self.top = to;
            return Some(Next::Stay.into());
        }
        let closes = [Act::AppBack, Act::AppHelp, Act::ListOpen].contains(&act);
        closes.then(|| Next::Close.into())
    }
}
