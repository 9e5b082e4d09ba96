//! Rows as records. Columns are asked for by name, so that a table may grow in the middle.

use std::cell::{Cell, RefCell};

use rusqlite::types::{FromSql, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Params, Row};
use uuid::Uuid;

use super::codec;
use super::error::StoreError;
use super::who::AccountsMet;
use crate::domain::code::{
    Agreement, AttendanceState, Channel, Doing, Grade, NumberFamily, OpinionState, Presence, Priority, Reached, Role,
    SecondCopy, SessionKind, SessionState, Shown, StationKind, Urgency, VisitState,
};
use crate::domain::id::{
    AccountId, CitizenId, DeputyId, DraftId, OpinionId, PromiseId, SessionId, StationId, UnitId, VisitId,
};
use crate::domain::moment::{Day, Moment, TimeOfDay};
use crate::domain::record::Touch;
use crate::domain::rules::Limit;

pub(super) use matter::{all_texts, aside, deadline, number, opinions, texts};
pub(super) use people::{account, attendance, citizen, deputy, session, station, unit, visit};

/// The newest that one of those the answer is owed to (`p`) said of it since they are, alone or with the others.
macro_rules! party_grade {
    () => {
        "(SELECT e.grade FROM evaluation e WHERE e.opinion = p.opinion AND (e.citizen IS NULL OR e.citizen = p.citizen) \
         AND e.n > (SELECT o.owed_since FROM opinion o WHERE o.id = p.opinion) \
         ORDER BY e.n DESC LIMIT 1)"
    };
}
pub(super) use party_grade;

/// By what came of a telling the person knows now, as [`Reached::is_told`] says.
macro_rules! told {
    () => {
        "('told', 'collected')"
    };
}
pub(super) use told;

mod matter;
mod people;

/// Where the names that are asked for of a statement's rows were found. Every row is asked for the same ones in the same order,
/// so that only the first has to look for them: comparing each with the statement's own was an eighth of all reading.
#[derive(Default)]
struct Places(RefCell<Vec<(String, usize)>>);

/// A row with typed access.
pub(super) struct Cols<'a, 's> {
    conn: &'a Connection,
    met: &'a AccountsMet,
    places: &'a Places,
    row: &'a Row<'s>,
    /// Which of the places is looked at first: the one after the last that was asked for.
    next: Cell<usize>,
    /// Whether people want to read it: then an account is called by its name too.
    named: Cell<bool>,
}

impl<'a, 's> Cols<'a, 's> {
    fn of(conn: &'a Connection, met: &'a AccountsMet, places: &'a Places, row: &'a Row<'s>) -> Self {
        Self {
            conn,
            met,
            places,
            row,
            next: Cell::new(0),
            named: Cell::new(true),
        }
    }

    fn place(&self, name: &str) -> Result<usize, StoreError> {
        let mut places = self.places.0.borrow_mut();
        let (next, count) = (self.next.get(), places.len());
        let same = |at: &usize| places.get(*at).is_some_and(|(known, _)| known == name);
        // In the first row none is known yet, and none is looked for among those before.
        let known = (next..count).chain(0..if next < count { next } else { 0 }).find(same);
        if let Some((at, (_, place))) = known.and_then(|at| Some((at, places.get(at)?))) {
            self.next.set(at + 1);
            return Ok(*place);
        }
        let place = self.look_for(name, places.last().map_or(0, |(_, place)| place + 1))?;
        places.push((name.to_owned(), place));
        self.next.set(places.len());
        Ok(place)
    }

    /// Looks for a name, first from a place on: readers ask in the order of the table.
    fn look_for(&self, name: &str, from: usize) -> Result<usize, StoreError> {
        let statement = self.row.as_ref();
        let count = statement.column_count();
        for place in (from..count).chain(0..from.min(count)) {
            if statement.column_name(place)? == name {
                return Ok(place);
            }
        }
        Err(rusqlite::Error::InvalidColumnName(name.to_owned()).into())
    }

    fn value(&self, name: &str) -> Result<ValueRef<'_>, StoreError> {
        Ok(self.row.get_ref(self.place(name)?)?)
    }

    /// What a column holds.
    pub fn get<T: Held>(&self, name: &str) -> Result<T, StoreError> {
        T::held(self.value(name)?).ok_or_else(|| Self::odd(name))
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

    /// Who changed the record last, by its columns `touch_by`, `touch_table`, `touch_at`.
    pub fn touch(&self) -> Result<Touch, StoreError> {
        let who = self.who("touch_by")?;
        self.touched(who, self.get("touch_table")?, self.get("touch_at")?, "rev")
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

/// A value as a column holds it; none where it is none of its kind. Whatever may be missing may be NULL.
pub(super) trait Held: Sized {
    fn held(value: ValueRef<'_>) -> Option<Self>;
}

impl<T: Held> Held for Option<T> {
    fn held(value: ValueRef<'_>) -> Option<Self> {
        if value == ValueRef::Null {
            return Some(None);
        }
        T::held(value).map(Some)
    }
}

macro_rules! held {
    ($value:ident; $($($ty:ty)+ => $held:expr;)+) => {$($(
        impl Held for $ty {
            fn held($value: ValueRef<'_>) -> Option<Self> {
                $held
            }
        }
    )+)+};
}

held! { value;
    bool u8 u16 u32 i64 f64 String Vec<u8> => FromSql::column_result(value).ok();
    AccountId CitizenId DeputyId DraftId OpinionId PromiseId SessionId StationId UnitId VisitId =>
        Uuid::parse_str(value.as_str().ok()?).ok().map(Self);
    Uuid => Self::parse_str(value.as_str().ok()?).ok();
    Agreement AttendanceState Channel Doing Grade NumberFamily OpinionState Presence Priority Reached Role SecondCopy SessionKind SessionState Shown
        StationKind Urgency VisitState => Self::from_code(value.as_str().ok()?);
    Limit => serde_json::from_str(value.as_str().ok()?).ok();
    Day => value.as_str().ok()?.parse().ok();
    Moment => value.as_i64().ok().map(Self);
    TimeOfDay => u16::held(value).map(Self);
}

/// A record from the columns its fields are called by, and from what is said of those that are not read so.
macro_rules! record {
    ($c:ident, $record:ident { $($field:ident $(: $value:expr)?),+ $(,)? }) => {
        $record { $($field: $crate::store::rows::record!(@ $c $field $($value)?)),+ }
    };
    (@ $c:ident $field:ident $value:expr) => { $value };
    (@ $c:ident $field:ident) => { $c.get(stringify!($field))? };
}
pub(super) use record;

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
    let (met, places) = (AccountsMet::default(), Places::default());
    let row = rows.next()?;
    row.map(|row| read(&Cols::of(conn, &met, &places, row))).transpose()
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
    let (mut out, met, places) = (Vec::new(), AccountsMet::default(), Places::default());
    while let Some(row) = rows.next()? {
        out.push(read(&Cols::of(conn, &met, &places, row))?);
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

/// Ids as the one value of a statement that asks for all of them: `IN (SELECT value FROM json_each(?1))`.
pub(super) fn listed<T: std::fmt::Display>(ids: impl Iterator<Item = T>) -> String {
    let ids: Vec<String> = ids.map(|id| format!("\"{id}\"")).collect();
    format!("[{}]", ids.join(","))
}

#[cfg(test)]
mod tests {
    use crate::domain::code::Reached;

    #[test]
    fn who_knows_is_asked_in_sql_as_the_code_says() {
        let told = Reached::ALL
            .iter()
            .filter(|r| r.is_told())
            .map(|r| format!("'{}'", r.code()));
        assert_eq!(told!(), format!("({})", told.collect::<Vec<_>>().join(", ")));
    }
}
