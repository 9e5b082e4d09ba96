//! Of several people, whom a form is about. What is chosen is somebody and no place in a list: it stays what it was,
//! whoever is next by now.

use crate::app::model::{Choice, Host, Item, MatterAct, Menu, Seen, Sheet, State, Task};
use crate::app::opinion::spec::{SEVERAL, WHOM};
use crate::app::opinion::{further, taken_back};
use crate::domain::id::CitizenId;
use crate::domain::record::{Citizen, Party, Try};
use crate::domain::view::OpinionFile;
use crate::form::{ChoiceOption, FormState, Pick, Value};
use crate::i18n::{self, fill, history};

/// Somebody, as the field holds them.
pub fn value(party: &Party) -> Value {
    let name = party.name.clone().unwrap_or_default();
    Value::Pick(Pick::of(party.citizen.to_string(), name))
}

/// Whom a form is about.
pub fn chosen(form: &FormState) -> Option<CitizenId> {
    form.code(WHOM).and_then(|code| code.parse().ok()).map(CitizenId)
}

/// Whom a form begins with: of several whoever is to be told next, or the first who has still said nothing.
pub fn proposed(deed: MatterAct, file: &OpinionFile) -> Value {
    let parties = &file.opinion.parties;
    let owed = if deed == MatterAct::Tell {
        file.opinion.next_to_tell()
    } else {
        let mut known = parties.iter().filter(|p| p.told);
        known.clone().find(|p| p.grade.is_none()).or(known.next())
    };
    let next = owed.or(parties.first()).filter(|_| file.opinion.is_of_several());
    next.map_or(Value::Empty, value)
}

/// Offers those there are to choose from.
pub fn offer(task: &Task, form: &mut FormState, state: &State, file: &OpinionFile) {
    let options = if matches!(task, Task::On(MatterAct::TakeBack, _)) {
        taken_back::options(state, file)
    } else {
        let parties = file.opinion.parties.iter();
        let option = |p: &Party| ChoiceOption::new(p.citizen.to_string(), p.name.clone().unwrap_or_default());
        parties.map(option).collect()
    };
    form.set_options(WHOM, options);
    if matches!(task, Task::On(MatterAct::Tell, _)) {
        further::offer_relay(form, state, file);
    }
}

/// Whose telling is named stays in sight when it is none of those any more; and once somebody else was quicker it is always
/// said whose: nobody else's is taken back in its place.
pub fn keep(task: &Task, form: &mut FormState, was_behind: bool) {
    let there = form.options(WHOM).unwrap_or_default();
    let is_gone = form
        .code(WHOM)
        .is_some_and(|whom| !there.iter().any(|o| o.code == whom));
    let is_asked = is_gone || was_behind && !there.is_empty();
    if is_asked && matches!(task, Task::On(MatterAct::TakeBack, _)) {
        form.prefill(SEVERAL, &Value::Text("1".to_owned()));
    }
}

/// Who is told: the one who is meant, as long as it is owed to them, or else whoever is next.
pub fn told_now(file: &OpinionFile, whom: Option<CitizenId>) -> Option<&Citizen> {
    let mut owed = file.opinion.parties.iter();
    let is_owed = whom.is_none_or(|whom| owed.any(|p| p.citizen == whom));
    file.person(file.meant(whom).map(|p| p.citizen)).filter(|_| is_owed)
}

/// Of which matter somebody is told, and who that is.
pub(super) fn title(state: &State, seen: &Seen, person: Option<&str>) -> String {
    let name = format!(
        "{} {} {}",
        state.texts().matter.act_tell,
        seen.number,
        person.unwrap_or_default()
    );
    name.trim().to_owned()
}

/// The last time somebody was told: when, by whom, and what was noted of it.
pub fn told_last(state: &State, file: &OpinionFile, whom: CitizenId) -> Option<String> {
    let of_them = |of: &&Try| of.reached.is_told() && of.citizen.is_none_or(|citizen| citizen == whom);
    let last = file.opinion.tries.iter().rev().find(of_them)?;
    let last = file.history.iter().find(|h| h.seq == last.seq)?;
    let what = history::sentence(state.lang, state.snap.rules.as_deref(), file, last);
    let day = Some(last.at.day()).filter(|day| *day != state.today());
    let day = day
        .map(|day| i18n::day(state.lang, day, state.today()) + " ")
        .unwrap_or_default();
    Some(format!("{day}{} {}  {what}", last.at.clock(), last.by))
}

/// Why somebody is told nothing for whom that was begun: they know by now, or it is not theirs any more.
pub fn why_not_told(state: &State, file: &OpinionFile, whom: Option<CitizenId>) -> Option<String> {
    let t = &state.texts().matter;
    let whom = whom?;
    let Some(party) = file.opinion.parties.iter().find(|p| p.citizen == whom) else {
        return Some(t.now_another.to_owned());
    };
    if !party.told {
        return None;
    }
    let colon = if state.lang.is_zh() { "：" } else { ": " };
    let last = told_last(state, file, whom).map(|last| [colon, &last].concat());
    Some([t.told_before, &last.unwrap_or_default()].concat())
}

/// Words that somebody said are theirs: under whom they were typed is remembered.
pub fn note_words(sheet: &mut Sheet, host: &Host) {
    let Some(whom) = host.form.code(WHOM).filter(|_| is_of_words(&sheet.task)) else {
        return;
    };
    let has_words = ["said", "note"].iter().any(|field| host.form.is_filled(field));
    if !has_words {
        sheet.words_of = None;
    } else if sheet.words_of.is_none() {
        sheet.words_of = Some(whom.to_owned());
    }
}

const fn is_of_words(task: &Task) -> bool {
    matches!(task, Task::On(MatterAct::Tell | MatterAct::Evaluate, _))
}

/// Asked once when somebody else is chosen after the words were typed: whose they are.
pub fn other_words(sheet: &mut Sheet, host: &mut Host, state: &State) -> Option<Menu> {
    let now = host.form.code(WHOM)?.to_owned();
    let before = sheet.words_of.clone().filter(|before| *before != now)?;
    let t = &state.texts().matter;
    let options = host.form.options(WHOM).unwrap_or_default();
    let name = |code: &str| {
        let option = options.iter().find(|o| o.code == code);
        let name = option.map(|o| o.label.as_str()).filter(|name| !name.is_empty());
        state.name(Some(name.unwrap_or(state.texts().record.nameless)))
    };
    let (before, name) = (name(&before), name(&now));
    // Asked of this one it is not asked again.
    sheet.words_of = Some(now);
    host.at_end = false;
    host.form.focus_on(WHOM);
    let items = vec![
        Item::new(fill(t.words_theirs, &[("name", &name)]), Choice::File),
        Item::new(t.words_back, Choice::Close),
    ];
    let why = fill(t.words_of_another, &[("before", &before), ("name", &name)]);
    Some(Menu::new(t.words_whose, items).asking(why).at_rest())
}
