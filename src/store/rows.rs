//! Rows as records. Columns are asked for by name, so that a table may grow in the middle.

use std::cell::Cell;
use std::collections::BTreeMap;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _, Params, Row};
use uuid::Uuid;

use super::codec;
use super::error::StoreError;
use super::sealing::{Aside, PAPERS_AT, PRIVATE, Private, SealedAsOne, Sealing, TEXTS, Texts, number_field, open_all};
use super::who::AccountsMet;
use crate::domain::code::{
    Agreement, AttendanceState, Channel, Grade, NumberFamily, OpinionState, Presence, Priority, Role, SessionKind,
    SessionState, StationKind, VisitState,
};
use crate::domain::deadline::Deadline;
use crate::domain::fields::{CitizenField, OpinionField};
use crate::domain::id::{AccountId, CitizenId, DeputyId, OpinionId, SessionId, StationId, UnitId, VisitId};
use crate::domain::moment::{Day, Moment, TimeOfDay};
use crate::domain::record::{
    Account, Attendance, Citizen, CitizenDetails, Deputy, Handover, Opinion, OpinionDetails, OtherNumber, Party, Round,
    Session, SessionPlan, Station, Touch, Unit, Visit,
};

/// The newest that one of those the answer is owed to (`p`) said of it since they are, alone or with the others.
macro_rules! party_grade {
    () => {
        "(SELECT e.grade FROM evaluation e WHERE e.opinion = p.opinion AND (e.citizen IS NULL OR e.citizen = p.citizen) \
         AND e.n > (SELECT o.owed_since FROM opinion o WHERE o.id = p.opinion) \
         ORDER BY e.n DESC LIMIT 1)"
    };
}
pub(super) use party_grade;

/// A row with typed access.
pub(super) struct Cols<'a, 's> {
    conn: &'a Connection,
    met: &'a AccountsMet,
    row: &'a Row<'s>,
    /// Where the next name is looked for first. Readers ask in the order of the table, so that names are found at once;
    /// looking through all of them was a quarter of what it takes to read a matter.
    next: Cell<usize>,
    /// Whether people want to read it: then an account is called by its name too.
    named: Cell<bool>,
}

impl<'a, 's> Cols<'a, 's> {
    fn of(conn: &'a Connection, met: &'a AccountsMet, row: &'a Row<'s>) -> Self {
        Self {
            conn,
            met,
            row,
            next: Cell::new(0),
            named: Cell::new(true),
        }
    }

    fn place(&self, name: &str) -> Result<usize, StoreError> {
        let statement = self.row.as_ref();
        let (from, count) = (self.next.get(), statement.column_count());
        for place in (from..count).chain(0..from.min(count)) {
            if statement.column_name(place)? == name {
                self.next.set(place + 1);
                return Ok(place);
            }
        }
        Err(rusqlite::Error::InvalidColumnName(name.to_owned()).into())
    }

    fn value(&self, name: &str) -> Result<ValueRef<'_>, StoreError> {
        Ok(self.row.get_ref(self.place(name)?)?)
    }

    /// The value of a column.
    pub fn get<T: rusqlite::types::FromSql>(&self, name: &str) -> Result<T, StoreError> {
        Ok(self.row.get(self.place(name)?)?)
    }

    /// A value as text, whatever the column holds.
    fn text(&self, name: &str) -> Result<Option<String>, StoreError> {
        let value = self.value(name)?;
        if let ValueRef::Integer(number) = value {
            return Ok(Some(number.to_string()));
        }
        let text = value.as_str_or_null().map_err(|_| Self::odd(name))?;
        Ok(text.map(str::to_owned))
    }

    fn odd(name: &str) -> StoreError {
        StoreError::corrupt(format!("column {name} holds a value that is none"))
    }

    /// An identity, where the column holds one.
    pub fn opt_id<T>(&self, name: &str, make: fn(Uuid) -> T) -> Result<Option<T>, StoreError> {
        let value = self.value(name)?;
        let Some(text) = value.as_str_or_null().map_err(|_| Self::odd(name))? else {
            return Ok(None);
        };
        Uuid::parse_str(text)
            .map(|id| Some(make(id)))
            .map_err(|_| Self::odd(name))
    }

    /// The identity a column holds.
    pub fn id<T>(&self, name: &str, make: fn(Uuid) -> T) -> Result<T, StoreError> {
        self.opt_id(name, make)?.ok_or_else(|| Self::odd(name))
    }

    /// A value of a closed list, where the column holds its code.
    pub fn opt_code<T>(&self, name: &str, read: fn(&str) -> Option<T>) -> Result<Option<T>, StoreError> {
        let value = self.value(name)?;
        let Some(text) = value.as_str_or_null().map_err(|_| Self::odd(name))? else {
            return Ok(None);
        };
        read(text).map(Some).ok_or_else(|| Self::odd(name))
    }

    /// The value of a closed list whose code a column holds.
    pub fn code<T>(&self, name: &str, read: fn(&str) -> Option<T>) -> Result<T, StoreError> {
        self.opt_code(name, read)?.ok_or_else(|| Self::odd(name))
    }

    /// A day, where the column holds one.
    pub fn opt_day(&self, name: &str) -> Result<Option<Day>, StoreError> {
        self.opt_code(name, |text| text.parse().ok())
    }

    /// The day a column holds.
    pub fn day(&self, name: &str) -> Result<Day, StoreError> {
        self.code(name, |text| text.parse().ok())
    }

    /// The instant a column holds, in milliseconds.
    pub fn moment(&self, name: &str) -> Result<Moment, StoreError> {
        Ok(Moment(self.get(name)?))
    }

    /// An instant, where the column holds one.
    pub fn opt_moment(&self, name: &str) -> Result<Option<Moment>, StoreError> {
        Ok(self.get::<Option<i64>>(name)?.map(Moment))
    }

    /// Who changed the record last, by its columns `touch_by`, `touch_table`, `touch_at`.
    pub fn touch(&self) -> Result<Touch, StoreError> {
        let who = self.who("touch_by")?;
        self.touched(who, self.get("touch_table")?, self.moment("touch_at")?, "rev")
    }

    /// Who a column says it was, by the name borne at the place in the log that another column says.
    pub fn touched_by(&self, column: &str, table: Option<u8>, at: Moment, seq: &str) -> Result<Touch, StoreError> {
        self.touched(self.who(column)?, table, at, seq)
    }

    /// What an account was called at the place in the log that a column says.
    pub fn called(&self, account: AccountId, seq: &str) -> Result<String, StoreError> {
        self.met.called_at(self.conn, account, || self.get(seq))
    }

    fn who(&self, column: &str) -> Result<(Option<AccountId>, String), StoreError> {
        let value = self.value(column)?;
        Ok(codec::who(Some(value.as_str().map_err(|_| Self::odd(column))?)))
    }

    fn touched(
        &self,
        (account, by): (Option<AccountId>, String),
        table: Option<u8>,
        at: Moment,
        seq: &str,
    ) -> Result<Touch, StoreError> {
        let named = account.filter(|_| self.named.get());
        Ok(Touch {
            by: named.map_or(Ok(by), |id| self.called(id, seq))?,
            account,
            table,
            at,
        })
    }
}

/// A row as the rules read it: they ask which account it was, never what it is called.
pub(super) fn unnamed<T>(
    read: impl Fn(&Cols<'_, '_>) -> Result<T, StoreError>,
) -> impl Fn(&Cols<'_, '_>) -> Result<T, StoreError> {
    move |c| {
        c.named.set(false);
        read(c)
    }
}

#[cfg(test)]
pub(super) use super::statements::note;

#[cfg(not(test))]
pub(super) fn note(_: &str) {}

/// One row or none.
pub(super) fn one<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&Cols<'_, '_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    note(sql);
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let met = AccountsMet::default();
    rows.next()?.map(|row| read(&Cols::of(conn, &met, row))).transpose()
}

/// Every row.
pub(super) fn all<T>(
    conn: &Connection,
    sql: &str,
    params: impl Params,
    mut read: impl FnMut(&Cols<'_, '_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    note(sql);
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let (mut out, met) = (Vec::new(), AccountsMet::default());
    while let Some(row) = rows.next()? {
        out.push(read(&Cols::of(conn, &met, row))?);
    }
    Ok(out)
}

/// A count.
pub(super) fn count(conn: &Connection, sql: &str, params: impl Params) -> Result<u32, StoreError> {
    note(sql);
    let n: Option<i64> = conn
        .prepare_cached(sql)?
        .query_row(params, |row| row.get(0))
        .optional()?;
    Ok(u32::try_from(n.unwrap_or_default()).unwrap_or(u32::MAX))
}

pub(super) fn station(c: &Cols<'_, '_>) -> Result<Station, StoreError> {
    Ok(Station {
        id: c.id("id", StationId)?,
        code: c.get("code")?,
        name: c.get("name")?,
        kind: c.code("kind", StationKind::from_code)?,
        hours: c.get("hours")?,
        head_phone: c.get("head_phone")?,
        rev: c.get("rev")?,
        touch: c.touch()?,
    })
}

pub(super) fn account(c: &Cols<'_, '_>) -> Result<Account, StoreError> {
    Ok(Account {
        id: c.id("id", AccountId)?,
        os_name: c.get("os_name")?,
        name: c.get("name")?,
        role: c.code("role", Role::from_code)?,
        deputy: c.opt_id("deputy", DeputyId)?,
        active: c.get("active")?,
        rev: c.get("rev")?,
    })
}

fn json<T: for<'de> serde::Deserialize<'de>>(c: &Cols<'_, '_>, name: &str) -> Result<T, StoreError> {
    let value = c.value(name)?;
    let text = value.as_str().map_err(|_| Cols::odd(name))?;
    serde_json::from_str(text).map_err(|_| Cols::odd(name))
}

pub(super) fn deputy(c: &Cols<'_, '_>) -> Result<Deputy, StoreError> {
    Ok(Deputy {
        id: c.id("id", DeputyId)?,
        profile: json(c, "profile")?,
        active: c.get("active")?,
        rev: c.get("rev")?,
    })
}

pub(super) fn unit(c: &Cols<'_, '_>) -> Result<Unit, StoreError> {
    Ok(Unit {
        id: c.id("id", UnitId)?,
        profile: json(c, "profile")?,
        active: c.get("active")?,
        rev: c.get("rev")?,
    })
}

pub(super) fn session(c: &Cols<'_, '_>) -> Result<Session, StoreError> {
    Ok(Session {
        id: c.id("id", SessionId)?,
        plan: SessionPlan {
            day: c.day("day")?,
            starts: TimeOfDay(c.get("starts")?),
            ends: TimeOfDay(c.get("ends")?),
            place: c.get("place")?,
            kind: c.code("kind", SessionKind::from_code)?,
            tables: c.get("tables")?,
            theme: c.get("theme")?,
        },
        ordinal: c.get("ordinal")?,
        state: c.code("state", SessionState::from_code)?,
        presence: c.code("presence", Presence::from_code)?,
        opened_at: c.opt_moment("opened_at")?,
        closed_at: c.opt_moment("closed_at")?,
        rev: c.get("rev")?,
        touch: c.touch()?,
    })
}

/// The deputies of some receptions, in the order they were put on each roster.
pub(super) fn attendance(conn: &Connection, sessions: &[SessionId]) -> Result<Vec<Attendance>, StoreError> {
    all(
        conn,
        "SELECT a.*, d.name FROM attendance a JOIN deputy d ON d.id = a.deputy \
         WHERE a.session IN (SELECT value FROM json_each(?1)) ORDER BY a.n, a.place",
        [listed(sessions.iter())],
        |c| {
            Ok(Attendance {
                session: c.id("session", SessionId)?,
                deputy: c.id("deputy", DeputyId)?,
                name: c.get("name")?,
                agreed: c.code("agreed", Agreement::from_code)?,
                state: c.code("state", AttendanceState::from_code)?,
                table: c.get("table_no")?,
                in_at: c.opt_moment("in_at")?,
                out_at: c.opt_moment("out_at")?,
                reason: c.get("reason")?,
                stands_for: c.opt_id("stands_for", DeputyId)?,
                substituted_by: c.opt_id("substituted_by", DeputyId)?,
            })
        },
    )
}

pub(super) fn visit(c: &Cols<'_, '_>) -> Result<Visit, StoreError> {
    Ok(Visit {
        n: c.get("n")?,
        id: c.id("id", VisitId)?,
        session: c.opt_id("session", SessionId)?,
        day: c.day("day")?,
        channel: c.code("channel", Channel::from_code)?,
        ticket: c.get("ticket")?,
        carried_from: c.opt_id("carried_from", VisitId)?,
        label: c.get("label")?,
        first_words: c.get("first_words")?,
        note: c.get("note")?,
        heads: c.get("heads")?,
        head_informed: c.get("head_informed")?,
        asked: c.opt_id("asked", DeputyId)?,
        priority: c.code("priority", Priority::from_code)?,
        priority_reason: c.get("priority_reason")?,
        state: c.code("state", VisitState::from_code)?,
        table: c.get("table_no")?,
        rank: c.get("rank")?,
        arrived_at: c.moment("arrived_at")?,
        first_called_at: c.opt_moment("first_called_at")?,
        called_at: c.opt_moment("called_at")?,
        calls: c.get("calls")?,
        talk_at: c.opt_moment("talk_at")?,
        over_at: c.opt_moment("over_at")?,
        missed: c.get("missed")?,
        outcome_reason: c.get("outcome_reason")?,
        unwritten: c.get("unwritten")?,
        consult_only: c.get("consult_only")?,
        after_close: c.get("after_close")?,
        doubtful: c.get("doubtful")?,
        opinions: c.get("opinions")?,
        rev: c.get("rev")?,
        touch: c.touch()?,
    })
}

pub(super) fn citizen(c: &Cols<'_, '_>, hand: &Sealing<'_>) -> Result<Citizen, StoreError> {
    let (id, visit) = (c.id("id", CitizenId)?, c.id("visit", VisitId)?);
    let mut details = CitizenDetails::default();
    let mut say = |field: CitizenField, text: Option<&str>| {
        let known = details.set(field, text);
        known.then_some(()).ok_or_else(|| Cols::odd(field.key()))
    };
    for field in CitizenField::columns() {
        say(field, c.text(field.key())?.as_deref())?;
    }
    let private: Option<Vec<u8>> = c.get("private")?;
    let private: Private = open_all(hand, &id.to_string(), PRIVATE, private.as_deref())?;
    for field in CitizenField::together() {
        say(field, private.get(field).map(String::as_str))?;
    }
    // Somebody who gave a name later is not anonymous any more. Worked out here and not stored, because the table must not
    // tell after an erasure that there was a name.
    details.anonymous &= details.name.is_none();
    Ok(Citizen {
        id,
        visit,
        details,
        claim_code: c.get("claim_code")?,
        rev: c.get("rev")?,
    })
}

/// What was said of a matter, from the clear columns or from the sealed one.
pub(super) fn texts(c: &Cols<'_, '_>, hand: &Sealing<'_>) -> Result<Texts, StoreError> {
    let mut clear = Texts::default();
    for field in OpinionField::together() {
        clear.set(field, c.get(field.key())?);
    }
    match c.get::<Option<Vec<u8>>>("sealed")? {
        Some(sealed) => open_all(hand, &c.get::<String>("id")?, TEXTS, Some(&sealed)),
        None => Ok(clear),
    }
}

/// As [`texts`], with where the original lies, which no list shows.
pub(super) fn all_texts(c: &Cols<'_, '_>, hand: &Sealing<'_>) -> Result<Texts, StoreError> {
    let mut texts = texts(c, hand)?;
    let (clear, sealed) = (c.get("papers_at")?, c.get::<Option<Vec<u8>>>("papers_at_sealed")?);
    let papers_at = match sealed {
        Some(_) => hand.get(&c.get::<String>("id")?, PAPERS_AT, clear, sealed)?,
        None => clear,
    };
    texts.set(OpinionField::PapersAt, papers_at);
    Ok(texts)
}

/// A text of a matter that has columns of its own.
pub(super) fn aside(c: &Cols<'_, '_>, hand: &Sealing<'_>, aside: Aside) -> Result<Option<String>, StoreError> {
    let clear = c.get(aside.column)?;
    let sealed: Option<Vec<u8>> = c.get(&format!("{}_sealed", aside.column))?;
    match sealed {
        Some(_) => hand.get_aside(&c.get::<String>("id")?, aside, (clear, sealed)),
        None => Ok(clear),
    }
}

/// A due date out of its three columns.
pub(super) fn deadline(c: &Cols<'_, '_>) -> Result<Option<Deadline>, StoreError> {
    let Some(day) = c.opt_day("due")? else { return Ok(None) };
    Ok(Some(Deadline {
        day,
        time: c.get::<Option<u16>>("due_time")?.map(TimeOfDay),
        provisional: c.get("due_provisional")?,
    }))
}

/// Ids as the one value of a statement that asks for all of them: `IN (SELECT value FROM json_each(?1))`.
pub(super) fn listed<T: std::fmt::Display>(ids: impl Iterator<Item = T>) -> String {
    let ids: Vec<String> = ids.map(|id| format!("\"{id}\"")).collect();
    format!("[{}]", ids.join(","))
}

/// A part of a handling, with the number of it.
fn part(c: &Cols<'_, '_>, opinion: OpinionId, hand: &Sealing<'_>) -> Result<(u16, Handover), StoreError> {
    let n: i64 = c.get("n")?;
    let text = |column: &str| {
        let field = format!("handover.{n}.{column}");
        let sealed = c.get(&format!("{column}_sealed"))?;
        hand.get(&opinion.to_string(), &field, c.get(column)?, sealed)
    };
    let round: u16 = c.get("round")?;
    let handover = Handover {
        part: c.get("part")?,
        lead: c.get("lead")?,
        unit: c.id("unit", UnitId)?,
        unit_name: c.get("unit_name")?,
        via: c.opt_id("via", UnitId)?,
        handed_at: c.moment("handed_at")?,
        counted_from: c.opt_day("counted_from")?,
        due: deadline(c)?,
        person: text("person")?,
        promised_for: c.opt_day("promised_for")?,
        answered_at: c.opt_moment("answered_at")?,
        class: c.get("class")?,
        answer: text("answer")?,
    };
    Ok((round, handover))
}

/// Matters with their deputies, parties, rounds and numbers, in the order of their ids: as many statements for a page of
/// them as for one. Those that are not there are left out.
pub(super) fn opinions(conn: &Connection, ids: &[OpinionId], hand: &Sealing<'_>) -> Result<Vec<Opinion>, StoreError> {
    // One is asked for with every act, and the plainer way is the faster.
    let (are, key) = match ids {
        [id] => ("= ?1", id.to_string()),
        all => ("IN (SELECT value FROM json_each(?1))", listed(all.iter())),
    };
    let read = |c: &Cols<'_, '_>| {
        let (n, number) = (c.get("n")?, c.get("number")?);
        let (visit, citizen) = (c.id("visit", VisitId)?, c.opt_id("citizen", CitizenId)?);
        let (session, day) = (c.opt_id("session", SessionId)?, c.day("day")?);
        let mut details = OpinionDetails::default();
        let mut say = |field: OpinionField, text: Option<&str>| {
            let known = details.set(field, text);
            known.then_some(()).ok_or_else(|| Cols::odd(field.key()))
        };
        for field in OpinionField::plain() {
            say(field, c.text(field.key())?.as_deref())?;
        }
        let texts = all_texts(c, hand)?;
        for field in OpinionField::texts() {
            say(field, texts.get(field).map(String::as_str))?;
        }
        Ok(Opinion {
            id: c.id("id", OpinionId)?,
            n,
            number,
            visit,
            citizen,
            parties: Vec::new(),
            session,
            day,
            details,
            answer: texts.get(OpinionField::Answer).cloned(),
            split_from: c.opt_id("split_from", OpinionId)?,
            paper_no: aside(c, hand, Aside::PAPER_NO)?,
            state: c.code("state", OpinionState::from_code)?,
            rounds: Vec::new(),
            numbers: Vec::new(),
            on_spot: c.get("on_spot")?,
            class: c.get("class")?,
            class_date: c.opt_day("class_date")?,
            guidance: c.get("guidance")?,
            told: c.get("told")?,
            failed_tellings: c.get("failed_tellings")?,
            held: c.get("held")?,
            grade: c.opt_code("grade", Grade::from_code)?,
            void_reason: aside(c, hand, Aside::VOID_REASON)?,
            keeper: c.opt_id("keeper", AccountId)?,
            filed_at: c.moment("filed_at")?,
            closed_at: c.opt_moment("closed_at")?,
            rev: c.get("rev")?,
        })
    };
    let found = all(conn, &format!("SELECT * FROM opinion WHERE id {are}"), [&key], read)?;
    let mut found: BTreeMap<OpinionId, Opinion> = found.into_iter().map(|o| (o.id, o)).collect();
    let mut of = |what: &str, order: &str, add: &dyn Fn(&Cols<'_, '_>, &mut Opinion) -> Result<(), StoreError>| {
        let read = |c: &Cols<'_, '_>| match found.get_mut(&c.id("opinion", OpinionId)?) {
            Some(opinion) => add(c, opinion),
            None => Ok(()),
        };
        let sql = format!("SELECT {what} WHERE p.opinion {are} ORDER BY p.opinion, {order}");
        all(conn, &sql, [&key], read).map(drop)
    };
    of("p.opinion, p.deputy FROM opinion_deputy p", "p.place", &|c, o| {
        o.details.deputies.push(c.id("deputy", DeputyId)?);
        Ok(())
    })?;
    of(
        concat!(
            "p.opinion, p.citizen, p.told, c.name, ",
            party_grade!(),
            " AS grade FROM opinion_party p JOIN citizen c ON c.id = p.citizen"
        ),
        "p.place",
        &|c, o| {
            o.parties.push(Party {
                citizen: c.id("citizen", CitizenId)?,
                name: c.get("name")?,
                told: c.get("told")?,
                grade: c.opt_code("grade", Grade::from_code)?,
            });
            Ok(())
        },
    )?;
    of("* FROM handover p", "p.round, p.lead DESC, p.part", &|c, o| {
        let (no, part) = part(c, o.id, hand)?;
        match o.rounds.last_mut().filter(|round| round.no == no) {
            Some(round) => round.further.push(part),
            None => o.rounds.push(Round {
                no,
                lead: part,
                further: Vec::new(),
            }),
        }
        Ok(())
    })?;
    of(
        "p.n, p.opinion, p.number, p.number_sealed, p.family, p.system FROM number p",
        "p.n",
        &|c, o| {
            let known = number(c, hand, &o.id.to_string())?;
            let (family, system) = (c.code("family", NumberFamily::from_code)?, c.get("system")?);
            o.numbers
                .extend(known.map(|number| OtherNumber { family, system, number }));
            Ok(())
        },
    )?;
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// A number beside a matter's own; none when it was erased.
pub(super) fn number(c: &Cols<'_, '_>, hand: &Sealing<'_>, opinion: &str) -> Result<Option<String>, StoreError> {
    let field = number_field(c.get("n")?);
    hand.get(opinion, &field, c.get("number")?, c.get("number_sealed")?)
}
