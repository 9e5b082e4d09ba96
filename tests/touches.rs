//! How many files a write touches: what is said in one item is asked for elsewhere by the compiler, and this counts where.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use zhiban::domain::deed::Deed;

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
