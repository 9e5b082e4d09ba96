//! The keymap: rows of data from chords to action ids, in scopes.
//!
//! The shipped rows come first and a person's own rows are laid over them. A row that cannot be used is reported
//! with its line and left out; the others still count, so one slip never takes the whole keyboard away.

use crossterm::event::KeyCode;
use serde::Deserialize;
use toml::Spanned;

use super::chord::{BadChord, Chord};

/// The keymap we ship.
pub const DEFAULT: &str = include_str!("../../config/keymap.toml");

/// The scope of rows that name none: looked up last, valid everywhere.
pub const GLOBAL: &str = "global";

/// The action id that takes a shipped chord away.
const NONE: &str = "none";

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The file is not TOML; none of it counts.
    #[error("{0}")]
    Syntax(String),
    /// The row has a wrong or missing field.
    #[error("{0}")]
    Row(String),
    #[error("no action is called {0}")]
    UnknownAction(String),
    /// A scope the shipped keymap does not have.
    #[error("no scope is called {0}")]
    UnknownScope(String),
    #[error("{0}")]
    BadChord(BadChord),
    /// The chord has an action in this scope already; that one stays.
    #[error("{chord} in {scope} is {kept} already")]
    Duplicate {
        /// The chord bound twice.
        chord: Chord,
        scope: String,
        /// The action that keeps it.
        kept: String,
    },
    /// Terminals, input methods or browsers keep this chord; it is not bound.
    #[error("{0} belongs to the terminal or the input method")]
    Reserved(Chord),
    /// The only chord of this action is one that some terminals keep; it is bound, but needs a second.
    #[error("{chord} does not arrive everywhere and is the only key of {action}")]
    OnlyReserved { chord: Chord, action: String },
}

/// A problem and where it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct Warning {
    /// True when it is in the person's own keymap.
    pub user: bool,
    pub line: usize,
    pub problem: Problem,
}

/// Chords and their actions.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

#[derive(Clone, Debug)]
struct Binding {
    chord: Chord,
    /// `none` when the person took a shipped chord away.
    action: String,
    scope: String,
    user: bool,
    line: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    keys: Vec<Spanned<toml::Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BindingRow {
    on: Vec<String>,
    run: String,
    #[serde(default, rename = "in")]
    scopes: Vec<String>,
}

/// How far a chord may be relied on.
enum Reliance {
    No,
    /// Kept by some terminals: never the only way.
    NotAlone,
    /// Never ours.
    Never,
}

fn reserve(chord: Chord) -> Reliance {
    match (chord.code, chord.is_ctrl()) {
        (KeyCode::F(1 | 2 | 10..=12), _) | (KeyCode::Char('a' | 'b'), true) => Reliance::NotAlone,
        (KeyCode::Char(' ' | 'q' | 'w' | '.' | ';'), true) => Reliance::Never,
        (KeyCode::Char(_), true) | (KeyCode::Char(' '), false) if chord.is_shift() => Reliance::Never,
        _ => Reliance::No,
    }
}

/// The order in which hints name the chords of an action: what works with an input method on comes first.
fn rank(chord: Chord) -> u8 {
    match (reserve(chord), chord.code, chord.is_ctrl()) {
        (Reliance::No, KeyCode::F(_), false) => 0,
        (Reliance::No, KeyCode::Char(c), false) if c.is_alphabetic() => 3,
        (Reliance::No, _, false) => 1,
        (Reliance::No, _, true) => 2,
        _ => 4,
    }
}

/// The line of a byte, from 1.
fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|b| *b == b'\n').count() + 1
}

impl Keymap {
    /// The shipped keymap. `actions` are the ids that exist.
    #[cfg(any(test, feature = "rings"))]
    pub fn shipped(actions: &[&str]) -> (Self, Vec<Warning>) {
        Self::load(actions, None)
    }

    /// The shipped keymap with a person's own rows over it.
    pub fn load(actions: &[&str], user: Option<&str>) -> (Self, Vec<Warning>) {
        Self::layered(actions, DEFAULT, user)
    }

    fn layered(actions: &[&str], shipped: &str, user: Option<&str>) -> (Self, Vec<Warning>) {
        let mut map = Self::default();
        let mut warnings = map.add(actions, shipped, false);
        if let Some(user) = user {
            warnings.extend(map.add(actions, user, true));
        }
        map.bindings.retain(|b| b.action != NONE);
        warnings.extend(map.reserved_only());
        (map, warnings)
    }

    /// Adds one layer and reports the rows that cannot be used.
    fn add(&mut self, actions: &[&str], text: &str, user: bool) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut warn = |line, problem| warnings.push(Warning { user, line, problem });
        let file: File = match toml::from_str(text) {
            Ok(file) => file,
            Err(e) => {
                let line = line_of(text, e.span().map_or(0, |s| s.start));
                warn(line, Problem::Syntax(e.message().to_owned()));
                return warnings;
            }
        };
        let mut layer: Vec<Binding> = Vec::new();
        for row in file.keys {
            let line = line_of(text, row.span().start);
            let row: BindingRow = match row.into_inner().try_into() {
                Ok(row) => row,
                Err(e) => {
                    warn(line, Problem::Row(e.message().to_owned()));
                    continue;
                }
            };
            if row.run != NONE && !actions.contains(&row.run.as_str()) {
                warn(line, Problem::UnknownAction(row.run));
                continue;
            }
            let scopes = if row.scopes.is_empty() {
                vec![GLOBAL.to_owned()]
            } else {
                row.scopes
            };
            for scope in scopes {
                // The shipped rows define the scopes; a person's row in an unknown one would be silently dead.
                if user && scope != GLOBAL && !self.bindings.iter().any(|b| !b.user && b.scope == scope) {
                    warn(line, Problem::UnknownScope(scope));
                    continue;
                }
                for spelling in &row.on {
                    let chord = match spelling.parse::<Chord>() {
                        Ok(chord) => chord.command(),
                        Err(e) => {
                            warn(line, Problem::BadChord(e));
                            continue;
                        }
                    };
                    if matches!(reserve(chord), Reliance::Never) {
                        warn(line, Problem::Reserved(chord));
                    } else if let Some(first) = layer.iter().find(|b| b.chord == chord && b.scope == scope) {
                        let (scope, kept) = (scope.clone(), first.action.clone());
                        warn(line, Problem::Duplicate { chord, scope, kept });
                    } else {
                        let (action, scope) = (row.run.clone(), scope.clone());
                        layer.push(Binding {
                            chord,
                            action,
                            scope,
                            user,
                            line,
                        });
                    }
                }
            }
        }
        self.bindings
            .retain(|old| !layer.iter().any(|b| b.chord == old.chord && b.scope == old.scope));
        layer.append(&mut self.bindings);
        self.bindings = layer;
        warnings
    }

    /// Actions that only a chord which some terminals keep would reach.
    fn reserved_only(&self) -> Vec<Warning> {
        let kept = |b: &&Binding| matches!(reserve(b.chord), Reliance::NotAlone);
        self.bindings
            .iter()
            .filter(kept)
            .filter(|b| !self.bindings.iter().any(|o| o.action == b.action && !kept(&o)))
            .map(|b| Warning {
                user: b.user,
                line: b.line,
                problem: Problem::OnlyReserved {
                    chord: b.chord,
                    action: b.action.clone(),
                },
            })
            .collect()
    }

    /// The action of a chord in the first of these scopes that has one. Give the inner scope first and [`GLOBAL`]
    /// last. With a text field focused, ask only when [`Chord::is_text`] is false.
    pub fn lookup(&self, scopes: &[&str], chord: Chord) -> Option<&str> {
        let chord = chord.command();
        scopes.iter().find_map(|scope| {
            let mut here = self.bindings.iter().filter(|b| b.scope == *scope);
            here.find(|b| b.chord == chord).map(|b| b.action.as_str())
        })
    }

    /// The chords that reach an action from these scopes: a person's own first, then those that arrive with an
    /// input method on, single letters and keys some terminals keep last.
    pub fn chords_of(&self, action: &str, scopes: &[&str]) -> Vec<Chord> {
        let mut found: Vec<&Binding> = self
            .bindings
            .iter()
            .filter(|b| b.action == action && self.lookup(scopes, b.chord) == Some(action))
            .filter(|b| scopes.contains(&b.scope.as_str()))
            .collect();
        found.sort_by_key(|b| (!b.user, rank(b.chord)));
        let mut out: Vec<Chord> = Vec::new();
        for b in found {
            if !out.contains(&b.chord) {
                out.push(b.chord);
            }
        }
        out
    }

    /// Every row as (scope, chord, action id), a person's own first: for help and for the key table.
    #[cfg(any(test, feature = "rings"))]
    pub fn rows(&self) -> impl Iterator<Item = (&str, Chord, &str)> {
        self.bindings
            .iter()
            .map(|b| (b.scope.as_str(), b.chord, b.action.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDS: &[&str] = &["queue.call", "queue.number", "app.help", "list.up"];

    fn all_shipped_ids() -> Vec<String> {
        let file: File = toml::from_str(DEFAULT).unwrap();
        let rows = file
            .keys
            .into_iter()
            .map(|r| r.into_inner().try_into::<BindingRow>().unwrap());
        rows.map(|r| r.run).collect()
    }

    fn chord(s: &str) -> Chord {
        s.parse().unwrap()
    }

    fn problems(user: &str) -> Vec<(usize, Problem)> {
        let ids = all_shipped_ids();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let (_, warnings) = Keymap::load(&ids, Some(user));
        assert!(warnings.iter().all(|w| w.user));
        warnings.into_iter().map(|w| (w.line, w.problem)).collect()
    }

    #[test]
    fn the_shipped_keymap_is_clean_and_holds_the_desk_keys() {
        let ids = all_shipped_ids();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let (map, warnings) = Keymap::shipped(&ids);
        assert_eq!(warnings, []);
        for (key, action) in [
            ("F3", "queue.number"),
            ("F4", "queue.call"),
            ("F5", "opinion.new"),
            ("F6", "queue.missed"),
            ("F7", "queue.finish_next"),
            ("F8", "opinion.tell"),
            ("F9", "form.file"),
            ("?", "app.help"),
            ("Ctrl-p", "app.palette"),
            ("Ctrl-l", "app.redraw"),
            ("Esc", "app.back"),
        ] {
            assert_eq!(map.lookup(&["form", GLOBAL], chord(key)), Some(action), "{key}");
        }
        assert_eq!(map.lookup(&["form", GLOBAL], chord("Tab")), Some("form.next"));
        assert_eq!(map.lookup(&["queue", "list", GLOBAL], chord("Tab")), Some("pane.next"));
        assert_eq!(map.lookup(&["list", GLOBAL], chord("c")), None);
    }

    #[test]
    fn full_width_keys_find_their_action() {
        let (map, _) = Keymap::shipped(&["app.help", "app.find"]);
        assert_eq!(map.lookup(&[GLOBAL], Chord::char('？')), Some("app.help"));
        assert_eq!(map.lookup(&[GLOBAL], Chord::char('、')), Some("app.find"));
    }

    #[test]
    fn hints_name_the_key_that_always_works() {
        let (map, _) = Keymap::shipped(IDS);
        assert_eq!(
            map.chords_of("queue.call", &["queue", GLOBAL]),
            [chord("F4"), chord("c")]
        );
        assert_eq!(map.chords_of("queue.call", &["duty", GLOBAL]), [chord("F4")]);
        assert_eq!(map.chords_of("app.help", &[GLOBAL]), [chord("?"), chord("F1")]);
    }

    #[test]
    fn a_persons_rows_lie_over_ours() {
        let user = "keys = [\n{ on = ['F6', 'F4'], run = 'queue.number' },\n{ on = ['F1'], run = 'none' } ]";
        let (map, warnings) = Keymap::load(IDS, Some(user));
        assert!(warnings.iter().all(|w| !w.user), "{warnings:?}");
        assert_eq!(map.lookup(&[GLOBAL], chord("F4")), Some("queue.number"));
        assert_eq!(map.lookup(&[GLOBAL], chord("F1")), None);
        assert_eq!(
            map.chords_of("queue.number", &[GLOBAL]),
            [chord("F6"), chord("F4"), chord("F3")]
        );
        // The scope inside still has its own way to call.
        assert_eq!(map.chords_of("queue.call", &["queue", GLOBAL]), [chord("c")]);
    }

    #[test]
    fn bad_rows_are_reported_with_their_line_and_the_rest_counts() {
        let user = "# mine\nkeys = [\n{ on = ['F6'], run = 'queue.cal' },\n{ on = ['Alt-c'], run = 'queue.call' },\n\
            { on = ['Ctrl-q'], run = 'queue.call' },\n{ on = ['x'], run = 'queue.call', in = ['quene'] },\n\
            { on = ['x'], run = 'queue.call' },\n{ on = ['x'], run = 'app.help' },\n{ on = 'y', run = 'app.help' },\n]";
        let found = problems(user);
        assert_eq!(found.iter().map(|f| f.0).collect::<Vec<_>>(), [3, 4, 5, 6, 8, 9]);
        assert_eq!(found[0].1, Problem::UnknownAction("queue.cal".into()));
        assert_eq!(found[1].1, Problem::BadChord(BadChord::Alt));
        assert_eq!(found[2].1, Problem::Reserved(chord("Ctrl-q")));
        assert_eq!(found[3].1, Problem::UnknownScope("quene".into()));
        let kept = "queue.call".to_owned();
        let scope = GLOBAL.to_owned();
        assert_eq!(
            found[4].1,
            Problem::Duplicate {
                chord: chord("x"),
                scope,
                kept
            }
        );
        assert!(matches!(found[5].1, Problem::Row(_)));
    }

    #[test]
    fn a_reserved_key_is_never_the_only_way() {
        let one = "keys = [ { on = ['F10'], run = 'queue.call' } ]";
        let (map, warnings) = Keymap::layered(IDS, one, None);
        assert_eq!(map.lookup(&[GLOBAL], chord("F10")), Some("queue.call"));
        let action = "queue.call".to_owned();
        assert_eq!(warnings.len(), 1);
        assert_eq!(
            warnings[0].problem,
            Problem::OnlyReserved {
                chord: chord("F10"),
                action
            }
        );
        let two = "keys = [ { on = ['F10', 'F4'], run = 'queue.call' } ]";
        assert_eq!(Keymap::layered(IDS, two, None).1, []);
    }

    #[test]
    fn a_broken_file_leaves_the_shipped_keys() {
        let found = problems("keys = [\n{ on = \n");
        assert_eq!(found.len(), 1);
        assert!(matches!(found[0].1, Problem::Syntax(_)));
        let (map, _) = Keymap::load(IDS, Some("keys = 3"));
        assert_eq!(map.lookup(&[GLOBAL], chord("F4")), Some("queue.call"));
    }
}
