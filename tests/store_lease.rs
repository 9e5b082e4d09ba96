//! One draft in two programs of one person: whoever took it last saves and files it, what the other one sends is kept
//! apart, and not one word is lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "store_desk_common/mod.rs"]
mod common;

use common::{Bench, person, today};
use tempfile::TempDir;
use uuid::Uuid;
use zhiban::domain::command::{Command, CountAccusation, OpinionEntry, Request};
use zhiban::domain::id::{AccountId, CommandId, DraftId};
use zhiban::domain::lease::{Lease, Lost, Saved, Source, Spare, Unsaved};
use zhiban::domain::moment::Moment;
use zhiban::domain::refusal::Refusal;
use zhiban::domain::view::{Draft, Outcome};
use zhiban::store::backup::{Control, verify};
use zhiban::store::desk::{Desk, OsSupply};
use zhiban::store::keys::Seeded;
use zhiban::store::migrate::{self, newest, unlisted_tables, version};
use zhiban::store::upgrade::upgrade;
use zhiban::store::{ExecuteError, StoreError, drafts, execute, tables};

/// The account of whoever set the station up.
fn own(desk: &Desk) -> AccountId {
    let id: String = desk
        .conn()
        .query_row("SELECT id FROM account", [], |row| row.get(0))
        .unwrap();
    AccountId(id.parse().unwrap())
}

/// A program of the person at the keyboard: a connection of its own, a form, and how it holds its draft.
struct Program {
    desk: Desk,
    lease: Lease,
    spare: DraftId,
    words: String,
    /// The form is only to read.
    lost: Option<Lost>,
    now: Moment,
}

fn body(words: &str) -> String {
    format!("{{\"form\":\"opinion\",\"schema\":1,\"fields\":{{\"words\":{{\"text\":\"{words}\"}}}}}}")
}

impl Program {
    fn open(town: &Town, lease: Lease) -> Self {
        Self {
            desk: Desk::open(&town.path, None).unwrap(),
            lease,
            spare: DraftId(Uuid::now_v7()),
            words: String::new(),
            lost: None,
            now: town.b.now,
        }
    }

    /// Another draft, empty.
    fn begin(&mut self, lease: Lease) {
        (self.lease, self.spare) = (lease, DraftId(Uuid::now_v7()));
        (self.words, self.lost) = (String::new(), None);
    }

    fn unsaved(&self) -> Unsaved {
        Unsaved {
            draft: Draft {
                id: self.lease.draft,
                form: "opinion".into(),
                target: String::new(),
                label: self.words.clone(),
                body: body(&self.words),
                account: Some(own(&self.desk)),
                saved_at: self.now,
                generation: self.lease.generation,
            },
            spare: Spare {
                id: self.spare,
                label: format!("另存：{}", self.words),
            },
        }
    }

    fn save(&mut self, words: &str) -> Saved {
        words.clone_into(&mut self.words);
        let all = self.unsaved();
        self.desk
            .write(|tx, vault, random| drafts::save(tx, vault, random, &all))
            .unwrap()
    }

    /// Takes the draft and goes on with what stands in it.
    fn take(&mut self) -> Result<(), Option<Lost>> {
        let (id, own) = (self.lease.draft, own(&self.desk));
        let taken = self
            .desk
            .write(|tx, vault, _| drafts::take(tx, vault, id, Some(own), today()))
            .unwrap();
        let draft = taken?;
        self.lease = draft.lease();
        self.spare = DraftId(Uuid::now_v7());
        self.words = said(&draft);
        self.lost = None;
        Ok(())
    }

    fn request(&self, town: &mut Town, words: &str, is_saved: bool) -> Request {
        let entry: OpinionEntry = town.b.entry(words, person("王秀英", "13712344410"));
        let mut request = town.b.request(Command::FileOpinion(Box::new(entry)));
        request.id = CommandId(Uuid::now_v7());
        request.draft = Some(Source {
            lease: self.lease,
            ends: true,
            unsaved: (!is_saved).then(|| Box::new(self.unsaved())),
        });
        request
    }

    fn send(&mut self, request: &Request) -> Result<Outcome, Refusal> {
        match execute(&mut self.desk, request, self.now, false, &mut OsSupply) {
            Ok(outcome) => Ok(outcome),
            Err(ExecuteError::Refused(why)) => Err(why),
            Err(ExecuteError::Store(e)) => panic!("{e:?}"),
        }
    }

    fn file(&mut self, town: &mut Town, words: &str, is_saved: bool) -> Result<Outcome, Refusal> {
        words.clone_into(&mut self.words);
        let request = self.request(town, words, is_saved);
        self.send(&request)
    }
}

/// The words in a draft.
fn said(draft: &Draft) -> String {
    let json: serde_json::Value = serde_json::from_str(&draft.body).unwrap();
    let text = json.pointer("/fields/words/text").and_then(|t| t.as_str());
    text.unwrap().to_owned()
}

struct Town {
    b: Bench,
    path: std::path::PathBuf,
    _dir: TempDir,
}

impl Town {
    fn new() -> Self {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join("desk.db");
        let b = Bench::over(Desk::create(&path).unwrap());
        Self { b, path, _dir: dir }
    }

    fn drafts(&self) -> Vec<Draft> {
        drafts::list(self.b.desk.conn(), self.b.desk.vault(), None).unwrap()
    }

    /// Label and words of every draft, in order of words.
    fn written(&self) -> Vec<(String, String)> {
        let mut all: Vec<_> = self.drafts().iter().map(|d| (d.label.clone(), said(d))).collect();
        all.sort_by(|a, b| a.1.cmp(&b.1));
        all
    }

    fn filed(&self) -> Vec<String> {
        let conn = self.b.desk.conn();
        let mut all = conn.prepare("SELECT words FROM opinion ORDER BY n").unwrap();
        all.query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }
}

fn fresh() -> Lease {
    Lease::first(DraftId(Uuid::now_v7()))
}

/// Two programs with one draft: the first began it, the second has just taken it.
fn two(town: &Town, words: &str) -> (Program, Program) {
    let lease = fresh();
    let mut old = Program::open(town, lease);
    assert_eq!(old.save(words), Saved::Kept);
    let mut new = Program::open(town, lease);
    new.take().unwrap();
    assert_eq!((new.words.as_str(), new.lease.generation), (words, 2));
    (old, new)
}

fn pair(label: &str, words: &str) -> (String, String) {
    (label.to_owned(), words.to_owned())
}

#[test]
fn taking_answers_with_what_was_saved_last_and_counts_on() {
    let town = Town::new();
    let (mut old, mut new) = two(&town, "村口弯道");
    assert_eq!(new.save("村口弯道看不见"), Saved::Kept);
    old.take().unwrap();
    assert_eq!((old.words.as_str(), old.lease.generation), ("村口弯道看不见", 3));
    assert_eq!(old.save("村口弯道看不见车"), Saved::Kept);
    assert!(matches!(new.save("别的"), Saved::Refused { why: Lost::Taken, .. }));
    // Another account takes nothing, and is told whom to ask.
    let id = old.lease.draft;
    let theirs = new
        .desk
        .write(|tx, vault, _| drafts::take(tx, vault, id, Some(AccountId(Uuid::nil())), today()))
        .unwrap();
    assert!(matches!(theirs, Err(Some(Lost::Anothers(author))) if author.name == "林站长"));
    assert_eq!(old.save("村口弯道看不见对面"), Saved::Kept);
}

#[test]
fn a_stale_save_neither_overwrites_nor_is_lost() {
    let town = Town::new();
    let (mut old, mut new) = two(&town, "村口弯道");
    assert_eq!(new.save("村口弯道看不见对面来车"), Saved::Kept);
    let Saved::Refused { why, aside } = old.save("村口弯道有个坑") else {
        panic!()
    };
    assert_eq!((why, aside), (Lost::Taken, Some(old.spare)));
    let both = [
        pair("另存：村口弯道有个坑", "村口弯道有个坑"),
        pair("村口弯道看不见对面来车", "村口弯道看不见对面来车"),
    ];
    assert_eq!(town.written(), both);
    // Sent again, with more, it is still one draft beside the other.
    let Saved::Refused { aside, .. } = old.save("村口弯道有个坑，很深") else {
        panic!()
    };
    assert_eq!(aside, Some(old.spare));
    assert_eq!(town.written().len(), 2);
    assert!(town.written().iter().any(|(_, w)| w == "村口弯道有个坑，很深"));
    // Word for word what stands there needs no second draft.
    let mut same = Program::open(&town, Lease::first(old.lease.draft));
    let none = Saved::Refused {
        why: Lost::Taken,
        aside: None,
    };
    assert_eq!(same.save("村口弯道看不见对面来车"), none);
    assert_eq!(town.written().len(), 2);
    let sealed = "SELECT count(*) FROM draft WHERE instr(body, '弯道') OR instr(label, '弯道')";
    assert_eq!(town.b.count(sealed), 0, "words on the disk in clear");
}

#[test]
fn a_spare_that_was_taken_up_is_left_alone() {
    let town = Town::new();
    let (mut old, mut new) = two(&town, "村口");
    assert!(matches!(old.save("村口有坑"), Saved::Refused { .. }));
    // The other program goes on with what was kept apart, before the rest of it comes.
    new.lease = Lease::first(old.spare);
    new.take().unwrap();
    assert_eq!(new.save("村口有坑，已报过"), Saved::Kept);
    let Saved::Refused { aside: Some(other), .. } = old.save("村口有坑，很深") else {
        panic!()
    };
    assert_ne!(other, old.spare);
    let words: Vec<String> = town.written().into_iter().map(|(_, w)| w).collect();
    assert_eq!(words, ["村口", "村口有坑，已报过", "村口有坑，很深"]);
}

#[test]
fn a_draft_filed_or_given_up_elsewhere_never_comes_back() {
    let mut town = Town::new();
    let (mut old, mut new) = two(&town, "路灯");
    let number = new.file(&mut town, "路灯不亮", true).unwrap().number;
    let Saved::Refused { why, aside } = old.save("路灯全灭") else {
        panic!()
    };
    assert_eq!((why, aside), (Lost::Filed { number }, Some(old.spare)));
    assert_eq!(town.written(), [pair("另存：路灯全灭", "路灯全灭")]);
    assert!(matches!(old.take(), Err(Some(Lost::Filed { .. }))));

    let (mut old, new) = two(&town, "排水沟");
    let (id, now) = (new.lease.draft, town.b.now);
    let mut give_up = |account| {
        let given_up = town.b.desk.write(|tx, _, _| drafts::give_up(tx, id, account, now));
        given_up.unwrap()
    };
    // A colleague does not; the words stay.
    let stranger = give_up(Some(AccountId(Uuid::nil())));
    assert!(matches!(stranger, Err(Lost::Anothers(author)) if author.name == "林站长"));
    assert_eq!((give_up(None), give_up(None)), (Ok(true), Ok(false)));
    let Saved::Refused { why, aside } = old.save("排水沟堵了") else {
        panic!()
    };
    assert_eq!((why, aside), (Lost::Dropped, Some(old.spare)));
    assert_eq!(old.take(), Err(Some(Lost::Dropped)));
    assert_eq!(town.written().len(), 2);
    assert_eq!(town.b.count("SELECT count(*) FROM key WHERE kind = 'draft'"), 2);
}

#[test]
fn of_an_accusation_counted_elsewhere_no_word_is_kept_by_a_late_save() {
    let mut town = Town::new();
    let (mut old, new) = two(&town, "举报某某");
    let command = Command::CountAccusation(CountAccusation {
        visit: town.b.entry("x", person("x", "1")).visit,
        reason: "T4".into(),
        told: true,
    });
    town.b.draft = Some(new.lease);
    town.b.act(command);
    let nothing = Saved::Refused {
        why: Lost::Counted,
        aside: None,
    };
    assert_eq!(old.save("举报某某收钱"), nothing);
    assert_eq!(town.drafts(), []);
    assert_eq!(town.b.count("SELECT count(*) FROM key WHERE kind = 'draft'"), 0);
}

#[test]
fn a_stale_filing_is_refused_and_its_words_are_kept_in_the_same_transaction() {
    let mut town = Town::new();
    let (mut old, mut new) = two(&town, "路灯");
    // Taken: nothing is filed, and what only the old program knew stands apart.
    let why = old.file(&mut town, "路灯全灭", false).unwrap_err();
    let taken = Refusal::DraftLost {
        why: Lost::Taken,
        aside: Some(old.spare),
    };
    assert_eq!(why, taken);
    assert_eq!(town.filed(), Vec::<String>::new());
    assert_eq!(
        town.written(),
        [pair("路灯", "路灯"), pair("另存：路灯全灭", "路灯全灭")]
    );
    // Filed: no second opinion from one draft, also when nothing is unsaved.
    let done = new.file(&mut town, "路灯不亮", true).unwrap();
    let filed = Refusal::DraftLost {
        why: Lost::Filed { number: done.number },
        aside: None,
    };
    assert_eq!(old.file(&mut town, "路灯", true).unwrap_err(), filed);
    assert_eq!(town.filed(), ["路灯不亮"]);
    town.b.sound();
}

#[test]
fn the_same_command_again_returns_its_first_outcome_though_the_draft_has_ended() {
    let mut town = Town::new();
    let (mut old, mut new) = two(&town, "路灯");
    let request = new.request(&mut town, "路灯不亮", true);
    let first = new.send(&request).unwrap();
    let again = new.send(&request).unwrap();
    assert!(again.repeated);
    assert_eq!((again.number.clone(), again.opinion), (first.number, first.opinion));
    // From another connection too, and whatever lease it says.
    let mut theirs = request.clone();
    theirs.draft = Some(Source {
        lease: old.lease,
        ends: true,
        unsaved: None,
    });
    assert!(old.send(&theirs).unwrap().repeated);
    assert_eq!(town.filed().len(), 1);
}

#[test]
fn the_first_of_two_commands_leaves_the_draft() {
    let mut town = Town::new();
    let mut one = Program::open(&town, fresh());
    assert_eq!(one.save("周五派人"), Saved::Kept);
    let mut request = one.request(&mut town, "周五派人", true);
    request.draft.as_mut().unwrap().ends = false;
    one.send(&request).unwrap();
    assert_eq!(town.drafts().len(), 1);
    one.file(&mut town, "周五派人来", true).unwrap();
    assert_eq!(town.drafts().len(), 0);
}

#[test]
fn a_program_learns_which_of_its_drafts_are_lost() {
    let mut town = Town::new();
    let (old, mut new) = two(&town, "路灯");
    let never_saved = fresh();
    let asked = [old.lease, new.lease, never_saved];
    let lost = |town: &Town| drafts::all_lost(town.b.desk.conn(), &asked).unwrap();
    assert_eq!(lost(&town), [(old.lease, Lost::Taken)]);
    let number = new.file(&mut town, "路灯不亮", true).unwrap().number;
    let filed = Lost::Filed { number };
    assert_eq!(lost(&town), [(old.lease, filed.clone()), (new.lease, filed)]);
}

#[test]
fn a_file_from_before_leases_keeps_its_drafts_and_whoever_has_one_open_goes_on() {
    let town = Town::new();
    let mut one = Program::open(&town, fresh());
    assert_eq!(one.save("村口弯道"), Saved::Kept);
    let (lease, before) = (one.lease, town.drafts());
    // Back to what the file was when drafts had no generation.
    let old = "DROP VIEW ruleset; DROP VIEW round; DROP TABLE draft_end; DROP TABLE draft_deleted; DROP TABLE forgetting; DROP TABLE look; DROP TABLE draft_taken; ALTER TABLE draft DROP COLUMN generation; \
               DELETE FROM migration WHERE version >= 3; PRAGMA user_version = 2004;";
    one.desk.conn().execute_batch(old).unwrap();
    assert!(matches!(
        Desk::open(&town.path, None),
        Err(StoreError::Older { found: 2004, .. })
    ));
    let copy = upgrade(&town.path, &mut |_| true).unwrap().unwrap();
    assert_eq!(upgrade(&town.path, &mut |_| true).unwrap(), None, "once is enough");
    let b = Desk::open(&town.path, None).unwrap();
    assert_eq!(version(b.conn()).unwrap(), newest());
    assert_eq!(drafts::list(b.conn(), b.vault(), None).unwrap(), before);
    assert_eq!(drafts::lost(b.conn(), lease).unwrap(), None);
    let all = [tables::STATE, tables::WORKING].concat();
    assert_eq!(unlisted_tables(b.conn(), &all).unwrap(), Vec::<String>::new());
    assert_eq!(migrate::altered(b.conn()).unwrap(), Vec::<i64>::new());
    // The copy is the file as it was, and good.
    let report = verify(&copy, &Control::default()).unwrap();
    assert!(!report.tables.contains_key("draft_end"));
    assert_eq!(report.tables.get("draft"), Some(&1));
}

/// Dice that fall the same way each time.
struct Dice(Seeded);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        let mut bytes = [0; 8];
        zhiban::store::keys::Random::fill(&mut self.0, &mut bytes).unwrap();
        u64::from_le_bytes(bytes) % n
    }
}

/// What a program that is told of a loss does with what it has typed since: nothing is left to do, the writer kept it.
fn step(town: &mut Town, p: &mut Program, dice: &mut Dice, typed: &mut Vec<String>) {
    if p.lost.is_some() {
        // Read only: the person takes it back, goes on with what was kept apart, or begins something else.
        let wanted = p.lease;
        match dice.below(3) {
            0 => {}
            1 => p.lease = Lease::first(p.spare),
            _ => {
                p.begin(fresh());
                return;
            }
        }
        if p.take().is_err() {
            p.lease = wanted;
        }
        return;
    }
    match dice.below(10) {
        0..=5 => {
            let word = format!("词{:05}。", typed.len());
            let words = format!("{}{word}", p.words);
            typed.push(word);
            if let Saved::Refused { why, .. } = p.save(&words) {
                p.lost = Some(why);
            }
        }
        6..=7 => {
            let word = format!("词{:05}。", typed.len());
            let words = format!("{}{word}", p.words);
            typed.push(word);
            match p.file(town, &words, false) {
                Ok(_) => p.begin(fresh()),
                Err(Refusal::DraftLost { why, .. }) => p.lost = Some(why),
                Err(other) => panic!("{other:?}"),
            }
        }
        _ => {
            // Logs in anew beside the old program and takes something that is there.
            let all = town.drafts();
            let Some(draft) = all.iter().rev().nth(dice.below(4) as usize) else {
                return;
            };
            p.lease = draft.lease();
            let _ = p.take();
        }
    }
}

#[test]
fn two_hundred_interleavings_of_two_programs_lose_no_word() {
    let (mut town, mut typed, mut refused) = (Town::new(), Vec::new(), 0);
    let mut programs = [Program::open(&town, fresh()), Program::open(&town, fresh())];
    for p in &programs {
        // What a power cut does is not asked here, and thousands of writes would wait for the disk.
        p.desk.conn().pragma_update(None, "synchronous", "OFF").unwrap();
    }
    for seed in 0..200 {
        let mut dice = Dice(Seeded::new(seed));
        let lease = fresh();
        for p in &mut programs {
            p.begin(lease);
        }
        assert!(matches!(programs[0].save("开头。"), Saved::Kept));
        programs[1].take().unwrap();
        for _ in 0..10 {
            let p = &mut programs[dice.below(2) as usize];
            let was = p.lost.is_some();
            step(&mut town, p, &mut dice, &mut typed);
            refused += u32::from(!was && p.lost.is_some());
        }
    }
    let filed = town.filed();
    let all: Vec<String> = filed.iter().cloned().chain(town.drafts().iter().map(said)).collect();
    for word in &typed {
        assert!(all.iter().any(|text| text.contains(word)), "{word} is nowhere");
    }
    let ended = town.b.count("SELECT count(*) FROM draft_end WHERE how = 'filed'");
    assert_eq!(ended as usize, filed.len(), "one opinion for each draft that was filed");
    town.b.sound();
    // The dice have really thrown what this is about.
    let filed = filed.len();
    assert!(
        refused > 200 && filed > 100 && typed.len() > 1000,
        "{refused} refused, {filed} filed"
    );
}
