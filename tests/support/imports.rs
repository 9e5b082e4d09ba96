//! Which files of a ring use which: read from `use` lines and from the paths in the code.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::source::Source;

/// A path of the code, name by name.
type Path = Vec<String>;

/// A file of a ring, where the code names it: `domain/life/mod.rs` is `domain`, `life`.
pub fn module(file: &str) -> Path {
    let names = file.trim_start_matches("src/").trim_end_matches(".rs").split('/');
    let names = names.map(str::to_owned).collect::<Path>();
    match names.split_last() {
        Some((last, folder)) if last == "mod" => folder.to_vec(),
        _ => names,
    }
}

/// Who uses whom, and by what name. `node` says what a module counts as.
pub fn uses(files: &[(Path, &Source)], node: impl Fn(&Path) -> String) -> BTreeMap<(String, String), BTreeSet<String>> {
    let all: BTreeSet<&Path> = files.iter().map(|(module, _)| module).collect();
    let mut found: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for (own, source) in files {
        for path in paths(own, &all, &source.code) {
            let mut prefixes = (1..=path.len()).rev().filter_map(|n| path.get(..n));
            let Some(target) = prefixes.find_map(|prefix| all.get(&prefix.to_vec())) else {
                continue;
            };
            let (from, to) = (node(own), node(target));
            if from != to {
                let name = format!("{}: {}", own.join("/"), path.join("::"));
                found.entry((from, to)).or_default().insert(name);
            }
        }
    }
    found
}

/// The uses of the shortest circle, one after the other; none where no use leads back.
pub fn circle(uses: &BTreeMap<(String, String), BTreeSet<String>>) -> Vec<String> {
    let ways = uses.keys().filter_map(|(user, used)| way_back(uses, user, used));
    let shortest = ways.min_by_key(Vec::len).unwrap_or_default();
    let edges = shortest.iter().zip(shortest.iter().skip(1));
    edges
        .filter_map(|(user, used)| {
            let names = uses.get(&((*user).clone(), (*used).clone()))?;
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            Some(format!("{user} -> {used} ({})", names.join(", ")))
        })
        .collect()
}

/// From a user over whoever it uses back to itself, the shortest way.
fn way_back<'u>(
    uses: &'u BTreeMap<(String, String), BTreeSet<String>>,
    user: &'u String,
    used: &'u String,
) -> Option<Vec<&'u String>> {
    let mut ways = VecDeque::from([vec![user, used]]);
    let mut seen = BTreeSet::from([used]);
    while let Some(way) = ways.pop_front() {
        let last = *way.last()?;
        if last == user {
            return Some(way);
        }
        for (_, next) in uses.keys().filter(|(from, _)| from == last) {
            if seen.insert(next) {
                ways.push_back([way.as_slice(), &[next]].concat());
            }
        }
    }
    None
}

/// Words and marks of the code, a `::` as one.
fn tokens(code: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            ':' if rest.starts_with("::") => 2,
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(end);
        found.push(token);
        rest = after.trim_start();
    }
    found
}

/// Every path of a file, from the crate on.
fn paths(own: &Path, all: &BTreeSet<&Path>, code: &str) -> BTreeSet<Path> {
    let tokens = tokens(code);
    let at = |i: usize| tokens.get(i).copied().unwrap_or_default();
    let is_name = |t: &str| t.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let mut found = BTreeSet::new();
    // Modules by the names they have in this file; those of its own folder need no `use`.
    let mut local: BTreeMap<String, Path> = BTreeMap::new();
    for child in all
        .iter()
        .filter(|m| m.split_last().is_some_and(|(_, folder)| folder == own))
    {
        local.extend(child.last().map(|name| (name.clone(), (*child).clone())));
    }
    let mut in_use = BTreeSet::new();
    for i in (0..tokens.len()).filter(|i| at(*i) == "use") {
        let mut leaves = Vec::new();
        in_use.extend(i..tree(&tokens, i + 1, &[], &mut leaves));
        for (path, name) in leaves {
            let Some(path) = absolute(own, &local, &path) else {
                continue;
            };
            if all.contains(&path) {
                local.insert(name, path);
            } else {
                found.insert(path);
            }
        }
    }
    for i in (0..tokens.len()).filter(|i| !in_use.contains(i)) {
        let begins = i.checked_sub(1).is_none_or(|before| !matches!(at(before), "::" | "in"));
        if !begins || !is_name(at(i)) || at(i + 1) != "::" {
            continue;
        }
        let mut path = vec![at(i).to_owned()];
        let mut j = i + 1;
        while at(j) == "::" && is_name(at(j + 1)) {
            path.push(at(j + 1).to_owned());
            j += 2;
        }
        found.extend(absolute(own, &local, &path));
    }
    found
}

/// Reads one tree of a `use`, and says where it ends.
fn tree(tokens: &[&str], mut i: usize, before: &[String], leaves: &mut Vec<(Path, String)>) -> usize {
    let at = |i: usize| tokens.get(i).copied().unwrap_or_default();
    let mut path = before.to_vec();
    loop {
        match at(i) {
            "{" => {
                while !matches!(at(i), "}" | "") {
                    i = tree(tokens, i + 1, &path, leaves);
                }
                return i + 1;
            }
            "::" => i += 1,
            "as" => {
                leaves.push((path, at(i + 1).to_owned()));
                return i + 2;
            }
            "," | ";" | "}" | "" => {
                let is_self = i.checked_sub(1).is_some_and(|last| at(last) == "self");
                if path.len() > before.len() || is_self {
                    leaves.push((path.clone(), path.last().cloned().unwrap_or_default()));
                }
                return i;
            }
            "self" if !path.is_empty() => i += 1,
            word => {
                path.push(word.to_owned());
                i += 1;
            }
        }
    }
}

/// A path from the crate on; none for a path into another crate.
fn absolute(own: &Path, local: &BTreeMap<String, Path>, path: &[String]) -> Option<Path> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "self" => Some([own.as_slice(), rest].concat()),
        "super" => {
            let mut up = own.clone();
            let mut rest = path;
            while let Some(("super", more)) = rest.split_first().map(|(f, m)| (f.as_str(), m)) {
                up.pop();
                rest = more;
            }
            Some([up.as_slice(), rest].concat())
        }
        name => Some([local.get(name)?.as_slice(), rest].concat()),
    }
}
