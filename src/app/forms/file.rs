//! How a form is filed: the command made of it, sent once and repeated safely, and what becomes of the form when it was not
//! carried out.

use crate::app::fields;
use crate::app::model::form::Submit;
use crate::app::model::pending::{request, resend};
use crate::app::model::{Choice, Effect, Failure, Form, Host, Item, Layer, Menu, Mood, Next, State, Step, Then};
use crate::domain::command::{Command, Late};
use crate::domain::id::{CommandId, DraftId};
use crate::domain::lease::{Lease, Lost, Source};
use crate::domain::refusal::Refusal;
use crate::form::{FieldId, Kind};
use crate::i18n::fill;
use crate::i18n::lease::what;
use crate::i18n::refusal::sentence;

impl Form {
    /// F9, or Enter on the filing row.
    pub fn file(&mut self, state: &mut State) -> Step {
        self.fit(state);
        if self.host.busy.is_some() {
            return Next::Stay.into();
        }
        if self.host.loss.is_some() {
            return self.refuse(state);
        }
        self.kind.noun_mut().settle(&mut self.host, state);
        let values = match self.host.form.submit() {
            Ok(values) => values,
            Err(problems) => {
                self.host.at_end = false;
                let colon = if state.lang.is_zh() { "：" } else { ": " };
                let words = problems.iter().map(|(field, p)| {
                    let name = self.host.form.label(field).unwrap_or_default();
                    format!("{name}{colon}{}", fields::words(state.lang, p))
                });
                state.say(Mood::Warn, words.collect::<Vec<_>>().join("  "));
                if let Some(field) = self.host.form.focus() {
                    self.offer(state, field);
                }
                return Next::Stay.into();
            }
        };
        if let Some(menu) = self.host.doubt(state).or_else(|| self.host.unsettled(state)) {
            return Next::Push(Box::new(menu.layer())).into();
        }
        match self.kind.noun_mut().submit(&mut self.host, state, &values) {
            Ok(Submit::Send(command, then)) => {
                self.forget_laid(state);
                let late = self.kind.noun().late(state, &values);
                let ends = self.kind.noun().progress().is_none_or(|(n, all)| n == all);
                // What others follow is safe before the first of them leaves.
                let mut effects: Vec<Effect> = (!ends).then(|| self.keep(state)).flatten().into_iter().collect();
                let source = self.source(state, ends);
                effects.extend(self.host.send(state, *command, (late, then), source));
                effects.into()
            }
            Ok(Submit::Do(choice)) => Next::Do(choice).into(),
            Ok(Submit::Ask(menu)) => Next::Push(Box::new(menu.layer())).into(),
            Err((field, words)) => {
                self.host.show(field, words.clone());
                state.say(Mood::Warn, words);
                Next::Stay.into()
            }
        }
    }

    /// The draft it is filed from, which ends with the last of its commands; none where nothing was typed.
    fn source(&self, state: &State, ends: bool) -> Option<Source> {
        let save = &self.host.save;
        let unsaved = save.is_unsent().then(|| self.unsaved(state)).flatten();
        save.is_used().then(|| Source {
            lease: self.host.lease,
            ends,
            unsaved: unsaved.map(Box::new),
        })
    }
}

impl Host {
    /// A day that reads and is probably a slip: asked about once as it stands there.
    fn doubt(&mut self, state: &State) -> Option<Menu> {
        let form = &self.form;
        let (field, text, said) = form.visible_fields().into_iter().find_map(|field| {
            let Kind::When { doubt: Some(doubt), .. } = form.spec(field)?.kind else {
                return None;
            };
            let text = form.text(field).to_owned();
            let was_asked = self.asked_days.iter().any(|(of, asked)| (*of, asked) == (field, &text));
            let said = doubt(&text, form.now_ms()).filter(|_| !was_asked)?;
            Some((
                field,
                text,
                format!("{}  {said}", form.label(field).unwrap_or_default()),
            ))
        })?;
        // Whoever goes back to change it is there.
        self.at_end = false;
        self.form.focus_on(field);
        self.asked_days.retain(|(of, _)| *of != field);
        self.asked_days.push((field, text));
        let t = &state.texts().ask;
        let items = vec![Item::new(t.far_yes, Choice::File), Item::new(t.far_no, Choice::Close)];
        Some(Menu::new(t.far_title, items).asking(said))
    }

    /// Sends a command that files this form. The same words go out under the same id again, because after trouble outside
    /// nobody knows whether the first sending was carried out; a refused one wrote nothing.
    pub fn send(
        &mut self,
        state: &mut State,
        command: Command,
        (late, then): (Option<Late>, Then),
        draft: Option<Source>,
    ) -> Vec<Effect> {
        let mut request = request(state, command, draft);
        request.late = late;
        let mut sent = self.requests.iter();
        if let Some(sent) = sent.find(|sent| sent.command == request.command && sent.late == request.late) {
            request.id = sent.id;
        }
        self.busy = Some(request.id);
        self.requests.retain(|sent| sent.id != request.id);
        self.requests.push(request.clone());
        vec![resend(state, request, then)]
    }
}

/// Why a form was not filed, where that is more than a sentence of the desk's.
#[derive(Debug)]
pub enum Unfiled {
    /// Its draft is held elsewhere or has ended: how it was held, how it was lost, and what its words are kept as.
    Lost(Lease, Lost, Option<DraftId>),
    /// Somebody else was quicker: it is read anew what stands there now, and the person may press again.
    Behind(Effect),
}

/// A command goes out again after something else was settled: the form that it files waits for it once more, and keeps
/// nothing meanwhile that would come after it.
pub fn sent_again(state: &mut State, id: CommandId) {
    for form in state.layers.iter_mut().filter_map(|layer| layer.form_mut()) {
        if form.host.requests.iter().any(|sent| sent.id == id) {
            form.host.busy = Some(id);
        }
    }
}

/// A command was not carried out: the form that it was to file takes keys again, and what it holds is not safe yet. None
/// leaves the sentence to the desk.
pub fn unfiled(state: &mut State, id: CommandId, failure: &Failure) -> Option<Unfiled> {
    let mut layers = std::mem::take(&mut state.layers);
    let mut forms = layers.iter_mut().filter_map(|l| l.form_mut());
    let form = forms.find(|form| form.host.busy == Some(id));
    let why = form.and_then(|form| form.unfiled(state, failure));
    state.layers = layers;
    why
}

impl Form {
    fn unfiled(&mut self, state: &mut State, failure: &Failure) -> Option<Unfiled> {
        self.host.busy = None;
        let why = match failure {
            Failure::Refused(why) => Some(why.as_ref()),
            Failure::Trouble(_) | Failure::Unknown(_) => None,
        };
        let source = self.host.requests.last().and_then(|request| request.draft.as_ref());
        if let (Some(Refusal::DraftLost { why, aside }), Some(source)) = (why, source) {
            let lease = source.lease;
            if source.unsaved.is_some() {
                self.host.save.sent();
            }
            let said = fill(state.texts().matter.refused, &[("why", &what(state.lang, why))]);
            state.say(Mood::Warn, said);
            return Some(Unfiled::Lost(lease, why.clone(), *aside));
        }
        if self.host.save.is_used() {
            self.host.save.failed(state.now.0.max(0).unsigned_abs());
        }
        if let Some(field) = field_of(why?).filter(|field| self.host.form.spec(field).is_some()) {
            self.host.show(field, sentence(state.lang, why?, None));
        }
        let (want, query) = self.kind.noun().refused(why?)?;
        let said = sentence(state.lang, why?, None);
        state.say(Mood::Warn, said);
        Some(Unfiled::Behind(self.host.ask(state, want, query)))
    }
}

/// The field that a refusal is about, where a form has it.
fn field_of(why: &Refusal) -> Option<FieldId> {
    let about = [
        ("day", matches!(why, Refusal::GoneBy { .. } | Refusal::NotAfter { .. })),
        ("ticket", matches!(why, Refusal::TicketTaken { .. })),
        ("due", matches!(why, Refusal::DueBefore { .. })),
        ("promised_for", matches!(why, Refusal::DueBefore { .. })),
        ("class_date", matches!(why, Refusal::DueBefore { .. })),
        ("ask_on", matches!(why, Refusal::DueBefore { .. })),
        ("upheld", matches!(why, Refusal::NotUpheld { .. })),
    ];
    about
        .into_iter()
        .find_map(|(field, is_about)| is_about.then_some(field))
}

/// Takes off the form that a command filed.
pub fn filed(state: &mut State, id: CommandId) -> Option<Form> {
    let is_it = |l: &Layer| l.form().and_then(Form::sent) == Some(id);
    let at = state.layers.iter().position(is_it)?;
    state.layers.remove(at).into_form()
}
