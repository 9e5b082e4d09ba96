//! How a form comes onto the screen, what it asks of the outside, and how the rows of the screen are shared.

use crate::app::forms::lists::GUESSED;
use crate::app::forms::parted;
use crate::app::model::form::{Frame, Kind, Lists, Manner, Want};
use crate::app::model::{Effect, Form, Host, Mood, State, Taken, Ticket};
use crate::domain::id::DraftId;
use crate::domain::lease::Lease;
use crate::domain::record::{Deputy, Unit};
use crate::domain::view::{Answer, Query};
use crate::form::{Autosave, FieldId, FormState, wrap};
use crate::i18n::Lang;

impl Form {
    /// A form of this kind, with a draft of its own from the start.
    pub fn new(state: &mut State, kind: Kind, title: impl Into<String>, form: FormState) -> Self {
        let [draft, spare] = [(); 2].map(|()| DraftId(state.ids.fresh(state.now)));
        let is_long = kind.noun().manner() == Manner::Long;
        let host = Host {
            title: title.into(),
            // Short forms have a row for a remark, whether there is one or not.
            intro: if is_long { Vec::new() } else { vec![String::new()] },
            form,
            at_end: false,
            busy: None,
            requests: Vec::new(),
            lease: Lease::first(draft),
            spare,
            is_old: false,
            loss: None,
            save: Autosave::default(),
            trouble: None,
            begun: None,
            leftover: None,
            asked: Vec::new(),
            lists: Lists::default(),
            alerts: Vec::new(),
            remark: None,
            asked_days: Vec::new(),
        };
        Self { kind, host }
    }

    /// With a remark above the fields.
    #[must_use]
    pub fn noting(mut self, note: impl Into<String>) -> Self {
        self.host.intro = vec![note.into()];
        self
    }

    /// Puts it on top of everything.
    pub fn open(mut self, state: &mut State) -> Vec<Effect> {
        if let Some(why) = self.why_not_opened(state) {
            state.say(Mood::Warn, why);
            return Vec::new();
        }
        if parted::comes_back(state, &self) {
            return Vec::new();
        }
        let effects = self.ask(state);
        self.fit(state);
        state.layers.push(self.layer());
        effects
    }

    /// Asks what it has to know: what its lookups search, and what its noun wants.
    fn ask(&mut self, state: &mut State) -> Vec<Effect> {
        let guessed = GUESSED
            .into_iter()
            .filter(|_| self.kind.noun().manner() == Manner::Long);
        let lists: Vec<Effect> = guessed.filter_map(|field| self.host.need(state, field)).collect();
        let all = self.kind.noun().questions(state).into_iter();
        let all = all.map(|(want, query)| self.host.ask(state, want, query));
        lists.into_iter().chain(all).collect()
    }

    /// Takes an answer to a question of its own; gives it back otherwise.
    pub fn answer(&mut self, state: &mut State, ticket: Ticket, answer: Box<Answer>) -> Taken {
        let Some(at) = self.host.asked.iter().position(|(t, _)| *t == ticket) else {
            return Err(answer);
        };
        let (_, want) = self.host.asked.remove(at);
        let mut effects = Vec::new();
        let answer = *answer;
        if want == Want::Fresh {
            self.kind.noun_mut().answer(&mut self.host, state, want, answer);
            self.host.alerts.push(state.keyed(state.texts().matter.changed_now));
        } else if let Answer::Units(list) = answer {
            // How a name is heard is worked out anew: what a file of before keeps knows fewer ways.
            let made = |unit: Unit| Unit {
                profile: unit.profile.made(),
                ..unit
            };
            self.host.lists.units = list.into_iter().map(made).collect();
            self.reoffer(state);
            self.pick_added(state, "village");
        } else if let Answer::Deputies(list) = answer {
            let made = |deputy: Deputy| Deputy {
                profile: deputy.profile.made(),
                ..deputy
            };
            self.host.lists.deputies = list.into_iter().map(made).collect();
            self.reoffer(state);
        } else if let Answer::Taken(taken) = answer {
            effects = self.taken(state, taken);
        } else {
            effects.extend(self.withheld_by(state, &answer));
            self.kind.noun_mut().answer(&mut self.host, state, want, answer);
        }
        self.fit(state);
        Ok(effects)
    }

    /// A list came after the first letters were typed.
    fn reoffer(&mut self, state: &State) {
        if let Some(field) = self.host.form.focus() {
            self.offer(state, field);
        }
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
        wrapped(self.host.intro.iter().map(String::as_str), width)
    }

    /// Lines below the fields: that it was lost, what happened meanwhile, what is odd.
    pub fn below(&self, width: usize) -> Vec<String> {
        let loss = self.host.loss.iter().map(|l| l.said.as_str());
        let loss = loss.chain(self.host.trouble.as_deref());
        let alerts = self.host.alerts.iter().map(String::as_str);
        wrapped(loss.chain(alerts).chain(self.kind.noun().remarks(&self.host)), width)
    }

    /// What stands under the fields of what their record says by now, each after the name of its field.
    pub fn notes(&self, lang: Lang) -> impl Iterator<Item = String> {
        let colon = if lang.is_zh() { "：" } else { ": " };
        let notes = self.host.form.notes();
        notes.map(move |(field, note)| [field, colon, note].concat())
    }

    /// Tells the engine the room and the time.
    pub fn fit(&mut self, state: &State) {
        self.say_loss(state);
        let frame = self.frame(state.size);
        self.host.form.set_size(frame.width, frame.form);
        self.host.form.set_now(state.now.0);
    }
}

impl Host {
    /// Asks something of the outside.
    pub fn ask(&mut self, state: &mut State, want: Want, query: Query) -> Effect {
        let (ticket, effect) = state.ask(query);
        self.asked.push((ticket, want));
        effect
    }

    /// Shows what is wrong with a field.
    pub(super) fn show(&mut self, field: FieldId, words: String) {
        self.at_end = false;
        self.form.focus_on(field);
        self.form.show(field, crate::form::Problem::Text(words));
    }
}

fn wrapped<'a>(lines: impl Iterator<Item = &'a str>, width: usize) -> Vec<String> {
    lines
        .flat_map(|text| wrap::lines(text, width))
        .map(str::to_owned)
        .collect()
}
