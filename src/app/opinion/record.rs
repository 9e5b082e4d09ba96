//! 一事一档: one matter with everything around it, on one scrolling page.

use crate::app::action::Act;
use crate::app::layer::moved;
use crate::app::may;
use crate::app::model::{Choice, Do, Effect, Layer, MatterAct, Mood, Next, Record, Seen, State, Step, Taken, Ticket};
use crate::domain::id::OpinionId;
use crate::domain::view::{Answer, Query};
use crate::i18n::refusal::withheld;
use crate::i18n::{Lang, code, fill};
use crate::keys::Chord;
use crossterm::event::KeyCode;

impl Record {
    /// Shows a record; the one that is on the screen already is read anew.
    pub fn open(state: &mut State, id: OpinionId) -> Vec<Effect> {
        if let Some(at) = state
            .layers
            .iter()
            .position(|l| matches!(l, Layer::Record(r) if r.id == id))
        {
            state.layers.truncate(at);
        }
        let mut record = Self {
            id,
            file: None,
            ticket: None,
            top: 0,
            revealed: false,
        };
        let effect = record.refresh(state);
        state.layers.push(Layer::Record(Box::new(record)));
        vec![effect]
    }

    /// Asks for the record as it is now.
    pub fn refresh(&mut self, state: &mut State) -> Effect {
        let (ticket, effect) = state.ask(Query::File(self.id));
        self.ticket = Some(ticket);
        effect
    }

    /// Rows a page of it has on this screen.
    pub fn page(size: (u16, u16)) -> usize {
        usize::from(size.1.saturating_sub(4)).max(1)
    }

    /// Why the phone stays covered: it is not for whoever sits here, or the screen is.
    pub fn why_covered(&self, state: &State) -> Option<String> {
        let received_by = self
            .file
            .as_deref()
            .map(|file| file.opinion.details.deputies.as_slice());
        let is_theirs = may::why_no_phone(state, received_by.unwrap_or_default());
        is_theirs.or_else(|| state.masked.then(|| state.keyed(state.texts().record.masked)))
    }

    /// Answers a key: arrows and pages scroll, Enter lists the acts, Space asks why and shows the phone.
    pub fn key(&mut self, state: &mut State, chord: Chord, act: Option<Act>) -> Option<Step> {
        if chord.command().code == KeyCode::Char(' ') {
            // Under the cover nothing is shown, nor kept for when it is lifted.
            let Some(why) = self.withheld(state.lang).or_else(|| self.why_covered(state)) else {
                return Some(Next::Keep(Choice::Matter(Box::new(Do::Reveal))).into());
            };
            state.say(Mood::Warn, why);
            return Some(Next::Stay.into());
        }
        let act = act?;
        if let Some(why) = self.withheld(state.lang)
            && [Act::ListOpen, Act::OpinionTell].contains(&act)
        {
            state.say(Mood::Warn, why);
            return Some(Next::Stay.into());
        }
        // The drawing knows how many rows there are and keeps the top inside.
        if let Some(to) = moved(self.top, act, usize::MAX, Self::page(state.size)) {
            self.top = to.min(self.rows(state).saturating_sub(1));
            return Some(Next::Stay.into());
        }
        let keep = |choice| Next::Keep(Choice::Matter(Box::new(choice)));
        if act == Act::ListOpen {
            Some(keep(Do::Acts).into())
        } else if act == Act::OpinionTell {
            if let Some(why) = self.untellable(state.lang) {
                state.say(Mood::Warn, why);
                return Some(keep(Do::Acts).into());
            }
            let tell = self.seen().map(|seen| keep(Do::TellMenu(seen)));
            Some(tell.unwrap_or(Next::Stay).into())
        } else {
            (act == Act::AppBack).then(|| Next::Close.into())
        }
    }

    /// Why there is nothing to see or to do: it is not for whoever sits here.
    pub fn withheld(&self, lang: Lang) -> Option<String> {
        let file = self.file.as_ref().filter(|file| file.withheld)?;
        Some(withheld(lang, &file.opinion.number))
    }

    /// Why nobody can be told of it as it stands; what comes next is offered then.
    fn untellable(&self, lang: Lang) -> Option<String> {
        let o = &self.file.as_ref()?.opinion;
        let why = fill(code::untold(lang, o.state), &[("number", &o.number)]);
        (!MatterAct::Tell.is_possible(o)).then_some(why)
    }

    /// Whether somebody is to be told of it now, and it is known.
    pub fn is_tellable(&self) -> bool {
        let file = self.file.as_deref().filter(|file| !file.withheld);
        file.is_some_and(|file| MatterAct::Tell.is_possible(&file.opinion))
    }

    /// About how many rows it takes: for keeping the scroll inside.
    fn rows(&self, state: &State) -> usize {
        let width = usize::from(state.size.0.saturating_sub(12)).max(20);
        let lines = |t: &str| crate::cells::width(t) / width + 1;
        self.file.as_ref().map_or(1, |f| {
            let texts = [Some(&f.opinion.details.words), f.opinion.answer.as_ref()];
            let long: usize = texts.into_iter().flatten().map(|t| lines(t)).sum();
            20 + long + 2 * f.history.len()
        })
    }

    /// As it was seen, for acts.
    pub fn seen(&self) -> Option<Seen> {
        self.file.as_ref().map(|f| Seen {
            id: f.opinion.id,
            rev: f.opinion.rev,
            number: f.opinion.number.clone(),
        })
    }

    /// Takes the record it asked for.
    pub fn answer(&mut self, ticket: Ticket, answer: Box<Answer>) -> Taken {
        if self.ticket != Some(ticket) {
            return Err(answer);
        }
        let Answer::File(file) = *answer else {
            return Err(answer);
        };
        self.file = file;
        self.ticket = None;
        Ok(Vec::new())
    }
}
