//! Writes that put right what was filed: fields, particulars, void, split, move.

use super::item::of;
use super::matter::seen;
use crate::domain::decide::correct;
use crate::domain::fields::{Change, CitizenChange};
use crate::domain::id::{CitizenId, OpinionId, VisitId};
use crate::domain::life::grid::{FREE, matter};
use crate::domain::life::matter;
use crate::domain::record::Rev;
use crate::domain::refusal::Subject;
use crate::domain::stake::Part;

writes! {
    /// Correct filed fields (更正).
    CorrectOpinion { opinion: OpinionId, rev: Rev, changes: Vec<Change>, reason: String }
    life matter(&matter::NOT_VOID);
    names w, n => {
        n.opinions.push(w.opinion);
        for change in &w.changes {
            if let Change::Deputies(deputies) = change {
                n.deputies.extend(deputies);
            }
        }
    };
    stake w, _ => {
        let parts: Vec<Part> = w.changes.iter().map(|c| Part::field(c.field().key())).collect();
        seen(w.opinion, w.rev, parts)
    };
    rule w, facts, ctx => correct::correct(&w.changes, &w.reason, facts, ctx);

    /// Correct a person's particulars.
    CorrectCitizen { citizen: CitizenId, rev: Rev, changes: Vec<CitizenChange>, reason: String }
    life FREE;
    names w, n => n.citizen = Some(w.citizen);
    stake w, _ => {
        let parts: Vec<Part> = w.changes.iter().map(|c| Part::field(c.field().key())).collect();
        of(Subject::Citizen, w.citizen.0, w.rev, parts)
    };
    rule w, facts, ctx => correct::correct_citizen(&w.changes, &w.reason, facts, ctx);

    /// Void a matter (作废); its number stays visible. One that was moved meanwhile is perhaps right where it is now.
    VoidOpinion { opinion: OpinionId, rev: Rev, reason: String }
    life matter(&matter::VOID);
    names w, n => n.opinions.push(w.opinion);
    stake w, _ => seen(w.opinion, w.rev, [Part::State, Part::Visit]);
    rule w, facts, ctx => correct::void(&w.reason, facts, ctx);

    /// Two matters were written as one.
    SplitOpinion { opinion: OpinionId, rev: Rev, keep: String, words: String, category: Option<String> }
    life matter(&matter::NOT_OVER);
    names w, n => n.opinions.push(w.opinion);
    stake w, _ => seen(w.opinion, w.rev, [Part::State, Part::field("words")]);
    rule w, facts, ctx => correct::split((&w.keep, &w.words), w.category.as_ref(), facts, ctx);

    /// It was written to the wrong visitor. Those who knew the answer, were tried and said something are not those it is owed
    /// to afterwards.
    MoveOpinion { opinion: OpinionId, rev: Rev, visit: VisitId, citizen: Option<CitizenId>, reason: String }
    life matter(&matter::MOVE);
    names w, n => {
        n.opinions.push(w.opinion);
        (n.other_visit, n.citizen) = (Some(w.visit), w.citizen);
    };
    stake w, _ => seen(w.opinion, w.rev, [
        Part::Visit,
        Part::Told(None),
        Part::Tries,
        Part::Held,
        Part::Grade(None),
    ]);
    rule w, facts, ctx => correct::move_to(w.visit, w.citizen, &w.reason, facts, ctx);
}
