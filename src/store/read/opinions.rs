//! Lists of matters: newest first, a page at a time, by whatever was typed.

use rusqlite::{Connection, ToSql, params};
use uuid::Uuid;

use super::gate::Seen;
use super::matching::{Matching, around, holds, matching, only};
use super::secret_words::{self, Secret};
use crate::domain::code::OpinionState;
use crate::domain::fields::OpinionField;
use crate::domain::id::{AccountId, OpinionId};
use crate::domain::own_number::OwnNumber;
use crate::domain::text::{NUMBER_MARK, bare_number, number_key};
use crate::domain::view::{OpinionRow, Stretch};
use crate::store::error::StoreError;
use crate::store::facts;
use crate::store::named::{self, name};
use crate::store::rows::{self, Cols};
use crate::store::sealing::{Sealing, TEXTS, Texts, open_all};

/// So far into a matter a list shows it on the narrowest screen.
const NEAR: usize = 6;

/// A text on one line; how much of it is shown is for whoever shows it.
pub(super) fn brief(text: Option<&str>) -> String {
    let text = text.unwrap_or_default().trim().chars();
    text.map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c })
        .collect()
}

/// What a line of a list needs, in the order it is read.
pub(super) const COLUMNS: &str = concat!(
    "o.id, o.n, o.number, o.day, coalesce(o.summary, o.words) AS brief, CASE WHEN o.summary IS NOT NULL THEN o.words END AS said, \
     o.sealed, ",
    name!("c"),
    " AS person, v.short AS village, r.unit_name AS unit_name, o.category, o.state, o.due, o.due_time, o.due_provisional, \
     o.confidential, o.rev"
);
pub(super) const JOINS: &str = "LEFT JOIN citizen c ON c.id = o.citizen LEFT JOIN unit v ON v.id = c.village \
                     LEFT JOIN handover r ON r.opinion = o.id AND r.round = o.round_no AND r.lead = 1";

/// A line, and what is sealed of a confidential matter.
pub(super) type Line = (OpinionRow, Option<Vec<u8>>);

pub(super) fn line(c: &Cols<'_, '_>) -> Result<Line, StoreError> {
    found_line(c, "")
}

/// What is shown of a text and of the words it is short for: from the piece on in which what was typed is found.
fn shown((text, said): (Option<&str>, Option<&str>), typed: &str) -> Option<String> {
    let piece = text.and_then(|text| around(text, typed, NEAR));
    // What is not in the summary may be in the words it was made from.
    let in_summary = || text.is_some_and(|text| holds(text, typed));
    let in_words = || said.and_then(|said| around(said, typed, 0));
    let shown = piece.or_else(|| if in_summary() { None } else { in_words() });
    shown
        .map(|piece| format!("..{piece}"))
        .or_else(|| text.map(str::to_owned))
}

/// A line with the piece of the matter in which what was typed is found.
fn found_line(c: &Cols<'_, '_>, typed: &str) -> Result<Line, StoreError> {
    let text: Option<String> = c.get("brief")?;
    let said: Option<String> = if typed.is_empty() { None } else { c.get("said")? };
    let shown = shown((text.as_deref(), said.as_deref()), typed);
    let row = OpinionRow {
        id: c.get("id")?,
        n: c.get("n")?,
        number: c.get("number")?,
        day: c.get("day")?,
        brief: brief(shown.as_deref()),
        person: c.get("person")?,
        village: c.get("village")?,
        unit: c.get("unit_name")?,
        category: c.get("category")?,
        state: c.get("state")?,
        due: rows::deadline(c)?,
        confidential: c.get("confidential")?,
        withheld: false,
        rev: c.get("rev")?,
    };
    Ok((row, c.get("sealed")?))
}

/// Lines with the short forms of confidential matters, whose keys are fetched together.
pub(super) fn opened(conn: &Connection, hand: &Sealing<'_>, lines: Vec<Line>) -> Result<Vec<OpinionRow>, StoreError> {
    opened_by(conn, hand, lines, "")
}

/// The same with the piece of each in which what was typed is found.
fn opened_by(
    conn: &Connection,
    hand: &Sealing<'_>,
    lines: Vec<Line>,
    typed: &str,
) -> Result<Vec<OpinionRow>, StoreError> {
    let sealed = lines.iter().flat_map(|(row, sealed)| {
        let matter = sealed.as_ref().map(|_| row.id.0);
        matter.into_iter().chain(named::owner(row.person.as_deref()))
    });
    let sealed: Vec<Uuid> = sealed.collect();
    if sealed.is_empty() {
        return Ok(lines.into_iter().map(|(row, _)| row).collect());
    }
    let vault = hand.vault.with(conn, sealed.into_iter())?;
    let hand = Sealing { vault: &vault, ..*hand };
    let open = |(mut row, sealed): Line| {
        if let Some(sealed) = sealed {
            let texts: Texts = open_all(&hand, &row.id.to_string(), TEXTS, Some(&sealed))?;
            let words = texts.get(OpinionField::Words).map(String::as_str);
            let summary = texts.get(OpinionField::Summary).map(String::as_str);
            let said = words.filter(|_| summary.is_some() && !typed.is_empty());
            row.brief = brief(shown((summary.or(words), said), typed).as_deref());
        }
        row.person = named::read(&hand, row.person.take())?;
        Ok(row)
    };
    lines.into_iter().map(open).collect()
}

/// Every matter, to be walked along from a place.
const ALL: &str = "FROM opinion o";

/// The first number that does not begin like this one.
fn after(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

/// How a stretch of a list is read: from where, on which side of it, in which order.
fn reading(stretch: Stretch) -> (i64, &'static str, &'static str) {
    match stretch {
        Stretch::Newest => (i64::MAX, "<", "DESC"),
        Stretch::Before(n) => (n, "<", "DESC"),
        Stretch::After(n) => (n, ">", "ASC"),
        Stretch::Oldest => (i64::MIN, ">", "ASC"),
    }
}

/// Matters, newest first, whether there are more on the side that was asked for, and whether words were looked for in some of
/// the confidential ones only.
pub(super) fn opinions(
    conn: &Connection,
    hand: &Sealing<'_>,
    seen: &Seen,
    typed: &str,
    state: Option<OpinionState>,
    stretch: Stretch,
    limit: u32,
) -> Result<(Vec<OpinionRow>, bool, bool), StoreError> {
    let typed = typed.trim();
    let read = |c: &Cols<'_, '_>| found_line(c, typed);
    let secret = secret_words::holding(conn, hand, seen, typed, Some(secret_words::MOST))?;
    let (lines, more) = found(
        conn,
        hand,
        seen,
        (typed, only(typed, state), &secret),
        (stretch, limit),
        [COLUMNS, JOINS],
        read,
    )?;
    Ok((opened_by(conn, hand, lines, typed)?, more, secret.is_cut))
}

/// The same, by their ids, and of the confidential ones all: whoever asks for whole matters has nobody waiting at a key.
pub(super) fn ids(
    conn: &Connection,
    hand: &Sealing<'_>,
    seen: &Seen,
    typed: &str,
    stretch: Stretch,
    limit: u32,
) -> Result<(Vec<OpinionId>, bool), StoreError> {
    let secret = secret_words::holding(conn, hand, seen, typed, None)?;
    let sought = (typed, None, &secret);
    found(conn, hand, seen, sought, (stretch, limit), ["o.id, o.n", ""], |c| {
        c.get("id")
    })
}

fn found<T>(
    conn: &Connection,
    hand: &Sealing<'_>,
    seen: &Seen,
    (typed, state, secret): (&str, Option<OpinionState>, &Secret),
    (stretch, limit): (Stretch, u32),
    [columns, joins]: [&str; 2],
    read: impl Fn(&Cols<'_, '_>) -> Result<T, StoreError>,
) -> Result<(Vec<T>, bool), StoreError> {
    let (bound, side, way) = reading(stretch);
    let key = number_key(typed);
    let bare = bare_number(&key);
    let by_number = |at: usize| {
        let is = other_number(&key, at);
        format!("SELECT p.n AS found FROM number y CROSS JOIN opinion p ON p.id = y.opinion WHERE {is}")
    };
    let tokens = || {
        Ok::<_, StoreError>([
            Box::new(key.clone()) as Box<dyn ToSql>,
            Box::new(bare.clone()),
            Box::new(hand.number_token(&bare)?),
            Box::new(hand.number_token(&key)?),
        ])
    };
    let mut meant = matching(typed);
    if seen.may_know() {
        meant.and_secret(typed, hand)?;
    }
    // What of it finds a matter by its own number.
    let mut by_own = vec![String::from(match &meant {
        Matching::All | Matching::Number(_) => "1",
        Matching::Digits { .. } => "o.serial = ?3",
        Matching::Words(_) | Matching::Letters(_) | Matching::Nothing => "0",
    })];
    let (mut source, mut values): (Source, Vec<Box<dyn ToSql>>) = match meant {
        // The number of a paper, of an older book, of another system: whatever it looks like, it is in the book of numbers.
        Matching::Number(own) if is_other_number(conn, hand, &key)? && !begins_own(conn, &own)? => {
            by_own.clear();
            (Source::Found(by_number(3)), Vec::from(tokens()?))
        }
        // A house number is written like the end of another system's number: both are found.
        Matching::Words(query) if is_other_number(conn, hand, &key)? => {
            let words = "SELECT rowid FROM opinion_index WHERE opinion_index MATCH ?7";
            let mut values = Vec::from(tokens()?);
            values.push(Box::new(query));
            (Source::Found(format!("{} UNION {words}", by_number(3))), values)
        }
        Matching::Nothing => (Source::Nothing, Vec::new()),
        Matching::All => (Source::All, Vec::new()),
        Matching::Number(prefix) => (
            if prefix.ends_with('-') {
                // Nearly every number begins like this, so the newest few are found soonest from the end.
                Source::All
            } else if state.is_some() {
                Source::Found("SELECT n AS found FROM opinion WHERE number >= ?3 AND number < ?4".to_owned())
            } else {
                Source::Found(format!(
                    "SELECT found FROM (SELECT n AS found FROM opinion WHERE number >= ?3 AND number < ?4 AND +n {side} ?1 \
                     ORDER BY +n {way} LIMIT ?2)"
                ))
            },
            vec![Box::new(prefix.clone()), Box::new(after(&prefix))],
        ),
        Matching::Digits { serial, phone, code } => {
            let phone = phone.map(|p| p.whose(conn, hand, seen)).transpose()?;
            let mut values: Vec<Box<dyn ToSql>> = vec![
                Box::new(serial),
                Box::new(phone.unwrap_or_else(|| "[]".to_owned())),
                Box::new(code),
            ];
            values.extend(tokens()?);
            let found = format!(
                "SELECT n AS found FROM opinion WHERE serial = ?3 \
                   UNION SELECT p.n FROM json_each(?4) j CROSS JOIN opinion_party y ON y.citizen = j.value CROSS JOIN opinion p ON p.id = y.opinion \
                   UNION SELECT p.n FROM citizen q CROSS JOIN opinion_party y ON y.citizen = q.id CROSS JOIN opinion p ON p.id = y.opinion WHERE q.claim_code = ?5 \
                   UNION {}",
                by_number(6)
            );
            (Source::Found(found), values)
        }
        Matching::Words(query) => (Source::Index("opinion_index"), vec![Box::new(query)]),
        Matching::Letters(query) => (Source::Index("name_index"), vec![Box::new(query)]),
    };
    if let Some(own) = OwnNumber::of(typed) {
        let at = values.len() + 3;
        source = source.or_numbered(&own, at);
        by_own.push(numbered(&own, "o.", at));
        values.push(Box::new(own.serial));
        values.push(Box::new(own.year));
        values.push(Box::new(own.code));
    }
    let (from, order, found) = match &source {
        Source::Nothing => return Ok((Vec::new(), false)),
        Source::All if values.is_empty() => (ALL.to_owned(), "o.n", String::new()),
        Source::All => (
            ALL.to_owned(),
            "o.n",
            " AND +o.number >= ?3 AND +o.number < ?4".to_owned(),
        ),
        Source::Index(index) => (
            format!("FROM {index} x CROSS JOIN opinion o ON o.n = x.rowid"),
            "x.rowid",
            format!(" AND {index} MATCH ?3"),
        ),
        Source::Found(found) => (
            format!("FROM ({found}) x CROSS JOIN opinion o ON o.n = x.found"),
            "o.n",
            String::new(),
        ),
    };
    let mut all: Vec<Box<dyn ToSql>> = vec![Box::new(bound), Box::new(i64::from(limit) + 1)];
    all.append(&mut values);
    let only = if state.is_some() {
        format!(" AND o.state = ?{}", all.len() + 1)
    } else {
        String::new()
    };
    if let Some(state) = state {
        all.push(Box::new(state.code()));
    }
    // Whoever may know no more of a matter than its number finds it by nothing else.
    by_own.retain(|is| is != "0");
    let known = match seen.is_withheld().filter(|_| by_own.iter().all(|is| is != "1")) {
        None => String::new(),
        Some(is) if by_own.is_empty() => format!(" AND NOT {is}"),
        Some(is) => format!(" AND (NOT {is} OR {})", by_own.join(" OR ")),
    };
    let sql = format!(
        "SELECT {columns} {from} {joins} WHERE {order} {side} ?1{found}{only}{known} ORDER BY {order} {way} LIMIT ?2"
    );
    let placed = |c: &Cols<'_, '_>| Ok::<_, StoreError>((c.get::<i64>("n")?, read(c)?));
    let mut out = rows::all(conn, &sql, rusqlite::params_from_iter(all), placed)?;
    // A union in the statement would make a list of all that an index finds of a common word.
    if !secret.places.is_empty() {
        let sql = format!(
            "SELECT {columns} FROM json_each(?3) j CROSS JOIN opinion o ON o.n = j.value {joins} WHERE o.n {side} ?1 \
             ORDER BY o.n {way} LIMIT ?2"
        );
        let values = params![bound, i64::from(limit) + 1, rows::listed(secret.places.iter())];
        out.extend(rows::all(conn, &sql, values, placed)?);
    }
    out.sort_unstable_by_key(|(n, _)| if way == "ASC" { *n } else { -*n });
    out.dedup_by_key(|(n, _)| *n);
    let more = out.len() > limit as usize;
    out.truncate(limit as usize);
    if way == "ASC" {
        out.reverse();
    }
    Ok((out.into_iter().map(|(_, row)| row).collect(), more))
}

/// Where matters are found.
enum Source {
    Nothing,
    /// Walked along; with the beginning of a number, those that begin so.
    All,
    /// By words in an index for them, whose expression is `?3`.
    Index(&'static str),
    /// A question for the places of those that are meant.
    Found(String),
}

impl Source {
    /// With those whose own number it is, written in whatever form; serial, year and code are the parameters from `at` on.
    fn or_numbered(self, own: &OwnNumber, at: usize) -> Self {
        let numbered = format!("SELECT n AS found FROM opinion WHERE {}", numbered(own, "", at));
        match self {
            Self::Nothing => Self::Found(numbered),
            // The beginning of a number is no number yet.
            Self::All => Self::All,
            Self::Index(index) => Self::Found(format!(
                "SELECT rowid AS found FROM {index} WHERE {index} MATCH ?3 UNION {numbered}"
            )),
            Self::Found(found) => Self::Found(format!("{found} UNION {numbered}")),
        }
    }
}

/// SQL of whether it is the own number of a row of matters; serial, year and code are the parameters from `at` on.
fn numbered(own: &OwnNumber, of: &str, at: usize) -> String {
    let (serial, year, code) = (at, at + 1, at + 2);
    let year = if own.year.is_some() {
        format!("{of}year = ?{year}")
    } else {
        format!("?{year} IS NULL")
    };
    let code = match own.code {
        Some(_) => format!("substr({of}number, 1, length(?{code}) + 1) = ?{code} || '-'"),
        None => format!("?{code} IS NULL"),
    };
    format!("({of}serial = ?{serial} AND {year} AND {code})")
}

/// From so many signs on, a number beside a matter's own is found by any part of it.
const PART: usize = 3;

/// From so many digits on a row of nothing but digits is so found; a shorter one, which may as well be a serial number of
/// the station, by its end alone. People read out the last digits, and say 号 (U+53F7) behind them or not.
const DIGITS: usize = 5;

/// The rows of the book of numbers that a key finds, which is the parameter `at`, with what is left of it without marks, the
/// token of that and the token of the key behind it. Whoever types no separators is understood however the number is written; whoever types them
/// means them, unless a whole number that has none was read out in groups. The book is short, so it may be walked
/// through.
fn other_number(key: &str, at: usize) -> String {
    let (marked, bare, bare_token, token) = (at, at + 1, at + 2, at + 3);
    let read_out = format!("replace(y.key, '{NUMBER_MARK}', '')");
    let digits = key.bytes().all(|b| b.is_ascii_digit());
    let part = match key.chars().count() {
        n if n < PART => format!("y.key >= ?{marked} AND y.key < ?{marked} || char(1114111)"),
        n if digits && n < DIGITS => format!(
            "substr({read_out}, 1, length(?{bare})) = ?{bare} \
             OR substr(rtrim({read_out}, char(21495)), -length(?{bare})) = ?{bare}"
        ),
        _ if key.contains(NUMBER_MARK) => format!("instr(y.key, ?{marked}) > 0 OR y.key = ?{bare}"),
        _ => format!("instr({read_out}, ?{bare}) > 0"),
    };
    // A whole number of a confidential matter, by the same rules.
    let whole = if key.contains(NUMBER_MARK) {
        "y.token"
    } else {
        "y.bare_token"
    };
    format!("({part} OR y.token = ?{token} OR {whole} = ?{bare_token})")
}

/// Whether a number beside a matter's own is found by this key.
fn is_other_number(conn: &Connection, hand: &Sealing<'_>, key: &str) -> Result<bool, StoreError> {
    if !key.bytes().any(|b| b.is_ascii_digit()) {
        return Ok(false);
    }
    let bare = bare_number(key);
    let sql = format!("SELECT 1 FROM number y WHERE {} LIMIT 1", other_number(key, 1));
    Ok(conn
        .prepare_cached(&sql)?
        .exists(params![key, bare, hand.number_token(&bare)?, hand.number_token(key)?])?)
}

/// Whether a matter's own number begins like this.
fn begins_own(conn: &Connection, prefix: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM opinion WHERE number >= ?1 AND number < ?2 LIMIT 1";
    Ok(conn.prepare_cached(sql)?.exists([prefix, &after(prefix)])?)
}

/// Matters of a visit, oldest first, without those of whoever called meanwhile and was written down with it.
pub(super) fn of_visit(conn: &Connection, hand: &Sealing<'_>, visit: &str) -> Result<Vec<OpinionRow>, StoreError> {
    let told = facts::told_there();
    let sql = format!("SELECT {COLUMNS} FROM opinion o {JOINS} WHERE o.visit = ?1 AND {told} ORDER BY o.n");
    opened(conn, hand, rows::all(conn, &sql, [visit], line)?)
}

/// What an account looks after and is not over, the oldest first.
pub(super) fn kept_by(
    conn: &Connection,
    hand: &Sealing<'_>,
    account: AccountId,
) -> Result<Vec<OpinionRow>, StoreError> {
    let ids = facts::kept_by(conn, account)?;
    let sql = format!("SELECT {COLUMNS} FROM opinion o {JOINS} WHERE o.id = ?1");
    let mut lines = Vec::with_capacity(ids.len());
    for id in ids {
        lines.extend(rows::one(conn, &sql, [id.to_string()], line)?);
    }
    opened(conn, hand, lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brief_form_is_one_line() {
        assert_eq!(brief(Some(" a\nb ")), "a b");
    }
}
