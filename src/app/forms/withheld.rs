//! What became confidential for whoever sits here while it was open: a menu or a page about it goes, a form keeps what was typed
//! and is only to read. What was typed is on its way to the disk before the words of the record leave the form, so that
//! whoever may know them again finds them there.

use crate::app::model::form::Manner;
use crate::app::model::{Effect, Form, Layer, Mood, NewMatter, State};
use crate::domain::lease::Lost;
use crate::domain::view::{Answer, Query};
use uuid::Uuid;

/// Asks whether what is open is still for whoever sits here; none where nothing is about anybody.
pub fn ask(state: &mut State) -> Option<Effect> {
    let laid = state.laid.iter().flat_map(Form::about);
    let mut all: Vec<Uuid> = state.layers.iter().flat_map(Layer::about).chain(laid).collect();
    all.sort_unstable();
    all.dedup();
    (!all.is_empty()).then(|| state.ask(Query::Withheld(all)).1)
}

/// Some of it is not any more; none where that is no news.
pub fn came(state: &mut State, withheld: &[Uuid]) -> Option<Vec<Effect>> {
    let is_hit = |about: Vec<Uuid>| about.iter().any(|id| withheld.contains(id));
    for form in state.laid.iter_mut().filter(|form| is_hit(form.about())) {
        form.forget();
    }
    let first = state
        .layers
        .iter()
        .position(|layer| is_known(layer) && is_hit(layer.about()))?;
    let above = state.layers.split_off(first);
    let (mut effects, mut is_said) = (Vec::new(), false);
    for mut layer in above {
        if layer.is_only_said() {
            is_said = true;
            continue;
        }
        let is_hit = is_hit(layer.about());
        if let Layer::Form(form) = &mut layer
            && is_hit
        {
            effects.extend(form.withhold(state));
        } else if let Layer::Record(record) = &mut layer
            && is_hit
        {
            // It says what is left of it as soon as it is read anew.
            record.file = None;
            is_said = true;
        }
        state.layers.push(layer);
    }
    // What stood on the bottom line was about it as a rule.
    state.toast = None;
    if is_said {
        state.say(Mood::Warn, state.texts().lease.withheld);
    }
    Some(effects)
}

/// It still says something of what it is about.
fn is_known(layer: &Layer) -> bool {
    if let Layer::Record(record) = layer {
        return record.file.as_ref().is_some_and(|file| !file.withheld);
    }
    layer.form().is_none_or(|form| !form.is_withheld() && !form.is_bare())
}

impl Form {
    /// What it is about is not for whoever sits here: what was typed is kept, and of the record nothing is left.
    fn withhold(&mut self, state: &State) -> Option<Effect> {
        if self.is_withheld() {
            return None;
        }
        // One more matter of whoever came is written down by whoever sits there; who else told what goes.
        if self.files() {
            self.forget();
            self.fit(state);
            return None;
        }
        let effect = self.lose(state, Lost::Withheld, None);
        self.forget();
        self.fit(state);
        effect
    }

    fn is_withheld(&self) -> bool {
        self.host.loss.as_ref().is_some_and(|loss| loss.why == Lost::Withheld)
    }

    /// A new matter is written down in it, and it says nothing of who came and what was told before.
    fn is_bare(&self) -> bool {
        let new = self.sheet().and_then(|sheet| sheet.task.new_matter());
        let says_nothing = |new: &NewMatter| new.known.is_empty() && new.filed.is_empty() && new.earlier.is_empty();
        new.is_some_and(says_nothing) && self.host.title == self.bare_title()
    }

    /// An answer says so.
    pub(super) fn withheld_by(&mut self, state: &State, answer: &Answer) -> Option<Effect> {
        if let Answer::File(Some(file)) = answer
            && file.withheld
        {
            return self.withhold(state);
        }
        None
    }

    fn forget(&mut self) {
        self.kind.noun_mut().forget();
        let host = &mut self.host;
        host.form.forget_record();
        host.title = host.bare_title().to_owned();
        host.intro.clear();
        if self.kind.noun().manner() != Manner::Long {
            host.intro.push(String::new());
        }
        host.alerts.clear();
        host.remark = None;
    }
}
