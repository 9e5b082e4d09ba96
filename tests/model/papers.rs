//! What is said of a visit in the model without calling anybody: changed, ended, voided, entered late.

use zhiban::domain::code::VisitState as State;
use zhiban::domain::command::{
    ChangeVisit, Command, EndVisit, InformHead, SettleUnwritten, UnsettleUnwritten, VoidVisit,
};
use zhiban::domain::facts::Supply as _;
use zhiban::domain::id::VisitId;
use zhiban::domain::record::Visit;
use zhiban::domain::refusal::{Missing, Refusal};

use super::desk::{Act, Desk, Done, any, need};
use super::queue::{ENDED, Ends as _, first, newcomer, wrong};
use super::trail::Part;

impl Desk {
    /// What is said of a visit without moving anybody.
    pub fn visit_papers(&mut self, command: &Command, act: &mut Act) -> Done {
        use Command as C;
        match command {
            C::ChangeVisit(ChangeVisit { visit, rev, arrival }) => {
                let v = self.visit_seen((*visit, *rev), &[Part::Arrival])?;
                if v.state.is_over() {
                    return Err(wrong(v));
                }
                self.known(arrival.asked.as_slice())?;
                let (priority, why) = first(arrival)?;
                self.change_visit(*visit, act, &[Part::Arrival], |v, _| {
                    (v.heads, v.asked) = (arrival.heads.max(1), arrival.asked);
                    (v.priority, v.priority_reason) = (priority, why);
                    (v.label, v.first_words) = (any(&arrival.label), any(&arrival.first_words));
                });
            }
            C::PromiseNext(..) | C::ChangePromise(..) | C::ReceivePromised(..) | C::StrikePromise(..) => {
                return self.promises(command, act);
            }
            C::InformHead(InformHead { visit }) => {
                if self.visit(*visit)?.head_informed {
                    return Err(Refusal::HeadInformed);
                }
                self.change_visit(*visit, act, &[], |v, _| v.head_informed = true);
            }
            C::SettleUnwritten(SettleUnwritten { visit }) => {
                let v = self.visit(*visit)?;
                if !v.unwritten {
                    return Err(wrong(v));
                }
                self.settle(*visit, act);
            }
            C::UnsettleUnwritten(UnsettleUnwritten { visit, rev }) => {
                let v = self.step((*visit, *rev), &[Part::State], &[State::Done])?.clone();
                if v.unwritten || v.calls == 0 {
                    return Err(wrong(&v));
                }
                self.still_known(&v)?;
                self.kept.remove(visit);
                self.change_visit(*visit, act, &[], |v, _| {
                    (v.unwritten, v.consult_only) = (true, false);
                });
            }
            C::EndVisit(EndVisit {
                visit,
                rev,
                outcome,
                reason,
                guidance,
            }) => {
                let v = self.step((*visit, *rev), ENDED, &[State::Waiting, State::Called, State::Missed])?;
                if !matches!(outcome, State::Left | State::NextTime | State::ByPhone | State::Guided) {
                    return Err(Refusal::NotAnOutcome { outcome: *outcome });
                }
                let guidance = any(guidance);
                let by = guidance.as_ref().map(|code| (code, self.rules().reason(code)));
                let by = by.map(|(code, r)| r.ok_or_else(|| Refusal::UnknownCode { code: code.clone() }));
                let by = by.transpose()?;
                let keeps_nothing = by.is_some_and(|r| r.keeps_nothing);
                let place = by.and_then(|r| {
                    let phone = r.phone.clone().unwrap_or_default();
                    any(&Some(format!("{} {} {phone}", r.label.zh, r.destination.zh)))
                });
                if *outcome == State::NextTime {
                    return self.promise((*visit, *rev), (&None, &None), reason, act);
                }
                if keeps_nothing && v.says_who() {
                    self.dropped.insert(*visit);
                }
                let reason = any(reason).or(place).filter(|_| !keeps_nothing);
                let moved = &[Part::State, Part::Arrival, Part::Note];
                self.change_visit(*visit, act, moved, |v, at| v.end(*outcome, reason, at));
                self.over(*visit, act);
            }
            C::VoidVisit(VoidVisit { visit, rev, reason }) => {
                let v = self.visit_seen((*visit, *rev), ENDED)?;
                if v.state == State::Void {
                    return Err(wrong(v));
                }
                if v.opinions > 0 {
                    return Err(Refusal::HasOpinions { count: v.opinions });
                }
                let reason = need(reason, Missing::Reason)?;
                self.change_visit(*visit, act, &[Part::State, Part::Arrival, Part::Note], |v, at| {
                    let over = v.over_at.unwrap_or(at);
                    v.end(State::Void, Some(reason), over);
                    v.forget();
                    v.unwritten = false;
                });
                self.kept.remove(visit);
                self.unpromise(*visit, act);
                self.promised_again(*visit, act);
                self.forget_taken(*visit);
            }
            C::EnterVisit(entry) => {
                entry.session.map_or(Ok(()), |s| self.session(s).map(|_| ()))?;
                self.known(entry.arrival.asked.as_slice())?;
                self.table_there(entry.table, entry.session)?;
                if entry.done > act.now {
                    return Err(Refusal::InFuture);
                }
                if !(entry.arrived <= entry.talked && entry.talked <= entry.done) {
                    return Err(Refusal::EndsBeforeStart);
                }
                let id = VisitId(act.births.id());
                self.visits.push(Visit {
                    state: State::Done,
                    heads: entry.arrival.heads.max(1),
                    asked: entry.arrival.asked,
                    table: Some(entry.table),
                    talk_at: Some(entry.talked),
                    over_at: Some(entry.done),
                    ..newcomer(id, entry.session, entry.arrived.day(), entry.arrived, act)
                });
            }
            _ => unreachable!("not about the queue: {command:?}"),
        }
        Ok(())
    }

    pub fn settle(&mut self, id: VisitId, act: &Act) {
        self.change_visit(id, act, &[Part::Arrival, Part::Note], |v, _| {
            v.unwritten = false;
        });
        self.over(id, act);
    }
}
