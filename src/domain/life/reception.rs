//! The life of a reception.

use super::grid::Step;
use super::grid::Step::{No, Stay, To};
use super::grid::Why::{NotYet, Over, Past};
use crate::domain::code::SessionState as S;
use crate::domain::record::Session;

type Row = [Step<Session>; S::ALL.len()];

const N: Step<Session> = No(NotYet);
const P: Step<Session> = No(Past);
const O: Step<Session> = No(Over);

const NOTICED: Step<Session> = To(S::Noticed);
const OPENED: Step<Session> = To(S::Open);
const CLOSING: Step<Session> = To(S::Closing);
const CLOSED: Step<Session> = To(S::Closed);
const POSTPONED: Step<Session> = To(S::Postponed);
const CANCELLED: Step<Session> = To(S::Cancelled);

grid! { Row:
    //               Planned    Noticed    Open     Closing  Closed  Postponed  Cancelled
    LIVE =           Stay       Stay       Stay     Stay     O       O          O;
    NOTICE =         NOTICED    P          P        P        O       O          O;
    POSTPONE =       POSTPONED  POSTPONED  P        P        O       O          O;
    CANCEL =         CANCELLED  CANCELLED  P        P        O       O          O;
    OPEN =           OPENED     OPENED     P        P        O       O          O;
    RUNNING =        N          N          Stay     Stay     O       O          O;
    START_CLOSING =  N          N          CLOSING  P        O       O          O;
    GO_ON =          N          N          N        OPENED   O       O          O;
    CLOSE =          N          N          CLOSED   CLOSED   O       O          O;
}
