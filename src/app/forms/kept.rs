//! What is typed into a form of the desk is kept as a draft until the form is filed or left: a line that is cut takes no
//! word with it. A form that is left by Esc stays within reach in memory; its draft goes, or the list of what was not
//! finished would fill with everything anybody thought better of.

use crate::app::model::form::{Kept, Kind, Number, PromiseForm};
use crate::app::model::subject::TODAY;
use crate::app::model::{Effect, Form, Input, Layer, Mood, Sheet, State, Typed};
use crate::domain::id::{CommandId, DraftId};
use crate::domain::lease::{Lease, Lost, Source, Spare, Unsaved};
use crate::domain::moment::Moment;
use crate::domain::view::Draft;
use crate::form::{Autosave, Value, draft};
use crate::i18n::{fill, lease};
use uuid::Uuid;

impl Kept {
    fn new(state: &mut State) -> Self {
        let [draft, spare] = [(); 2].map(|()| DraftId(state.ids.fresh(state.now)));
        Self {
            lease: Lease::first(draft),
            spare,
            is_old: false,
            save: Autosave::default(),
        }
    }
}

/// Milliseconds, as drafts count them.
fn ms(now: Moment) -> u64 {
    now.0.max(0).unsigned_abs()
}

impl Layer {
    /// The draft that what is typed in it is kept as.
    pub fn lease(&self) -> Option<Lease> {
        if let Self::Form(form) = self {
            return form.kept.map(|kept| kept.lease);
        }
        self.sheet().map(Sheet::lease)
    }

    /// It is kept as this draft from now on.
    pub fn hold(&mut self, lease: Lease) {
        if let Self::Form(form) = self {
            form.kept.iter_mut().for_each(|kept| kept.lease = lease);
        } else if let Some(sheet) = self.sheet_mut() {
            (sheet.draft, sheet.generation) = (lease.draft, lease.generation);
        }
    }
}

impl Form {
    /// Something was typed.
    pub fn typed(&mut self, state: &mut State) {
        if self.kind.is_modal() || self.kind.only_looks() || state.account.is_none() {
            return;
        }
        let kept = self.kept.get_or_insert_with(|| Kept::new(state));
        kept.save.typed(ms(state.now));
    }

    fn unsaved(&self, state: &State) -> Option<Unsaved> {
        let kept = self.kept?;
        let label = self.brief();
        let spare = Spare {
            id: kept.spare,
            label: fill(state.texts().lease.label, &[("label", &label)]),
        };
        let draft = Draft {
            id: kept.lease.draft,
            form: self.form.id().to_owned(),
            target: self.kind.target(),
            label,
            body: self.form.snapshot().to_json().ok()?,
            account: state.account.as_ref().map(|a| a.id),
            saved_at: state.now,
            generation: kept.lease.generation,
        };
        Some(Unsaved { draft, spare })
    }

    /// What lists call it: the form, and the words it holds.
    fn brief(&self) -> String {
        let texts = self.form.visible_fields().into_iter().map(|f| self.form.text(f).trim());
        let words: Vec<&str> = texts.filter(|t| !t.is_empty()).take(3).collect();
        let words = words.join(" ").replace('\n', " ");
        format!("{}  {}", self.title, crate::cells::fit(&words, 40))
    }

    /// The draft that filing ends.
    pub(super) fn source(&self, state: &State) -> Option<Source> {
        let kept = self.kept?;
        let unsaved = kept.save.is_unsent().then(|| self.unsaved(state)).flatten();
        Some(Source {
            lease: kept.lease,
            ends: true,
            unsaved: unsaved.map(Box::new),
        })
    }

    /// It was not filed. When the draft had been lost its words are kept aside already, and what stands here is anew.
    pub fn unfiled(&mut self, state: &mut State, is_lost: bool) {
        self.busy = None;
        if is_lost && self.kept.is_some() {
            self.kept = Some(Kept::new(state));
        }
        if let Some(kept) = &mut self.kept {
            kept.save.failed(ms(state.now));
        }
    }

    /// Words came too late: somebody went on with them elsewhere. What stands here becomes a draft of its own.
    fn lost(&mut self, state: &mut State, lease: Lease, why: &Lost, is_aside: bool) -> bool {
        if self.kept.is_none_or(|k| k.lease != lease) {
            return false;
        }
        match (&mut self.kept, why) {
            // It stands there, and so does whatever else is typed; another draft would be no more theirs.
            (Some(kept), Lost::Anothers(_)) => kept.save.saved(ms(state.now)),
            (kept, _) => *kept = Some(Kept::new(state)),
        }
        // A sentence at the bottom goes with the next key, and keys are what comes.
        self.note = lease::said(state.lang, why, is_aside);
        state.say(Mood::Warn, self.note.clone());
        true
    }

    /// Goes on with what was typed before.
    pub fn resume(&mut self, state: &mut State, old: &Draft) {
        let t = &state.texts().matter;
        let lost = match draft::Draft::parse(&old.body) {
            Ok(saved) => self.form.restore(&saved).into_iter().map(|l| l.text).collect(),
            Err(_) => vec![old.body.clone()],
        };
        self.note = fill(t.resumed, &[("time", &old.saved_at.clock())]);
        if !lost.is_empty() {
            self.note = fill(t.lost_fields, &[("text", &lost.join("; "))]);
        }
        let mut kept = Kept::new(state);
        (kept.lease, kept.is_old) = (old.lease(), true);
        kept.save.saved(ms(old.saved_at));
        self.kept = Some(kept);
        self.fit(state);
    }
}

impl Typed for Form {
    fn at_end(&self) -> bool {
        self.at_end
    }

    fn is_ready(&self) -> bool {
        self.at_end || self.kind.is_quick() && !self.form.is_dirty()
    }

    fn fit(&mut self, state: &State) {
        Self::fit(self, state);
    }

    fn save(&self) -> Option<Autosave> {
        self.kept.map(|k| k.save)
    }

    fn sent(&self) -> Option<CommandId> {
        self.sent
    }

    fn identity(&self) -> Option<Uuid> {
        self.sent.map(|id| id.0)
    }

    fn filing(&self) -> Option<Uuid> {
        self.busy.map(|id| id.0)
    }

    fn deadline(&self) -> Option<u64> {
        self.kept.filter(|_| self.busy.is_none())?.save.deadline()
    }

    fn tick(&mut self, state: &State, now: Moment) -> Option<Effect> {
        self.kept.filter(|k| k.save.due(ms(now)))?;
        self.keep(state)
    }

    fn keep(&mut self, state: &State) -> Option<Effect> {
        self.kept.filter(|k| k.save.is_unsent() && self.busy.is_none())?;
        let words = self.unsaved(state)?;
        self.kept.as_mut()?.save.sent();
        Some(Effect::SaveDraft(Box::new(words)))
    }

    fn apart(&self, state: &mut State, text: &str) -> Option<Effect> {
        let mut fresh = self.clone();
        for field in fresh.form.visible_fields() {
            fresh.form.set_value(field, &Value::Empty);
        }
        fresh.form.set_value(self.form.focus()?, &Value::Text(text.to_owned()));
        fresh.kept = Some(Kept::new(state));
        fresh.unsaved(state).map(|words| Effect::SaveDraft(Box::new(words)))
    }

    fn draft_saved(&mut self, state: &mut State, id: DraftId, saved: bool) {
        let Some(kept) = self.kept.as_mut().filter(|k| k.lease.draft == id) else {
            return;
        };
        if saved {
            kept.save.saved(ms(state.now));
        } else {
            kept.save.failed(ms(state.now));
            let text = state.texts().matter.draft_failed;
            state.say(Mood::Bad, text);
        }
    }
}

impl Kind {
    /// What a draft of it is about, to find it again; empty for something new. Ids alone: the words are sealed, this is not.
    pub fn target(&self) -> String {
        match self {
            Self::Number(Number::Edit(visit, _)) => format!("edit:{visit}"),
            Self::Plan(plan) if plan.open => TODAY.to_owned(),
            Self::Plan(plan) => plan.change.map(|(id, _)| format!("edit:{id}")).unwrap_or_default(),
            Self::Small(asking) => asking.target(),
            Self::Promise(PromiseForm::Make(visit, _)) => format!("make:{visit}"),
            Self::Promise(PromiseForm::Change(promise, _)) => format!("edit:{promise}"),
            Self::Deputy(Some(d)) => format!("edit:{}", d.id),
            Self::Unit(Some(u)) => format!("edit:{}", u.id),
            Self::SetUp | Self::Number(Number::New) | Self::Station(_) | Self::Deputy(None) | Self::Unit(None) => {
                String::new()
            }
        }
    }
}

/// Words came too late for the draft of a form, which writes on under another; false when it is not on the screen.
pub fn lost(state: &mut State, lease: Lease, why: &Lost, is_aside: bool) -> bool {
    let mut layers = std::mem::take(&mut state.layers);
    let found = layers.iter_mut().any(|l| {
        if let Layer::Form(f) = l {
            f.lost(state, lease, why, is_aside)
        } else {
            false
        }
    });
    state.layers = layers;
    found
}

/// The drafts that end with the forms on the screen, and the commands that file them.
pub fn on_screen(layers: &[Layer]) -> Vec<(DraftId, Option<CommandId>)> {
    let is_own = |k: &Kept| k.save.is_begun() && !k.is_old;
    let kept = |l: &Layer| {
        let Layer::Form(f) = l else { return None };
        f.kept.filter(is_own).map(|k| (k.lease.draft, f.sent))
    };
    layers.iter().filter_map(kept).collect()
}

/// Forgets the drafts of forms that are gone without having been filed.
pub fn forget(before: &[(DraftId, Option<CommandId>)], state: &State, filed: Option<CommandId>) -> Vec<Effect> {
    if before.is_empty() {
        return Vec::new();
    }
    let after = on_screen(&state.layers);
    let is_gone = |(id, sent): &&(DraftId, Option<CommandId>)| {
        after.iter().all(|(other, _)| other != id) && (filed.is_none() || *sent != filed)
    };
    before
        .iter()
        .filter(is_gone)
        .map(|(id, _)| Effect::DropDraft(*id))
        .collect()
}

/// The command whose success an input tells.
pub const fn filed_by(input: &Input) -> Option<CommandId> {
    if let Input::Executed { id, result: Ok(_) } = input {
        Some(*id)
    } else {
        None
    }
}
