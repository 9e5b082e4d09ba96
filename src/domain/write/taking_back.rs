//! The write that takes back a telling noted by mistake: what was done is undone in the tables and stays in the history.

use super::answering::held_for;
use super::handling::seen;
use crate::domain::code::OpinionState;
use crate::domain::decide::matter::named;
use crate::domain::decide::shared::{Decision, must};
use crate::domain::event::Kind;
use crate::domain::facts::{Ctx, Facts};
use crate::domain::id::{CitizenId, OpinionId};
use crate::domain::life::grid::matter;
use crate::domain::life::matter;
use crate::domain::noted::Noted;
use crate::domain::record::Rev;
use crate::domain::refusal::Missing;
use crate::domain::stake::Part;

writes! { ($) taking_back_rows
    /// A telling, or an attempt at one, was noted by mistake (收回): the newest, or of several the newest of whoever is named.
    /// What was said of it goes with it; struck off by it or after it, the matter is owed again.
    Opinion "opinion.take_back_telling" TakeBackTelling {
        opinion: OpinionId,
        rev: Rev,
        whom: Option<CitizenId>,
        reason: String as WORDS,
    } by Head Clerk;
    life matter(&matter::UNTELL);
    names w, n => {
        n.opinions.push(w.opinion);
        n.tellings = true;
    };
    // It is the newest one they saw.
    stake w, _ => seen(w.opinion, w.rev, [
        Part::State,
        Part::Told(None),
        Part::Tries,
        Part::Grade(None),
        Part::Visit,
    ]);
    rule w, facts, ctx => take_back(w.whom, &w.reason, facts, ctx);
    makes {
        /// Whoever does not know after it is owed it again, and what they said since does not count. `telling`: the number of the
        /// event that noted it, which was not said at first: it was the newest.
        Opinion TellingTakenBack "telling_taken_back" 2 {
            Open telling: Option<i64>,
            Open citizen: Option<CitizenId>,
            Open reached: Reached,
            Open another: bool,
            Open verdict: bool,
            OwnOrKept reason: Option<String>,
        } moves if reached.is_told() {
            vec![Part::State, Part::Told(*citizen), Part::Held, Part::Grade(*citizen), Part::field("class")]
        } else {
            vec![Part::Tries]
        };
    }
}

fn take_back(whom: Option<CitizenId>, reason: &str, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let o = named(facts)?;
    let told = Noted::meant(&facts.tellings, whom, &o.number)?;
    told.may_take_back(ctx.account, ctx.role, ctx.now.day())?;
    let reason = must(reason, Missing::Reason)?;
    let kind = Kind::TellingTakenBack {
        telling: Some(told.seq),
        citizen: told.citizen,
        reached: told.reached,
        another: told.another,
        verdict: told.verdict.is_some(),
        reason: Some(reason),
    };
    let mut events = vec![ctx.event(o.id.0, kind)];
    // It waits again for whoever asks with the code.
    let waits = told.reached.is_told() && o.state != OpinionState::Guided;
    events.extend(held_for(facts.citizen.as_ref().filter(|_| waits), o.id, ctx));
    Ok(events)
}
