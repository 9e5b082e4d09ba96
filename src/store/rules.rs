//! The rules in force, put together from the rows of their sections.

use std::sync::Arc;

use rusqlite::{Connection, Params, params};
use serde::de::DeserializeOwned;

use super::error::StoreError;
use super::rows;
use crate::domain::command::{AdoptRules, Command};
use crate::domain::moment::Moment;
use crate::domain::record::Touch;
use crate::domain::rules::{InUse, Ruleset, Section, kept_otherwise, removed};

/// The rules in force, kept parsed between commands; they change a few times a year.
#[derive(Debug, Default)]
pub struct RulesCache(Option<(i64, Arc<Ruleset>)>);

impl RulesCache {
    /// The rules in force now.
    pub fn get(&mut self, conn: &Connection) -> Result<Option<Arc<Ruleset>>, StoreError> {
        let newest = rows::one(conn, "SELECT n FROM rules ORDER BY n DESC LIMIT 1", [], |c| {
            c.get::<i64>("n")
        })?;
        let Some(newest) = newest else {
            self.0 = None;
            return Ok(None);
        };
        if self.0.as_ref().is_none_or(|(n, _)| *n != newest) {
            self.0 = rules(conn)?.map(|r| (newest, Arc::new(r)));
        }
        Ok(self.0.as_ref().map(|(_, r)| Arc::clone(r)))
    }
}

/// The table a section of the rules has its rows in, several lists one in common; none where it stands in the row of the version.
pub(super) const fn table(section: Section) -> Option<&'static str> {
    match section {
        Section::Queue | Section::Limits => None,
        Section::Reason | Section::Category | Section::Class | Section::Uphold | Section::Reveal => Some(CODES),
        Section::Calendar => Some("calendar"),
        Section::Template => Some("template"),
        Section::Rhythm => Some("rhythm"),
    }
}

/// The table of lists that differ by nothing but what they are for.
pub(super) const CODES: &str = "code_list";

/// SQL of which rows of a table a program knew that filled it by this [`APPLY`](super::migrate::APPLY); none where it knew every
/// kind of them. A list that came later stands there by its default in what is made anew from the log.
pub fn known_to(made_by: u32, table: &str) -> Option<String> {
    let came = |s: &&Section| table == CODES && self::table(**s) == Some(CODES) && s.since() > made_by;
    let came: Vec<String> = Section::ALL
        .iter()
        .filter(came)
        .map(|s| format!("'{}'", s.code()))
        .collect();
    (!came.is_empty()).then(|| format!("list NOT IN ({})", came.join(", ")))
}

/// The rules in force, and which version of them that is.
#[derive(Clone, Debug)]
pub struct InForce {
    pub version: u32,
    pub rules: Ruleset,
}

/// The rules in force.
pub(super) fn rules(conn: &Connection) -> Result<Option<Ruleset>, StoreError> {
    let Some(mut rules) = kept(conn)? else {
        return Ok(None);
    };
    rules.reasons = code_list(conn, Section::Reason)?;
    rules.categories = code_list(conn, Section::Category)?;
    rules.classes = code_list(conn, Section::Class)?;
    rules.upholds = code_list(conn, Section::Uphold)?;
    rules.reveals = code_list(conn, Section::Reveal)?;
    rules.calendars = items(
        conn,
        "SELECT body FROM calendar WHERE version = (SELECT max(version) FROM calendar) AND place > 0 ORDER BY place",
        [],
    )?;
    rules.templates = items(
        conn,
        "SELECT body FROM template WHERE version = (SELECT max(version) FROM template) AND place > 0 ORDER BY place",
        [],
    )?;
    rules.rhythms = items(
        conn,
        "SELECT body FROM rhythm WHERE version = (SELECT max(version) FROM rhythm) AND place > 0 ORDER BY place",
        [],
    )?;
    Ok(Some(rules))
}

/// The queue and the limits of the newest version, and nothing of the lists.
pub(super) fn kept(conn: &Connection) -> Result<Option<Ruleset>, StoreError> {
    rows::one(conn, "SELECT body FROM rules ORDER BY n DESC LIMIT 1", [], |c| {
        let body: String = c.get("body")?;
        serde_json::from_str(&body).map_err(|_| StoreError::corrupt("rules.body"))
    })
}

fn code_list<T: DeserializeOwned>(conn: &Connection, section: Section) -> Result<Vec<T>, StoreError> {
    items(
        conn,
        "SELECT body FROM code_list WHERE list = ?1 AND version = (SELECT max(version) FROM code_list WHERE list = ?1) \
         AND place > 0 ORDER BY place",
        [section.code()],
    )
}

fn items<T: DeserializeOwned>(conn: &Connection, sql: &str, params: impl Params) -> Result<Vec<T>, StoreError> {
    rows::all(conn, sql, params, |c| {
        let body: String = c.get("body")?;
        serde_json::from_str(&body).map_err(|_| StoreError::corrupt("an item of the rules"))
    })
}

/// Who adopted the version in force, and when.
pub(super) fn version(conn: &Connection) -> Result<Option<(u32, Touch)>, StoreError> {
    rows::one(
        conn,
        "SELECT n, version, by, at FROM rules ORDER BY n DESC LIMIT 1",
        [],
        |c| {
            let touch = c.touched_by("by", None, Moment(c.get("at")?), "n")?;
            Ok((c.get("version")?, touch))
        },
    )
}

/// The rules in force with their version.
pub fn in_force(conn: &Connection) -> Result<Option<InForce>, StoreError> {
    let (Some(rules), Some((version, _))) = (rules(conn)?, version(conn)?) else {
        return Ok(None);
    };
    Ok(Some(InForce { version, rules }))
}

/// What whoever adopts rules has to know: who adopted those in force, and which codes that would be gone, or whose matters
/// would be kept otherwise, are in use.
pub(super) fn adopting(
    conn: &Connection,
    command: &Command,
    ours: Option<&Ruleset>,
) -> Result<(Touch, InUse), StoreError> {
    let adopted = || Ok::<_, StoreError>(version(conn)?.map(|(_, touch)| touch).unwrap_or_default());
    if let Command::AdoptHolidays(_) = command {
        return Ok((adopted()?, InUse::default()));
    }
    let (Command::AdoptRules(AdoptRules { rules, .. }), Some(ours)) = (command, ours) else {
        return Ok((Touch::default(), InUse::default()));
    };
    let touch = adopted()?;
    let mut in_use = InUse::default();
    for (section, code) in removed(ours, rules).into_iter().chain(kept_otherwise(ours, rules)) {
        // No index helps here; it is asked only when somebody takes a code away or turns it, which hardly anybody does.
        let sql = match section {
            Section::Reason => "SELECT count(*) FROM opinion WHERE guidance = ?1",
            Section::Category => "SELECT count(*) FROM opinion WHERE category = ?1",
            Section::Class => {
                "SELECT count(*) FROM (SELECT id FROM opinion WHERE class = ?1 \
                 UNION SELECT opinion FROM handover WHERE class = ?1)"
            }
            Section::Uphold => {
                "SELECT count(DISTINCT subject) FROM event WHERE kind = 'opinion_closed' \
                 AND json_extract(CAST(body AS TEXT), '$.upheld') = ?1"
            }
            // By no index, like the others: which codes are in use is asked by whoever takes one away.
            Section::Reveal => "SELECT count(DISTINCT opinion) FROM look WHERE reason = ?1",
            Section::Queue | Section::Limits | Section::Calendar | Section::Template | Section::Rhythm => continue,
        };
        let matters = rows::count(conn, sql, params![code])?;
        in_use.0.insert((section, code), matters);
    }
    Ok((touch, in_use))
}
