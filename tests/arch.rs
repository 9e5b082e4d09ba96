//! The house rules that a compiler does not check: who may use whom, how long a file may be, where a word may stand.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test that cannot read the house has failed

#[path = "support/imports.rs"]
mod imports;
#[path = "support/source.rs"]
mod source;

use imports::{circle, module, uses};
use source::{Source, read};
use std::fs;
use std::path::{Path, PathBuf};

/// Rings and the rings each may use (section 3 of the plan). `lib`, `main` and `error` belong to the outermost one.
const RINGS: &[(&str, &[&str])] = &[
    ("cells", &[]),
    ("domain", &[]),
    ("keys", &[]),
    ("form", &["cells"]),
    ("term", &["cells"]),
    ("i18n", &["domain"]),
    ("config", &["domain"]),
    ("store", &["domain"]),
    ("import", &["domain"]),
    ("export", &["domain"]),
    ("app", &["domain", "form", "keys", "i18n", "cells"]),
    ("ui", &["app", "form", "keys", "i18n", "domain", "cells"]),
    ("plain", &["app", "domain", "form", "keys", "i18n", "cells"]),
    ("demo", ALL),
    ("runtime", ALL),
    ("cli", ALL),
];

const ALL: &[&str] = &[
    "cells", "domain", "keys", "form", "term", "i18n", "config", "store", "import", "export", "app", "ui", "plain",
    "demo", "runtime", "cli", "error",
];

/// Lines of a file without its tests.
const LONGEST: usize = 450;

/// Files that are longer and have to become shorter. Nothing may be added here.
const TOO_LONG: &[&str] = &[];

/// What may lie at the top of the tree.
const TOP: &[&str] = &[
    ".cargo",
    ".ci",
    ".clippy.toml",
    ".git",
    ".gitignore",
    ".rustfmt.toml",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "benches",
    "config",
    "src",
    "target",
    "tests",
];

/// Who may hold Chinese words: texts, data that is language by nature, and the made-up station.
const MAY_SPEAK_CHINESE: &[&str] = &["i18n", "config", "domain", "import", "keys", "demo"];

/// Files that tell names from nicknames, or weigh characters of a category: knowledge of the language that belongs into
/// `domain` and has to move there. Nothing may be added here.
const TO_MOVE: &[&str] = &["src/app/opinion/defaults.rs", "src/app/forms/lists.rs"];

/// Tables of characters: which may not be torn from their neighbour, what stands for a glyph a terminal lacks, what
/// a terminal is probed with. Typesetting, not words.
const TYPESETTING: &[&str] = &[
    "src/form/wrap.rs",
    "src/ui/text.rs",
    "src/term/probe.rs",
    "src/term/substitute.rs",
];

struct File {
    /// Path from the root with `/`.
    path: String,
    /// First folder or file under `src`.
    ring: String,
    text: String,
    /// The file without its tests.
    source: Source,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files_under(folder: &Path, ending: &str, into: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|e| e.path()) {
        if path.is_dir() {
            files_under(&path, ending, into);
        } else if path.to_string_lossy().ends_with(ending) {
            into.push(path);
        }
    }
}

/// Every source file, without test modules.
fn sources() -> Vec<File> {
    let mut paths = Vec::new();
    files_under(&root().join("src"), ".rs", &mut paths);
    paths.sort();
    assert!(paths.len() > 10, "no sources found");
    let tests = test_modules(&paths);
    let is_test =
        |p: &Path| tests.iter().any(|t| p.starts_with(t.with_extension("")) || p == t) || p.ends_with("tests.rs");
    paths.iter().filter(|p| !is_test(p)).map(|p| file(p)).collect()
}

/// Files of modules that exist only for tests.
fn test_modules(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in paths {
        let text = fs::read_to_string(path).unwrap();
        let folder = match path.file_stem().and_then(|s| s.to_str()) {
            Some("mod" | "lib" | "main") => path.parent().unwrap().to_owned(),
            _ => path.with_extension(""),
        };
        for rest in text.split("#[cfg(test)]\n").skip(1) {
            let line = rest.lines().next().unwrap_or_default();
            if let Some(name) = line
                .trim_start_matches("pub ")
                .strip_prefix("mod ")
                .and_then(|m| m.strip_suffix(';'))
            {
                found.push(folder.join(name).with_extension("rs"));
            }
        }
    }
    found
}

fn file(path: &Path) -> File {
    let text = fs::read_to_string(path).unwrap();
    let own = text.split("\n#[cfg(test)]\n").next().unwrap_or_default();
    let path = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
    let ring = path
        .split('/')
        .nth(1)
        .unwrap_or_default()
        .trim_end_matches(".rs")
        .to_owned();
    File {
        source: read(own),
        path,
        ring,
        text: own.to_owned(),
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The names after `crate::`, also inside `crate::{a, b::c}`.
fn used_rings(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        if let Some(list) = rest.strip_prefix('{') {
            let (mut depth, mut word, mut fresh) = (0, String::new(), true);
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        found.push(std::mem::take(&mut word));
                        fresh = true;
                    }
                    c if fresh && depth == 0 && (c.is_alphanumeric() || c == '_') => word.push(c),
                    c if c.is_whitespace() => {}
                    _ => fresh = false,
                }
            }
            found.push(word);
        } else {
            found.push(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    found.retain(|w| !w.is_empty());
    found
}

fn assert_none(what: &str, bad: &[String]) {
    assert!(bad.is_empty(), "{what}:\n  {}", bad.join("\n  "));
}

#[test]
fn a_ring_uses_only_the_rings_inside_it() {
    let mut bad = Vec::new();
    for f in sources() {
        if ["lib", "main", "build", "error"].contains(&f.ring.as_str()) {
            continue;
        }
        let Some((_, may)) = RINGS.iter().find(|(ring, _)| *ring == f.ring) else {
            bad.push(format!("{}: `{}` is no ring of the plan", f.path, f.ring));
            continue;
        };
        for used in used_rings(&f.source.code) {
            if used != f.ring && !may.contains(&used.as_str()) && ALL.contains(&used.as_str()) {
                bad.push(format!("{}: {} may not use {used}", f.path, f.ring));
            }
        }
    }
    assert_none("the rings of the plan", &bad);
}

#[test]
fn files_stay_short() {
    let mut bad = Vec::new();
    for f in sources() {
        let lines = f.text.lines().count();
        let listed = TOO_LONG.contains(&f.path.as_str());
        if lines > LONGEST && !listed {
            bad.push(format!("{}: {lines} lines, at most {LONGEST} without tests", f.path));
        }
        if lines <= LONGEST && listed {
            bad.push(format!("{} is short enough now: take it off the list", f.path));
        }
    }
    assert_none("long files", &bad);
}

/// The shortest circle among the files of a ring; `node` says what a file counts as.
fn circle_of(ring: &str, node: impl Fn(&Vec<String>) -> String) -> Vec<String> {
    let files = sources();
    let files: Vec<_> = files.iter().filter(|f| f.ring == ring).collect();
    assert!(files.len() > 10, "no files of {ring}");
    let files: Vec<_> = files.iter().map(|f| (module(&f.path), &f.source)).collect();
    circle(&uses(&files, node))
}

#[test]
fn folders_of_app_use_each_other_one_way() {
    let folder = |module: &Vec<String>| module.get(1).cloned().unwrap_or_default();
    assert_none("folders in a circle", &circle_of("app", folder));
}

#[test]
fn files_of_ui_and_of_domain_use_each_other_one_way() {
    for ring in ["ui", "domain"] {
        assert_none("files in a circle", &circle_of(ring, |module| module.join("/")));
    }
}

#[test]
fn a_circle_would_be_seen() {
    let a = read("use super::b; pub fn f() { b::g() }");
    let folder = read("pub mod part; pub fn g() { part::h() }");
    let part = read("use crate::{cells, ring::a::{self as other, f}};");
    let apart = read("pub(in crate::ring::a) fn h() {} // crate::ring::a::f");
    let module = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let of = |part| {
        let files = [
            (module(&["ring", "a"]), &a),
            (module(&["ring", "b"]), &folder),
            (module(&["ring", "b", "part"]), part),
        ];
        circle(&uses(&files, |module| module.join("/")))
    };
    let shortest = [
        "ring/a -> ring/b (ring/a: ring::b::g)",
        "ring/b -> ring/b/part (ring/b: ring::b::part::h)",
        "ring/b/part -> ring/a (ring/b/part: ring::a::f)",
    ];
    assert_eq!(of(&part), shortest);
    assert_eq!(of(&apart), [""; 0]);
}

/// Crates that one ring alone may name.
#[test]
fn each_outside_thing_has_one_door() {
    let doors: &[(&str, &[&str])] = &[
        ("unicode_width", &["cells"]),
        // The words for keys; what it does to a terminal has the one door below.
        ("crossterm", &["keys", "form", "term", "app", "ui", "plain", "runtime"]),
        ("enable_raw_mode", &["term"]),
        ("disable_raw_mode", &["term"]),
        ("window_size", &["term"]),
        ("rusqlite", &["store"]),
        ("signal_hook", &["term"]),
        ("calamine", &["import"]),
        ("flate2", &["import"]),
        ("memchr", &["import"]),
        ("encoding_rs", &["import", "term"]),
        ("getrandom", &["runtime", "store"]),
        ("nix", &["runtime", "cli"]),
        ("clap", &["cli"]),
        ("clap_complete", &["cli"]),
    ];
    let mut bad = Vec::new();
    for f in sources() {
        for (name, may) in doors {
            let named = f
                .source
                .code
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .any(|word| word == *name);
            if named && !may.contains(&f.ring.as_str()) {
                bad.push(format!("{}: only {} may name {name}", f.path, may.join(" and ")));
            }
        }
    }
    assert_none("outside things", &bad);
}

/// What starts another program, or becomes one.
const STARTS: [&str; 5] = ["process::Command", "CommandExt", "posix_spawn", "fork(", "execv"];

/// The places in a source where another program is started. Of several names taken from `process` at once `Command` is seen too.
fn other_programs(source: &Source) -> Vec<String> {
    let taken = source.code.split("process::{").skip(1);
    let among = taken.filter_map(|rest| rest.split('}').next());
    let is_command = |names: &str| names.split(',').any(|name| name.trim().starts_with("Command"));
    let found = STARTS.iter().filter(|what| source.code.contains(**what));
    let mut found: Vec<String> = found.map(|what| (*what).to_owned()).collect();
    found.extend(
        among
            .filter(|names| is_command(names))
            .map(|names| format!("process::{{{names}}}")),
    );
    found
}

/// Root sets up a server with programs of the system, and whoever comes in becomes the desk of the server. Whatever else
/// started one would be a way out of the desk, as the account that has everybody's data.
#[test]
fn the_desk_starts_no_other_program() {
    let may = [
        "src/cli/server/tools.rs",
        "src/cli/server/people.rs",
        "src/cli/server/door.rs",
    ];
    let mut bad = Vec::new();
    for f in sources() {
        if !may.contains(&f.path.as_str()) {
            bad.extend(
                other_programs(&f.source)
                    .into_iter()
                    .map(|what| format!("{}: {what}", f.path)),
            );
        }
    }
    assert_none("other programs started", &bad);
    for code in [
        "use std::process::Command;",
        "std::process::Command::new(name)",
        "use std::process::{Child, Command};",
        "use std::os::unix::process::CommandExt as _;",
    ] {
        assert_ne!(other_programs(&read(code)), Vec::<String>::new(), "{code}");
    }
    for code in [
        "use std::process::{ExitCode, id};",
        "let c: Command = f();",
        "// process::Command",
    ] {
        assert_eq!(other_programs(&read(code)), Vec::<String>::new(), "{code}");
    }
}

/// What counts cells in the crates we use, or in the standard library's formatting: all of it by other tables than ours.
/// A buffer's own ways of taking text count too.
const COUNTS_CELLS: [&str; 14] = [
    ".width()",
    ".width_cjk()",
    "UnicodeWidth",
    "ratatui::text",
    "ratatui::widgets",
    "ratatui::prelude",
    "ratatui::Terminal",
    "set_string(",
    "set_stringn(",
    "set_line(",
    "set_span(",
    "with_lines(",
    "cell_width(",
    "diff(&",
];

/// ratatui's `Terminal` compares frames by its own count. It may, in `term` alone: every disputed glyph in a buffer carries
/// the width it has (`tests/sizes.rs`), and the painter draws the same whatever is left out (`tests/term_backend.rs`).
const COMPARES: (&str, &str) = ("ratatui::Terminal", "term");

/// The places in a source where cells are counted by somebody else.
fn other_counting(source: &Source) -> Vec<String> {
    let found = COUNTS_CELLS.iter().filter(|name| source.code.contains(**name));
    found.map(|name| (*name).to_owned()).collect()
}

#[test]
fn one_module_counts_cells() {
    let mut bad = Vec::new();
    for f in sources().iter().filter(|f| f.ring != "cells") {
        let (compares, ring) = COMPARES;
        bad.extend(
            other_counting(&f.source)
                .into_iter()
                .filter(|what| what != compares || f.ring != ring)
                .map(|what| format!("{}: {what}", f.path)),
        );
    }
    assert_none("cells counted outside the one module", &bad);
}

#[test]
fn counting_elsewhere_would_be_seen() {
    for code in [
        "let n = line.width();",
        "let n = UnicodeWidthStr::width_cjk(text);",
        "use ratatui::widgets::Paragraph;",
        "buf.set_stringn(0, 0, text, 9, style);",
        "for (x, y, c) in old.diff(&new) {}",
        "let stage = ratatui::Terminal::new(backend);",
    ] {
        assert_ne!(other_counting(&read(code)), Vec::<String>::new(), "{code}");
    }
    for code in [
        "let w = area.width;",
        "cells::width(text)",
        "// line.width()",
        "let s = \".width()\";",
    ] {
        assert_eq!(other_counting(&read(code)), Vec::<String>::new(), "{code}");
    }
}

/// Public items of a file that have no sentence. Fields and variants may go without one: most say it by their name.
fn undocumented(text: &str) -> Vec<String> {
    const ITEMS: [&str; 8] = [
        "fn ",
        "const fn ",
        "struct ",
        "enum ",
        "trait ",
        "type ",
        "const ",
        "static ",
    ];
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.split(" // ").next().unwrap_or_default().trim())
        .collect();
    let is_item = |line: &str| {
        let rest = line.strip_prefix("pub ");
        rest.is_some_and(|rest| ITEMS.iter().any(|item| rest.starts_with(item)))
    };
    let is_said = |at: usize| {
        // Attributes may stand between, over several lines.
        let mut above = lines[..at].iter().rev();
        let mut line = above.next();
        while let Some(end) = line.filter(|line| line.ends_with(']') && !line.starts_with("///")) {
            if end.starts_with("#[doc") {
                return true;
            }
            if !end.starts_with("#[") && !above.any(|line| line.starts_with("#[")) {
                break;
            }
            line = above.next();
        }
        line.is_some_and(|line| line.starts_with("///") || line.starts_with("$(#["))
    };
    let bad = (0..lines.len()).filter(|at| is_item(lines[*at]) && !is_said(*at));
    bad.map(|at| lines[at].to_owned()).collect()
}

#[test]
fn every_public_item_says_what_it_is() {
    let mut bad = Vec::new();
    for f in sources() {
        bad.extend(
            undocumented(&f.text)
                .into_iter()
                .map(|line| format!("{}: {line}", f.path)),
        );
    }
    assert_none("public items without a sentence", &bad);
    let code = "/// One.\n#[must_use]\npub fn one() {}\npub struct Two {\n    pub three: u8,\n}\n";
    assert_eq!(undocumented(code), ["pub struct Two {"]);
}

#[test]
fn only_the_store_speaks_sql() {
    let mut bad = Vec::new();
    for f in sources().iter().filter(|f| f.ring != "store") {
        for (line, text) in &f.source.strings {
            let text = text.trim_start_matches(['r', 'b', '#', '"']).trim_start();
            let first = text.split_whitespace().next().unwrap_or_default();
            let is_sql = [
                "SELECT", "INSERT", "UPDATE", "DELETE", "PRAGMA", "CREATE", "ALTER", "ATTACH",
            ]
            .contains(&first);
            if is_sql && text.split_whitespace().count() > 1 {
                bad.push(format!("{}:{line}: {text}", f.path));
            }
        }
    }
    assert_none("SQL outside the store", &bad);
}

#[test]
fn words_for_people_stand_where_both_languages_are() {
    let speaks = |f: &File| {
        MAY_SPEAK_CHINESE.contains(&f.ring.as_str()) || TYPESETTING.iter().chain(TO_MOVE).any(|p| *p == f.path)
    };
    let mut bad = Vec::new();
    for f in sources().iter().filter(|f| !speaks(f)) {
        for (line, text) in f.source.strings.iter().filter(|(_, t)| t.chars().any(is_han)) {
            bad.push(format!("{}:{line}: {text}", f.path));
        }
    }
    assert_none("Chinese outside i18n", &bad);
}

#[test]
fn nothing_is_left_for_later_without_a_word() {
    let marks = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["X", "XX"].concat(),
        ["HA", "CK"].concat(),
    ];
    let mut bad = Vec::new();
    let mut paths = Vec::new();
    for folder in ["src", "tests", "benches"] {
        files_under(&root().join(folder), ".rs", &mut paths);
    }
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        for (line, comment) in read(&text).comments {
            let words: Vec<_> = comment.split(|c: char| !c.is_ascii_alphabetic()).collect();
            if marks.iter().any(|m| words.contains(&m.as_str())) {
                bad.push(format!("{}:{line}: {comment}", path.display()));
            }
        }
    }
    assert_none("marks", &bad);
}

#[test]
fn an_ignored_test_says_why() {
    let mut bad = Vec::new();
    let mut paths = Vec::new();
    for folder in ["src", "tests"] {
        files_under(&root().join(folder), ".rs", &mut paths);
    }
    for path in paths {
        let code = read(&fs::read_to_string(&path).unwrap()).code;
        if code.contains(&["#[ign", "ore]"].concat()) {
            bad.push(path.display().to_string());
        }
    }
    assert_none("ignored without a reason", &bad);
}

#[test]
fn the_top_of_the_tree_is_the_plan() {
    let entries = fs::read_dir(root()).unwrap().flatten();
    let names = entries.map(|e| e.file_name().to_string_lossy().into_owned());
    let bad: Vec<_> = names
        .filter(|n| !TOP.contains(&n.as_str()) && !n.contains(".db"))
        .collect();
    assert_none("not in the plan", &bad);
}

#[test]
fn the_gate_runs_the_one_command() {
    let gate = fs::read_to_string(root().join(".ci/run")).unwrap();
    assert!(
        gate.lines().any(|l| l.contains("bash tests/all")),
        ".ci/run has to run tests/all"
    );
    let all = fs::read_to_string(root().join("tests/all")).unwrap();
    assert!(all.contains("cargo test"));
}

#[test]
fn nested_uses_are_seen() {
    let code = "use crate::{app::State, ui::{draw, put}, term}; let x = crate::store::open; pub(crate) fn f() {}";
    assert_eq!(used_rings(code), ["app", "ui", "term", "store"]);
}
