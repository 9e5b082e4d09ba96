//! `config`: the rules that ship and those of the station, what is different, and adopting by section.

use std::path::Path;

use serde_json::{Value, json};

use super::args::ConfigVerb;
use super::here::Here;
use super::{Done, print, print_data, say, say_data};
use crate::config::{RULES, given};
use crate::domain::command::Command;
use crate::domain::refusal::{Missing, Refusal};
use crate::domain::rules::{Difference, Section, differences, merge};
use crate::error::{CONFIG, DATA, Fail, UNAVAILABLE, USAGE};
use crate::i18n::rules::{at_line, difference, problem, section};
use crate::i18n::{Lang, fill};
use crate::store::desk::OsSupply;
use crate::store::rules::{InForce, in_force};
use crate::store::{ExecuteError, execute};

/// `config`.
pub fn config(here: &Here, verb: Option<ConfigVerb>) -> Done {
    match verb {
        None | Some(ConfigVerb::Show { station: false }) => print_data(RULES),
        Some(ConfigVerb::Show { station: true }) => show(here),
        Some(ConfigVerb::Offer { json }) => offer(here, json),
        Some(ConfigVerb::Adopt {
            file,
            shipped: _,
            sections,
            seen,
        }) => adopt(here, file.as_deref(), &sections, seen),
    }
}

/// The station's rules as a file that can be edited and adopted.
fn show(here: &Here) -> Done {
    let now = ours(here)?;
    let text = toml::to_string(&now.rules).map_err(|e| Fail::with(CONFIG, here.texts().cli.bad_rules, "what", e))?;
    let head = fill(here.texts().cli.rules_version, &[("n", &now.version.to_string())]);
    print_data(&["# ", &head, "\n\n", &text].concat())
}

fn ours(here: &Here) -> Result<InForce, Fail> {
    let found = here.reading()?.look().rules().map_err(here.store(&here.db))?;
    found.ok_or_else(|| no_station(here))
}

fn no_station(here: &Here) -> Fail {
    Fail::with(UNAVAILABLE, here.texts().cli.no_station, "path", here.db.display())
}

/// What ships and is not in force here. Nothing is written.
fn offer(here: &Here, as_json: bool) -> Done {
    let (t, now) = (&here.texts().cli, ours(here)?);
    let shipped = given(here, RULES)?;
    let new = merge(&now.rules, &shipped.rules, &shipped.sections);
    let all = differences(&now.rules, &new);
    if as_json {
        return say_data(&as_data(here.lang, now.version, &all).to_string());
    }
    say(&fill(t.rules_version, &[("n", &now.version.to_string())]))?;
    if all.is_empty() {
        return say(t.rules_same);
    }
    print(&by_section(here.lang, &all))?;
    let values = [("n", now.version.to_string())];
    say(&fill(
        t.rules_offered,
        &values.each_ref().map(|(k, v)| (*k, v.as_str())),
    ))
}

/// The differences under the numbers of their sections.
fn by_section(lang: Lang, all: &[Difference]) -> String {
    let mut out = String::new();
    for (n, name) in (1..=Section::ALL.len()).zip(Section::ALL) {
        let mut lines = all.iter().filter(|d| d.section == *name).peekable();
        if lines.peek().is_some() {
            out.push_str(&[&n.to_string(), " ", section(lang, *name), " (", name.code(), ")\n"].concat());
        }
        for line in lines {
            out.push_str(&["  ", &difference(lang, line), "\n"].concat());
        }
    }
    out
}

fn as_data(lang: Lang, version: u32, all: &[Difference]) -> Value {
    let numbered = (1..).zip(Section::ALL).filter_map(|(n, name)| {
        let lines: Vec<Value> = all
            .iter()
            .filter(|d| d.section == *name)
            .map(|d| line(lang, d))
            .collect();
        (!lines.is_empty()).then(|| json!({"number": n, "section": name.code(), "lines": lines}))
    });
    json!({"version": version, "sections": numbered.collect::<Vec<_>>()})
}

fn line(lang: Lang, d: &Difference) -> Value {
    let change = match (&d.ours, &d.theirs) {
        (None, _) => "added",
        (_, None) => "removed",
        _ => "changed",
    };
    json!({"path": d.path, "change": change, "ours": d.ours, "theirs": d.theirs, "say": difference(lang, d)})
}

/// A text as rules, or everything that is to be said against it.
fn given<'t>(here: &Here, text: &'t str) -> Result<given::Given<'t>, Fail> {
    let t = &here.texts().rules;
    given::read(text).map_err(|all| {
        let said = all.iter().map(|u| {
            let what = match &u.what {
                given::Why::UnknownKey(key) => fill(t.u_key, &[("key", key)]),
                given::Why::MissingKey(key) => fill(t.u_missing, &[("key", key)]),
                given::Why::NotThis(key, wanted) => wants(here.lang, key, *wanted),
                given::Why::Twice(key) => fill(t.w_twice, &[("what", key)]),
                given::Why::Other(what) => fill(t.u_other, &[("what", what)]),
            };
            at_line(here.lang, u.line, &what)
        });
        not_adopted(here, &said.collect::<Vec<_>>())
    })
}

/// What a key takes, where it has something else.
fn wants(lang: Lang, key: &str, wanted: given::Wanted) -> String {
    let t = &lang.texts().rules;
    let (template, most) = match wanted {
        given::Wanted::Number(most) => (t.u_number, most.to_string()),
        given::Wanted::Whole => (t.u_whole, String::new()),
        given::Wanted::Text => (t.u_text, String::new()),
        given::Wanted::List => (t.u_list, String::new()),
        given::Wanted::Table => (t.u_table, String::new()),
        given::Wanted::Flag => (t.u_flag, String::new()),
        given::Wanted::Choice => (t.u_choice, String::new()),
    };
    fill(template, &[("key", key), ("n", &most)])
}

/// A sentence, and what is wrong under it line by line.
fn not_adopted(here: &Here, wrong: &[String]) -> Fail {
    let head = fill(here.texts().cli.rules_wrong, &[("n", &wrong.len().to_string())]);
    let lines = wrong.iter().flat_map(|line| ["\n  ", line.as_str()]);
    Fail::new(CONFIG, std::iter::once(head.as_str()).chain(lines).collect::<String>())
}

fn adopt(here: &Here, file: Option<&Path>, asked: &[Section], seen: Option<u32>) -> Done {
    let t = &here.texts().cli;
    let text = match file {
        Some(file) => std::fs::read_to_string(file).map_err(|e| Fail::reading(here.lang, &e, file))?,
        None => RULES.to_owned(),
    };
    let theirs = given(here, &text)?;
    // What the text does not speak of stays as it is.
    let absent = asked.iter().find(|section| !theirs.sections.contains(section));
    if let Some(absent) = absent {
        return Err(Fail::with(USAGE, t.rules_no_section, "what", absent.code()));
    }
    let sections = if asked.is_empty() { &theirs.sections } else { asked };
    let mut desk = here.desk()?;
    let actor = here.account(&desk)?;
    let now = in_force(desk.conn()).map_err(here.store(&here.db))?;
    let now = now.ok_or_else(|| no_station(here))?;
    let rules = merge(&now.rules, &theirs.rules, sections);
    let all = differences(&now.rules, &rules);
    let command = Command::AdoptRules {
        seen: seen.unwrap_or(now.version),
        rules: Box::new(rules),
    };
    let (at, doubtful) = here.clock_of(&desk)?.now();
    let request = here.request(Some(actor.id), command);
    match execute(&mut desk, &request, at, doubtful, &mut OsSupply) {
        Ok(_) => {}
        Err(ExecuteError::Refused(Refusal::BadRules(wrong))) => {
            // Without a file the lines would be those of a text nobody sees.
            let line = |p| file.and_then(|_| theirs.line(p));
            let said = wrong.iter().map(|p| problem(here.lang, p, line(p)));
            return Err(not_adopted(here, &said.collect::<Vec<_>>()));
        }
        Err(ExecuteError::Refused(Refusal::Missing(Missing::Change))) => {
            let same = if file.is_some() {
                t.rules_as_ours
            } else {
                t.rules_as_shipped
            };
            return Err(Fail::new(DATA, same));
        }
        Err(e) => return Err(Fail::execute(here.lang, &e, &here.db)),
    }
    let version = in_force(desk.conn())
        .map_err(here.store(&here.db))?
        .map_or(0, |f| f.version);
    print(&by_section(here.lang, &all))?;
    say(&fill(t.rules_adopted, &[("n", &version.to_string())]))
}
