//! A form whose draft is open in another program too. Whoever took the draft last writes on; the other form becomes one
//! to read, says why, and takes the draft back at one key. Words that came too late are kept aside by the writer.

use crate::app::model::sheet::{Loss, Want};
use crate::app::model::{Effect, Layer, Mood, Next, Sheet, State, Step};
use crate::app::opinion::answers;
use crate::app::opinion::defaults::{self, PROSE};
use crate::domain::id::DraftId;
use crate::domain::lease::{Lease, Lost, Spare, Unsaved};
use crate::domain::view::{Draft, Query};
use crate::form::{FieldId, FormInput, FormOutcome, Value};
use crate::i18n::fill;
use crate::i18n::lease::{kept, what};
use crossterm::event::KeyCode;

impl Sheet {
    /// The draft as this form holds it.
    pub const fn lease(&self) -> Lease {
        Lease {
            draft: self.draft,
            generation: self.generation,
        }
    }

    /// Everything typed, on its way to the disk.
    pub fn unsaved(&self, state: &State) -> Option<Unsaved> {
        let label = defaults::brief(self, state.lang);
        let spare = Spare {
            id: self.spare,
            label: fill(state.texts().lease.label, &[("label", &label)]),
        };
        let draft = Draft {
            id: self.draft,
            form: self.form.id().to_owned(),
            target: self.task.target(),
            label,
            body: crate::form::draft::Draft {
                seen: self.begun,
                ..self.form.snapshot()
            }
            .to_json()
            .ok()?,
            account: state.account.as_ref().map(|a| a.id),
            saved_at: state.now,
            generation: self.generation,
        };
        Some(Unsaved { draft, spare })
    }

    /// Words for the focused field of a form like this one, as a draft of their own; where that holds no words they stand
    /// in the first field that does.
    pub(super) fn apart(&self, state: &mut State, text: &str) -> Option<Effect> {
        let mut fresh = Self::new(state, self.task.clone())?;
        let value = Value::Text(text.to_owned());
        let holds = |f: &FieldId| fresh.form.set_value(f, &value).is_none();
        let focused = self.form.focus().into_iter();
        focused.chain(PROSE).find(holds)?;
        let mut words = fresh.unsaved(state)?;
        words.draft.label.clone_from(&words.spare.label);
        Some(Effect::SaveDraft(Box::new(words)))
    }

    /// From here on the form is only to read. What no save was sent for is sent now, and the writer keeps it aside.
    pub(super) fn lose(&mut self, state: &State, why: Lost, aside: Option<DraftId>) -> Option<Effect> {
        let before = self.loss.take().and_then(|l| l.aside);
        self.form.close_list();
        self.leftover = None;
        self.loss = Some(Loss {
            why,
            aside: aside.or(before),
            said: String::new(),
        });
        let effect = self.draft_now(state);
        self.fit(state);
        effect
    }

    /// Writes the sentence of a form that is only to read anew: what was kept may have changed.
    pub(super) fn say_loss(&mut self, state: &State) {
        let lang = state.lang;
        let is_clean = self.save.is_clean();
        let Some(loss) = &mut self.loss else { return };
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

    /// Says so.
    pub(super) fn refuse(&self, state: &mut State) -> Step {
        if let Some(why) = self.why_read_only(state) {
            state.say(Mood::Warn, why);
        }
        Next::Stay.into()
    }

    /// A key in a form that is only to read: whatever moves does, whatever would change a letter says why not.
    pub(super) fn read_on(&mut self, state: &mut State, input: FormInput<'_>) -> Step {
        let mut tried = self.form.clone();
        let outcome = tried.handle(input);
        if tried.revision() != self.form.revision() {
            return self.refuse(state);
        }
        let width = self.frame(state.size).width;
        let stays = tried.layout(width).caret == self.form.layout(width).caret;
        self.form = tried;
        if stays && matches!(input, FormInput::Key(KeyCode::PageDown | KeyCode::PageUp)) {
            self.jump(input == FormInput::Key(KeyCode::PageDown));
        }
        self.at_end |= outcome == FormOutcome::AtEnd;
        if outcome == FormOutcome::Ignored && matches!(input, FormInput::Text(_) | FormInput::Paste(_)) {
            return self.refuse(state);
        }
        Next::Stay.into()
    }

    /// F5 in the form: go on with what was typed before, or with what was lost. What stands here is kept first.
    pub(super) fn go_on(&mut self, state: &mut State) -> Step {
        let wanted = match (&self.loss, &self.leftover) {
            (Some(loss), _) if loss.why == Lost::Taken => Some(self.draft),
            (Some(loss), _) if loss.why == Lost::Dropped && loss.aside.is_none() => return self.begin_anew(state),
            (Some(loss), _) => loss.press(state).and(loss.aside),
            (None, old) => old.as_ref().map(|d| d.id),
        };
        let Some(id) = wanted else { return self.refuse(state) };
        let mut effects: Vec<Effect> = self.draft_now(state).into_iter().collect();
        // Pressed again, because nothing came or before it did: the newest generation is the one to hold.
        self.asked.retain(|(_, w)| *w != Want::Lease);
        let (ticket, effect) = state.take(id);
        self.asked.push((ticket, Want::Lease));
        effects.push(effect);
        Step {
            next: Next::Stay,
            effects,
        }
    }

    /// The words on the screen are all there is left of a draft that was given up; they become another one.
    fn begin_anew(&mut self, state: &mut State) -> Step {
        [self.draft, self.spare] = [(); 2].map(|()| DraftId(state.ids.fresh(state.now)));
        self.generation = 1;
        self.loss = None;
        self.save.typed(state.now.0.max(0).unsigned_abs());
        Next::Stay.into()
    }

    /// The draft is ours, or there is nothing to take.
    pub(super) fn taken(&mut self, state: &mut State, taken: Result<Box<Draft>, Option<Lost>>) -> Vec<Effect> {
        match taken {
            // Words that could not be saved are not given up for others.
            Ok(_) if self.loss.is_some() && !self.save.is_clean() => self.draft_now(state).into_iter().collect(),
            Ok(draft) => self.go_on_with(state, &draft),
            Err(why) => {
                self.leftover = None;
                say_untaken(state, why.as_ref());
                match (&mut self.loss, why) {
                    (Some(loss), Some(why)) if loss.why == Lost::Taken => loss.why = why,
                    (Some(loss), _) => loss.aside = None,
                    (None, _) => {}
                }
                Vec::new()
            }
        }
    }

    fn go_on_with(&mut self, state: &mut State, old: &Draft) -> Vec<Effect> {
        let mut effects: Vec<Effect> = self.draft_now(state).into_iter().collect();
        let Some(mut sheet) = Self::new(state, self.task.clone()) else {
            return effects;
        };
        let was_lost = self.loss.is_some();
        if self.task.files() {
            sheet.lists = std::mem::take(&mut self.lists);
            sheet.known = std::mem::take(&mut self.known);
            sheet.filed = std::mem::take(&mut self.filed);
            sheet.asked = std::mem::take(&mut self.asked);
            sheet.title.clone_from(&self.title);
            answers::known(&mut sheet, state);
        } else {
            effects.extend(answers::ask(&mut sheet, state));
        }
        answers::resume(&mut sheet, state, old);
        if was_lost && sheet.task.files() {
            // What was kept aside is offered in its turn.
            effects.push(sheet.ask_drafts(state));
        }
        *self = sheet;
        effects.extend(defaults::left(self, state, Some("phone")));
        effects
    }

    /// Asks what else was typed and not filed.
    pub(super) fn ask_drafts(&mut self, state: &mut State) -> Effect {
        let account = state.account.as_ref().map(|a| a.id);
        let (ticket, effect) = state.ask(Query::Drafts { account });
        self.asked.push((ticket, Want::Drafts));
        effect
    }
}

/// A draft that was to be gone on with is not there any more.
pub(super) fn say_untaken(state: &mut State, why: Option<&Lost>) {
    let text = match why {
        Some(why) => what(state.lang, why),
        None => state.texts().matter.row_gone.to_owned(),
    };
    state.say(Mood::Warn, text);
}

/// Asks whether the drafts of the forms on the screen are still theirs. Of one that was never saved nobody else knows.
pub fn ask(state: &mut State) -> Option<Effect> {
    let leases: Vec<Lease> = sheets(&state.layers)
        .filter(|s| may_change(s) && s.save.saved_at().is_some())
        .map(Sheet::lease)
        .collect();
    (!leases.is_empty()).then(|| state.ask(Query::Leases(leases)).1)
}

/// Whether there may be news of its draft: it is held here, or somebody else has it and may file it. What a form is
/// being filed with comes back with its command.
fn may_change(sheet: &Sheet) -> bool {
    sheet.busy.is_none() && sheet.loss.as_ref().is_none_or(|l| l.why == Lost::Taken)
}

/// Drafts are not ours any more. The forms know at once; they are drawn when they may be.
pub fn lost(state: &mut State, lost: Vec<(Lease, Lost)>) -> Vec<Effect> {
    let mut effects = Vec::new();
    for (lease, why) in lost {
        let is_news = |s: &Sheet| s.loss.as_ref().is_none_or(|l| l.why != why);
        let is_meant = |s: &Sheet| may_change(s) && s.lease() == lease && is_news(s);
        let why = why.clone();
        on_sheet(state, is_meant, |sheet, state| {
            effects.extend(sheet.lose(state, why, None));
        });
    }
    effects
}

/// Words came too late for their draft; none when its form is not on the screen.
pub fn refused(state: &mut State, lease: Lease, why: &Lost, aside: Option<DraftId>) -> Option<Vec<Effect>> {
    let now = state.now.0.max(0).unsigned_abs();
    let mut effects = Vec::new();
    let found = on_sheet(
        state,
        |s| s.lease() == lease,
        |sheet, state| {
            sheet.save.saved(now);
            effects.extend(sheet.lose(state, why.clone(), aside));
        },
    );
    found.then_some(effects)
}

fn sheets(layers: &[Layer]) -> impl Iterator<Item = &Sheet> {
    layers.iter().filter_map(Layer::sheet)
}

/// Runs something on the form that is meant; false when it is not on the screen.
fn on_sheet(state: &mut State, is_meant: impl Fn(&Sheet) -> bool, run: impl FnOnce(&mut Sheet, &State)) -> bool {
    let mut layers = std::mem::take(&mut state.layers);
    let mut sheets = layers.iter_mut().filter_map(Layer::sheet_mut);
    let sheet = sheets.find(|s| is_meant(s));
    let found = sheet.map(|s| run(s, state)).is_some();
    state.layers = layers;
    found
}
