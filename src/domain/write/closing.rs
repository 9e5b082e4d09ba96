//! The write that strikes a matter off (销号).

use super::handling::{class, dated, seen};
use crate::domain::code::Grade;
use crate::domain::decide::matter::named;
use crate::domain::decide::shared::{Decision, rules, said};
use crate::domain::event::Kind;
use crate::domain::facts::{Ctx, Facts};
use crate::domain::id::OpinionId;
use crate::domain::life::grid::matter;
use crate::domain::life::matter;
use crate::domain::moment::Day;
use crate::domain::record::{Opinion, Rev};
use crate::domain::refusal::Refusal;
use crate::domain::rules::{Code, Ruleset};
use crate::domain::stake::Part;

writes! { ($) closing_rows
    /// Strike off (销号). What somebody is not content with is struck off for a reason of the rules, which is kept; where
    /// they have none, for what is said in words.
    Opinion "opinion.close" CloseOpinion {
        opinion: OpinionId,
        rev: Rev,
        class: String,
        class_date: Option<Day>,
        upheld: Option<String>,
        reason: Option<String> as WORDS,
    } by Head Clerk;
    life matter(&matter::CLOSE);
    names w, n => n.opinions.push(w.opinion);
    stake w, _ => seen(w.opinion, w.rev, [
        Part::State,
        Part::Visit,
        Part::Grade(None),
        Part::field("class"),
        Part::field("answer"),
    ]);
    rule w, facts, ctx => close(w, facts, ctx);
    makes {
        /// `upheld` and `reason`: why it is so though somebody is not content with it, which nobody noted at first.
        Opinion OpinionClosed "opinion_closed" 2 {
            Open "a code of the rules" class: Code,
            Open class_date: Option<Day>,
            Open told: bool,
            Open "a code of the rules" upheld: Option<Code>,
            Sealed reason: Option<String>,
        } moves [Part::State, Part::Told(None), Part::field("class")];
    }
}

/// Striking off needs a class, and a telling or a recorded failure to reach.
fn close(act: &CloseOpinion, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let o = named(facts)?;
    let told = o.is_known();
    let limits = &rules(facts)?.limits;
    if !o.may_close(limits) {
        let left = o.to_be_told(limits);
        return Err(Refusal::NotTold { left });
    }
    let class = class(&act.class, facts)?;
    let class_date = dated(class, act.class_date.or(o.class_date))?;
    let reason = said(act.reason.as_ref());
    let kind = Kind::OpinionClosed {
        class: class.code.clone(),
        class_date,
        told,
        upheld: upheld(o, said(act.upheld.as_ref()), reason.is_some(), rules(facts)?)?,
        reason,
    };
    Ok(vec![ctx.event(o.id.0, kind)])
}

/// Why it is struck off though somebody is not content, and nothing more is done about it.
fn upheld(o: &Opinion, code: Option<Code>, is_said: bool, rules: &Ruleset) -> Result<Option<Code>, Refusal> {
    let number = || o.number.clone();
    let is_content = o.grade.is_none_or(Grade::settles);
    match code {
        Some(code) if rules.uphold(&code).is_none() => Err(Refusal::UnknownCode { code }),
        Some(_) if is_content => Err(Refusal::NobodyUnhappy { number: number() }),
        None if !is_content && (!is_said || rules.offered_upholds().next().is_some()) => {
            Err(Refusal::NotUpheld { number: number() })
        }
        code => Ok(code),
    }
}
