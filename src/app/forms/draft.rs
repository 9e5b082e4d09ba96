//! What is typed into a form is kept as a draft until the form is filed or given up: a line that is cut takes no word with
//! it. A short form that is left by Esc stays within reach in memory; its draft goes, or the list of what was not finished
//! would fill with everything anybody thought better of.
//!
//! The draft may be open in another program too. Whoever took it last writes on; the other form becomes one to read, says
//! why, and takes the draft back at one key. Words that came too late are kept aside by the writer.

use crate::app::forms::parted;
use crate::app::model::Loss;
use crate::app::model::form::{Manner, Want};
use crate::app::model::pending::Parted;
use crate::app::model::{Effect, Form, Host, Input, Layer, Mood, Next, State, Step};
use crate::domain::id::{CommandId, DraftId};
use crate::domain::lease::{Lease, Lost, Spare, Unsaved};
use crate::domain::moment::Moment;
use crate::domain::view::{Draft, Query};
use crate::form::{Autosave, FormInput, FormOutcome, Value, draft};
use crate::i18n::lease::{kept, what};
use crate::i18n::{fill, when};
use crossterm::event::KeyCode;

/// Milliseconds, as drafts count them.
fn ms(now: Moment) -> u64 {
    now.0.max(0).unsigned_abs()
}

impl Form {
    /// Whether what is typed in it is kept.
    pub(super) fn is_kept(&self, state: &State) -> bool {
        match self.manner() {
            Manner::First | Manner::Looks => false,
            Manner::Quick | Manner::Short | Manner::Long => state.account.is_some(),
        }
    }

    /// Whether it stays a draft when it is left: what was one before does, and a long one with words in it.
    pub(super) fn leaves_draft(&self) -> bool {
        let host = &self.host;
        host.is_old || self.manner() == Manner::Long && (host.form.has_words() || host.loss.is_some())
    }

    /// Notes that something was typed, to be kept within a second.
    pub(super) fn typed(&mut self, state: &State) {
        if self.is_kept(state) {
            self.host.save.typed(ms(state.now));
        }
    }

    /// Everything typed, on its way to the disk; none where it is not kept.
    pub fn unsaved(&self, state: &State) -> Option<Unsaved> {
        if !self.is_kept(state) {
            return None;
        }
        let host = &self.host;
        let label = self.kind.noun().brief(host, state.lang);
        let spare = Spare {
            id: host.spare,
            label: fill(state.texts().lease.label, &[("label", &label)]),
        };
        let words = draft::Draft {
            seen: host.begun,
            ..host.form.snapshot()
        };
        let draft = Draft {
            id: host.lease.draft,
            form: host.form.id().to_owned(),
            target: self.target(),
            label,
            body: words.to_json().ok()?,
            account: state.account.as_ref().map(|a| a.id),
            saved_at: state.now,
            generation: host.lease.generation,
        };
        Some(Unsaved { draft, spare })
    }

    /// When it wants to be saved.
    pub fn deadline(&self) -> Option<u64> {
        self.host.busy.is_none().then(|| self.host.save.deadline())?
    }

    /// Saves it when it is time.
    pub fn tick(&mut self, state: &State) -> Option<Effect> {
        self.host.save.due(ms(state.now)).then(|| self.keep(state))?
    }

    /// Saves it if something is unsaved, whatever the time.
    pub fn keep(&mut self, state: &State) -> Option<Effect> {
        if self.host.busy.is_some() || !self.host.save.is_unsent() {
            return None;
        }
        let words = self.unsaved(state)?;
        self.host.save.sent();
        Some(Effect::SaveDraft(Box::new(words)))
    }

    /// A draft is safe, or is not.
    pub fn draft_saved(&mut self, state: &mut State, id: DraftId, result: &Result<(), String>) {
        if self.host.lease.draft != id {
            return;
        }
        let failed = state.texts().matter.draft_failed;
        if self.settle_save(state, result) {
            // Whether they were filed is being looked up, which says more.
            if !state.is_unsure() {
                state.say(Mood::Bad, failed);
            }
        } else if result.is_ok() && state.toast.as_ref().is_some_and(|toast| toast.text == failed) {
            // It is not so any more.
            state.toast = None;
        }
        self.fit(state);
    }

    /// What is known of its words now; true when it is news that they cannot be saved.
    pub(super) fn settle_save(&mut self, state: &State, result: &Result<(), String>) -> bool {
        let host = &mut self.host;
        match result {
            Ok(()) => {
                host.save.saved(ms(state.now));
                host.trouble = None;
                false
            }
            Err(why) => {
                host.save.failed(ms(state.now));
                let t = &state.texts().matter;
                let text = if state.is_unsure() {
                    t.unsure_here
                } else {
                    t.unsaved_here
                };
                let said = fill(text, &[("why", why)]);
                host.trouble.replace(said).is_none()
            }
        }
    }

    /// Words for the focused field of a form like this one, as a draft of their own; where that holds no words they stand
    /// in the first field that does.
    pub fn apart(&self, state: &mut State, text: &str) -> Option<Effect> {
        let mut fresh = self.clone();
        fresh.host.form.restart();
        fresh.host.renew(state);
        let value = Value::Text(text.to_owned());
        let form = &mut fresh.host.form;
        let fields = form.focus().into_iter().chain(form.visible_fields());
        fields
            .collect::<Vec<_>>()
            .into_iter()
            .find(|f| form.set_value(f, &value).is_none())?;
        let mut words = fresh.unsaved(state)?;
        words.draft.label.clone_from(&words.spare.label);
        fresh.host.save.sent();
        state.parted.push(Parted {
            form: fresh,
            is_news: false,
        });
        Some(Effect::SaveDraft(Box::new(words)))
    }

    /// From here on the form is only to read. What no save was sent for is sent now, and the writer keeps it aside.
    pub(super) fn lose(&mut self, state: &State, why: Lost, aside: Option<DraftId>) -> Option<Effect> {
        let before = self.host.loss.take().and_then(|l| l.aside);
        self.host.form.close_list();
        self.host.leftover = None;
        self.host.loss = Some(Loss {
            why,
            aside: aside.or(before),
            said: String::new(),
        });
        let effect = self.keep(state);
        self.fit(state);
        effect
    }

    /// Writes the sentence of a form that is only to read anew: what was kept may have changed.
    pub(super) fn say_loss(&mut self, state: &State) {
        let lang = state.lang;
        let is_clean = self.host.save.is_clean();
        let Some(loss) = &mut self.host.loss else { return };
        let t = &lang.texts().lease;
        let kept = if loss.why == Lost::Counted {
            t.nothing
        } else if is_clean {
            kept(lang, &loss.why, loss.aside.is_some())
        } else {
            t.pending
        };
        let what = what(lang, &loss.why);
        let mut values = vec![("what", what.as_str()), ("kept", kept)];
        let pressed = loss.press(state);
        let whole = match &pressed {
            Some(press) => {
                values.push(("press", press));
                t.whole
            }
            None => t.whole_back,
        };
        loss.said = fill(whole, &values);
    }

    /// Says why nothing can be changed here.
    pub(super) fn refuse(&self, state: &mut State) -> Step {
        if let Some(why) = self.host.why_read_only(state) {
            state.say(Mood::Warn, why);
        }
        Next::Stay.into()
    }

    /// A key in a form that is only to read: whatever moves does, whatever would change a letter says why not.
    pub(super) fn read_on(&mut self, state: &mut State, input: FormInput<'_>) -> Step {
        let mut tried = self.host.form.clone();
        let outcome = tried.handle(input);
        if tried.revision() != self.host.form.revision() {
            return self.refuse(state);
        }
        let width = self.frame(state.size).width;
        let stays = tried.layout(width).caret == self.host.form.layout(width).caret;
        self.host.form = tried;
        if stays && matches!(input, FormInput::Key(KeyCode::PageDown | KeyCode::PageUp)) {
            self.jump(input == FormInput::Key(KeyCode::PageDown));
        }
        self.host.at_end |= outcome == FormOutcome::AtEnd;
        if outcome == FormOutcome::Ignored && matches!(input, FormInput::Text(_) | FormInput::Paste(_)) {
            return self.refuse(state);
        }
        Next::Stay.into()
    }

    /// F5 in the form: go on with what was typed before, or with what was lost. What stands here is kept first.
    pub(super) fn go_on(&mut self, state: &mut State) -> Step {
        let host = &self.host;
        let wanted = match (&host.loss, &host.leftover) {
            (Some(loss), _) if loss.why == Lost::Taken => Some(host.lease.draft),
            // The words on the screen are all there is left of a draft that was given up; they become another one.
            (Some(loss), _) if loss.why == Lost::Dropped && loss.aside.is_none() => {
                self.host.renew(state);
                self.typed(state);
                return Next::Stay.into();
            }
            (Some(loss), _) => loss.press(state).and(loss.aside),
            (None, old) => old.as_ref().map(|d| d.id),
        };
        let Some(id) = wanted else { return self.refuse(state) };
        let mut effects: Vec<Effect> = self.keep(state).into_iter().collect();
        // Pressed again, because nothing came or before it did: the newest generation is the one to hold.
        self.host.asked.retain(|(_, w)| *w != Want::Lease);
        let (ticket, effect) = state.take(id);
        self.host.asked.push((ticket, Want::Lease));
        effects.push(effect);
        effects.into()
    }

    /// The draft is ours, or there is nothing to take.
    pub(super) fn taken(&mut self, state: &mut State, taken: Result<Box<Draft>, Option<Lost>>) -> Vec<Effect> {
        match taken {
            // Words that could not be saved are not given up for others.
            Ok(_) if self.host.loss.is_some() && !self.host.save.is_clean() => self.keep(state).into_iter().collect(),
            Ok(draft) => self.go_on_with(state, &draft),
            Err(why) => {
                self.host.leftover = None;
                say_untaken(state, why.as_ref());
                match (&mut self.host.loss, why) {
                    (Some(loss), Some(why)) if loss.why == Lost::Taken => loss.why = why,
                    (Some(loss), _) => loss.aside = None,
                    (None, _) => {}
                }
                Vec::new()
            }
        }
    }

    fn go_on_with(&mut self, state: &mut State, old: &Draft) -> Vec<Effect> {
        let mut effects: Vec<Effect> = self.keep(state).into_iter().collect();
        let was_lost = self.host.loss.is_some();
        self.host.form.restart();
        self.host.renew(state);
        self.host.alerts.clear();
        (self.host.at_end, self.host.leftover, self.host.begun) = (false, None, None);
        let again = self.kind.noun_mut().begin_anew(&mut self.host, state, was_lost);
        effects.extend(again.into_iter().map(|(want, query)| self.host.ask(state, want, query)));
        self.resume(state, old);
        effects.extend(self.left(state, "phone"));
        effects
    }

    /// Puts a draft into the form, which is it from now on. What finds no place is shown, never dropped.
    pub fn resume(&mut self, state: &State, old: &Draft) {
        let t = &state.texts().matter;
        let Ok(saved) = draft::Draft::parse(&old.body) else {
            self.host.alerts.push(fill(t.lost_fields, &[("text", &old.body)]));
            return;
        };
        self.kind.noun_mut().resume(&mut self.host, &saved);
        let lost = self.host.form.restore(&saved).into_iter().map(|l| l.text);
        let lost: Vec<String> = lost.collect();
        if !lost.is_empty() {
            self.host
                .alerts
                .push(fill(t.lost_fields, &[("text", &lost.join("; "))]));
        }
        self.host.begun = saved.seen;
        self.host.alerts.push(fill(
            t.resumed,
            &[("time", &when(state.lang, old.saved_at, state.today()))],
        ));
        let noun = self.kind.noun();
        self.host.say_theirs(state, |field| noun.changed_by(field));
        (self.host.lease, self.host.is_old) = (old.lease(), true);
        self.host.save.saved(ms(old.saved_at));
        self.changed(state);
        self.fit(state);
    }
}

impl Host {
    /// It is another draft from here on.
    fn renew(&mut self, state: &mut State) {
        let [draft, spare] = [(); 2].map(|()| DraftId(state.ids.fresh(state.now)));
        (self.lease, self.spare, self.is_old, self.loss) = (Lease::first(draft), spare, false, None);
        self.trouble = None;
        self.save = Autosave::default();
    }
}

/// A draft that was to be gone on with is not there any more.
pub fn say_untaken(state: &mut State, why: Option<&Lost>) {
    let text = match why {
        Some(why) => what(state.lang, why),
        None => state.texts().matter.row_gone.to_owned(),
    };
    state.say(Mood::Warn, text);
}

/// Asks whether the drafts of the forms on the screen are still theirs. Of one that was never saved nobody else knows.
pub fn ask(state: &mut State) -> Option<Effect> {
    let forms = state.layers.iter().filter_map(Layer::form);
    let saved = forms.filter(|f| f.may_change() && f.host.save.saved_at().is_some());
    let leases: Vec<Lease> = saved.map(|f| f.host.lease).collect();
    (!leases.is_empty()).then(|| state.ask(Query::Leases(leases)).1)
}

impl Form {
    /// Whether there may be news of its draft: it is held here, or somebody else has it and may file it. What a form is
    /// being filed with comes back with its command.
    fn may_change(&self) -> bool {
        self.host.busy.is_none() && self.host.loss.as_ref().is_none_or(|l| l.why == Lost::Taken)
    }
}

/// Drafts are not ours any more. The forms know at once; they are drawn when they may be.
pub fn lost(state: &mut State, lost: Vec<(Lease, Lost)>) -> Vec<Effect> {
    let mut effects = Vec::new();
    for (lease, why) in lost {
        let is_news = |f: &Form| f.host.loss.as_ref().is_none_or(|l| l.why != why);
        let is_meant = |f: &Form| f.may_change() && f.host.lease == lease && is_news(f);
        let why = why.clone();
        on_form(state, is_meant, |form, state| {
            effects.extend(form.lose(state, why, None));
        });
    }
    effects
}

/// Words came too late for their draft; none when its form is not on the screen.
pub fn refused(state: &mut State, lease: Lease, why: &Lost, aside: Option<DraftId>) -> Option<Vec<Effect>> {
    parted::refused(state, lease.draft);
    let mut effects = Vec::new();
    let found = on_form(
        state,
        |f| f.host.lease == lease,
        |form, state| {
            form.settle_save(state, &Ok(()));
            effects.extend(form.lose(state, why.clone(), aside));
        },
    );
    found.then_some(effects)
}

/// Runs something on the form that is meant; false when it is not on the screen.
fn on_form(state: &mut State, is_meant: impl Fn(&Form) -> bool, run: impl FnOnce(&mut Form, &State)) -> bool {
    let mut layers = std::mem::take(&mut state.layers);
    let mut forms = layers.iter_mut().filter_map(Layer::form_mut);
    let found = forms.find(|f| is_meant(f)).map(|f| run(f, state)).is_some();
    state.layers = layers;
    found
}

/// The drafts that go when the forms on the screen go, and the commands that file them.
pub fn on_screen(layers: &[Layer]) -> Vec<(DraftId, Option<CommandId>)> {
    let goes = |f: &&Form| {
        let host = &f.host;
        !f.leaves_draft() && host.save.is_begun() && host.loss.is_none()
    };
    let forms = layers.iter().filter_map(Layer::form).filter(goes);
    forms.map(|f| (f.host.lease.draft, f.sent())).collect()
}

/// Forgets the drafts of forms that are gone without having been filed.
pub fn forget(before: &[(DraftId, Option<CommandId>)], state: &State, filed: Option<CommandId>) -> Vec<Effect> {
    let is_there = |id: DraftId| {
        let mut forms = state.layers.iter().filter_map(Layer::form);
        forms.any(|f| f.host.lease.draft == id)
    };
    let gone = before
        .iter()
        .filter(|(id, sent)| !is_there(*id) && (filed.is_none() || *sent != filed));
    gone.map(|(id, _)| Effect::DropDraft(*id)).collect()
}

/// The command whose success an input tells.
pub const fn filed_by(input: &Input) -> Option<CommandId> {
    if let Input::Executed { id, result: Ok(_) } = input {
        Some(*id)
    } else {
        None
    }
}
