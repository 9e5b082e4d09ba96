//! Confidential matters (要求保密) taken out of what is read for whoever they are not for: a number and a state is left, and
//! nobody who came with them has a name. What that is of a record, `domain/view/pieces.rs` says.

use std::cell::OnceCell;

use rusqlite::Connection;

use crate::domain::id::{CitizenId, OpinionId, VisitId};
use crate::domain::permit::{Reach, Reading, Somebody};
use crate::domain::record::Promise;
use crate::domain::view::{FollowUp, Held, Pieces as _};
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
pub(super) struct Gate<'g> {
    pub conn: &'g Connection,
    pub is_withheld: String,
    /// Whether there is any such matter, once that was asked.
    any: OnceCell<bool>,
}

impl<'g> Gate<'g> {
    /// For somebody; none where they may know of all of them.
    pub fn of(conn: &'g Connection, who: &Somebody) -> Option<Self> {
        is_withheld(who).map(|is_withheld| Self {
            conn,
            is_withheld,
            any: OnceCell::new(),
        })
    }

    /// Whether there is any such matter: where there is none, and mostly there is none, no record has to be asked about.
    pub fn is_any(&self) -> Result<bool, StoreError> {
        if let Some(any) = self.any.get() {
            return Ok(*any);
        }
        let sql = format!("SELECT 1 FROM opinion o WHERE {} LIMIT 1", self.is_withheld);
        let any = self.conn.prepare_cached(&sql)?.exists([])?;
        Ok(*self.any.get_or_init(|| any))
    }

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

    fn line(&self, line: &mut FollowUp) -> Result<(), StoreError> {
        if let Some((id, _)) = line.opinion {
            if line.confidential && self.matter(id)? {
                line.clear();
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
            p.clear();
            p.withheld = Some(number);
        }
        Ok(())
    }

    /// Takes out of a record what is not for whoever asks; whether anything of it is left.
    pub fn leaves(&self, held: &mut Held<'_>) -> Result<bool, StoreError> {
        match held {
            Held::Visit(v) if self.visit(v.id)? => v.clear(),
            Held::Came(c) if self.visit(c.visit.id)? => c.clear(),
            Held::Row(r) if r.confidential && self.matter(r.id)? => r.clear(),
            Held::File(f) if f.opinion.details.confidential && self.matter(f.opinion.id)? => f.clear(),
            Held::Limited(l) if self.matter(l.opinion)? => l.clear(),
            Held::Line(line) => self.line(line)?,
            Held::Promise(p) => self.promise(p)?,
            Held::Person(c) => return Ok(!self.person(c.id)?),
            // That somebody has such a matter is told by it being found.
            Held::Earlier(e) => return Ok(!(e.row.confidential && self.matter(e.row.id)?)),
            Held::Visit(_)
            | Held::Came(_)
            | Held::Row(_)
            | Held::File(_)
            | Held::Limited(_)
            | Held::Attendance(_)
            | Held::Deputy(_)
            | Held::Unit(_)
            // Who looked, at which number, is no word of it.
            | Held::Traced(_)
            | Held::Draft(_)
            | Held::Rights(_)
            | Held::Deleted(_)
            | Held::TakenOver(_)
            | Held::Missed(_)
            | Held::BrokenOff
            | Held::Present
            | Held::Beyond
            | Held::Owed(_)
            | Held::Figures(_) => {}
        }
        Ok(true)
    }
}

/// One line of what is owed, as it is for somebody.
pub(super) fn line(conn: &Connection, who: &Somebody, line: &mut FollowUp) -> Result<(), StoreError> {
    Gate::of(conn, who).map_or(Ok(()), |gate| gate.line(line))
}

/// What was promised, as whoever acts may know it: nothing is done about somebody who came with what is not for them.
pub(in crate::store) fn promised(conn: &Connection, who: &Somebody, p: &mut Promise) -> Result<(), StoreError> {
    Gate::of(conn, who).map_or(Ok(()), |gate| gate.promise(p))
}
