//! The life of a matter, of one unit's part in it, and of one person the answer is owed to.

use super::grid::Step::{Either, If, No, Stay, To};
use super::grid::Why::{NotYet, Over, Past};
use super::grid::{Hearing, PartState, Step, Turn, Why};
use crate::domain::code::OpinionState as S;
use crate::domain::record::{Handover, Opinion, Party};

type Row = [Step<Opinion>; S::ALL.len()];

const N: Step<Opinion> = No(NotYet);
const P: Step<Opinion> = No(Past);
const O: Step<Opinion> = No(Over);
const V: Step<Opinion> = No(Why::Void);

/// A unit that helps owes its own answer as long as the matter is open, and goes on without the matter.
const HELPER: Step<Opinion> = If(is_helped, &Stay, Past);

fn is_helped(o: &Opinion) -> bool {
    o.round().is_some_and(|r| !r.further.is_empty())
}

/// The last who is told brings it there, and whoever is content with it may strike it off in the same act.
const TOLD: Step<Opinion> = Either(&[S::Answered, S::Told, S::Closed]);

grid! { Row:
    //          Filed    HandedOver  Answered  Told       Guided  Reference  Closed       Void
    HANDLE =    HANDLED  P           P         AGAIN      O       O          O            V;
    CHASE =     N        Stay        HELPER    HELPER     O       O          O            V;
    ANSWER =    N        ANSWERED    HELPER    HELPER     O       O          O            V;
    TELL =      N        N           TOLD      P          SHOWN   O          O            V;
    UNTELL =    N        N           Stay      UNTOLD     Stay    O          TOLD_ONCE    V;
    HEAR =      N        N           SAID      Stay       O       O          HEARD_AFTER  V;
    CLOSE =     N        N           CLOSED    CLOSED     O       O          O            V;
    MOVE =      Stay     Stay        Stay      TOLD_ANEW  Stay    Stay       OWED_ANEW    V;
    VOID =      GONE     GONE        GONE      GONE       GONE    GONE       GONE         V;
    CORRECT =   Stay     Stay        TOLD      TOLD_ANEW  Stay    Stay       OWED_ANEW    V;
    NOT_OVER =  Stay     Stay        Stay      Stay       O       O          O            V;
    NOT_VOID =  Stay     Stay        Stay      Stay       Stay    Stay       Stay         V;
}

/// Told by mistake, it is owed again.
const UNTOLD: Step<Opinion> = Either(&[S::Answered, S::Told]);
/// What was struck off because nobody could be reached stays so.
const TOLD_ONCE: Step<Opinion> = If(is_told, &Either(&[S::Answered, S::Closed]), Over);

fn is_told(o: &Opinion) -> bool {
    o.told
}

/// Who was not there to be shown the way, or was promised news of it, is still to be told.
const SHOWN: Step<Opinion> = If(is_untold, &Stay, Over);

fn is_untold(o: &Opinion) -> bool {
    o.is_owed_news()
}

/// Whoever is not content is owed a further handling (再次交办), with a clock of its own.
const AGAIN: Step<Opinion> = If(is_unhappy, &To(S::HandedOver), Past);

fn is_unhappy(o: &Opinion) -> bool {
    o.grade.is_some_and(|grade| !grade.settles())
}

/// What was answered at the desk is over, but for whoever was not content with it or was not there to hear it.
const HANDLED: Step<Opinion> = Either(&[S::HandedOver, S::Answered, S::Told, S::Guided, S::Reference, S::Closed]);
const ANSWERED: Step<Opinion> = Either(&[S::HandedOver, S::Answered]);
/// Of several, what one of them said who knows already is put right while others are still to be told.
const SAID: Step<Opinion> = If(is_known_to_some, &Stay, NotYet);

fn is_known_to_some(o: &Opinion) -> bool {
    o.parties.iter().any(|p| p.told)
}

/// Whoever is not content brings it back.
const HEARD_AFTER: Step<Opinion> = Either(&[S::Told, S::Closed]);
/// Owed to somebody else, or by how it came to whoever did not hear it, it is still to be told.
const TOLD_ANEW: Step<Opinion> = Either(&[S::Answered, S::Told]);
/// What was answered at the desk was told to whoever stood there.
const OWED_ANEW: Step<Opinion> = Either(&[S::Answered, S::Closed]);
const CLOSED: Step<Opinion> = To(S::Closed);
const GONE: Step<Opinion> = To(S::Void);

pub(in crate::domain) const CHASE_PART: [Step<Handover>; 2] = [Stay, No(Past)];
pub(in crate::domain) const ANSWER_PART: [Step<Handover>; 2] = [To(PartState::Answered), No(Past)];

pub(in crate::domain) const TELL_PERSON: [Step<Party>; 3] = [Either(&[Hearing::ToTell, Hearing::Told]), Stay, Stay];
pub(in crate::domain) const HEAR_PERSON: [Step<Party>; 3] = [To(Hearing::Heard), To(Hearing::Heard), Stay];

/// Whose turn it is, by the columns above.
const TURN: [Turn; S::ALL.len()] = [
    Turn::Desk,
    Turn::Unit,
    Turn::Desk,
    Turn::Desk,
    Turn::Nobody,
    Turn::Nobody,
    Turn::Nobody,
    Turn::Nobody,
];

impl S {
    /// Whose turn it is.
    pub fn turn(self) -> Turn {
        let place = Self::ALL.iter().position(|state| *state == self);
        place.and_then(|at| TURN.get(at)).copied().unwrap_or(Turn::Nobody)
    }
}
