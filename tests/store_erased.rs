//! What was erased is in no file any more, in whatever page it once lay: many are erased of files whose pages are filled otherwise
//! each time, and then every byte of every file is looked through.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "store_desk_common/mod.rs"]
mod common;

use std::fs;

use common::{Bench, person, turned};
use rusqlite::Transaction;
use tempfile::TempDir;
use uuid::Uuid;
use zhiban::domain::code::VisitState;
use zhiban::domain::command::{
    Arrival, Change, CitizenChange, Command, CorrectCitizen, CorrectOpinion, EndVisit, PromiseNext, TakeNumber,
    VoidVisit,
};
use zhiban::domain::id::{AccountId, DraftId, OpinionId};
use zhiban::domain::lease::{Saved, Spare, Unsaved};
use zhiban::domain::moment::Moment;
use zhiban::domain::text::search_tokens;
use zhiban::domain::view::{Answer, Draft, Outcome, Query};
use zhiban::store::desk::Desk;
use zhiban::store::keys::{Random, Seeded, Vault};
use zhiban::store::{ExecuteError, apply, drafts, execute_many, index, keys};

/// Small numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % limit
    }
}

/// Where the rare characters of each begin.
const NAME: usize = 4_000;
const LABEL: usize = 6_000;
const DRAFT: usize = 9_000;

/// Two characters that nobody else writes.
fn rare(n: usize) -> String {
    [0, 1]
        .map(|i| char::from_u32((0x20000 + 2 * n + i) as u32).unwrap())
        .iter()
        .collect()
}

/// A name that stands among others wherever it is put in order, and is heard as it is written.
fn called(n: usize) -> String {
    format!("{}kq{n:05}", rare(NAME + n * 389 % 1_024))
}

/// What has to be gone: bytes, and what they were.
struct Gone(Vec<(String, Vec<u8>)>);

impl Gone {
    /// A text in whatever way a file may hold it.
    fn text(&mut self, what: &str, text: &str) {
        let wide: Vec<u16> = text.encode_utf16().collect();
        self.0.push((format!("{what} {text}"), text.as_bytes().to_vec()));
        self.0.push((
            format!("{what} {text}, 16 le"),
            wide.iter().flat_map(|c| c.to_le_bytes()).collect(),
        ));
        self.0.push((
            format!("{what} {text}, 16 be"),
            wide.iter().flat_map(|c| c.to_be_bytes()).collect(),
        ));
        for word in search_tokens(text)
            .split(' ')
            .filter(|word| !word.is_ascii() && word.chars().count() > 1)
        {
            self.0
                .push((format!("{what} {text}, piece {word}"), word.as_bytes().to_vec()));
        }
    }

    /// The key of somebody.
    fn key(&mut self, b: &Bench, what: &str, owner: Uuid) {
        let sql = "SELECT wrapped FROM key WHERE owner = ?1";
        let owner = owner.hyphenated().to_string();
        let key: Option<Vec<u8>> = b.desk.conn().query_row(sql, [owner], |row| row.get(0)).unwrap();
        // Of those that an act forgot it is gone from here.
        self.0.extend(key.map(|key| (format!("the key of {what}"), key)));
    }

    /// Those that still stand in some file of a folder.
    fn left(&self, folder: &TempDir) -> Vec<String> {
        let mut left = Vec::new();
        for entry in fs::read_dir(folder.path()).unwrap() {
            let path = entry.unwrap().path();
            let whole = fs::read(&path).unwrap_or_default();
            let finds = |bytes: &[u8]| memchr::memmem::find(&whole, bytes).is_some();
            let found = self.0.iter().filter(|(_, bytes)| finds(bytes));
            left.extend(found.map(|(what, _)| format!("{what} in {}", path.file_name().unwrap().display())));
        }
        left
    }
}

/// Carries out many acts at once, all of it within one day; answers what each did.
fn all(b: &mut Bench, commands: Vec<Command>) -> Vec<Outcome> {
    let requests: Vec<_> = commands.into_iter().map(|command| b.request(command)).collect();
    let Bench { desk, supply, now, .. } = b;
    let go = |batch: &mut zhiban::store::batch::Batch<'_, '_>| -> Result<Vec<Outcome>, ExecuteError> {
        let each = requests.iter().map(|request| {
            now.0 += 10;
            batch.execute(request, *now, false, supply)
        });
        each.collect()
    };
    execute_many(desk, go).unwrap()
}

fn arrival(n: usize, dice: &mut Dice) -> Command {
    let label = format!("{}{}", "来".repeat(dice.below(30)), rare(LABEL + 2 * n));
    let first_words = Some(format!("{}水渠", rare(LABEL + 2 * n + 1)));
    let arrival = Arrival {
        label: Some(label),
        first_words,
        heads: 1,
        ..Arrival::default()
    };
    Command::TakeNumber(TakeNumber { session: None, arrival })
}

fn draft(n: usize, dice: &mut Dice, account: Option<AccountId>) -> Unsaved {
    // Wherever it stands in order.
    let id = |n: usize| {
        DraftId(Uuid::from_u128(
            (n as u128).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835),
        ))
    };
    let draft = Draft {
        id: id(2 * n + 1),
        form: "opinion".into(),
        target: String::new(),
        label: format!("{}没写完", rare(DRAFT + n)),
        body: format!("\"{}\"", "写".repeat(dice.below(300))),
        account,
        saved_at: Moment(0),
        generation: 1,
    };
    Unsaved {
        draft,
        spare: Spare {
            id: id(2 * n + 2),
            label: String::new(),
        },
    }
}

/// A file of `many` matters, of which half is erased in every way there is, or the whole in one; what is left of it in the folder.
fn erased(seed: u64, many: usize, whole: bool) -> Vec<String> {
    let folder = TempDir::new().unwrap();
    let desk = Desk::create(&folder.path().join("desk.db")).unwrap();
    let desk = desk.with_random(Box::new(Seeded::new(seed)));
    let (mut b, mut dice, mut gone) = (Bench::over(desk), Dice(seed), Gone(Vec::new()));
    b.table = Some(1);
    let reason = || "本人要求".to_owned();
    let numbered = 0..many;
    let entries = numbered.clone().map(|n| {
        let words = format!("{}{}{}", rare(2 * n), "路灯，".repeat(dice.below(40)), rare(2 * n));
        let entry = b.entry(&words, person(&called(n), &format!("137{:08}", 10_000_000 + n)));
        Command::FileOpinion(Box::new(entry))
    });
    let entries = entries.collect();
    let filed: Vec<OpinionId> = all(&mut b, entries).iter().map(|done| done.opinion.unwrap()).collect();
    let arrivals = numbered.clone().map(|n| arrival(n, &mut dice)).collect();
    let visits: Vec<_> = all(&mut b, arrivals).iter().map(|done| done.visit.unwrap()).collect();
    let typed: Vec<Unsaved> = numbered.map(|n| draft(n, &mut dice, b.account)).collect();
    let save = |tx: &Transaction<'_>, vault: &Vault, random: &mut dyn Random| {
        typed
            .iter()
            .try_for_each(|words| drafts::save(tx, vault, random, words).map(|saved| assert_eq!(saved, Saved::Kept)))
    };
    b.desk.write(save).unwrap();
    // What grows or shrinks where it stands makes its neighbours move.
    for round in 0..5 {
        let some: Vec<OpinionId> = filed.iter().copied().filter(|_| dice.below(3) > 0).collect();
        let other = some.into_iter().map(|opinion| {
            let longer = format!("{round}{}", "村口的路灯".repeat(dice.below(60)));
            Command::CorrectOpinion(CorrectOpinion {
                opinion,
                rev: b.rev(opinion),
                changes: vec![Change::Summary(Some(longer))],
                reason: reason(),
            })
        });
        let other = other.collect();
        all(&mut b, other);
    }

    let (mut acts, mut owners) = (Vec::new(), Vec::new());
    for (n, opinion) in filed.iter().copied().enumerate() {
        let how = if whole { 3 } else { dice.below(8) };
        if how > 3 {
            continue;
        }
        let file = b.opinion_file(opinion);
        let citizen = file.citizen.unwrap();
        let correct = |change| {
            let rev = file.opinion.rev;
            Command::CorrectOpinion(CorrectOpinion {
                opinion,
                rev,
                changes: vec![change],
                reason: reason(),
            })
        };
        match how {
            0 => {
                gone.text("confidential", &rare(2 * n));
                acts.push(correct(Change::Confidential(true)));
            }
            1 => {
                gone.text("name taken away", &called(n));
                acts.push(Command::CorrectCitizen(CorrectCitizen {
                    citizen: citizen.id,
                    rev: citizen.rev,
                    changes: vec![CitizenChange::Name(None)],
                    reason: reason(),
                }));
            }
            2 => {
                gone.text("words corrected", &rare(2 * n));
                acts.push(correct(Change::Words("水渠堵了".repeat(dice.below(40) + 1))));
            }
            _ => {
                gone.text("erased words", &rare(2 * n));
                gone.text("erased name", &called(n));
                owners.extend([opinion.0, citizen.id.0]);
            }
        }
    }
    for (n, visit) in visits.iter().copied().enumerate() {
        let rev = b.visit_rev(visit);
        let how = dice.below(6);
        if how < 2 {
            gone.text("label", &rare(LABEL + 2 * n));
            gone.text("first words", &rare(LABEL + 2 * n + 1));
        }
        acts.push(match how {
            0 => Command::VoidVisit(VoidVisit {
                visit,
                rev,
                reason: reason(),
            }),
            1 => Command::EndVisit(EndVisit {
                visit,
                rev,
                outcome: VisitState::Left,
                reason: None,
                guidance: None,
            }),
            // Their names go over to the promise.
            2 => Command::PromiseNext(PromiseNext {
                visit,
                rev,
                label: None,
                phone: None,
                reason: None,
            }),
            _ => continue,
        });
        gone.key(&b, "a visit", visit.0);
    }
    all(&mut b, acts);
    for owner in &owners {
        gone.key(&b, "an erased one", *owner);
    }
    let erase = |tx: &Transaction<'_>, owner: &Uuid| {
        keys::forget(tx, &owner.to_string(), 5).and_then(|_| apply::wipe(tx, *owner))
    };
    let erase_all = |tx: &Transaction<'_>| {
        owners.iter().try_for_each(|owner| erase(tx, owner))?;
        index::purge(tx)
    };
    b.desk.write(|tx, _, _| erase_all(tx)).unwrap();
    for (n, Unsaved { draft, .. }) in typed.iter().enumerate().filter(|(n, _)| whole || n % 2 == 0) {
        gone.text("draft", &rare(DRAFT + n));
        gone.key(&b, "a draft", draft.id.0);
        assert!(b.desk.give_up(draft.id, b.account, b.now).unwrap().unwrap());
    }
    b.desk.wipe_due(Moment(b.now.0 + 86_400_000), false).unwrap();
    b.desk.fold_forgotten().unwrap();
    gone.left(&folder)
}

#[test]
fn what_was_erased_is_in_no_byte_of_any_file_however_its_pages_were_filled() {
    for (seed, many, whole) in [(1, 60, false), (3, 300, true)] {
        let left = erased(seed, many, whole);
        assert_eq!(left, Vec::<String>::new(), "{seed}");
    }
}

#[test]
fn a_name_that_only_confidential_matters_name_is_in_no_byte_of_the_file_and_is_found_as_before() {
    let folder = TempDir::new().unwrap();
    let desk = Desk::create(&folder.path().join("desk.db")).unwrap();
    let (mut b, mut gone) = (Bench::over(desk), Gone(Vec::new()));
    let correct = |b: &mut Bench, opinion, on| {
        let (rev, changes) = (b.rev(opinion), turned(on));
        b.act(Command::CorrectOpinion(CorrectOpinion {
            opinion,
            rev,
            changes,
            reason: "本人说的".into(),
        }));
    };
    let mut filed = Vec::new();
    for (n, at_once) in [(1, true), (2, false)] {
        let mut who = person(&called(n), "13712344410");
        who.village = Some(b.village);
        let mut entry = b.entry("有人私搭", who);
        entry.details.confidential = at_once;
        let opinion = b.file(entry);
        if !at_once {
            correct(&mut b, opinion, true);
        }
        gone.text("name", &called(n));
        gone.0.push(("pinyin".to_owned(), format!("kq{n:05}").into_bytes()));
        filed.push((n, opinion));
    }
    b.desk.fold_forgotten().unwrap();
    assert_eq!(gone.left(&folder), Vec::<String>::new());
    for (n, opinion) in &filed {
        let name = Some(called(*n));
        let file = b.opinion_file(*opinion);
        assert_eq!(file.citizen.unwrap().details.name, name);
        assert_eq!(file.opinion.parties[0].name, name);
        for typed in [called(*n), format!("kq{n:05}")] {
            let found = b.search(&typed);
            assert_eq!((found.len(), &found[0].person), (1, &name), "{typed}");
        }
        let village = Some(b.village);
        let earlier = Query::Earlier {
            phone: None,
            name,
            village,
        };
        let Answer::Earlier(earlier) = b.ask(&earlier) else {
            panic!()
        };
        assert_eq!(earlier.iter().map(|e| e.row.id).collect::<Vec<_>>(), [*opinion]);
    }
    b.sound();
    for (n, opinion) in filed {
        correct(&mut b, opinion, false);
        let clear = format!(
            "SELECT count(*) FROM citizen WHERE name = '{}' AND called IS NULL",
            called(n)
        );
        assert_eq!(b.count(&clear), 1, "it is no secret any more");
    }
    b.sound();
}
