//! Confidential matters (要求保密) taken out of what is read for whoever they are not for: a number and a state is left, and
//! nobody who came with them has a name. What a record says is named here one by one, so that the compiler asks of whatever is
//! added.

use rusqlite::Connection;

use crate::domain::id::{CitizenId, OpinionId, VisitId};
use crate::domain::moment::TimeOfDay;
use crate::domain::permit::{Reach, Reading, Somebody};
use crate::domain::record::{Opinion, OpinionDetails, Promise, Visit};
use crate::domain::view::{Answer, Came, FollowUp, OpinionFile, OpinionRow};
use crate::store::error::StoreError;
use crate::store::rows;

/// SQL of whether a matter `o` is confidential and not for somebody, as [`Somebody::knows`] says; none where all of them are.
pub(super) fn is_withheld(who: &Somebody) -> Option<String> {
    let mut theirs = Vec::new();
    match Reading::Confidential.reach(who.role) {
        Reach::All => return None,
        Reach::Own => {
            let keepers = who
                .account
                .iter()
                .chain(who.stands_for.iter().filter(|_| who.account.is_some()));
            theirs.extend(keepers.map(|account| format!("coalesce(o.keeper = '{account}', 0)")));
            theirs.extend(who.deputy.map(|deputy| {
                format!("EXISTS (SELECT 1 FROM opinion_deputy w WHERE w.opinion = o.id AND w.deputy = '{deputy}')")
            }));
        }
        Reach::Nothing => {}
    }
    let theirs = theirs.iter().map(|is| format!(" AND NOT {is}"));
    Some(format!("(o.confidential = 1{})", theirs.collect::<String>()))
}

/// What is asked of the file about what somebody may not know.
struct Gate<'g> {
    conn: &'g Connection,
    is_withheld: String,
}

impl Gate<'_> {
    fn has(&self, sql: &str, id: &str) -> Result<bool, StoreError> {
        Ok(self.conn.prepare_cached(sql)?.exists([id])?)
    }

    fn matter(&self, id: OpinionId) -> Result<bool, StoreError> {
        let is = &self.is_withheld;
        self.has(
            &format!("SELECT 1 FROM opinion o WHERE o.id = ?1 AND {is}"),
            &id.to_string(),
        )
    }

    /// Whether somebody told one of them in this visit.
    fn visit(&self, id: VisitId) -> Result<bool, StoreError> {
        let is = &self.is_withheld;
        self.has(
            &format!("SELECT 1 FROM opinion o WHERE o.visit = ?1 AND {is} LIMIT 1"),
            &id.to_string(),
        )
    }

    /// Whether somebody is known by nothing but one of them.
    fn person(&self, id: CitizenId) -> Result<bool, StoreError> {
        let is = &self.is_withheld;
        let sql = format!(
            "SELECT 1 FROM (SELECT min({is}) AS hidden FROM opinion_party p CROSS JOIN opinion o ON o.id = p.opinion \
             WHERE p.citizen = ?1) WHERE hidden = 1"
        );
        self.has(&sql, &id.to_string())
    }

    fn visits<'v>(&self, visits: impl IntoIterator<Item = &'v mut Visit>) -> Result<(), StoreError> {
        for v in visits {
            if self.visit(v.id)? {
                nameless(v);
            }
        }
        Ok(())
    }

    fn rows(&self, rows: &mut [OpinionRow]) -> Result<(), StoreError> {
        for r in rows {
            if r.confidential && self.matter(r.id)? {
                row(r);
            }
        }
        Ok(())
    }

    fn line(&self, line: &mut FollowUp) -> Result<(), StoreError> {
        if let Some((id, _)) = line.opinion {
            if line.confidential && self.matter(id)? {
                owed(line);
            }
        } else if let Some((id, _)) = line.visit
            && self.visit(id)?
        {
            line.person = None;
            // Of a draft it is the words of who wrote it.
            if line.draft.is_none() {
                line.brief.clear();
            }
        }
        Ok(())
    }

    fn promise(&self, p: &mut Promise) -> Result<(), StoreError> {
        let is = &self.is_withheld;
        let sql = format!("SELECT o.number FROM opinion o WHERE o.visit = ?1 AND {is} ORDER BY o.n LIMIT 1");
        if let Some(number) = rows::one(self.conn, &sql, [p.visit.to_string()], |c| c.get("number"))? {
            promise(p, number);
        }
        Ok(())
    }

    fn file(&self, f: &mut OpinionFile) -> Result<(), StoreError> {
        if f.opinion.details.confidential && self.matter(f.opinion.id)? {
            file(f);
        }
        Ok(())
    }
}

/// Takes out of an answer what is confidential and not for its asker.
pub(super) fn pass(conn: &Connection, who: &Somebody, answer: &mut Answer) -> Result<(), StoreError> {
    let Some(is_withheld) = is_withheld(who) else {
        return Ok(());
    };
    let gate = Gate { conn, is_withheld };
    match answer {
        Answer::Snapshot(snapshot) => {
            let visits = snapshot.queue.iter_mut().chain(&mut snapshot.left_over);
            gate.visits(visits.chain(&mut snapshot.ended))?;
            let beyond = snapshot.unwritten_beyond.iter_mut().chain(&mut snapshot.to_tell_beyond);
            let mut lines = snapshot.follow_up.iter_mut().chain(beyond);
            lines.try_for_each(|line| gate.line(line))?;
            for promised in &mut snapshot.promised {
                gate.promise(promised)?;
            }
        }
        Answer::Owed(lines, _) => lines.iter_mut().try_for_each(|line| gate.line(line))?,
        Answer::Opinions(rows, _) => gate.rows(rows)?,
        Answer::File(file) => file.iter_mut().try_for_each(|file| gate.file(file))?,
        Answer::Files(files, _) => files.iter_mut().try_for_each(|file| gate.file(file))?,
        Answer::Visits(visits) => gate.visits(visits)?,
        Answer::VisitFile(visit, people, rows, _) => {
            gate.visits(visit)?;
            let hidden: Result<Vec<_>, StoreError> = people.iter().map(|c| gate.person(c.id)).collect();
            let mut hidden = hidden?.into_iter();
            people.retain(|_| hidden.next() != Some(true));
            gate.rows(rows)?;
        }
        Answer::Came(all) => {
            for c in all {
                if gate.visit(c.visit.id)? {
                    came(c);
                }
            }
        }
        // That somebody has such a matter is told by it being found.
        Answer::Earlier(all) => {
            let rows = all.iter().map(|e| &e.row);
            let hidden: Result<Vec<_>, StoreError> = rows.map(|r| Ok(r.confidential && gate.matter(r.id)?)).collect();
            let mut hidden = hidden?.into_iter();
            all.retain(|_| hidden.next() != Some(true));
        }
        Answer::Limits(_, limits) => {
            for limited in limits {
                if gate.matter(limited.opinion)? {
                    limited.unit.clear();
                }
            }
        }
        Answer::Accounts(_)
        | Answer::Deputies(_)
        | Answer::Units(_)
        | Answer::Sessions(_)
        | Answer::Attendance(_)
        | Answer::Drafts(_)
        | Answer::DeletedDrafts(_)
        | Answer::Leases(_)
        | Answer::Withheld(_)
        | Answer::Taken(_)
        | Answer::Figures(_)
        | Answer::Backups(_)
        | Answer::Looks(_)
        // Who looked, at which number, is no word of it.
        | Answer::Traces(_)
        | Answer::Rights(_) => {}
    }
    Ok(())
}

/// One line of what is owed, as [`pass`] leaves it.
pub(super) fn line(conn: &Connection, who: &Somebody, line: &mut FollowUp) -> Result<(), StoreError> {
    is_withheld(who).map_or(Ok(()), |is_withheld| Gate { conn, is_withheld }.line(line))
}

/// What was promised, as whoever acts may know it: nothing is done about somebody who came with what is not for them.
pub(in crate::store) fn promised(conn: &Connection, who: &Somebody, p: &mut Promise) -> Result<(), StoreError> {
    is_withheld(who).map_or(Ok(()), |is_withheld| Gate { conn, is_withheld }.promise(p))
}

fn row(row: &mut OpinionRow) {
    let OpinionRow {
        id: _,
        n: _,
        number: _,
        day: _,
        brief,
        person,
        village,
        unit,
        category,
        state: _,
        due,
        confidential: _,
        withheld,
        rev: _,
    } = row;
    brief.clear();
    (*person, *village, *unit, *category, *due) = Default::default();
    *withheld = true;
}

fn owed(line: &mut FollowUp) {
    let FollowUp {
        owing: _,
        opinion: _,
        visit: _,
        draft: _,
        author: _,
        confidential: _,
        withheld,
        number: _,
        brief,
        unit,
        person,
        day,
        days,
        broken,
        note,
        tried,
        ask_on,
        n: _,
    } = line;
    brief.clear();
    (*unit, *person, *day, *days, *broken, *note, *tried, *ask_on) = Default::default();
    *withheld = true;
}

/// Whoever came has no name, and nothing of what they came about is said.
fn nameless(visit: &mut Visit) {
    let Visit {
        id: _,
        n: _,
        session: _,
        day: _,
        channel: _,
        ticket: _,
        label,
        first_words,
        heads: _,
        head_informed: _,
        asked: _,
        priority: _,
        priority_reason,
        state: _,
        table: _,
        rank: _,
        arrived_at: _,
        first_called_at: _,
        called_at: _,
        calls: _,
        talk_at: _,
        over_at: _,
        missed: _,
        note,
        outcome_reason,
        unwritten: _,
        consult_only: _,
        after_close: _,
        carried_from: _,
        doubtful: _,
        opinions: _,
        rev: _,
        touch: _,
    } = visit;
    for text in [label, first_words, priority_reason, note, outcome_reason] {
        *text = None;
    }
}

fn promise(promise: &mut Promise, of: String) {
    let Promise {
        id: _,
        visit: _,
        day: _,
        ticket: _,
        ordinal: _,
        heads: _,
        asked: _,
        label,
        first_words,
        priority_reason,
        phone,
        open: _,
        withheld,
        rev: _,
        touch: _,
    } = promise;
    for text in [label, first_words, priority_reason, phone] {
        *text = None;
    }
    *withheld = Some(of);
}

fn came(came: &mut Came) {
    let Came {
        visit,
        name,
        number: _,
        about,
    } = came;
    nameless(visit);
    (*name, *about) = Default::default();
}

/// A record of which nothing is left but its number and its state.
fn file(file: &mut OpinionFile) {
    let OpinionFile {
        opinion: o,
        citizen,
        next,
        village,
        of_person,
        unit_phone,
        deputies,
        keeper,
        visit,
        history,
        keepers,
        names,
        failed_tellings,
        looks,
        looked,
        withheld,
    } = file;
    opinion(o);
    (*citizen, *next, *village, *of_person, *unit_phone) = Default::default();
    (*keeper, *visit, *failed_tellings) = Default::default();
    (*looks, *looked) = Default::default();
    deputies.clear();
    history.clear();
    keepers.clear();
    names.clear();
    *withheld = true;
}

fn opinion(o: &mut Opinion) {
    let Opinion {
        id: _,
        n: _,
        number: _,
        visit: _,
        citizen,
        parties,
        session,
        day,
        details,
        state: _,
        rounds,
        numbers,
        keeper,
        on_spot,
        class,
        class_date,
        answer,
        guidance,
        told,
        tell_by,
        tries,
        held,
        grade,
        void_reason,
        split_from,
        paper_no,
        filed_at,
        closed_at,
        rev: _,
    } = o;
    *details = OpinionDetails {
        confidential: true,
        ..OpinionDetails::default()
    };
    parties.clear();
    rounds.clear();
    numbers.clear();
    tries.clear();
    (*citizen, *session, *keeper, *split_from, *closed_at) = Default::default();
    (*class, *class_date, *answer, *guidance, *tell_by, *grade) = Default::default();
    (*void_reason, *paper_no) = Default::default();
    (*on_spot, *told, *held) = Default::default();
    *filed_at = TimeOfDay::default().on(*day);
}
