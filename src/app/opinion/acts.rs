//! A numbered menu about a matter that is still being read.

use crate::app::action::Act;
use crate::app::model::{Acts, Choice, Do, Effect, Item, Layer, Matter, Menu, Mood, Next, State, Step, Taken, Ticket};
use crate::app::opinion::{menus, traces, whom};
use crate::domain::record::Party;
use crate::domain::view::{Answer, Query};
use crate::i18n::fill;
use crate::keys::Chord;

impl Acts {
    /// No acts: what was asked for is gone.
    pub fn empty(state: &State) -> Self {
        let t = state.texts();
        Self::of(Menu::new(
            t.matter.row_gone,
            vec![Item::new(t.common.back, Choice::Close)],
        ))
    }

    /// Acts that nothing is asked for.
    pub(super) fn of(menu: Menu) -> Self {
        Self {
            menu,
            ticket: None,
            whom: None,
            telling: None,
            ahead_of: None,
            hasty: None,
            chosen: None,
            by_key: false,
            unrung: None,
        }
    }

    /// No acts, but a choice that is made at once.
    pub fn going(state: &State, choice: Choice) -> Self {
        Self {
            chosen: Some(choice),
            ..Self::empty(state)
        }
    }

    /// Answers a key.
    pub fn key(&mut self, state: &mut State, chord: Chord, act: Option<Act>) -> Option<Step> {
        if self.hasty.is_some() && act != Some(Act::AppBack) {
            return Some(Next::Stay.into());
        }
        let step = self.menu.key(state, chord, act)?;
        if let Next::Do(choice) = &step.next
            && self.ticket.is_some()
            && tells(choice)
        {
            self.hasty = Some(self.menu.at);
            return Some(Next::Stay.into());
        }
        if let Next::Do(choice) = &step.next
            && chord.is_text()
            && tells(choice)
        {
            state.type_ahead.chose = Some((chord, state.now));
        }
        Some(step)
    }

    /// The choice that waited for the matter, once.
    pub fn take_chosen(&mut self) -> Option<Choice> {
        self.chosen.take()
    }

    /// The matter as it is now, where it is told: somebody else may have gone on with it.
    pub fn again(&mut self, state: &mut State) -> Option<Effect> {
        let seen = self.telling.as_mut()?;
        seen.rev = 0;
        let (ticket, effect) = state.ask(Query::File(seen.id));
        self.ticket = Some(ticket);
        Some(effect)
    }

    pub(super) fn layer(self) -> Layer {
        Layer::Matter(Box::new(Matter::Acts(self)))
    }

    /// The matter came: show what has to be said, and what was tried before.
    pub fn answer(&mut self, state: &mut State, ticket: Ticket, answer: Box<Answer>) -> Taken {
        if self.ticket != Some(ticket) {
            return Err(answer);
        }
        let Answer::File(file) = *answer else {
            return Err(answer);
        };
        self.ticket = None;
        if let Some(file) = file {
            // The choices stay theirs for whom they were opened, whoever is next by now.
            let is_again = self.telling.as_ref().is_some_and(|seen| seen.rev == 0);
            let whom = self.whom.filter(|_| is_again);
            let why_not = whom::why_not_told(state, &file, whom);
            let is_told = self.telling.is_some() && why_not.is_none();
            let about = menus::about(state, &file, whom, is_told);
            self.menu.text = why_not.into_iter().chain(about).collect();
            self.menu.rings = traces::rung(state, &file, whom).filter(|_| is_told).map(Box::new);
            if let Some(seen) = &mut self.telling {
                if is_again {
                    seen.rev = file.opinion.rev;
                }
                let is_unmoved = self.menu.at == self.menu.rest();
                self.menu.items = menus::tell_items(state, seen, Some(&file), whom);
                let next = file.meant(whom);
                let has_phone = |p: &Party| file.person(Some(p.citizen)).is_some_and(|c| c.details.phone.is_some());
                self.unrung = next.filter(|next| !has_phone(next)).map(|next| {
                    let name = state.name(next.name.as_deref());
                    fill(state.texts().matter.not_rung, &[("whom", &name)])
                });
                let is_unseen = self.by_key && next.is_some();
                if self.hasty.is_some() && is_unseen {
                    // One key is of whoever stands on the screen, and nobody did.
                    self.hasty = None;
                    let why = state.keyed(state.texts().matter.see_whom);
                    state.say(Mood::Warn, why);
                }
                if whom.is_none() {
                    self.whom = next.map(|next| next.citizen).or(file.opinion.citizen);
                }
                // Whoever was next of several when it was listed may have been told since.
                if let Some(next) = next {
                    self.menu.title = whom::title(state, seen, next.name.as_deref());
                }
                let is_greyed = self
                    .menu
                    .items
                    .get(self.menu.at)
                    .is_none_or(|item| item.why_not.is_some());
                if is_unmoved || is_greyed {
                    self.menu.at = self.menu.rest();
                }
            }
            if let Some(at) = self.hasty.take() {
                // What was pressed for may not be offered once the matter is known.
                match self.menu.items.get(at).filter(|item| tells(&item.choice)) {
                    None => state.say(Mood::Warn, state.texts().matter.no_code),
                    Some(Item { why_not: Some(why), .. }) => state.say(Mood::Warn, why.clone()),
                    Some(item) => self.chosen = Some(item.choice.clone()),
                }
            }
        } else if self.hasty.take().is_some() {
            state.say(Mood::Warn, state.texts().matter.row_gone);
        }
        Ok(Vec::new())
    }
}

/// Chosen, it notes an attempt to tell somebody.
fn tells(choice: &Choice) -> bool {
    matches!(choice, Choice::Matter(d) if matches!(d.as_ref(), Do::Tell(_)))
}
