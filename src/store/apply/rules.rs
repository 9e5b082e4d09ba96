//! Rules: how the queue works and the limits in the row of the version, each list in rows of its own.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Act, Done};
use crate::domain::event::{RulesetAdopted, SectionAdopted};
use crate::domain::rules::{LimitRules, QueueRules, Ruleset, Section};
use crate::store::error::StoreError;
use crate::store::rules;

/// What the row of a version keeps.
#[derive(Serialize)]
struct Kept<'a> {
    queue: &'a QueueRules,
    limits: &'a LimitRules,
}

effects! { act;
    RulesetAdopted<'_>, e => {
        row(act, *e.version, e.rules)?;
        Section::ALL
            .iter()
            .try_for_each(|section| list(act, *section, *e.version, e.rules))
    };

    SectionAdopted<'_>, e => {
        let whole = Value::Object(Map::from_iter([(e.section.code().to_owned(), e.body.clone())]));
        let new: Ruleset = serde_json::from_value(whole)
            .map_err(|_| StoreError::corrupt(format!("event {}: no {}", act.ev.seq, e.section.code())))?;
        // Of several sections of one adoption each finds what the one before it has written.
        let mut kept = rules::kept(act.tx)?.ok_or_else(|| act.missing("rules"))?;
        match *e.section {
            Section::Queue => kept.queue = new.queue.clone(),
            Section::Limits => kept.limits = new.limits.clone(),
            Section::Reason
            | Section::Category
            | Section::Class
            | Section::Uphold
            | Section::Reveal
            | Section::Calendar
            | Section::Template
            | Section::Rhythm => {}
        }
        row(act, *e.version, &kept)?;
        list(act, *e.section, *e.version, &new)
    };
}

/// The row of a version: made by the first event of an adoption, brought up to date by the others.
fn row(act: &Act<'_>, version: u32, rules: &Ruleset) -> Done {
    act.count("ruleset", "", i64::from(version))?;
    let kept = Kept {
        queue: &rules.queue,
        limits: &rules.limits,
    };
    let body = act.json(&kept)?;
    act.run(
        "INSERT INTO rules (n, version, body, by, at) VALUES (:n, :version, :body, :by, :at) \
         ON CONFLICT (version) DO UPDATE SET body = :body",
        &[
            (":n", &act.ev.seq),
            (":version", &version),
            (":body", &body),
            (":by", &act.by),
            (":at", &act.ev.at.0),
        ],
    )?;
    Ok(())
}

fn list(act: &Act<'_>, section: Section, version: u32, rules: &Ruleset) -> Done {
    let Some(table) = rules::table(section) else {
        return Ok(());
    };
    let to = |key| Rows {
        act,
        table,
        key,
        version,
        list: section.code(),
    };
    match section {
        Section::Queue | Section::Limits => Ok(()),
        Section::Reason => to("code").fill(&rules.reasons, |r| r.code.clone()),
        Section::Category => to("code").fill(&rules.categories, |c| c.code.clone()),
        Section::Class => to("code").fill(&rules.classes, |c| c.code.clone()),
        Section::Uphold => to("code").fill(&rules.upholds, |u| u.code.clone()),
        Section::Reveal => to("code").fill(&rules.reveals, |r| r.code.clone()),
        Section::Calendar => to("year").fill(&rules.calendars, |c| i64::from(c.year)),
        Section::Template => to("name").fill(&rules.templates, |t| t.name.clone()),
        Section::Rhythm => to("name").fill(&rules.rhythms, |r| r.name.clone()),
    }
}

/// The rows of one version of a list.
struct Rows<'a> {
    act: &'a Act<'a>,
    table: &'a str,
    key: &'a str,
    version: u32,
    list: &'static str,
}

impl Rows<'_> {
    fn fill<T: Serialize, K: rusqlite::ToSql>(&self, items: &[T], key: impl Fn(&T) -> K) -> Done {
        self.insert(0, &[])?;
        for (place, item) in (1_i64..).zip(items) {
            self.insert(place, &[(self.key, &key(item)), ("body", &self.act.json(item)?)])?;
        }
        Ok(())
    }

    fn insert(&self, place: i64, more: &[super::Col<'_>]) -> Done {
        let mut columns: Vec<super::Col<'_>> = vec![("version", &self.version), ("place", &place)];
        if self.table == rules::CODES {
            columns.push(("list", &self.list));
        }
        columns.extend_from_slice(more);
        self.act.insert(self.table, &columns)
    }
}
