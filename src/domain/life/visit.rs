//! The life of a visit.

use super::grid::Step::{Either, If, No, Stay, To};
use super::grid::Why::{NotYet, Over, Past};
use super::grid::{Step, Why};
use crate::domain::code::VisitState as S;
use crate::domain::record::Visit;

type Row = [Step<Visit>; S::ALL.len()];

const N: Step<Visit> = No(NotYet);
const P: Step<Visit> = No(Past);
const O: Step<Visit> = No(Over);
const V: Step<Visit> = No(Why::Void);

/// How somebody goes who was not received (design 5, closing).
pub const OUTCOMES: &[S] = &[S::Left, S::NextTime, S::ByPhone, S::Guided];
const ENDED: Step<Visit> = Either(OUTCOMES);
const PROMISED: Step<Visit> = To(S::NextTime);
const GONE: Step<Visit> = To(S::Void);
/// Whose words are written down has sat down; what is entered late changes nothing of it.
const WRITTEN: Step<Visit> = Either(&[S::Talking, S::Called]);
/// Something said in it is still to be written down.
const OWED: Step<Visit> = If(|v| v.unwritten, &Stay, Past);
/// Nothing was to be written down any more of somebody who was called; of others nothing ever was.
const CLEAR: Step<Visit> = If(|v| !v.unwritten && v.calls > 0, &Stay, Past);

const CALLED: Step<Visit> = To(S::Called);
const TALKS: Step<Visit> = To(S::Talking);
const WAITS: Step<Visit> = To(S::Waiting);
const MISSED: Step<Visit> = To(S::Missed);
const DONE: Step<Visit> = To(S::Done);

/// How somebody who is gone is brought back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayBack {
    /// Who was not received waits again (`COME_BACK`).
    ToQueue,
    /// What who was received said is still to be written down (`UNSETTLE`).
    ToUnwritten,
}

impl WayBack {
    /// From a state; none from one in which nobody is gone, or from which nobody comes back.
    pub const fn from(state: S) -> Option<Self> {
        match state {
            S::Left | S::NextTime | S::ByPhone | S::Guided => Some(Self::ToQueue),
            S::Done => Some(Self::ToUnwritten),
            S::Waiting | S::Called | S::Talking | S::Missed | S::Void => None,
        }
    }
}

grid! { Row:
    //            Waiting   Called    Talking  Missed    Done  Left  NextTime  ByPhone  Guided  Void
    CHANGE =      Stay      Stay      Stay     Stay      O     O     O         O        O       V;
    CALL =        CALLED    P         P        P         O     O     O         O        O       V;
    CALL_AGAIN =  N         Stay      P        P         O     O     O         O        O       V;
    TAKE_BACK =   N         WAITS     P        P         O     O     O         O        O       V;
    SIT =         N         TALKS     P        P         O     O     O         O        O       V;
    MISS =        N         MISSED    P        P         O     O     O         O        O       V;
    COME_BACK =   N         N         P        WAITS     O     WAITS WAITS     WAITS    WAITS   V;
    MOVE =        N         Stay      Stay     P         O     O     O         O        O       V;
    FINISH =      N         DONE      DONE     P         O     O     O         O        O       V;
    END =         ENDED     ENDED     P        ENDED     O     O     O         O        O       V;
    PROMISE =     PROMISED  PROMISED  P        PROMISED  O     O     O         O        O       V;
    VOID =        GONE      GONE      GONE     GONE      GONE  GONE  GONE      GONE     GONE    V;
    SETTLE =      OWED      OWED      OWED     OWED      OWED  OWED  OWED      OWED     OWED    OWED;
    UNSETTLE =    N         N         N        N         CLEAR O     O         O        O       V;
    FILE =        Stay      WRITTEN   Stay     Stay      Stay  Stay  Stay      Stay     Stay    V;
    ANY =         Stay      Stay      Stay     Stay      Stay  Stay  Stay      Stay     Stay    Stay;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_gone_has_the_way_back_that_the_grid_has() {
        for (place, state) in S::ALL.iter().enumerate() {
            let back = !matches!(COME_BACK[place], No(_)) && *state != S::Missed;
            let again = !matches!(UNSETTLE[place], No(_));
            let way = match (back, again) {
                (true, false) => Some(WayBack::ToQueue),
                (false, true) => Some(WayBack::ToUnwritten),
                (false, false) => None,
                (true, true) => panic!("{state:?}"),
            };
            assert_eq!(WayBack::from(*state), way, "{state:?}");
        }
    }
}
