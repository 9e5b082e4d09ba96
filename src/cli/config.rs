//! `config`: the rules that ship and those of the station, what is different, and adopting by section.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::args::ConfigVerb;
use super::here::Here;
use super::{Done, fill, print, print_data, say, say_data};
use crate::cells::clean;
use crate::config::{RULES, rules_text};
use crate::domain::command::{AdoptRules, Command};
use crate::domain::refusal::{Missing, Refusal};
use crate::domain::rules::{Difference, Ruleset, Section, differences, lay_over, merge};
use crate::domain::text::unseen;
use crate::error::{CONFIG, DATA, Fail, IO, NO_PERMISSION, UNAVAILABLE, USAGE};
use crate::i18n::Lang;
use crate::i18n::rules::{at_line, difference, problem, section};
use crate::import::{ImportError, read_text};
use crate::runtime::importing::words;
use crate::store::desk::OsSupply;
use crate::store::rules::{InForce, in_force};
use crate::store::{ExecuteError, execute};

/// Bytes of a file of rules at most; what ships has about twenty thousand.
const MOST: u64 = 4 << 20;

/// `config`: shows, compares and adopts rules.
pub fn config(here: &Here, verb: Option<ConfigVerb>) -> Done {
    match verb {
        None | Some(ConfigVerb::Show { station: false }) => print_data(RULES),
        Some(ConfigVerb::Show { station: true }) => show(here),
        Some(ConfigVerb::Offer { json }) => offer(here, json),
        Some(ConfigVerb::Adopt {
            file,
            shipped: _,
            sections,
            whole,
            seen,
        }) => adopt(here, file.as_deref(), &sections, (whole, seen)),
    }
}

/// The station's rules as a file that can be edited and adopted.
fn show(here: &Here) -> Done {
    let now = ours(here)?;
    let text = toml::to_string(&now.rules).map_err(|e| Fail::with(CONFIG, here.texts().cli.bad_rules, "what", e))?;
    let head = fill(here.texts().cli.rules_version, &[("n", &now.version.to_string())]);
    // Rules of before may hold what a terminal obeys.
    let lines = text.lines().flat_map(|line| [clean(line), "\n".into()]);
    print_data(&["# ", &head, "\n\n", &lines.collect::<String>()].concat())
}

fn ours(here: &Here) -> Result<InForce, Fail> {
    let found = here.reading()?.file().rules().map_err(here.store(&here.db))?;
    found.ok_or_else(|| no_station(here))
}

fn no_station(here: &Here) -> Fail {
    Fail::with(UNAVAILABLE, here.texts().cli.no_station, "path", here.db.display())
}

/// What ships and is not in force here. Nothing is written.
fn offer(here: &Here, as_json: bool) -> Done {
    let (t, now) = (&here.texts().cli, ours(here)?);
    let shipped = given(here, RULES)?;
    let new = laid(here, &now.rules, &shipped, &shipped.sections)?;
    let all = differences(&now.rules, &new);
    if as_json {
        return say_data(&escaped(&as_data(here.lang, now.version, &all)));
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
            out.push_str(&["  ", &clean(&difference(lang, line)), "\n"].concat());
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

/// JSON in which nothing stands that a terminal obeys; it reads the same.
fn escaped(data: &Value) -> String {
    let mut out = String::new();
    for c in data.to_string().chars() {
        if unseen(c.encode_utf8(&mut [0; 4])).is_none() {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

/// Ours with what is written of these sections; everything else stays.
fn laid(here: &Here, ours: &Ruleset, text: &rules_text::RulesText<'_>, sections: &[Section]) -> Result<Ruleset, Fail> {
    let laid = lay_over(ours, &text.written, sections);
    laid.ok_or_else(|| Fail::new(CONFIG, here.texts().rules.u_unlike))
}

/// The text of a file. Nothing is read of one that is too large, or of a device that never ends.
fn text_of(here: &Here, file: &Path) -> Result<String, Fail> {
    let t = &here.texts().cli;
    read_text(file, MOST).map_err(|e| {
        let (code, what) = match &e {
            ImportError::NotFound => return Fail::with(UNAVAILABLE, t.unread, "path", file.display()),
            ImportError::NoPermission => return Fail::with(NO_PERMISSION, t.no_permission, "path", file.display()),
            ImportError::Io { .. } => (IO, words::of_file(here.lang, &e)),
            ImportError::NotAFile => (DATA, t.rules_not_a_file.to_owned()),
            ImportError::TooBig { limit, .. } => {
                let limit = (limit >> 20).to_string();
                (DATA, fill(t.rules_too_big, &[("limit", &limit)]))
            }
            ImportError::Encoding { line } => (DATA, fill(t.rules_encoding, &[("line", &line.to_string())])),
            _ => (DATA, words::of_file(here.lang, &e)),
        };
        Fail::with(code, t.rules_unread, "what", what)
    })
}

/// A text as rules, or everything that is to be said against it.
fn given<'t>(here: &Here, text: &'t str) -> Result<rules_text::RulesText<'t>, Fail> {
    let t = &here.texts().rules;
    rules_text::read(text).map_err(|all| {
        let said = all.iter().map(|u| {
            let what = match &u.what {
                rules_text::Why::UnknownKey(key) => fill(t.u_key, &[("key", key)]),
                rules_text::Why::MissingKey(key) => fill(t.u_missing, &[("key", key)]),
                rules_text::Why::NotThis(key, wanted) => wants(here.lang, key, wanted),
                rules_text::Why::Twice(key) => fill(t.w_twice, &[("what", key)]),
                rules_text::Why::Other(what) => fill(t.u_other, &[("what", what)]),
            };
            at_line(here.lang, u.line, &what)
        });
        not_adopted(here, &said.collect::<Vec<_>>())
    })
}

/// What a key takes, where it has something else.
fn wants(lang: Lang, key: &str, wanted: &rules_text::Takes) -> String {
    let t = &lang.texts().rules;
    let (template, most) = match wanted {
        rules_text::Takes::Number(most) => (t.u_number, most.to_string()),
        rules_text::Takes::Whole => (t.u_whole, String::new()),
        rules_text::Takes::Text => (t.u_text, String::new()),
        rules_text::Takes::List => (t.u_list, String::new()),
        rules_text::Takes::Table => (t.u_table, String::new()),
        rules_text::Takes::Flag => (t.u_flag, String::new()),
        rules_text::Takes::Choice(words) => (t.u_choice, words.join(t.comma)),
    };
    fill(template, &[("key", key), ("n", &most)])
}

/// A sentence, and what is wrong under it line by line.
fn not_adopted(here: &Here, wrong: &[String]) -> Fail {
    let head = fill(here.texts().cli.rules_wrong, &[("n", &wrong.len().to_string())]);
    let lines = wrong.iter().flat_map(|line| ["\n  ".into(), clean(line)]);
    Fail::new(CONFIG, std::iter::once(head.into()).chain(lines).collect::<String>())
}

fn adopt(here: &Here, file: Option<&Path>, asked: &[Section], (whole, seen): (bool, Option<u32>)) -> Done {
    let t = &here.texts().cli;
    let text = match file {
        Some(file) => text_of(here, file)?,
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
    let now = desk.read(|conn, _| in_force(conn)).map_err(here.store(&here.db))?;
    let now = now.ok_or_else(|| no_station(here))?;
    let rules = if whole {
        merge(&now.rules, &theirs.rules, sections)
    } else {
        laid(here, &now.rules, &theirs, sections)?
    };
    let all = differences(&now.rules, &rules);
    let command = Command::AdoptRules(AdoptRules {
        seen: seen.unwrap_or(now.version),
        rules: Box::new(rules.clone()),
    });
    let (at, doubtful) = here.clock_of(&desk)?.now();
    let request = here.request(Some(actor.id), command);
    match execute(&mut desk, &request, at, doubtful, &mut OsSupply) {
        Ok(_) => {}
        Err(ExecuteError::Refused(Refusal::BadRules(wrong))) => {
            // Without a file the lines would be those of a text nobody sees.
            let place = |p| file.and_then(|_| theirs.place(p, &rules));
            let said = wrong.iter().map(|p| match place(p) {
                Some((line, here_it_is)) => problem(here.lang, &here_it_is, Some(line)),
                None => problem(here.lang, p, None),
            });
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
    let version = desk
        .read(|conn, _| in_force(conn))
        .map_err(here.store(&here.db))?
        .map_or(0, |f| f.version);
    print(&by_section(here.lang, &all))?;
    say(&fill(t.rules_adopted, &[("n", &version.to_string())]))
}
