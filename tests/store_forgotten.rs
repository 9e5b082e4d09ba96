//! What is forgotten is soon in no file any more: neither the key nor the words, neither in the file nor in its log.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "store_desk_common/mod.rs"]
mod common;

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use common::{Bench, person};
use tempfile::TempDir;
use uuid::Uuid;
use zhiban::domain::code::{Struck, VisitState};
use zhiban::domain::command::{
    Arrival, CallNext, Change, CitizenChange, Command, ConfirmDay, CorrectCitizen, CorrectOpinion, CountAccusation,
    EndVisit, FinishVisit, InformHead, Late, PromiseNext, ReceivePromised, ReturnMissed, SettleUnwritten,
    StrikePromise, TakeNumber, UnsettleUnwritten, VisitRef, VoidVisit,
};
use zhiban::domain::id::{DraftId, OpinionId, PromiseId, VisitId};
use zhiban::domain::lease::{Lease, Saved, Spare, Unsaved};
use zhiban::domain::moment::Moment;
use zhiban::domain::refusal::Refusal;
use zhiban::domain::view::{Answer, Draft, Query};
use zhiban::store::backup::{self, Control, Hooks};
use zhiban::store::desk::{Desk, OsSupply};
use zhiban::store::open::{self, Access};
use zhiban::store::threads::{Writer, Written};
use zhiban::store::{ExecuteError, apply, check, execute};

const SOON: Duration = Duration::from_secs(20);

/// A desk that prepares, a writer on the same file that acts, and the folder with their file.
struct Two {
    b: Bench,
    writer: Writer,
    folder: TempDir,
    met: u32,
}

impl Two {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("desk.db");
        let mut b = Bench::over(Desk::create(&path).unwrap());
        b.table = Some(1);
        let now = Moment(b.now.0 + 3_600_000);
        let desk = Desk::open(&path, None).unwrap();
        let clock = Box::new(move || (now, false));
        let writer = Writer::start(desk, clock, Box::new(OsSupply), Box::new(|| {})).unwrap();
        let met = 0;
        Self { b, writer, folder, met }
    }

    /// Somebody nobody else is called like.
    fn arrive(&mut self) -> (VisitId, String) {
        self.met += 1;
        let name = format!("周德旺第{}", self.met);
        let arrival = Arrival {
            label: Some(name.clone()),
            first_words: Some(format!("{name}来问")),
            heads: 1,
            ..Arrival::default()
        };
        let took = self.b.act(Command::TakeNumber(TakeNumber { session: None, arrival }));
        (took.visit.unwrap(), name)
    }

    fn talk(&mut self) -> (VisitId, String) {
        let (visit, name) = self.arrive();
        let call = Command::CallNext(CallNext {
            session: None,
            table: 1,
        });
        assert_eq!(self.b.act(call).called, Some(visit));
        (visit, name)
    }

    fn finish(&self, visit: VisitId, unwritten: bool) -> Command {
        Command::FinishVisit(FinishVisit {
            visit,
            rev: self.b.visit_rev(visit),
            consult_only: !unwritten,
            unwritten,
            call_next: false,
        })
    }

    fn unwritten(&mut self) -> (VisitId, String) {
        let (visit, name) = self.talk();
        let finish = self.finish(visit, true);
        self.b.act(finish);
        (visit, name)
    }

    fn promised(&mut self) -> (VisitId, PromiseId, String) {
        let (visit, name) = self.arrive();
        let next = self.next(visit);
        self.b.act(next);
        let promise = self
            .b
            .snapshot()
            .promised
            .into_iter()
            .find(|p| p.label.as_ref() == Some(&name));
        (visit, promise.unwrap().id, name)
    }

    fn next(&self, visit: VisitId) -> Command {
        Command::PromiseNext(PromiseNext {
            visit,
            rev: self.b.visit_rev(visit),
            label: None,
            phone: None,
            reason: None,
        })
    }

    fn promise_rev(&self, id: PromiseId) -> i64 {
        self.b.snapshot().promised.iter().find(|p| p.id == id).unwrap().rev
    }

    fn key(&self, owner: Uuid) -> Vec<u8> {
        let sql = "SELECT wrapped FROM key WHERE owner = ?1";
        let key = self
            .b
            .desk
            .conn()
            .query_row(sql, [owner.hyphenated().to_string()], |row| row.get(0));
        key.unwrap()
    }

    /// Files in which the bytes stand.
    fn holding(&self, bytes: &[u8]) -> Vec<PathBuf> {
        let files = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let holds = |path: &PathBuf| {
            let whole = fs::read(path).unwrap_or_default();
            whole.windows(bytes.len()).any(|window| window == bytes)
        };
        files.filter(holds).collect()
    }

    /// Lets the writer act; then none of what has to go is left in any file.
    fn goes(&mut self, what: &str, gone: &[Vec<u8>], act: impl FnOnce(&mut Self)) {
        for (n, bytes) in gone.iter().enumerate() {
            assert!(!self.holding(bytes).is_empty(), "{what}: {n} is there before");
        }
        act(self);
        let since = Instant::now();
        loop {
            let left: Vec<_> = gone
                .iter()
                .enumerate()
                .map(|(n, bytes)| (n, self.holding(bytes)))
                .collect();
            if left.iter().all(|(_, files)| files.is_empty()) {
                return;
            }
            assert!(since.elapsed() < SOON, "{what}: {left:?}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Lets the writer act; what has to go stays in reach of an undo for the day, and goes with the next one.
    fn goes_later(&mut self, what: &str, gone: &[Vec<u8>], act: impl FnOnce(&mut Self)) {
        act(self);
        let (path, today) = (self.folder.path().join("desk.db"), self.b.now);
        let mut desk = Desk::open(&path, None).unwrap();
        desk.wipe_due(today, false).unwrap();
        for (n, bytes) in gone.iter().enumerate() {
            assert!(
                !self.holding(bytes).is_empty(),
                "{what}: {n} is kept to the end of the day"
            );
        }
        self.goes(what, gone, |_| {
            desk.wipe_due(Moment(today.0 + 86_400_000), false).unwrap();
            desk.fold_forgotten().unwrap();
        });
    }

    fn send(&mut self, command: Command) {
        let request = self.b.request(command);
        self.writer.send(request).unwrap();
        let Written::Executed(_, done) = self.writer.results().recv_timeout(SOON).unwrap() else {
            panic!()
        };
        done.unwrap();
    }

    fn save(&mut self, id: u128, words: &str) -> Lease {
        let draft = Draft {
            id: DraftId(Uuid::from_u128(id)),
            form: "opinion".into(),
            target: String::new(),
            label: words.into(),
            body: "{}".into(),
            account: self.b.account,
            saved_at: Moment(0),
            generation: 1,
        };
        let lease = draft.lease();
        let spare = Spare {
            id: DraftId(Uuid::from_u128(id + 1)),
            label: words.into(),
        };
        self.writer.save_draft(Unsaved { spare, draft }).unwrap();
        let saved = self.writer.results().recv_timeout(SOON).unwrap();
        assert!(matches!(saved, Written::DraftSaved(_, Ok(Saved::Kept))));
        lease
    }
}

#[test]
fn whatever_act_forgets_a_key_leaves_neither_key_nor_name_in_any_file() {
    let mut t = Two::new();
    let both = |t: &Two, owner: Uuid, name: &str| vec![t.key(owner), name.as_bytes().to_vec()];

    let (visit, name) = t.arrive();
    let void = Command::VoidVisit(VoidVisit {
        visit,
        rev: t.b.visit_rev(visit),
        reason: "点错".into(),
    });
    t.goes("VoidVisit", &both(&t, visit.0, &name), |t| t.send(void));

    let (visit, promise, name) = t.promised();
    let void = Command::VoidVisit(VoidVisit {
        visit,
        rev: t.b.visit_rev(visit),
        reason: "点错".into(),
    });
    t.goes("VoidVisit of a promise", &both(&t, promise.0, &name), |t| t.send(void));

    let (visit, name) = t.talk();
    let finish = t.finish(visit, false);
    t.goes_later("FinishVisit", &both(&t, visit.0, &name), |t| t.send(finish));

    let (visit, name) = t.arrive();
    let rev = t.b.visit_rev(visit);
    let left = Command::EndVisit(EndVisit {
        visit,
        rev,
        outcome: VisitState::Left,
        reason: None,
        guidance: None,
    });
    t.goes_later("EndVisit", &both(&t, visit.0, &name), |t| t.send(left));

    let (visit, name) = t.arrive();
    let shown = Command::EndVisit(EndVisit {
        visit,
        rev: t.b.visit_rev(visit),
        outcome: VisitState::Guided,
        reason: None,
        guidance: Some("T4".to_owned()),
    });
    t.goes("EndVisit of an accusation", &both(&t, visit.0, &name), |t| {
        t.send(shown);
    });

    let (visit, name) = t.unwritten();
    let settle = Command::SettleUnwritten(SettleUnwritten { visit });
    t.goes_later("SettleUnwritten", &both(&t, visit.0, &name), |t| t.send(settle));

    let (visit, name) = t.unwritten();
    let mut entry = t.b.entry("路灯不亮", person("王秀英", "13712344410"));
    entry.visit = VisitRef::Known(visit);
    let file = Command::FileOpinion(Box::new(entry));
    t.goes_later("FileOpinion", &both(&t, visit.0, &name), |t| t.send(file));

    let (visit, name) = t.unwritten();
    let count = Command::CountAccusation(CountAccusation {
        visit: VisitRef::Known(visit),
        reason: "T4".into(),
        told: true,
    });
    t.goes(
        "CountAccusation of what was unwritten",
        &both(&t, visit.0, &name),
        |t| t.send(count),
    );

    // The key stays until they get up; what they had said goes at once.
    let (visit, name) = t.talk();
    let count = Command::CountAccusation(CountAccusation {
        visit: VisitRef::Known(visit),
        reason: "T4".into(),
        told: true,
    });
    t.goes("CountAccusation while talking", &[name.into_bytes()], |t| t.send(count));
    let finish = t.finish(visit, false);
    t.goes("FinishVisit after it", &[t.key(visit.0)], |t| t.send(finish));

    // The name goes over to the promise.
    let (visit, _) = t.arrive();
    let next = t.next(visit);
    t.goes_later("PromiseNext", &[t.key(visit.0)], |t| t.send(next));

    let (_, promise, name) = t.promised();
    let rev = t.promise_rev(promise);
    let strike = Command::StrikePromise(StrikePromise {
        promise,
        rev,
        why: Struck::Unreachable,
    });
    t.goes("StrikePromise", &both(&t, promise.0, &name), |t| t.send(strike));

    // They wait again, under their name; what they were promised goes with whatever is known of the visit they came in.
    let (_, promise, name) = t.promised();
    let rev = t.promise_rev(promise);
    let receive = Command::ReceivePromised(ReceivePromised {
        promise,
        rev,
        session: None,
        reason: "下次优先".into(),
    });
    let visit = t.b.act(receive).visit.unwrap();
    let left = Command::EndVisit(EndVisit {
        visit,
        rev: t.b.visit_rev(visit),
        outcome: VisitState::Left,
        reason: None,
        guidance: None,
    });
    let gone = [t.key(promise.0), t.key(visit.0), name.into_bytes()];
    t.goes_later("the end of who was promised", &gone, |t| t.send(left));
    t.b.sound();

    // Of an accusation nothing is kept, neither what they came about the first time.
    let (_, promise, name) = t.promised();
    let rev = t.promise_rev(promise);
    let visit = t.b.act(Command::ReceivePromised(ReceivePromised {
        promise,
        rev,
        session: None,
        reason: "下次优先".into(),
    }));
    let count = Command::CountAccusation(CountAccusation {
        visit: VisitRef::Known(visit.visit.unwrap()),
        reason: "T4".into(),
        told: true,
    });
    let gone = [t.key(promise.0), name.into_bytes()];
    t.goes("CountAccusation of who was promised", &gone, |t| t.send(count));
    t.b.sound();
}

/// What is known of a visit: its state, name, first words and place, and whether something is unwritten or it is not over.
type Known = (String, Option<String>, Option<String>, i64, bool, bool);

impl Two {
    fn known(&self, visit: VisitId) -> Known {
        let sql = "SELECT state, label, first_words, rank, unwritten, over_at IS NULL FROM visit WHERE id = ?1";
        let row = |r: &rusqlite::Row<'_>| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?));
        self.b.desk.conn().query_row(sql, [visit.0.to_string()], row).unwrap()
    }

    fn end(&mut self, visit: VisitId, outcome: VisitState) {
        let rev = self.b.visit_rev(visit);
        let reason = Some("按错了".to_owned());
        self.b.act(Command::EndVisit(EndVisit {
            visit,
            rev,
            outcome,
            reason,
            guidance: None,
        }));
    }

    fn back(&self, visit: VisitId) -> Command {
        let rev = self.b.visit_rev(visit);
        Command::ReturnMissed(ReturnMissed { visit, rev })
    }

    fn unsettle(&self, visit: VisitId) -> Command {
        let rev = self.b.visit_rev(visit);
        Command::UnsettleUnwritten(UnsettleUnwritten { visit, rev })
    }

    fn ended(&self) -> Vec<VisitId> {
        let today = self.b.now.day();
        let Answer::Snapshot(snap) = self.b.ask(&Query::Snapshot { today }) else {
            panic!()
        };
        snap.ended.iter().map(|v| v.id).collect()
    }

    fn refused(&mut self, command: Command) -> Refusal {
        match self.b.try_act(command) {
            Err(ExecuteError::Refused(why)) => why,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn whoever_was_let_go_by_mistake_is_brought_back_with_all_that_was_known_and_only_on_that_day() {
    let mut t = Two::new();
    let (visit, name) = t.arrive();
    let before = t.known(visit);
    assert_eq!(before.1.as_ref(), Some(&name));
    for outcome in [VisitState::Left, VisitState::ByPhone, VisitState::Guided] {
        t.end(visit, outcome);
        assert_eq!(t.ended(), [visit]);
        let back = t.back(visit);
        t.b.act(back);
        assert_eq!((t.known(visit), t.ended().len()), (before.clone(), 0), "{outcome:?}");
    }
    // Twice promised and twice here after all: nobody waits for them besides.
    for _ in 0..2 {
        let next = t.next(visit);
        t.b.act(next);
        assert_eq!(t.b.snapshot().promised.len(), 1);
        let back = t.back(visit);
        t.b.act(back);
        assert_eq!((t.known(visit), t.b.snapshot().promised.len()), (before.clone(), 0));
    }
    t.b.sound();

    // What needed no writing needs it after all.
    t.b.act(Command::CallNext(CallNext {
        session: None,
        table: 1,
    }));
    let finish = t.finish(visit, false);
    t.b.act(finish);
    for _ in 0..2 {
        assert_eq!(t.ended(), [visit]);
        let unsettle = t.unsettle(visit);
        t.b.act(unsettle);
        let (state, label, _, _, unwritten, _) = t.known(visit);
        assert_eq!((state.as_str(), label.as_ref(), unwritten), ("done", Some(&name), true));
        t.b.act(Command::SettleUnwritten(SettleUnwritten { visit }));
    }
    t.b.sound();

    // The next day it is wiped, and said to be.
    let (other, _) = t.arrive();
    t.end(other, VisitState::Left);
    t.b.now = Moment(t.b.now.0 + 86_400_000);
    let wiped = |ticket| Refusal::VisitWiped { ticket: Some(ticket) };
    for _ in 0..2 {
        let (unsettle, back) = (t.unsettle(visit), t.back(other));
        assert_eq!(t.refused(unsettle), wiped(1));
        assert_eq!(t.refused(back), wiped(2));
        assert!(t.ended().is_empty());
        t.b.desk.wipe_due(t.b.now, false).unwrap();
        assert_eq!((t.known(visit).1, t.known(other).1), (None, None));
        t.b.sound();
    }
}

/// The clock counts the days from when it was entered: whoever was said to have gone long ago, and went today, is kept today.
#[test]
fn whoever_is_kept_can_be_brought_back_whatever_time_was_said() {
    let mut t = Two::new();
    let before = Moment(t.b.now.0 - 5 * 86_400_000);
    // Unwritten since days ago, and settled by a slip today.
    let (visit, name) = t.unwritten();
    t.b.now = Moment(t.b.now.0 + 5 * 86_400_000);
    t.b.act(Command::ConfirmDay(ConfirmDay { day: t.b.now.day() }));
    t.b.act(Command::SettleUnwritten(SettleUnwritten { visit }));
    assert_eq!((t.ended(), t.known(visit).1.as_ref()), (vec![visit], Some(&name)));
    let unsettle = t.unsettle(visit);
    t.b.act(unsettle);
    assert_eq!(t.known(visit).1, Some(name));

    // Entered late.
    let (visit, name) = t.arrive();
    let rev = t.b.visit_rev(visit);
    let mut request = t.b.request(Command::EndVisit(EndVisit {
        visit,
        rev,
        outcome: VisitState::Left,
        reason: None,
        guidance: None,
    }));
    request.late = Some(Late {
        happened: before,
        paper_no: None,
    });
    execute::execute(&mut t.b.desk, &request, t.b.now, false, &mut OsSupply).unwrap();
    assert_eq!(t.ended(), [visit]);
    let back = t.back(visit);
    t.b.act(back);
    assert_eq!(t.known(visit).1, Some(name));

    // Who said nothing of themselves is kept as long, and no longer.
    let took = t.b.act(Command::TakeNumber(TakeNumber {
        session: None,
        arrival: Arrival {
            heads: 1,
            ..Arrival::default()
        },
    }));
    let visit = took.visit.unwrap();
    for _ in 0..2 {
        t.end(visit, VisitState::Left);
        assert_eq!(t.ended(), [visit]);
        let back = t.back(visit);
        t.b.act(back);
    }
    t.end(visit, VisitState::Left);
    t.b.now = Moment(t.b.now.0 + 86_400_000);
    let back = t.back(visit);
    assert_eq!(t.ended(), []);
    assert!(matches!(t.refused(back), Refusal::VisitWiped { .. }));
    t.b.sound();
}

#[test]
fn the_next_act_of_whatever_program_wipes_who_is_kept_no_longer_and_a_wrong_clock_nobody() {
    let mut t = Two::new();
    let (gone, name) = t.arrive();
    t.end(gone, VisitState::Left);
    let (first, _) = t.arrive();
    let day = 86_400_000;
    let known = |t: &Two| t.known(gone).1.is_some();
    let inform = |t: &mut Two, visit: VisitId, now: i64, doubtful: bool| {
        let request = t.b.request(Command::InformHead(InformHead { visit }));
        execute::execute(&mut t.b.desk, &request, Moment(now), doubtful, &mut OsSupply)
    };
    let now = t.b.now.0;
    // A clock that jumped, and one that is days ahead and confirmed by nobody.
    inform(&mut t, first, now + day, true).unwrap();
    assert!(known(&t));
    let (second, _) = t.arrive();
    inform(&mut t, second, now + 40 * day, false).unwrap();
    assert!(known(&t));
    t.b.desk.wipe_due(Moment(now + 40 * day), false).unwrap();
    assert!(known(&t));
    t.b.sound();
    // What is refused wipes nobody, and what is done the next day does, with the key.
    let third = t.arrive().0;
    assert!(inform(&mut t, second, now + day, false).is_err());
    assert!(known(&t));
    let key = t.key(gone.0);
    inform(&mut t, third, now + day, false).unwrap();
    assert!(!known(&t));
    t.b.desk.fold_forgotten().unwrap();
    assert!(t.holding(&key).is_empty() && t.holding(name.as_bytes()).is_empty());
    t.b.sound();
}

#[test]
fn the_act_that_turns_the_day_wipes_with_it_and_the_deep_check_names_whom_the_rules_keep_no_longer() {
    let mut t = Two::new();
    let (gone, _) = t.arrive();
    t.end(gone, VisitState::Left);
    let at: i64 = {
        let sql = "SELECT at_ms FROM forgetting WHERE owner = ?1";
        t.b.desk
            .conn()
            .query_row(sql, [gone.0.to_string()], |row| row.get(0))
            .unwrap()
    };
    let put = |t: &Two, at: i64| {
        let sql = "INSERT OR REPLACE INTO forgetting (owner, at_ms) VALUES (?1, ?2)";
        t.b.desk
            .conn()
            .execute(sql, rusqlite::params![gone.0.to_string(), at])
            .unwrap();
    };
    let faults = |t: &Two| check::deep(t.b.desk.conn(), t.b.desk.vault(), &mut |_| true).unwrap();
    assert!(faults(&t).is_empty());
    put(&t, at - 86_400_000);
    let found = faults(&t);
    assert!(
        found
            .iter()
            .any(|f| f.table == "forgetting" && f.id == gone.0.to_string()),
        "{found:?}"
    );
    put(&t, at);
    t.b.now = Moment(t.b.now.0 + 4 * 86_400_000);
    t.b.act(Command::ConfirmDay(ConfirmDay { day: t.b.now.day() }));
    assert_eq!(t.known(gone).1, None);
    t.b.sound();
}

/// Two characters that nobody else writes, so that they stand whole among the terms of the index.
const RARE: [&str; 3] = ["\u{20BB7}野", "\u{21534}野", "\u{22345}野"];

impl Two {
    fn matter(&mut self, words: &str, name: &str) -> OpinionId {
        let entry = self.b.entry(words, person(name, "13712344410"));
        self.b.file(entry)
    }

    fn correct(&self, opinion: OpinionId, change: Change) -> Command {
        Command::CorrectOpinion(CorrectOpinion {
            opinion,
            rev: self.b.rev(opinion),
            changes: vec![change],
            reason: "本人要求".into(),
        })
    }

    fn rename(&self, opinion: OpinionId, name: Option<&str>) -> Command {
        let citizen = self.b.opinion_file(opinion).citizen.unwrap();
        Command::CorrectCitizen(CorrectCitizen {
            citizen: citizen.id,
            rev: citizen.rev,
            changes: vec![CitizenChange::Name(name.map(str::to_owned))],
            reason: "本人要求".into(),
        })
    }
}

/// What is taken out of the search indexes stays in the pieces these are made of until they are rewritten.
#[test]
fn what_a_confidential_matter_said_is_in_no_piece_of_the_index_any_more() {
    let mut t = Two::new();
    let [words, name, other] = RARE;
    for n in 0..40 {
        t.matter(&format!("路灯不亮第{n}盏"), "王秀英");
    }
    let opinion = t.matter(&format!("举报{words}私搭"), name);
    let turn = t.correct(opinion, Change::Confidential(true));
    let gone = [words, name].map(|said| said.as_bytes().to_vec());
    t.goes("turned confidential", &gone, |t| t.send(turn));
    for (typed, why) in [("私搭", "opened by its key for whoever may know"), (name, "as before")] {
        assert_eq!(t.b.search(typed)[0].id, opinion, "{why}");
    }

    let renamed = t.rename(opinion, Some("赵明"));
    t.send(renamed);
    assert_eq!((t.b.search(name).len(), t.b.search("赵明")[0].id), (0, opinion));
    let open = t.matter("水沟淤堵", other);
    let unnamed = t.rename(open, None);
    t.goes("no name", &[other.as_bytes().to_vec()], |t| t.send(unnamed));
    assert_eq!(t.b.search("路灯").len(), 40);
    t.b.sound();
}

/// A desk without idle moments does the same when it is told to, in one go.
#[test]
fn a_desk_that_is_told_to_fold_rewrites_the_index_before() {
    let mut t = Two::new();
    let opinion = t.matter(&format!("举报{}私搭", RARE[0]), "赵明");
    let turn = t.correct(opinion, Change::Confidential(true));
    t.goes("turned confidential", &[RARE[0].as_bytes().to_vec()], |t| {
        t.b.act(turn);
        t.b.desk.fold_forgotten().unwrap();
        assert_eq!(t.holding(RARE[0].as_bytes()), Vec::<PathBuf>::new(), "at once");
    });
    t.b.sound();
}

#[test]
fn a_copy_that_is_put_back_holds_no_word_of_whoever_was_erased_since() {
    let mut t = Two::new();
    let opinion = t.matter(&format!("举报{}私搭", RARE[0]), "赵明");
    let (path, copies) = (t.folder.path().join("desk.db"), t.folder.path().join("backups"));
    let copy = copies.join("b1.db");
    fs::create_dir(&copies).unwrap();
    let mut job = open::open(&path, Access::Job).unwrap();
    backup::backup(&mut job, &copy, &Control::default()).unwrap();
    zhiban::store::keys::note_erased(&copies, &[(opinion.to_string(), 5)]).unwrap();
    let Two { b, writer, folder, .. } = t;
    drop((job, b, writer));
    let hooks = Hooks {
        erase: &|tx, owner| apply::wipe(tx, owner.parse().unwrap()),
        renumber: &|tx, station| execute::begin_lineage(tx, station, Moment(1_795_500_000_000)),
    };
    let restored = backup::restore(&copy, &path, 1_795_500_000_000, &hooks, &Control::default()).unwrap();
    assert_eq!(restored.erased, 1);
    let holds = |path: &PathBuf| {
        let rare = RARE[0].as_bytes();
        fs::read(path).unwrap().windows(rare.len()).any(|window| window == rare)
    };
    assert!(holds(&copy) && !holds(&path));
    drop(folder);
}

#[test]
fn whoever_could_not_be_put_on_the_list_is_put_there_by_the_next_attempt() {
    let mut t = Two::new();
    let folder = t.folder.path().join("backups");
    let list = folder.join(zhiban::store::keys::ERASED_LIST);
    fs::create_dir_all(&list).unwrap();
    let (visit, _) = t.arrive();
    let void = Command::VoidVisit(VoidVisit {
        visit,
        rev: t.b.visit_rev(visit),
        reason: "点错".into(),
    });
    t.b.act(void);
    assert!(t.b.desk.fold_forgotten().is_err(), "something lies in the way");
    fs::remove_dir(&list).unwrap();
    t.b.desk.fold_forgotten().unwrap();
    let list = zhiban::store::keys::read_erased(&folder).unwrap();
    assert!(list.contains_key(&visit.0.to_string()), "{list:?}");
}

#[test]
fn a_draft_that_ends_leaves_its_key_in_no_file() {
    let mut t = Two::new();
    let lease = t.save(70_001, "没写完的一件");
    let key = t.key(lease.draft.0);
    t.goes("given up", &[key], |t| {
        t.writer.drop_draft(lease.draft, None).unwrap();
        let dropped = t.writer.results().recv_timeout(SOON).unwrap();
        assert!(matches!(dropped, Written::DraftDropped(Ok(Ok(true)))));
    });

    let lease = t.save(70_003, "没写完的又一件");
    let key = t.key(lease.draft.0);
    let entry = t.b.entry("路灯不亮", person("王秀英", "13712344410"));
    t.goes("filed", &[key], |t| {
        t.b.draft = Some(lease);
        t.send(Command::FileOpinion(Box::new(entry)));
    });
    t.b.sound();
}

#[test]
fn a_desk_without_idle_moments_folds_when_it_is_told_to() {
    let mut t = Two::new();
    let (visit, name) = t.arrive();
    let void = Command::VoidVisit(VoidVisit {
        visit,
        rev: t.b.visit_rev(visit),
        reason: "点错".into(),
    });
    let gone = [t.key(visit.0), name.into_bytes()];
    t.goes("at once", &gone, |t| {
        t.b.act(void);
        t.b.desk.fold_forgotten().unwrap();
    });
    assert!(gone.iter().all(|bytes| t.holding(bytes).is_empty()));
}

#[test]
fn whoever_is_forgotten_is_soon_on_the_list_beside_the_copies_so_that_none_brings_them_back() {
    let mut t = Two::new();
    let folder = t.folder.path().join("backups");
    let void = |t: &Two, visit| {
        Command::VoidVisit(VoidVisit {
            visit,
            rev: t.b.visit_rev(visit),
            reason: "点错".into(),
        })
    };

    // Where there is no copy, none can bring anybody back, and nothing is made.
    let (visit, name) = t.arrive();
    let act = void(&t, visit);
    t.goes("before a copy", &[name.into_bytes()], |t| t.send(act));
    assert!(!folder.exists());

    let (kept, _) = t.arrive();
    let (gone, name) = t.arrive();
    fs::create_dir(&folder).unwrap();
    let act = void(&t, gone);
    t.goes("after a copy", &[name.into_bytes()], |t| t.send(act));
    let since = Instant::now();
    let list = loop {
        match zhiban::store::keys::read_erased(&folder) {
            Ok(list) if !list.is_empty() => break list,
            other => assert!(since.elapsed() < SOON, "{other:?}"),
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    assert!(list.contains_key(&gone.0.to_string()));
    assert!(!list.contains_key(&kept.0.to_string()));
}

#[test]
fn a5_a_draft_given_up_or_deleted_long_ago_leaves_neither_key_nor_words_in_any_file() {
    let mut t = Two::new();
    let lease = t.save(70_000, "周德旺说的水渠");
    let account = t.b.account.unwrap();
    let key = t.key(lease.draft.0);
    t.writer.delete_draft(lease.draft, account, None).unwrap();
    let done = t.writer.results().recv_timeout(SOON).unwrap();
    assert!(matches!(done, Written::DraftDeleted(Ok(Ok(true)))), "{done:?}");
    let path = t.folder.path().join("desk.db");
    assert!(!t.holding(&key).is_empty(), "in reach of an undo");
    t.goes("a deleted draft after its days", &[key], |t| {
        // Nobody has said yet that so many days are over.
        let later = Moment(t.b.now.0 + 8 * 86_400_000);
        let mut desk = Desk::open(&path, None).unwrap();
        desk.wipe_due(later, false).unwrap();
        let left = |t: &Two| -> i64 {
            let sql = "SELECT count(*) FROM draft_deleted";
            t.b.desk.conn().query_row(sql, [], |row| row.get(0)).unwrap()
        };
        assert_eq!(left(t), 1);
        t.b.now = later;
        t.b.act(Command::ConfirmDay(ConfirmDay { day: later.day() }));
        assert_eq!(left(t), 0);
        t.b.desk.fold_forgotten().unwrap();
    });
    let lease = t.save(80_000, "王木林说的路灯");
    let key = t.key(lease.draft.0);
    t.goes("a draft given up", &[key], |t| {
        t.writer.drop_draft(lease.draft, Some(account)).unwrap();
    });
}
