//! A numbered menu about a matter that is still being read.

use crate::app::action::Act;
use crate::app::model::{Acts, Choice, Do, Effect, Item, Layer, Matter, Menu, Mood, Next, State, Step, Taken, Ticket};
use crate::app::opinion::{menus, traces};
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
            self.menu.text = menus::about(state, &file, None, self.telling.is_some());
            self.menu.rings = traces::rung(state, &file, None)
                .filter(|_| self.telling.is_some())
                .map(Box::new);
            if let Some(seen) = &mut self.telling {
                let is_again = seen.rev == 0;
                if is_again {
                    seen.rev = file.opinion.rev;
                }
                let is_unmoved = self.menu.at == self.menu.rest();
                self.menu.items = menus::tell_items(state, seen, Some(&file));
                let next = file.meant(None);
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
                if let Some(next) = next.filter(|next| is_again && self.whom.is_some_and(|whom| whom != next.citizen)) {
                    // The digit that was meant for one is not the next one's.
                    let name = next.name.as_deref().filter(|_| !state.masked).unwrap_or_default();
                    let why = fill(state.texts().matter.now_another, &[("whom", name)]);
                    let telling = self.menu.items.iter_mut().filter(|item| tells(&item.choice));
                    telling.for_each(|item| item.why_not = Some(why.clone()));
                } else {
                    self.whom = next.map(|next| next.citizen);
                }
                if is_unmoved {
                    self.menu.at = self.menu.rest();
                }
            }
            if let Some(at) = self.hasty.take() {
                // What was pressed for may not be offered once the matter is known.
                let meant = self.menu.items.get(at).filter(|item| tells(&item.choice));
                self.chosen = meant.map(|item| item.choice.clone());
                if self.chosen.is_none() {
                    state.say(Mood::Warn, state.texts().matter.no_code);
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
