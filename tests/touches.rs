//! How many files a write touches: what is said in one item is asked for elsewhere by the compiler, and this counts where.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use zhiban::app::model::Screen;
use zhiban::cli::list::readme_keys;
use zhiban::domain::deed::Deed;
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

/// Whether a text spells a write: its variant, its item or its name for programs.
fn spells(text: &str, deed: Deed) -> bool {
    let name = format!("{deed:?}");
    let is_whole = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let variant = ["Command::", "C::", "Deed::", "D::", "command::"].iter().any(|path| {
        let spelt = format!("{path}{name}");
        text.split(&spelt).skip(1).any(is_whole)
    });
    let row = text.contains(&format!("\"{}\" {name}", deed.row().id));
    variant || row || text.contains(&format!("\n    {name} {{"))
}

#[test]
fn a_write_touches_few_files() {
    let sources = sources();
    let of = |deed: &Deed| -> Vec<&str> {
        let spelling = sources.iter().filter(|(_, text)| spells(text, *deed));
        spelling.map(|(name, _)| name.as_str()).collect()
    };
    let mut counted: Vec<(usize, Deed, Vec<&str>)> =
        Deed::ALL.iter().map(|deed| (of(deed).len(), *deed, of(deed))).collect();
    counted.sort_by_key(|(files, ..)| *files);
    for (files, deed, names) in &counted {
        let below: Vec<_> = names.iter().filter(|name| name.starts_with("domain/")).collect();
        assert!(
            (1..=3).contains(&below.len()),
            "{deed:?} is said in the rules in {below:?}"
        );
        assert!(*files <= 8, "{deed:?} is said in {names:?}");
    }
    let (median, ..) = counted[counted.len() / 2];
    assert!(median <= 6, "the median write is said in {median} files");
}

/// Whether a text names something whole.
fn names(text: &str, what: &str) -> bool {
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    text.split(what).skip(1).any(|rest| !goes_on(rest))
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
            **path == definition || is_row || named.iter().any(|named| names(text, named))
        };
        let mut files: Vec<&str> = sources.iter().filter(spells).map(|(path, _)| path.as_str()).collect();
        // The one list that is longer than what is at hand of it, and in which F8 means the row under the marker.
        if *screen == Screen::Opinions {
            files.retain(|path| !["app/list/stretch.rs", "app/follow/mod.rs"].contains(path));
        }
        files.sort_by_key(|path| *path != definition);
        assert_eq!(files, [&definition, "app/list/mod.rs", "app/model/screen.rs"], "{name}");
        lists += 1;
    }
    assert_eq!(lists, 5);
}

#[test]
fn a_column_is_said_in_the_definition_of_its_list_and_nowhere_else() {
    let sources = sources();
    let readme = readme_keys(Lang::En);
    let keys: Vec<&str> = readme.split('`').skip(1).step_by(2).collect();
    assert!(keys.len() > 100, "{}", keys.len());
    let draws_or_prints = |path: &str| {
        let files = ["ui/list.rs", "ui/lists.rs", "cli/rows.rs"];
        files.contains(&path) || path.starts_with("cli/list/")
    };
    // What a list is called on the command line is no key there.
    let is_list = |key: &str| ["sessions", "opinions", "deputies", "units"].contains(&key);
    for key in keys.into_iter().filter(|key| !is_list(key)) {
        let spelt = format!("\"{key}\"");
        let files = sources
            .iter()
            .filter(|(path, text)| draws_or_prints(path) && text.contains(&spelt));
        let files: Vec<_> = files.map(|(path, _)| path).collect();
        assert!(files.is_empty(), "{key} is said in {files:?} too");
    }
}
