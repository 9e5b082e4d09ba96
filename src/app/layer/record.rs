//! One opinion with everything around it (一事一档), to read. What can be done with it belongs to `opinion`.

use super::{Layer, Next, Step, Taken, digit, moved};
use crate::app::action::Act;
use crate::app::input::{Effect, Ticket};
use crate::app::state::State;
use crate::domain::id::OpinionId;
use crate::domain::view::{Answer, OpinionFile, Query};
use crate::keys::Chord;

/// A record on the screen.
#[derive(Clone, Debug)]
pub struct Record {
    /// Which.
    pub id: OpinionId,
    /// It, once it has come; none when it is not there.
    pub file: Option<Box<OpinionFile>>,
    /// The question.
    pub ticket: Option<Ticket>,
    /// First row in view.
    pub top: usize,
}

impl Record {
    /// Shows a record.
    pub fn open(state: &mut State, id: OpinionId) -> Vec<Effect> {
        let (ticket, effect) = state.ask(Query::File(id));
        state.layers.push(Layer::Record(Box::new(Self {
            id,
            file: None,
            ticket: Some(ticket),
            top: 0,
        })));
        vec![effect]
    }

    /// Answers a key.
    pub fn key(&mut self, state: &mut State, chord: Chord, act: Option<Act>) -> Option<Step> {
        if digit(chord).is_some() {
            return Some(Next::Stay.into());
        }
        let act = act?;
        let page = usize::from(state.size.1.saturating_sub(4)).max(1);
        if let Some(to) = moved(self.top, act, 200, page) {
            self.top = to;
            return Some(Next::Stay.into());
        }
        match act {
            Act::AppBack => Some(Next::Close.into()),
            _ => None,
        }
    }

    /// The record came.
    pub fn answer(&mut self, ticket: Ticket, answer: Box<Answer>) -> Taken {
        match *answer {
            Answer::File(file) if self.ticket == Some(ticket) => {
                self.file = file;
                self.ticket = None;
                Ok(Vec::new())
            }
            other => Err(Box::new(other)),
        }
    }
}
