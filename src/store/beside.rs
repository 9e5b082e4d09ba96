//! What is written beside the log: who looked, who is in.

use super::desk::Desk;
use super::error::StoreError;
use super::jobs::Seated;
use super::presence::{self, Sign};
use super::{taken_over, traces};
use crate::domain::beside::Beside;
use crate::domain::moment::Moment;

impl Desk {
    /// Writes something down beside the log. Who has what open may be lost, and then nobody hears of it.
    pub fn write_beside(&mut self, seated: Seated, what: &Beside, now: Moment) -> Result<(), StoreError> {
        match what {
            Beside::Looked(trace) => self.write(|tx, _, _| traces::note(tx, seated, trace, now)),
            Beside::Here(here) => {
                let _ = self.write(|tx, _, _| presence::put(tx, Sign::own(), seated, *here, now));
                Ok(())
            }
            Beside::TakenOver(draft, reason) => {
                let Some(account) = seated.0 else { return Ok(()) };
                self.write(|tx, vault, random| {
                    taken_over::take_over(tx, (vault, random), *draft, (account, reason), now)
                })
            }
            Beside::ToldMissed(ids) => {
                let Some(account) = seated.0 else { return Ok(()) };
                self.tell_missed(account, ids, now.day())
            }
            Beside::Told(n) => self.write(|tx, _, _| taken_over::told(tx, *n, now)),
        }
    }

    /// Takes away that anybody is in here.
    pub(super) fn go_away(&mut self) {
        if self
            .read(|conn, _| presence::is_there(conn, Sign::own()))
            .unwrap_or(false)
        {
            let _ = self.write(|tx, _, _| presence::leave(tx, Sign::own()));
        }
    }
}
