//! What was filed years ago must still read.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use zhiban::domain::event::{About, Happened, Kind};
use zhiban::domain::moment::Moment;
use zhiban::domain::refusal::Subject;
use zhiban::domain::rules::Ruleset;
use zhiban::domain::upcast::Parts;
use zhiban::i18n::{Lang, history};
use zhiban::store::codec;

use super::{Log, OPINION, id};

type Said = Map<String, Value>;

/// One line: kind, version, open part, and, where there is any, what was sealed under the subject's key and under the key
/// that stays, in plain.
pub struct Line<'a> {
    pub kind: &'a str,
    pub ver: u32,
    pub parts: Parts,
}

impl<'a> Line<'a> {
    pub fn read(line: &'a str) -> Self {
        let mut cells = line.split('\t');
        let mut next = || cells.next().filter(|cell| !cell.is_empty());
        let (kind, ver, open) = (next().unwrap(), next().unwrap(), next().unwrap());
        let part = |cell: Option<&str>| -> Said { cell.map(|c| serde_json::from_str(c).unwrap()).unwrap_or_default() };
        let parts = Parts {
            open: part(Some(open)),
            sealed: Some(part(next())),
            kept: part(next()),
        };
        assert_eq!(next(), None, "not a fixture: {line}");
        Self {
            kind,
            ver: ver.parse().unwrap(),
            parts,
        }
    }

    fn write(&self) -> String {
        let cell = |part: &Said| {
            let json = serde_json::to_string(part).unwrap();
            if part.is_empty() { String::new() } else { json }
        };
        let sealed = self.parts.sealed.as_ref().map(cell).unwrap_or_default();
        let (open, kept) = (cell(&self.parts.open), cell(&self.parts.kept));
        let line = format!("{}\t{}\t{open}\t{sealed}\t{kept}", self.kind, self.ver);
        format!("{}\n", line.trim_end_matches('\t'))
    }
}

/// One stored event of each kind and version, kept for ever. A new kind or version adds its line (`ADD_EVENT_FIXTURES=1`);
/// a line that is there is never written again.
pub fn for_ever(log: &Log) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/events.tsv");
    let mut kept = std::fs::read_to_string(path).unwrap();
    if std::env::var_os("ADD_EVENT_FIXTURES").is_some() {
        for (kind, parts) in &log.said {
            let ver = Kind::named(kind).unwrap().ver;
            if !kept.lines().any(|l| l.starts_with(&format!("{kind}\t{ver}\t"))) {
                let parts = parts.clone();
                kept.push_str(&Line { kind, ver, parts }.write());
            }
        }
        std::fs::write(path, &kept).unwrap();
    }
    let mut read = BTreeSet::new();
    for line in kept.lines().map(Line::read) {
        let (name, ver) = (line.kind, line.ver);
        let mut said = line.parts.clone();
        let (kind, about) =
            codec::join(name, ver, line.parts).unwrap_or_else(|e| panic!("{name} {ver} no longer reads: {e}"));
        assert_eq!(kind.name(), name);
        if ver == kind.shape().ver {
            said.open.retain(|_, value| !value.is_null());
            // Rules are kept whole, so a key that came since stands in what is written today, with its default.
            if let Some(rules) = said.open.get_mut("rules") {
                *rules = serde_json::to_value(serde_json::from_value::<Ruleset>(rules.take()).unwrap()).unwrap();
            }
            assert_eq!(
                codec::sort(&kind, &about, false).unwrap(),
                said,
                "{name} {ver} is written otherwise"
            );
        }
        has_a_sentence(kind, about);
        read.insert((name, ver));
    }
    for shape in Kind::ALL {
        assert!(read.contains(&(shape.name, shape.ver)), "{shape:?} has no fixture");
    }
}

/// Whatever stands in the history of a matter is said in words of the screen, and nothing by its stored name.
fn has_a_sentence(kind: Kind, about: About) {
    let shape = kind.shape();
    let happened = Happened {
        seq: 1,
        at: Moment(0),
        happened: Moment(0),
        about,
        doubtful: false,
        account: None,
        by: String::new(),
        table: None,
        subject: id(OPINION),
        kind,
        erased: false,
    };
    let file = crate::matters::file(1);
    for lang in [Lang::Zh, Lang::En] {
        let said = history::sentence(lang, None, &file, &happened);
        // Some names are words of English too.
        let is_name = said.contains(shape.name) && (lang.is_zh() || shape.name.contains('_'));
        assert!(!said.is_empty() && !is_name, "{}: {said}", shape.name);
        let of_something_else = said.starts_with(lang.texts().record.ev_other);
        assert!(shape.noun != Subject::Opinion || !of_something_else, "{}", shape.name);
    }
}
