//! What a form about a matter answers to its host. What the fields are is in `spec`, what follows from them in `defaults`,
//! what comes from outside in `answers`, the command in `task`.

use crate::app::model::form::{Bad, Changed, Kind, Manner, Submit, Want};
use crate::app::model::{Choice, Effect, Form, Host, Item, Layer, MatterAct, Menu, Mood, Noun, Sheet, State, Task};
use crate::app::opinion::{answers, correct, defaults, limit, whom};
use crate::domain::command::Late;
use crate::domain::deed::Deed;
use crate::domain::refusal::Refusal;
use crate::domain::view::{Answer, Query};
use crate::form::draft::Draft;
use crate::form::{FieldId, FormState, Values};
use crate::i18n::{Lang, fill};

/// Opens the form of a task.
pub fn open(state: &mut State, task: Task) -> Vec<Effect> {
    let Some(spec) = task.spec(state) else {
        let text = state.texts().say.loading;
        state.say(Mood::Warn, text);
        return Vec::new();
    };
    let title = task.title(state.lang);
    let kind = Kind::Matter(Box::new(Sheet::new(task)));
    let mut form = Form::new(state, kind, title, FormState::new(spec));
    if let Kind::Matter(sheet) = &form.kind {
        defaults::begin(&sheet.task, &mut form.host, state);
    }
    form.open(state)
}

/// Runs something on the form about a matter that lies on top; none where none does.
pub(super) fn on_top<R>(state: &mut State, run: impl FnOnce(&mut Sheet, &mut Host, &mut State) -> R) -> Option<R> {
    let mut layer = state.layers.pop()?;
    let mut out = None;
    if let Layer::Form(form) = &mut layer
        && let Kind::Matter(sheet) = &mut form.kind
    {
        out = Some(run(sheet, &mut form.host, state));
        form.fit(state);
    }
    state.layers.push(layer);
    out
}

impl Sheet {
    /// Whoever is told was told already, perhaps by somebody else since the words were begun: it is asked once whether they were
    /// told another time. What they said of it goes with no telling.
    pub(super) fn tells_again(&mut self, state: &State, form: &FormState) -> Option<Menu> {
        let file = self.file.as_ref()?;
        let is_telling = matches!(self.task, Task::On(MatterAct::Tell, _));
        let whom = whom::chosen(form).or(file.opinion.citizen).filter(|_| is_telling)?;
        let is_told = file.opinion.parties.iter().any(|p| p.citizen == whom && p.told);
        if !is_told || self.told_before.replace(whom) == Some(whom) {
            return None;
        }
        let said = whom::told_last(state, file, whom);
        let t = &state.texts().matter;
        let asked = fill(t.told_before_ask, &[("said", said.as_deref().unwrap_or_default())]);
        let items = vec![
            Item::new(t.told_before_look, Choice::Close),
            Item::new(t.told_before_again, Choice::File),
        ];
        Some(Menu::new(t.told_before, items).asking(asked))
    }
}

impl Noun for Sheet {
    fn manner(&self) -> Manner {
        Manner::Long
    }

    fn deed(&self) -> Option<Deed> {
        Some(self.task.deed())
    }

    fn target(&self) -> String {
        self.task.target()
    }

    fn settle(&mut self, host: &mut Host, state: &State) {
        limit::settle(host, state);
    }

    fn submit(&mut self, host: &mut Host, state: &mut State, values: &Values) -> Result<Submit, Bad> {
        defaults::doubts(self, host, state);
        if let Some(menu) = defaults::nameless(self, host, state, values) {
            // Whoever goes back to fill it in is there.
            host.at_end = false;
            host.form.focus_on("name");
            return Ok(Submit::Ask(menu));
        }
        if let Some(menu) = self.tells_again(state, &host.form) {
            return Ok(Submit::Ask(menu));
        }
        if let Some(menu) = whom::other_words(self, host, state) {
            return Ok(Submit::Ask(menu));
        }
        let command = self.task.command(state, values, host, self.file.as_deref())?;
        Ok(command.into())
    }

    fn changed_by(&self, field: FieldId) -> Changed {
        // Of several it has to be known whose field it is.
        let file = self.file.as_ref().filter(|file| !file.opinion.is_of_several())?;
        correct::changed_by(&self.task, file, None, field)
    }

    fn late(&self, state: &State, values: &Values) -> Option<Late> {
        defaults::late(self, state, values)
    }

    fn brief(&self, host: &Host, lang: Lang) -> String {
        defaults::brief(self, host, lang)
    }

    fn questions(&self, state: &State) -> Vec<(Want, Query)> {
        self.wants(state)
    }

    fn answer(&mut self, host: &mut Host, state: &mut State, want: Want, answer: Answer) {
        self.take(host, state, want, answer);
    }

    fn changed(&mut self, host: &mut Host, state: &State) {
        defaults::changed(self, host, state);
    }

    fn chosen(&mut self, host: &mut Host, state: &State, field: FieldId) -> Option<Menu> {
        defaults::picked(self, host, state, field);
        defaults::accusation(self, host, state)
    }

    fn words_of(&self, field: FieldId) -> &'static [FieldId] {
        match field {
            "grade" | "class" | "reached" => &["answer", "relay", "said", "note"],
            _ => &[],
        }
    }

    fn left(&mut self, host: &mut Host, state: &mut State, field: FieldId) -> Vec<Effect> {
        defaults::left(self, host, state, field)
    }

    fn remarks<'h>(&'h self, host: &'h Host) -> Vec<&'h str> {
        let due = (host.form.focus() == Some("due")).then_some(&self.proposed.limit);
        let all = self
            .doubt
            .iter()
            .chain([&self.proposed.apart, &self.proposed.receivers])
            .chain(due)
            .chain([&self.proposed.say, &self.proposed.call]);
        all.map(String::as_str).filter(|text| !text.is_empty()).collect()
    }

    fn category(&self) -> Option<&str> {
        self.file.as_ref()?.opinion.details.category.as_deref()
    }

    fn begin_anew(&mut self, host: &mut Host, state: &State, was_lost: bool) -> Vec<(Want, Query)> {
        let mut task = self.task.clone();
        if let Task::File(new) = &mut task {
            (new.earlier, new.asked_of, new.nameless_ok) = Default::default();
            new.offer_people(host, state);
        }
        *self = Self::new(task);
        if !self.task.files() {
            return self.wants(state);
        }
        // What was kept aside is offered in its turn.
        was_lost.then(|| answers::drafts(state)).into_iter().collect()
    }

    fn resume(&mut self, host: &mut Host, draft: &Draft) {
        answers::resume(host, draft);
    }

    fn forget(&mut self) {
        let mut task = self.task.clone();
        if let Task::File(new) = &mut task {
            (new.known, new.filed, new.earlier) = Default::default();
        }
        *self = Self::new(task);
    }

    fn refused(&self, why: &Refusal) -> Option<(Want, Query)> {
        let seen = self.task.seen()?;
        why.is_of_before().then_some((Want::File, Query::File(seen.id)))
    }
}
