//! Next time with priority in the model: the list of whom the station still waits for.

use zhiban::domain::code::{Priority, VisitState as State};
use zhiban::domain::command::{Arrival, ChangePromise, Command, PromiseNext, ReceivePromised, StrikePromise};
use zhiban::domain::facts::Supply as _;
use zhiban::domain::id::{PromiseId, VisitId};
use zhiban::domain::record::{Promise, Rev};
use zhiban::domain::refusal::{Missing, Refusal, Subject};

use super::desk::{Act, Desk, Done, any};
use super::queue::{ENDED, Ends as _};
use super::trail::Part;

impl Desk {
    /// Not received now: the visit is over, and who it was stands on the list instead.
    pub fn promise(
        &mut self,
        (visit, rev): (VisitId, Rev),
        (label, phone): (&Option<String>, &Option<String>),
        reason: &Option<String>,
        act: &mut Act,
    ) -> Done {
        let v = self
            .step((visit, rev), ENDED, &[State::Waiting, State::Called, State::Missed])?
            .clone();
        let before = self.taken_up(visit).and_then(|p| p.phone.clone());
        let ordinal = v.session.and_then(|s| self.session(s).ok().and_then(|s| s.ordinal));
        self.promises.push(Promise {
            id: PromiseId(act.births.id()),
            visit,
            day: v.day,
            ticket: v.ticket,
            ordinal,
            heads: v.heads,
            asked: v.asked,
            label: any(label).or(v.label),
            first_words: v.first_words,
            priority_reason: v.priority_reason,
            phone: any(phone).or(before),
            open: true,
            withheld: None,
            rev: act.number,
            touch: act.touch(),
        });
        let moved = &[Part::State, Part::Arrival, Part::Note];
        self.change_visit(visit, act, moved, |v, at| v.end(State::NextTime, any(reason), at));
        self.over(visit, act);
        Ok(())
    }

    fn promised(&self, id: PromiseId, rev: Rev, parts: &[Part]) -> Result<&Promise, Refusal> {
        let found = self.promises.iter().find(|p| p.id == id);
        let p = found.ok_or(Refusal::NotFound(Subject::Promise))?;
        let number = p.ticket.map(|t| format!("{t:03}"));
        let what = number.or(p.label.clone()).unwrap_or_default();
        self.unmoved((id.0, rev), parts, Subject::Promise, &what)?;
        if !p.open {
            return Err(Refusal::NotFound(Subject::Promise));
        }
        Ok(p)
    }

    /// The promise that gave a visit its number.
    fn taken_up(&self, visit: VisitId) -> Option<&Promise> {
        let id = self.taken.iter().find(|(_, by)| **by == visit)?.0;
        let void = |id| self.visit(id).is_ok_and(|v| v.state == State::Void);
        self.promises.iter().find(|p| p.id == *id && !void(p.visit))
    }

    /// The number was a slip: whoever was promised it is waited for as before.
    pub fn promised_again(&mut self, visit: VisitId, act: &Act) {
        let Some(id) = self.taken_up(visit).map(|p| p.id) else {
            return;
        };
        let p = self.promises.iter_mut().find(|p| p.id == id).expect("it was found");
        (p.open, p.rev, p.touch) = (true, act.number, act.touch());
        self.taken.remove(&id);
        self.moved(id.0, act, &[Part::State, Part::Contact]);
    }

    /// Who came in a visit is nobody's business any more, nor what they were promised.
    pub fn forget_taken(&mut self, visit: VisitId) {
        for p in self
            .promises
            .iter_mut()
            .filter(|p| self.taken.get(&p.id) == Some(&visit))
        {
            (p.label, p.phone, p.first_words, p.priority_reason) = (None, None, None, None);
        }
        self.taken.retain(|_, by| *by != visit);
    }

    /// Nobody waits for this one any more; who it was is nobody's business, but where their number may be a slip.
    fn settle_promise(&mut self, id: PromiseId, by: Option<VisitId>, act: &Act) {
        let p = self.promises.iter_mut().find(|p| p.id == id).expect("it was found");
        p.open = false;
        if let Some(by) = by {
            self.taken.insert(id, by);
        } else {
            (p.label, p.phone, p.first_words, p.priority_reason) = (None, None, None, None);
        }
        (p.rev, p.touch) = (act.number, act.touch());
        let visit = p.visit;
        self.kept.remove(&visit);
        self.visits
            .iter_mut()
            .filter(|v| v.id == visit)
            .for_each(super::queue::Ends::forget);
        // Nor is what gave that visit its number, where they had been promised one before.
        self.forget_taken(visit);
        self.moved(id.0, act, &[Part::State, Part::Contact]);
    }

    /// The visit was a slip, and so was what was promised. That is the visit's event: the promise keeps the number of its own.
    pub fn unpromise(&mut self, visit: VisitId, act: &Act) {
        if let Some(p) = self.promises.iter_mut().find(|p| p.open && p.visit == visit) {
            (p.open, p.label, p.phone) = (false, None, None);
            (p.first_words, p.priority_reason) = (None, None);
            p.touch = act.touch();
        }
    }

    pub fn promises(&mut self, command: &Command, act: &mut Act) -> Done {
        match command {
            Command::PromiseNext(PromiseNext {
                visit,
                rev,
                label,
                phone,
                reason,
            }) => self.promise((*visit, *rev), (label, phone), reason, act),
            Command::ChangePromise(ChangePromise {
                promise,
                rev,
                label,
                phone,
            }) => {
                let p = self.promised(*promise, *rev, &[Part::Contact])?;
                let new = (any(label).or(p.label.clone()), any(phone));
                if new == (p.label.clone(), p.phone.clone()) {
                    return Err(Refusal::Missing(Missing::Change));
                }
                let p = self
                    .promises
                    .iter_mut()
                    .find(|p| p.id == *promise)
                    .expect("it was found");
                (p.label, p.phone) = new;
                (p.rev, p.touch) = (act.number, act.touch());
                self.moved(promise.0, act, &[Part::Contact]);
                Ok(())
            }
            Command::ReceivePromised(ReceivePromised {
                promise,
                rev,
                session,
                reason,
            }) => {
                let p = self.promised(*promise, *rev, &[Part::State])?.clone();
                let arrival = Arrival {
                    label: p.label,
                    first_words: p.first_words,
                    heads: p.heads,
                    asked: p.asked,
                    priority: Priority::First,
                    priority_reason: Some(reason.clone()),
                };
                let id = self.arrive(*session, &arrival, true, act)?;
                let v = self.visits.iter_mut().find(|v| v.id == id).expect("it has just come");
                v.carried_from = Some(p.visit);
                v.priority_reason = p.priority_reason.or(v.priority_reason.take());
                self.settle_promise(*promise, Some(id), act);
                Ok(())
            }
            Command::StrikePromise(StrikePromise { promise, rev, .. }) => {
                self.promised(*promise, *rev, &[Part::State, Part::Contact])?;
                self.settle_promise(*promise, None, act);
                Ok(())
            }
            _ => unreachable!(),
        }
    }
}
