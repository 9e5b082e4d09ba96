//! A form about a matter on the screen: its keys, its draft, and the command under way. What the fields are is in
//! `spec`, what follows from them in `defaults`, what comes from outside in `answers`.

use crate::app::action::Act;
use crate::app::editing::form_input;
use crate::app::fields;
use crate::app::model::sheet::{Frame, Lists};
use crate::app::model::{Choice, Do, Item, Layer, Matter, Menu, Mood, Next, Sheet, State, Step, Task};
use crate::app::opinion::defaults;
use crate::app::opinion::lists::Hints;
use crate::domain::id::{CitizenId, DraftId};
use crate::form::fold::{digit, fold};
use crate::form::spec::INLINE;
use crate::form::{Autosave, Candidate, FieldId, FormInput, FormOutcome, FormState, Pick, Value, wrap};
use crate::keys::Chord;
use crossterm::event::KeyCode;

impl Sheet {
    /// A form, empty. None while the rules are not known.
    pub fn new(state: &mut State, task: Task) -> Option<Self> {
        let form = FormState::new(task.spec(state)?);
        let [draft, spare] = [(); 2].map(|()| DraftId(state.ids.fresh(state.now)));
        let mut out = Self {
            title: task.title(state.lang),
            task,
            intro: Vec::new(),
            form,
            at_end: false,
            busy: None,
            draft,
            generation: 1,
            spare,
            loss: None,
            save: Autosave::default(),
            begun: None,
            asked: Vec::new(),
            lists: Lists::default(),
            known: Vec::new(),
            visit: None,
            filed: Vec::new(),
            earlier: Vec::new(),
            asked_of: Default::default(),
            leftover: None,
            alerts: Vec::new(),
            doubt: None,
            limit: String::new(),
            due: String::new(),
            contact: String::new(),
            sessions: Vec::new(),
            file: None,
            last: None,
            nameless_ok: false,
        };
        defaults::begin(&mut out, state);
        out.fit(state);
        Some(out)
    }

    /// As a layer.
    pub fn layer(self) -> Layer {
        Layer::Matter(Box::new(Matter::Sheet(self)))
    }

    /// How the rows of a screen of this size are shared: bars, filing row and help take five.
    pub fn frame(&self, size: (u16, u16)) -> Frame {
        let width = usize::from(size.0.saturating_sub(3));
        let rows = usize::from(size.1.saturating_sub(5));
        let above = self.above(width).len().min(rows / 3);
        let below = self.below(width).len().min(rows.saturating_sub(above) / 3);
        Frame {
            width,
            above,
            form: rows.saturating_sub(above + below).max(1),
            below,
        }
    }

    /// Lines above the fields.
    pub fn above(&self, width: usize) -> Vec<String> {
        wrapped(self.intro.iter(), width)
    }

    /// Lines below the fields: what is odd, what was typed before, what the person said earlier.
    pub fn below(&self, width: usize) -> Vec<String> {
        let due = (self.form.focus() == Some("due") && !self.limit.is_empty()).then_some(&self.limit);
        let loss = self.loss.iter().map(|l| &l.said);
        let lines = loss.chain(self.alerts.iter()).chain(&self.doubt).chain(due);
        wrapped(lines, width)
    }

    /// Tells the engine the room and the time.
    pub fn fit(&mut self, state: &State) {
        self.say_loss(state);
        let frame = self.frame(state.size);
        self.form.set_size(frame.width, frame.form);
        self.form.set_now(state.now.0);
    }

    /// Who speaks, when it is somebody of this visit.
    pub fn speaker(&self) -> Option<CitizenId> {
        let code = self.form.code("who")?;
        self.known.iter().map(|c| c.id).find(|id| id.to_string() == code)
    }

    /// Answers a key.
    pub fn key(&mut self, state: &mut State, chord: Chord, act: Option<Act>) -> Option<Step> {
        self.fit(state);
        if self.busy.is_some() {
            return (act != Some(Act::AppRedraw)).then(|| Next::Stay.into());
        }
        let step = match act {
            Some(Act::FormFile) => self.file(state),
            Some(Act::AppBack) => self.back(state),
            Some(Act::FormNext) => self.feed(state, FormInput::Key(KeyCode::Tab)),
            Some(Act::FormPrev) => self.feed(state, FormInput::Key(KeyCode::BackTab)),
            Some(Act::FormUndo) => self.feed(state, FormInput::Undo),
            Some(Act::FormLate) if self.loss.is_some() => self.refuse(state),
            Some(Act::FormLate) => self.switch_late(state),
            Some(Act::OpinionNew) => self.go_on(state),
            // The rest of the desk's keys would pull the form away under the person's hands.
            Some(Act::OpinionTell) => Next::Stay.into(),
            _ => match form_input(chord) {
                Some(FormInput::Key(KeyCode::Enter)) if self.at_end && self.loss.is_some() => self.go_on(state),
                Some(FormInput::Key(KeyCode::Enter)) if self.at_end => self.file(state),
                Some(input) => self.feed(state, input),
                None => return None,
            },
        };
        self.fit(state);
        Some(step)
    }

    /// Takes text.
    pub fn text(&mut self, state: &mut State, text: &str, pasted: bool) -> Step {
        self.fit(state);
        if self.busy.is_some() {
            return Next::Stay.into();
        }
        let digits = fold(text);
        let are_keys = text.is_ascii() || digits.bytes().all(|b| matches!(b, b' ' | b'0'..=b'9'));
        let step = if pasted {
            self.feed(state, FormInput::Paste(text))
        } else if are_keys && self.takes_keys() {
            self.keys(state, if text.is_ascii() { text } else { &digits })
        } else {
            self.feed(state, FormInput::Text(text))
        };
        self.fit(state);
        step
    }

    /// Whether the focused field takes keys one by one: choices, and lists that digits pick from.
    fn takes_keys(&self) -> bool {
        let Some(field) = self.form.focus() else { return false };
        let looks = matches!(field, "category" | "unit" | "village" | "deputy_add");
        looks || self.form.options(field).is_some() || matches!(self.form.value(field), Some(Value::Flag(_)))
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
        if self.at_end {
            if matches!(input, FormInput::Key(KeyCode::Up | KeyCode::BackTab)) {
                self.at_end = false;
            }
            return Next::Stay.into();
        }
        if self.loss.is_some() {
            return self.read_on(state, input);
        }
        let (revision, focus) = (self.form.revision(), self.form.focus());
        let paging = matches!(input, FormInput::Key(KeyCode::PageDown | KeyCode::PageUp));
        let caret = paging.then(|| self.form.laid(self.frame(state.size).width).caret);
        let mut outcome = self.form.handle(input);
        // A digit chooses and goes on, so that a choice costs one key.
        if matches!(outcome, FormOutcome::Edited | FormOutcome::Moved) && self.chose(input, focus) {
            defaults::changed(self, state);
            outcome = self.form.handle(FormInput::Key(KeyCode::Tab));
        }
        let mut effects = Vec::new();
        let mut push = None;
        match outcome {
            FormOutcome::AtEnd => self.at_end = true,
            FormOutcome::Refused(why) => state.say(Mood::Warn, fields::refused(state.lang, why)),
            FormOutcome::LookupChanged(field, _) => self.offer(state, field),
            FormOutcome::Picked(field) => defaults::picked(self, state, field),
            FormOutcome::OpenPicker(field, _) => push = self.menu_of(state, field),
            FormOutcome::Ignored | FormOutcome::Moved | FormOutcome::Edited => {}
        }
        // A page key that has nowhere to go in its field goes to the next part of the form.
        if caret.is_some_and(|c| c == self.form.laid(self.frame(state.size).width).caret)
            && self.form.revision() == revision
        {
            self.jump(input == FormInput::Key(KeyCode::PageDown));
        }
        if self.form.revision() != revision {
            self.save.typed(state.now.0.max(0).unsigned_abs());
            self.nameless_ok = false;
            defaults::changed(self, state);
        }
        if self.form.focus() != focus || self.at_end {
            effects.extend(defaults::left(self, state, focus));
            push = push.or_else(|| self.arrive(state));
        }
        Step {
            next: push.map_or(Next::Stay, |l| Next::Push(Box::new(l))),
            effects,
        }
    }

    /// Whether a key was the digit of an option of a field that shows its options.
    fn chose(&self, input: FormInput<'_>, focus: Option<FieldId>) -> bool {
        let FormInput::Text(text) = input else { return false };
        let mut chars = text.chars();
        let (Some(n), None) = (chars.next().and_then(digit), chars.next()) else {
            return false;
        };
        let Some(field) = focus else { return false };
        match self.form.value(field) {
            Some(Value::Flag(_)) => n <= 2,
            Some(Value::Pick(_)) => self
                .form
                .options(field)
                .is_some_and(|o| (n..=INLINE).contains(&o.len())),
            _ => false,
        }
    }

    /// Guesses for an empty lookup, and the list of a long choice, show when the focus comes.
    fn arrive(&mut self, state: &mut State) -> Option<Layer> {
        match self.form.focus()? {
            field @ ("category" | "unit" | "village") if !self.form.is_filled(field) => {
                self.offer(state, field);
                None
            }
            "reason" if !self.form.is_filled("reason") => self.menu_of(state, "reason"),
            _ => None,
        }
    }

    /// What may be meant by what is typed in a lookup; guesses where nothing is.
    pub fn candidates(&self, state: &State, field: FieldId, typed: &str) -> Vec<Candidate> {
        let hints = Hints {
            words: self.form.text("words"),
            place: self.form.text("place"),
            category: self.form.code("category").or_else(|| {
                let file = self.file.as_ref()?;
                file.opinion.details.category.as_deref()
            }),
        };
        let rules = state.snap.rules.as_deref();
        self.lists.candidates(state.lang, rules, field, typed, hints)
    }

    /// Shows candidates for what stands in a lookup.
    pub fn offer(&mut self, state: &State, field: FieldId) {
        let typed = self.form.text(field).to_owned();
        let list = self.candidates(state, field, &typed);
        let some = !list.is_empty();
        self.form.offer(field, &typed, list);
        // The first one is taken by Enter once something was typed; an empty field is passed by.
        if some && !typed.trim().is_empty() {
            self.form.handle(FormInput::Key(KeyCode::Down));
        }
    }

    /// The numbered list of a choice with more options than fit in place.
    fn menu_of(&self, state: &State, field: FieldId) -> Option<Layer> {
        let options = self.form.options(field)?;
        let item = |o: &crate::form::ChoiceOption| {
            let value = Value::Pick(Pick::of(&o.code, &o.label));
            let note = match field {
                "reason" => o.code.clone(),
                _ => o.group.clone(),
            };
            Item::new(&o.label, Choice::Matter(Box::new(Do::Field(field, value)))).note(note)
        };
        let title = self.form.label(field).unwrap_or_default();
        let _ = state;
        Some(Menu::new(title, options.iter().map(item).collect()).layer())
    }

    /// To the first field of the next section, or of this or the one before.
    pub(super) fn jump(&mut self, ahead: bool) {
        const STOPS: [FieldId; 7] = ["words", "who", "name", "handling", "urgency", "late", "why"];
        let here = self.form.focus();
        let fields: Vec<FieldId> = self.form.visible_fields();
        let at = fields.iter().position(|f| Some(*f) == here).unwrap_or(0);
        let stop = |f: &&FieldId| STOPS.contains(*f);
        // Who it is is often known already; then the next thing to say is where the matter goes.
        let open = |f: &&FieldId| stop(f) && (!matches!(**f, "name" | "who") || !self.form.is_filled(f));
        let to = if ahead {
            fields.iter().skip(at + 1).find(open).or(fields.last())
        } else {
            fields.iter().take(at).rev().find(stop).or(fields.first())
        };
        if let Some(to) = to.copied() {
            self.form.focus_on(to);
        }
    }

    fn switch_late(&mut self, state: &State) -> Step {
        let on = !self.form.flag("late");
        if self.form.set_value("late", &Value::Flag(on)).is_none() && on {
            if !self.form.is_filled("late_day") {
                let today = Value::Text(state.today().to_string());
                self.form.set_value("late_day", &today);
            }
            self.form.focus_on("late_time");
        }
        self.save.typed(state.now.0.max(0).unsigned_abs());
        Next::Stay.into()
    }
}

fn wrapped<'a>(lines: impl Iterator<Item = &'a String>, width: usize) -> Vec<String> {
    lines
        .flat_map(|text| wrap::lines(text, width))
        .map(str::to_owned)
        .collect()
}
