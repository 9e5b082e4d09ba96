//! 收回记错的回话: which telling goes, of several people whose, and what goes with it.

use crate::app::model::{Host, MatterAct, Sheet, State, Task};
use crate::app::opinion::whom;
use crate::domain::id::CitizenId;
use crate::domain::noted::Noted;
use crate::domain::refusal::Refusal;
use crate::domain::view::OpinionFile;
use crate::form::ChoiceOption;
use crate::i18n::history::noted as what;
use crate::i18n::refusal::sentence;
use crate::i18n::{self, fill};

/// What can be taken back of a matter.
pub fn all(file: &OpinionFile) -> Vec<Noted> {
    Noted::all(&file.opinion, &file.history)
}

/// Why no telling of a matter is taken back by whoever sits here.
pub fn why_not(state: &State, file: &OpinionFile) -> Option<String> {
    let number = file.opinion.number.clone();
    let account = state.account.as_ref().map(|a| a.id);
    let all = all(file);
    let mut may = all
        .iter()
        .map(|noted| noted.may_take_back(account, state.role(), state.now.day()));
    let newest = may.next().unwrap_or(Err(Refusal::NothingTold { number }));
    let why = newest.err().filter(|_| !may.any(|of_another| of_another.is_ok()))?;
    Some(sentence(state.lang, &why, None))
}

/// Of several whose it may be, each with what was noted of them.
pub fn options(state: &State, file: &OpinionFile) -> Vec<ChoiceOption> {
    let all = all(file);
    let each = all.iter().filter_map(|noted| Some((noted.citizen?, noted)));
    let option = |(citizen, noted): (CitizenId, &Noted)| {
        let label = [whose(state, file, Some(citizen)), what(state.lang, noted, false)].join(" ");
        ChoiceOption::new(citizen.to_string(), label)
    };
    each.map(option).collect()
}

/// Which telling goes, and that what was said of it goes with it; as long as none of several is chosen, what each is.
pub fn intro(sheet: &Sheet, host: &Host, state: &State) -> Vec<String> {
    let is_theirs = matches!(sheet.task, Task::On(MatterAct::TakeBack, _));
    let Some(file) = sheet.file.as_ref().filter(|_| is_theirs) else {
        return Vec::new();
    };
    let t = &state.texts().matter;
    let all = all(file);
    let whom = whom::chosen(&host.form);
    let said = |noted: &Noted| what(state.lang, noted, !state.masked);
    let Ok(noted) = Noted::meant(&all, whom, &file.opinion.number) else {
        let each = all.iter().map(|noted| {
            let values = [("whose", whose(state, file, noted.citizen)), ("what", said(noted))];
            fill(
                t.noted_of,
                &values.each_ref().map(|(key, value)| (*key, value.as_str())),
            )
        });
        return std::iter::once(t.take_back_which.to_owned()).chain(each).collect();
    };
    let values = [
        ("whose", whose(state, file, noted.citizen)),
        ("what", said(noted)),
        ("by", noted.by.clone()),
        ("day", i18n::day(state.lang, noted.at.day(), state.today())),
        ("time", noted.at.clock()),
    ];
    let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
    let verdict = noted.verdict.as_ref().map(|_| t.takes_verdict.to_owned());
    [fill(t.takes_back, &values)].into_iter().chain(verdict).collect()
}

/// A name, or that they gave none; of all of them, that.
fn whose(state: &State, file: &OpinionFile, citizen: Option<CitizenId>) -> String {
    let t = &state.texts().record;
    let party = match file.opinion.parties.as_slice() {
        [only] => Some(only),
        several => several.iter().find(|p| Some(p.citizen) == citizen),
    };
    let name = party.map_or(t.all_of_them, |p| p.name.as_deref().unwrap_or(t.nameless));
    state.name(Some(name))
}
