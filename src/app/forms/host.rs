//! The keys of a form. The engine in `form` knows fields; this knows lookups, choices with a menu, the parts of a long form
//! and the row that files.

use crate::app::action::{Act, keys_of};
use crate::app::editing::form_input;
use crate::app::fields;
use crate::app::forms::lists::Hints;
use crate::app::forms::parted;
use crate::app::model::form::Manner;
use crate::app::model::picker::Chosen;
use crate::app::model::{Choice, Effect, Form, Item, Layer, Marks, Menu, Mood, Next, Picker, State, Step};
use crate::form::fold::{digit, fold};
use crate::form::spec::INLINE;
use crate::form::{Candidate, ChoiceOption, FieldId, FormInput, FormOutcome, Kind, Pick, Value};
use crate::i18n::fill;
use crate::keys::Chord;
use crossterm::event::KeyCode;

/// So many forms left with something typed are remembered.
const MOST_LAID: usize = 8;

/// A sentence with the key that takes back.
pub(in crate::app) fn with_undo(state: &State, sentence: &str) -> String {
    let keys = keys_of(Act::FormUndo, &state.keymap, state.lang);
    let key = keys.split(' ').next().unwrap_or_default();
    fill(sentence, &[("key", key)])
}

impl Form {
    /// Answers a key.
    pub fn key(&mut self, state: &mut State, chord: Chord, act: Option<Act>) -> Option<Step> {
        self.fit(state);
        let is_long = self.manner() == Manner::Long;
        if self.host.busy.is_some() && (is_long || act != Some(Act::AppBack)) {
            return (act != Some(Act::AppRedraw)).then(|| Next::Stay.into());
        }
        let step = match act {
            Some(Act::FormFile) => self.file(state),
            Some(Act::AppBack) => self.back(state),
            Some(Act::FormNext) => self.feed(state, FormInput::Key(KeyCode::Tab)),
            Some(Act::FormPrev) => self.feed(state, FormInput::Key(KeyCode::BackTab)),
            Some(Act::FormUndo) if self.take_back(state) => Next::Stay.into(),
            Some(Act::FormUndo) => match self.slip(state) {
                Some(words) => self.feed(state, FormInput::Paste(&words)),
                None => self.feed(state, FormInput::Undo),
            },
            Some(Act::FormLate) if self.host.loss.is_some() => self.refuse(state),
            Some(Act::FormLate) if self.has_late() => self.switch_late(state),
            Some(Act::OpinionNew) if is_long || self.host.loss.is_some() => self.go_on(state),
            // The rest of the desk's keys would pull the form away under the person's hands.
            Some(Act::OpinionTell) if is_long => Next::Stay.into(),
            _ if chord.code == KeyCode::Enter && self.host.at_end && self.host.loss.is_some() => self.go_on(state),
            _ if chord.code == KeyCode::Enter && self.is_ready() => self.file(state),
            _ => self.feed(state, form_input(chord)?),
        };
        self.fit(state);
        Some(step)
    }

    /// Takes text at the caret, or a digit where digits choose.
    pub fn text(&mut self, state: &mut State, text: &str, pasted: bool) -> Step {
        self.fit(state);
        if self.host.busy.is_some() {
            return Next::Stay.into();
        }
        let digits = fold(text);
        let are_keys = text.is_ascii() || digits.bytes().all(|b| matches!(b, b' ' | b'0'..=b'9'));
        let step = if pasted {
            self.feed(state, FormInput::Paste(text))
        } else if are_keys && self.takes_keys(&digits) {
            self.keys(state, if text.is_ascii() { text } else { &digits })
        } else {
            self.turn_to_words(state);
            self.feed(state, FormInput::Text(text))
        };
        self.fit(state);
        step
    }

    /// Words committed where there is only something to choose stand where words about it do: nothing typed is lost.
    fn turn_to_words(&mut self, state: &mut State) {
        let form = &self.host.form;
        let Some(from) = form.focus().filter(|_| !self.host.at_end && self.host.loss.is_none()) else {
            return;
        };
        if !form
            .spec(from)
            .is_some_and(|spec| matches!(spec.kind, Kind::Choice { .. }))
        {
            return;
        }
        let shown = form.visible_fields();
        let mut words = self.kind.noun().words_of(from).iter().copied();
        let Some(to) = words.find(|to| shown.contains(to)) else {
            return;
        };
        let (field, label) = (form.label(from).unwrap_or_default(), form.label(to).unwrap_or_default());
        let said = fill(state.texts().matter.words_went, &[("field", field), ("to", label)]);
        self.host.form.focus_on(to);
        state.say(Mood::Warn, said);
    }

    /// Whether the focused field takes keys one by one: choices, and lists that digits pick from.
    fn takes_keys(&self, keys: &str) -> bool {
        let spec = self.host.form.focus().and_then(|field| self.host.form.spec(field));
        spec.is_some_and(|spec| match spec.kind {
            // Letters look for somebody, all of them together.
            Kind::Multi { more: true, .. } => keys.bytes().all(|b| matches!(b, b' ' | b'0'..=b'9')),
            Kind::Choice { .. } | Kind::Multi { .. } | Kind::Toggle { .. } | Kind::Lookup { .. } => true,
            Kind::Text { .. } | Kind::Area { .. } | Kind::When { .. } | Kind::Phone | Kind::Number { .. } => false,
        })
    }

    /// Keys that arrived together are taken one by one, until one of them opens something.
    fn keys(&mut self, state: &mut State, text: &str) -> Step {
        let mut all = Step::from(Next::Stay);
        for c in text.chars() {
            let step = self.feed(state, FormInput::Text(c.encode_utf8(&mut [0; 4])));
            all.effects.extend(step.effects);
            if !matches!(step.next, Next::Stay) {
                all.next = step.next;
                break;
            }
        }
        all
    }

    fn feed(&mut self, state: &mut State, input: FormInput<'_>) -> Step {
        if self.host.at_end {
            if matches!(input, FormInput::Key(KeyCode::Up | KeyCode::BackTab)) {
                self.host.at_end = false;
            }
            return Next::Stay.into();
        }
        if self.host.loss.is_some() {
            return self.read_on(state, input);
        }
        let (revision, focus) = (self.host.form.revision(), self.host.form.focus());
        let paging = matches!(input, FormInput::Key(KeyCode::PageDown | KeyCode::PageUp));
        let caret = paging.then(|| self.caret(state));
        let mut outcome = self.host.form.handle(input);
        // A digit chooses and goes on, so that a choice costs one key.
        if matches!(outcome, FormOutcome::Edited | FormOutcome::Moved) && self.chose(input, focus) {
            self.changed(state);
            outcome = self.host.form.handle(FormInput::Key(KeyCode::Tab));
        }
        let (mut push, mut effects) = (None, Vec::new());
        match outcome {
            // Where one field is all there is, Enter in it only means that it is full.
            FormOutcome::AtEnd
                if self.manner() == Manner::Looks
                    && input == FormInput::Key(KeyCode::Enter)
                    && self.host.form.visible_fields().len() > 1 =>
            {
                return self.file(state);
            }
            FormOutcome::AtEnd => self.host.at_end = true,
            FormOutcome::Refused(why) => state.say(Mood::Warn, fields::refused(state.lang, why)),
            FormOutcome::LookupChanged(field, _) => {
                effects.extend(self.host.need(state, field));
                self.offer(state, field);
            }
            FormOutcome::Picked(field) => {
                effects.extend(self.add_village(state, field));
                push = self
                    .kind
                    .noun_mut()
                    .chosen(&mut self.host, state, field)
                    .map(Menu::layer);
            }
            FormOutcome::OpenPicker(field, typed) => {
                push = self.list_of(state, field, &typed, &mut effects);
            }
            FormOutcome::Ignored | FormOutcome::Moved | FormOutcome::Edited => {}
        }
        let is_changed = self.host.form.revision() != revision;
        // A page key that has nowhere to go in its field goes to the next part of the form.
        if !is_changed && caret.is_some_and(|c| c == self.caret(state)) {
            self.jump(input == FormInput::Key(KeyCode::PageDown));
        }
        if is_changed {
            self.typed(state);
            self.changed(state);
        }
        if self.host.form.focus() != focus || self.host.at_end {
            if let Some(field) = focus {
                effects.extend(self.left(state, field));
            }
            if let Some(field) = self.host.form.focus() {
                effects.extend(self.host.need(state, field));
                push = push.or_else(|| self.arrive(state, field).map(Menu::layer));
            }
        }
        Step {
            next: push.map_or(Next::Stay, |layer| Next::Push(Box::new(layer))),
            effects,
        }
    }

    fn caret(&self, state: &State) -> Option<(usize, usize)> {
        self.host.form.laid(self.frame(state.size).width).caret
    }

    /// Lets what follows from a changed value follow.
    pub fn changed(&mut self, state: &State) {
        self.kind.noun_mut().changed(&mut self.host, state);
    }

    /// The focus left a field.
    pub fn left(&mut self, state: &mut State, field: FieldId) -> Vec<Effect> {
        self.kind.noun_mut().left(&mut self.host, state, field)
    }

    /// Puts a value that was chosen elsewhere into a field.
    pub fn put(&mut self, state: &mut State, field: FieldId, value: &Value) -> Step {
        if self.host.loss.is_some() {
            return self.refuse(state);
        }
        if let Value::Picks(picks) = value {
            self.host.add_options(field, picks);
        }
        self.host.form.choose(field, value);
        self.typed(state);
        let question = self.kind.noun_mut().chosen(&mut self.host, state, field);
        self.changed(state);
        self.fit(state);
        question
            .map_or(Next::Stay, |menu| Next::Push(Box::new(menu.layer())))
            .into()
    }

    /// Whether a key was the digit of an option of a field that shows its options.
    fn chose(&self, input: FormInput<'_>, focus: Option<FieldId>) -> bool {
        let FormInput::Text(text) = input else { return false };
        let mut chars = text.chars();
        let (Some(n), None) = (chars.next().and_then(digit), chars.next()) else {
            return false;
        };
        let Some(field) = focus else { return false };
        match self.host.form.value(field) {
            Some(Value::Flag(_)) => n <= 2,
            Some(Value::Pick(_)) => {
                let options = self.host.form.options(field);
                options.is_some_and(|o| (n..=INLINE).contains(&o.len()))
            }
            _ => false,
        }
    }

    /// Guesses for an empty lookup, and the list of a long choice, show when the focus comes.
    fn arrive(&mut self, state: &State, field: FieldId) -> Option<Menu> {
        if self.host.form.is_filled(field) {
            return None;
        }
        self.offer(state, field);
        let is_long = self.host.form.options(field).is_some_and(|o| o.len() > INLINE);
        is_long.then(|| self.menu_of(field))?
    }

    /// What may be meant by what is typed in a lookup; guesses where nothing is.
    pub fn candidates(&self, state: &State, field: FieldId, typed: &str) -> Vec<Candidate> {
        let form = &self.host.form;
        let hints = Hints {
            words: form.text("words"),
            place: form.text("place"),
            category: form.code("category").or_else(|| self.kind.noun().category()),
        };
        let rules = state.snap.rules.as_deref();
        self.host.lists.candidates(state.lang, rules, field, typed, hints)
    }

    /// Shows candidates for what stands in a lookup.
    pub(super) fn offer(&mut self, state: &State, field: FieldId) {
        let typed = self.host.form.text(field).to_owned();
        let spec = self.host.form.spec(field).map(|spec| &spec.kind);
        let Some(Kind::Lookup { free, .. }) = spec else { return };
        let is_free = *free;
        let list = self.candidates(state, field, &typed);
        let some = !list.is_empty();
        self.host.form.offer(field, &typed, list);
        // The first one is taken by Enter once something was typed; an empty field is passed by.
        if some && is_free && !typed.trim().is_empty() {
            self.host.form.handle(FormInput::Key(KeyCode::Down));
        }
    }

    /// The list of a choice with more options than fit in place, or of a field that looks for more than it offers.
    fn list_of(&self, state: &mut State, field: FieldId, typed: &str, effects: &mut Vec<Effect>) -> Option<Layer> {
        let form = &self.host.form;
        let spec = form.spec(field)?;
        if !matches!(spec.kind, Kind::Multi { .. }) {
            return self.menu_of(field).map(Menu::layer);
        }
        let marked = match form.value(field) {
            Some(Value::Picks(picks)) => picks,
            Some(Value::Empty | Value::Text(_) | Value::Pick(_) | Value::Flag(_)) | None => Vec::new(),
        };
        let (picker, effect) = Picker::open(state, &spec.label, Chosen::Several(field, Marks(marked)), typed);
        effects.push(effect);
        Some(Layer::Picker(Box::new(picker)))
    }

    /// The numbered list of a choice with more options than fit in place.
    fn menu_of(&self, field: FieldId) -> Option<Menu> {
        let options = self.host.form.options(field)?;
        let item = |o: &ChoiceOption| {
            let value = Value::Pick(Pick::of(&o.code, &o.label));
            Item::new(&o.label, Choice::Field(field, value)).note(&o.group)
        };
        let title = self.host.form.label(field).unwrap_or_default();
        Some(Menu::new(title, options.iter().map(item).collect()))
    }

    /// To the first field of the next part, or of this or the one before.
    pub(super) fn jump(&mut self, ahead: bool) {
        const STOPS: [FieldId; 7] = ["words", "who", "name", "handling", "urgency", "late", "why"];
        let form = &mut self.host.form;
        let here = form.focus();
        let fields: Vec<FieldId> = form.visible_fields();
        let at = fields.iter().position(|f| Some(*f) == here).unwrap_or(0);
        let stop = |f: &&FieldId| STOPS.contains(*f);
        // Who it is is often known already; then the next thing to say is where the matter goes.
        let open = |f: &&FieldId| stop(f) && (!matches!(**f, "name" | "who") || !form.is_filled(f));
        let to = if ahead {
            // A form of one part has no next one, and its last field is not one.
            let has_parts = fields.iter().filter(stop).count() > 1;
            let ahead = fields.iter().skip(at + 1).find(open);
            ahead.or_else(|| fields.last().filter(|_| has_parts))
        } else {
            fields.iter().take(at).rev().find(stop).or(fields.first())
        };
        if let Some(to) = to.copied() {
            form.focus_on(to);
        }
    }

    fn switch_late(&mut self, state: &State) -> Step {
        let form = &mut self.host.form;
        let on = !form.flag("late");
        if form.set_value("late", &Value::Flag(on)).is_none() && on {
            if !form.is_filled("late_day") {
                let today = Value::Text(state.today().to_string());
                form.propose("late_day", &today);
            }
            // The day stands before the time: what is typed first is the day, over the one that is proposed.
            form.focus_on("late_day");
        }
        self.typed(state);
        Next::Stay.into()
    }

    /// Esc: the list of candidates, the filing row, then the form. What was typed into a long one stays as a draft.
    fn back(&mut self, state: &mut State) -> Step {
        if self.host.form.close_list() || std::mem::take(&mut self.host.at_end) {
            return Next::Stay.into();
        }
        match self.manner() {
            Manner::First => return Next::Stay.into(),
            Manner::Looks => return Next::Close.into(),
            Manner::Quick | Manner::Short | Manner::Long if !self.leaves_draft() => {
                self.lay_aside(state);
                return Next::Close.into();
            }
            // A draft that was there before stays one, with the last words too.
            Manner::Quick | Manner::Short | Manner::Long => {}
        }
        let mut effects: Vec<_> = parted::part(self, state).into_iter().collect();
        effects.push(state.ask_snapshot());
        Step {
            next: Next::Close,
            effects,
        }
    }

    /// Whether another is the same form about the same thing.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.host.form.id() == other.host.form.id() && self.target() == other.target()
    }

    /// What was typed into a form that is left stays within reach as long as the desk is open. It does not come back by
    /// itself: the next one at the counter is somebody else.
    pub(super) fn lay_aside(&self, state: &mut State) {
        if self.host.busy.is_some() || !self.host.form.is_dirty() || self.host.loss.is_some() {
            return;
        }
        self.forget_laid(state);
        state.laid.push(self.clone());
        if state.laid.len() > MOST_LAID {
            state.laid.remove(0);
        }
        let t = &state.texts().ask;
        let text = if self.is_unsure(state) {
            t.laid_aside_unsure
        } else {
            t.laid_aside
        };
        state.say(Mood::Warn, with_undo(state, text));
    }

    /// It is not known whether it was filed.
    pub(super) fn is_unsure(&self, state: &State) -> bool {
        state.unsure.iter().any(|act| self.host.request(*act).is_some())
    }

    pub(super) fn forget_laid(&self, state: &mut State) {
        state.laid.retain(|other| !self.is_like(other));
    }

    /// What to say of words that can be had back, as long as nothing new is typed.
    pub fn laid_note(&self, state: &State) -> Option<String> {
        let laid = state.laid.iter().find(|other| self.is_like(other));
        let laid = laid.filter(|_| !self.host.form.is_dirty())?;
        let t = &state.texts().ask;
        let text = if laid.is_unsure(state) { t.laid_unsure } else { t.laid };
        Some(with_undo(state, text))
    }

    /// The words of the number slip, as long as the person's own words are empty and being typed.
    pub fn slip(&self, state: &State) -> Option<String> {
        let of = self.sheet()?.task.visit()?;
        let form = &self.host.form;
        let is_free = form.focus() == Some("words") && form.text("words").is_empty() && !self.host.at_end;
        let visit = state.visits().find(|v| v.id == of).filter(|_| is_free)?;
        visit.first_words.clone()
    }

    fn take_back(&mut self, state: &mut State) -> bool {
        let at = state.laid.iter().position(|other| self.is_like(other));
        let Some(at) = at.filter(|_| !self.host.form.is_dirty() && self.host.loss.is_none()) else {
            return false;
        };
        self.host.form.go_on_with(state.laid.remove(at).host.form);
        let noun = self.kind.noun();
        self.host.say_theirs(state, |field| noun.changed_by(field));
        self.typed(state);
        self.host.at_end = false;
        true
    }
}
