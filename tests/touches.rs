//! How many files a write touches: what is said in one item is asked for elsewhere by the compiler, and this counts where.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use zhiban::app::action::ACTIONS;
use zhiban::app::list::LISTED;
use zhiban::app::model::Screen;
use zhiban::cli::list::readme_keys;
use zhiban::domain::deed::Deed;
use zhiban::domain::event::Kind;
use zhiban::domain::fields::{CitizenField, OpinionField};
use zhiban::i18n::Lang;

/// Source files by path from `src`, without unit tests and comments.
fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut open = vec![root.clone()];
    let mut found = BTreeMap::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        if path.extension().is_some_and(|ext| ext == "rs") && !name.contains("tests") {
            found.insert(name, code(&path));
        }
    }
    found
}

fn code(path: &PathBuf) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let lines = text.lines().map(|line| line.split("//").next().unwrap());
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether a word stands in a text, whole.
fn has_word(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let parts: Vec<&str> = text.split(word).collect();
    parts
        .windows(2)
        .any(|pair| !pair[0].ends_with(part) && !pair[1].starts_with(part))
}

/// Whether a text spells a write: its variant, its payload, its row, or its name for programs. Rows of acts and of
/// offers take writes by their bare names.
fn spells(text: &str, deed: Deed) -> bool {
    let (name, id) = (format!("{deed:?}"), deed.row().id);
    let paths = ["Command::", "C::", "Deed::", "D::", "command::"];
    let imported = text.split("use crate::domain::command::").skip(1);
    let imported = imported.filter_map(|rest| rest.split(';').next());
    text.contains(&format!("\"{id}\""))
        || paths.iter().any(|path| has_word(text, &format!("{path}{name}")))
        || imported.into_iter().any(|names| has_word(names, &name))
        || ["acts! {", "offers! {"].iter().any(|rows| text.contains(rows))
            && ["[", " ", "\n"]
                .iter()
                .any(|gap| has_word(text, &format!("{gap}{name}")))
}

/// Whether a text spells a kind of event. How it is read where it was written otherwise is no part of what a write touches.
fn tells(text: &str, kind: &str) -> bool {
    let paths = ["Kind::", "K::"];
    let is_named = paths.iter().any(|path| has_word(text, &format!("{path}{kind}")));
    is_named || text.contains("effects! {") && has_word(text, &format!("\n    {kind}"))
}

/// The kinds of events that stand in the item of each write.
fn made(sources: &BTreeMap<String, String>) -> BTreeMap<String, Vec<String>> {
    let mut made: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for text in sources.iter().filter(|(name, _)| name.starts_with("domain/write/")) {
        let mut write = String::new();
        for line in text.1.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let is_quoted = |at: usize| words.get(at).is_some_and(|word| word.starts_with('"'));
            if line.starts_with("    ") && is_quoted(1) && words.len() > 2 {
                words[2].split(['(', '{']).next().unwrap().clone_into(&mut write);
            } else if is_quoted(2) && words.get(3).is_some_and(|ver| ver.parse::<u32>().is_ok()) {
                made.entry(write.clone()).or_default().push(words[1].to_owned());
            }
        }
    }
    made
}

#[test]
fn a_write_touches_few_files() {
    let sources = sources();
    let made = made(&sources);
    let told: usize = made.values().map(Vec::len).sum();
    // That a backup was restored, and that one was taken, the store says and nobody by a write.
    assert_eq!(told + 2, Kind::ALL.len(), "every kind stands in the item of a write");
    let of = |deed: &Deed| -> Vec<&str> {
        let kinds = made.get(&format!("{deed:?}")).into_iter().flatten();
        let kinds: Vec<_> = kinds.collect();
        let spelling = sources
            .iter()
            .filter(|(_, text)| spells(text, *deed) || kinds.iter().any(|kind| tells(text, kind)));
        spelling.map(|(name, _)| name.as_str()).collect()
    };
    let mut counted: Vec<(usize, Deed, Vec<&str>)> =
        Deed::ALL.iter().map(|deed| (of(deed).len(), *deed, of(deed))).collect();
    counted.sort_by_key(|(files, ..)| *files);
    let (median, ..) = counted[counted.len() / 2];
    for (files, deed, names) in &counted {
        assert!(*files <= 7, "{deed:?} is said in {names:?}");
    }
    let above: Vec<_> = counted.iter().filter(|(files, ..)| *files > 5).collect();
    assert!(median <= 5, "the median write is said in {median} files: {above:#?}");
}

#[test]
fn whoever_folds_what_was_forgotten_asks_what_events_did_and_knows_no_write() {
    let sources = sources();
    let apply = &sources["store/apply/mod.rs"];
    assert!(apply.contains("-> Result<Forgotten, StoreError>"));
    assert!(sources["store/execute.rs"].contains("left.leaves_words()"));
    let asks = |text: &str| {
        ["has_forgotten", "fold_forgotten"]
            .iter()
            .any(|name| text.contains(name))
    };
    let folding: Vec<_> = sources.iter().filter(|(_, text)| asks(text)).collect();
    assert_eq!(folding.len(), 4);
    for (name, text) in folding {
        let named = Deed::ALL.iter().find(|deed| spells(text, **deed));
        assert_eq!(named, None, "{name}");
        let told = Kind::ALL
            .iter()
            .find(|shape| text.contains(&format!("\"{}\"", shape.name)));
        assert_eq!(told, None, "{name}");
    }
}

#[test]
fn an_act_that_writes_nothing_is_said_in_its_row_and_its_words() {
    let sources = sources();
    let mut more = Vec::new();
    let acts = ACTIONS.iter().filter(|action| action.deed.is_none());
    for action in acts.filter(|action| !action.id.starts_with("screen.")) {
        let (id, words) = (format!("\"{}\"", action.id), action.id.replace('.', "_"));
        let says = |text: &str| text.contains(&id) || has_word(text, &words);
        let files: Vec<_> = sources
            .iter()
            .filter(|(_, text)| says(text))
            .map(|(name, _)| name)
            .collect();
        assert!((3..=4).contains(&files.len()), "{} is said in {files:?}", action.id);
        if files.len() > 3 {
            more.push(action.id);
        }
    }
    // The way back stands for what is in no table; two are titles of what they open.
    assert_eq!(more, ["app.help", "app.palette", "app.back"]);
}

#[test]
fn a_field_no_rule_asks_for_touches_its_row_its_column_its_label_and_where_it_is_typed() {
    let mut sources = sources();
    let state = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/sql/state.sql");
    sources.insert("state.sql".to_owned(), fs::read_to_string(state).unwrap());
    let opinion = OpinionField::ALL.iter().chain(OpinionField::BESIDE);
    let opinion = opinion.map(|field| (format!("{field:?}"), field.key()));
    let citizen = CitizenField::ALL
        .iter()
        .map(|field| (format!("{field:?}"), field.key()));
    let mut counted: Vec<(usize, &str, Vec<&String>)> = Vec::new();
    for (variant, key) in opinion.chain(citizen) {
        let says = |(name, text): &(&String, &String)| match name.as_str() {
            "domain/fields.rs" => true,
            "state.sql" | "i18n/sheet.rs" => ["\n    "].iter().any(|gap| has_word(text, &format!("{gap}{key}"))),
            "app/opinion/spec.rs" => text.contains(&format!("\"{key}\"")),
            _ => ["OpinionField::", "CitizenField::", "Change::", "CitizenChange::"]
                .iter()
                .any(|path| has_word(text, &format!("{path}{variant}"))),
        };
        let files: Vec<_> = sources.iter().filter(says).map(|(name, _)| name).collect();
        counted.push((files.len(), key, files));
    }
    counted.sort();
    let few = counted.iter().filter(|(files, ..)| *files <= 4).count();
    assert!(few >= 12, "{counted:?}");
    let (most, ..) = counted.last().unwrap();
    assert!(*most <= 10, "{counted:?}");
}

#[test]
fn a_list_touches_its_definition_the_table_of_lists_and_its_rows() {
    let sources = sources();
    let mut lists = 0;
    for screen in Screen::ALL
        .iter()
        .filter(|screen| zhiban::app::list::of(**screen).is_some())
    {
        let name = format!("{screen:?}");
        let definition = format!("app/list/{}.rs", name.to_lowercase());
        let spells = |(path, text): &(&String, &String)| {
            let named = [format!("Screen::{name}"), format!("Rows::{name}")];
            let is_row = **path == "app/model/screen.rs" && text.contains(&format!("\n    {name}("));
            **path == definition || is_row || named.iter().any(|named| has_word(text, named))
        };
        let mut files: Vec<&str> = sources.iter().filter(spells).map(|(path, _)| path.as_str()).collect();
        // The list in which F8 means the row under the marker, and the one to which the pane of what is owed leads.
        if [Screen::Opinions, Screen::Owed].contains(screen) {
            files.retain(|path| *path != "app/follow/mod.rs");
        }
        // The one that is offered where a copy is taken.
        if *screen == Screen::Backups {
            files.retain(|path| *path != "app/station/backup.rs");
        }
        files.sort_by_key(|path| *path != definition);
        assert_eq!(files, [&definition, "app/list/mod.rs", "app/model/screen.rs"], "{name}");
        lists += 1;
    }
    assert_eq!(lists, 8);
}

#[test]
fn a_list_for_programs_is_named_in_its_definition_and_offered_from_there() {
    let sources = sources();
    let offers = |path: &str| ["cli/args.rs", "cli/list.rs", "i18n/cli.rs"].contains(&path);
    for list in LISTED {
        let named = format!("Listed::of(\"{}\"", list.name);
        let definitions = sources.iter().filter(|(_, text)| text.contains(&named));
        let definitions: Vec<_> = definitions.map(|(path, _)| path.as_str()).collect();
        assert!(
            matches!(definitions[..], [one] if one.starts_with("app/list/")),
            "{} is named in {definitions:?}",
            list.name
        );
        let spelt = format!("\"{}\"", list.name);
        let elsewhere = sources
            .iter()
            .filter(|(path, text)| offers(path) && text.contains(&spelt));
        let elsewhere: Vec<_> = elsewhere.map(|(path, _)| path).collect();
        assert!(elsewhere.is_empty(), "{} is said in {elsewhere:?} too", list.name);
    }
}

#[test]
fn a_column_is_said_in_the_definition_of_its_list_and_nowhere_else() {
    let sources = sources();
    let readme = readme_keys(Lang::En);
    let keys: Vec<&str> = readme.split('`').skip(1).step_by(2).collect();
    assert!(keys.len() > 100, "{}", keys.len());
    let draws_or_prints = |path: &str| {
        let files = ["ui/list.rs", "ui/lists.rs", "cli/rows.rs", "cli/list.rs"];
        // What every list has in common, and what is covered wherever it stands, goes by the class of a column.
        let by_class = [
            "app/list/told.rs",
            "app/list/column.rs",
            "domain/mask.rs",
            "store/read/numbers.rs",
        ];
        files.contains(&path) || by_class.contains(&path)
    };
    // Of every profile whether it is in use, its revision and its id are told.
    let of_all = ["active", "rev", "id"];
    for key in keys.into_iter().filter(|key| !of_all.contains(key)) {
        let spelt = format!("\"{key}\"");
        let files = sources
            .iter()
            .filter(|(path, text)| draws_or_prints(path) && text.contains(&spelt));
        let files: Vec<_> = files.map(|(path, _)| path).collect();
        assert!(files.is_empty(), "{key} is said in {files:?} too");
    }
}

#[test]
fn whoever_asks_for_some_kinds_writes_states_or_roles_asks_their_table() {
    // A match that stays silent when one is added stands beside the rows, or not at all. Drawing has roles of its own, and
    // forms kinds.
    let rings = ["domain/", "store/", "i18n/", "cli/", "demo/", "app/", "plain/"];
    let tables = ["domain/write/", "domain/life/", "domain/code.rs", "app/action.rs"];
    let mut silent = Vec::new();
    for (path, text) in sources() {
        let is = |all: &[&str]| all.iter().any(|start| path.starts_with(start));
        if !is(&rings) || is(&tables) {
            continue;
        }
        let events: &[&str] = if is(&["app/", "plain/"]) { &[] } else { &["Kind", "K"] };
        let named = [&["Command", "C", "Deed", "Role", "Act"], events].concat();
        let asks = |ask: &str| {
            let mut words = ask.split(|c: char| !c.is_alphanumeric() && c != ':');
            words.any(|word| {
                word.split_once("::")
                    .is_some_and(|(name, _)| named.contains(&name) || name.ends_with("State"))
            })
        };
        let all = text.split("matches!(").skip(1).filter_map(|rest| rest.lines().next());
        silent.extend(all.filter(|ask| asks(ask)).map(|ask| format!("{path}: {ask}")));
    }
    // Why an act was refused is no state of a record.
    silent.retain(|ask| !ask.contains("Refusal::"));
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn the_line_dialogue_stays_a_second_way_to_draw() {
    let plain = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/plain");
    let files = fs::read_dir(plain)
        .unwrap()
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    let lines: usize = files.map(|text| text.lines().count()).sum();
    assert!(
        lines <= 2_000,
        "{lines} lines: what it says anew belongs to forms, menus and lists"
    );
}
