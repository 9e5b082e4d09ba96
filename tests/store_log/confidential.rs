//! Whatever is typed about a confidential matter stands in no column of the state in clear.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::ValueRef;

use crate::common::{Bench, person, today, turned};
use zhiban::domain::code::*;
use zhiban::domain::command::*;
use zhiban::domain::id::OpinionId;
use zhiban::domain::moment::TimeOfDay;
use zhiban::store::keys;
use zhiban::store::tables::STATE;

/// Every typed word begins like this.
const MARK: &str = "密语";

/// Columns of a matter and of what belongs to it that hold codes, ids, days and numbers of the station: nobody types
/// words there. A column of text that is not here has to be filled by the acts below.
const CODES: &[&str] = &[
    "id",
    "number",
    "opinion",
    "visit",
    "citizen",
    "session",
    "deputy",
    "unit",
    "unit_name",
    "via",
    "day",
    "channel",
    "consent_phone",
    "consent_publish",
    "opened_way",
    "opened_on",
    "category",
    "scope",
    "urgency",
    "split_from",
    "state",
    "due",
    "counted_from",
    "counted_by",
    "tell_by",
    "promised_for",
    "ask_on",
    "class",
    "class_date",
    "answer_class",
    "answer_date",
    "guidance",
    "grade",
    "attitude",
    "result",
    "asked_by",
    "reached",
    "way",
    "answered_way",
    "family",
    "system",
    "keeper",
    "touch_by",
];

/// Numbers words, so that each is found again.
#[derive(Default)]
struct Words(u32);

impl Words {
    fn next(&mut self) -> String {
        self.0 += 1;
        format!("{MARK}{:03}", self.0)
    }

    #[expect(clippy::unnecessary_wraps, reason = "most words of a form may be left out")]
    fn said(&mut self) -> Option<String> {
        Some(self.next())
    }
}

/// Three matters, which between them went through every act that takes words.
fn matters(b: &mut Bench, w: &mut Words, confidential: bool) -> Vec<OpinionId> {
    let mut entry = b.entry(&w.next(), person("赵明", "13800138000"));
    entry.details.summary = w.said();
    entry.details.place = w.said();
    entry.details.papers = w.said();
    entry.details.papers_at = w.said();
    entry.details.wants = w.said();
    entry.details.materials = w.said();
    entry.details.may_relay = w.said();
    entry.details.confidential = confidential;
    let Handling::HandOver(mut over) = b.hand_over(None) else {
        panic!()
    };
    (over.person, over.note) = (w.said(), w.said());
    entry.handling = Handling::HandOver(over);
    b.late = Some(Late {
        happened: TimeOfDay(500).on(today()),
        paper_no: w.said(),
    });
    let opinion = b.file(entry);
    b.late = None;
    b.act(Command::NoteNumber(NoteNumber {
        opinion,
        family: NumberFamily::Foreign,
        system: Some("12345".into()),
        number: w.next(),
    }));
    b.act(Command::Chase(Chase {
        opinion,
        rev: b.rev(opinion),
        unit: None,
        way: Way::Phone,
        person: w.said(),
        text: w.said(),
        promised_for: Some(today()),
    }));
    b.act(Command::RecordAnswer(RecordAnswer {
        opinion,
        rev: b.rev(opinion),
        unit: None,
        way: Way::Phone,
        person: w.said(),
        text: w.next(),
        class: "A".into(),
        class_date: None,
    }));
    b.act(Command::Tell(Tell {
        opinion,
        rev: b.rev(opinion),
        whom: None,
        way: Way::Phone,
        reached: Reached::Told,
        ask_on: None,
        note: w.said(),
        grade: Some(Grade::Satisfied),
        said: w.said(),
        close: false,
    }));
    b.act(Command::CorrectOpinion(CorrectOpinion {
        opinion,
        rev: b.rev(opinion),
        changes: vec![Change::Summary(w.said()), Change::PapersAt(w.said())],
        reason: w.next(),
    }));
    let mut entry = b.entry(&w.next(), person("赵明", "13800138000"));
    entry.details.confidential = confidential;
    entry.handling = Handling::Guide(GuideEntry {
        reason: "T1".into(),
        destination: w.said(),
        phone: w.said(),
        told: true,
    });
    let guided = b.file(entry);
    let mut entry = b.entry(&w.next(), person("赵明", "13800138000"));
    entry.details.confidential = confidential;
    entry.handling = Handling::OnSpot(SpotEntry {
        answer: w.said(),
        class: "A".into(),
        grade: None,
        said: None,
    });
    vec![opinion, guided, b.file(entry)]
}

/// The columns of the tables of matters that hold typed words, and those that hold text nobody accounts for.
fn columns(b: &Bench) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut typed, mut odd) = (BTreeSet::new(), BTreeSet::new());
    for table in STATE {
        let conn = b.desk.conn();
        let mut asked = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let names: Vec<String> = asked.column_names().map(str::to_owned).collect();
        if *table != "opinion" && !names.iter().any(|name| name == "opinion") {
            continue;
        }
        let mut text: BTreeMap<&String, bool> = BTreeMap::new();
        let mut types = conn
            .prepare("SELECT name FROM pragma_table_info(?1) WHERE type = 'TEXT'")
            .unwrap();
        let types: BTreeSet<String> = types
            .query_map([table], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let mut rows = asked.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for (i, name) in names.iter().enumerate() {
                let (ValueRef::Text(bytes) | ValueRef::Blob(bytes)) = row.get_ref(i).unwrap() else {
                    continue;
                };
                let has = bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes());
                *text.entry(name).or_default() |= has;
            }
        }
        for (name, has) in &text {
            if *has {
                typed.insert(format!("{table}.{name}"));
            }
        }
        let is_code = |name: &String| CODES.contains(&name.as_str()) && !(*table == "number" && name == "number");
        let unfilled = types
            .iter()
            .filter(|name| !is_code(name) && !text.get(name).is_some_and(|has| *has));
        odd.extend(unfilled.map(|name| format!("{table}.{name}")));
    }
    (typed, odd)
}

fn turn(b: &mut Bench, matters: &[OpinionId], on: bool) {
    for opinion in matters {
        b.act(Command::CorrectOpinion(CorrectOpinion {
            opinion: *opinion,
            rev: b.rev(*opinion),
            changes: turned(on),
            reason: "本人说的".into(),
        }));
    }
}

#[test]
fn no_word_of_a_confidential_matter_stands_in_clear_in_any_column() {
    let (mut b, mut w) = (Bench::new(), Words::default());
    let all = matters(&mut b, &mut w, true);
    let read = |b: &Bench| all.iter().map(|id| b.opinion_file(*id).opinion).collect::<Vec<_>>();
    let said = |b: &Bench| {
        let told = |o: &zhiban::domain::record::Opinion| format!("{o:?}").matches(MARK).count();
        read(b).iter().map(told).sum::<usize>()
    };
    assert_eq!(columns(&b).0, BTreeSet::new());
    let before = said(&b);
    b.sound();

    turn(&mut b, &all, false);
    assert_eq!(said(&b), before, "it reads the same");
    b.sound();
    turn(&mut b, &all, true);
    assert_eq!((columns(&b).0, said(&b)), (BTreeSet::new(), before));
    b.sound();

    // A void matter is not corrected any more, so this comes last.
    for opinion in &all {
        b.act(Command::VoidOpinion(VoidOpinion {
            opinion: *opinion,
            rev: b.rev(*opinion),
            reason: w.next(),
        }));
    }
    assert_eq!(columns(&b).0, BTreeSet::new());
    assert_eq!(said(&b), before + all.len());
    b.sound();
    for id in &all {
        let now = b.now.0;
        b.desk
            .write(|tx, _, _| {
                keys::forget(tx, &id.to_string(), now)?;
                zhiban::store::apply::wipe(tx, id.0)
            })
            .unwrap();
    }
    assert_eq!(said(&b), 0);
    b.sound();
}

/// What the test above looks for is there to be found: of matters that are not confidential each of these columns holds
/// typed words, and there is no other column of text than these and the codes.
#[test]
fn every_column_of_text_is_filled_by_these_acts_or_holds_a_code() {
    let (mut b, mut w) = (Bench::new(), Words::default());
    for opinion in matters(&mut b, &mut w, false) {
        // Nobody has to agree to what was not confidential, and whoever did is not named while it is.
        let opened = [
            Change::Confidential(false),
            Change::OpenedBy(w.said()),
            Change::OpenedWay(Some(Way::Phone)),
        ];
        for changes in [vec![Change::Confidential(true)], opened.to_vec()] {
            b.act(Command::CorrectOpinion(CorrectOpinion {
                opinion,
                rev: b.rev(opinion),
                changes,
                reason: w.next(),
            }));
        }
        b.act(Command::VoidOpinion(VoidOpinion {
            opinion,
            rev: b.rev(opinion),
            reason: w.next(),
        }));
    }
    let (typed, odd) = columns(&b);
    assert_eq!(odd, BTreeSet::new());
    assert!(typed.len() >= 20, "{typed:?}");
}

/// Of an accusation there is no key; why it is void, and where the person was sent, lies under the one that stays.
#[test]
fn why_an_accusation_is_void_is_sealed_and_read_without_a_key_of_its_own() {
    let (mut b, mut w) = (Bench::new(), Words::default());
    let counted = b.act(Command::CountAccusation(CountAccusation {
        visit: VisitRef::Unqueued {
            session: None,
            heads: 1,
        },
        reason: "T4".into(),
        told: true,
    }));
    let opinion = counted.opinion.unwrap();
    let why = w.next();
    b.act(Command::VoidOpinion(VoidOpinion {
        opinion,
        rev: b.rev(opinion),
        reason: why.clone(),
    }));
    assert_eq!(b.opinion_file(opinion).opinion.void_reason, Some(why));
    assert_eq!(columns(&b).0, BTreeSet::new());
    let clear = "SELECT count(guide_destination) + count(guide_phone) + count(void_reason) FROM opinion";
    assert_eq!(b.count(clear), 0);
    b.sound();
}
