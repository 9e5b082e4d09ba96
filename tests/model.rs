//! The store against a plain model of the desk: some thousand sequences of commands, compared after each of them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "model/mod.rs"]
mod model;

use model::run::many;

/// `ZHIBAN_SEEDS=5000..9000` runs others, for a night.
fn seeds() -> std::ops::Range<u64> {
    let asked = std::env::var("ZHIBAN_SEEDS").ok();
    let asked = asked.as_deref().and_then(|s| s.split_once(".."));
    let asked = asked.and_then(|(from, to)| Some(from.parse().ok()?..to.parse().ok()?));
    asked.unwrap_or(0..1_000)
}

#[test]
#[allow(clippy::print_stderr)]
fn the_store_does_what_a_plain_desk_would() {
    let census = many(seeds(), 44, 2);
    // A night's run of other seeds may be short; the usual one has to meet everything.
    let missing = census.missing(if std::env::var_os("ZHIBAN_SEEDS").is_some() {
        0
    } else {
        100
    });
    eprintln!("{}", census.table());
    assert!(missing.is_empty(), "came too seldom: {missing:?}\n{}", census.table());
}

/// The reader keeps what it read of matters while nothing happens to one. However acts follow each other, its picture is the one
/// that is read from nothing, also where it was asked only after several of them.
#[test]
fn what_is_kept_of_the_first_picture_is_what_is_read_from_nothing() {
    use model::census::Census;
    use zhiban::domain::view::{Asker, Query};
    use zhiban::store::read::{Memory, answer, answer_by};
    let mut acts = 0;
    for seed in 2_000..2_024 {
        let steps = model::generate::sequence(seed, 44);
        let (mut each, mut third) = (Memory::default(), Memory::default());
        let ran = model::run::run_and(&steps, &mut Census::default(), &mut |desk, step| {
            acts += 1;
            // On one day: the limits of matters are taken in, and what is kept goes with the day.
            let query = Query::Snapshot {
                today: steps[0].now.day(),
            };
            let (conn, vault) = (desk.conn(), desk.vault());
            let whole = format!("{:#?}", answer(conn, vault, Asker::Program, &query).unwrap());
            let kept = |memory: &mut Memory| {
                let kept = answer_by(conn, vault, memory, Asker::Program, &query).unwrap();
                is_the_same(&whole, &format!("{kept:#?}"), seed, step);
            };
            kept(&mut each);
            if acts % 3 == 0 {
                kept(&mut third);
            }
        });
        ran.unwrap();
    }
    assert!(acts > 400, "{acts}");
}

/// Says the first line that differs, of some thousand.
fn is_the_same(whole: &str, kept: &str, seed: u64, step: &model::generate::Step) {
    let differs = whole.lines().zip(kept.lines()).find(|(whole, kept)| whole != kept);
    assert!(
        whole == kept,
        "seed {seed}, after {:?}: {differs:?}",
        step.request.command
    );
}

/// The clock is set back over midnight, which somebody confirms, and goes on: the day that comes again goes on with its
/// numbers.
#[test]
fn a_day_that_comes_again_goes_on_with_its_numbers() {
    use model::desk::Births;
    use zhiban::domain::command::{Arrival, Command, ConfirmDay, Request, TakeNumber};
    use zhiban::domain::id::{AccountId, CommandId};
    use zhiban::domain::moment::Moment;
    let steps = model::generate::sequence(1, 1);
    let found = steps
        .iter()
        .find(|s| matches!(s.request.command, Command::FoundStation(..)))
        .unwrap();
    let mut desk = zhiban::store::Desk::in_memory().unwrap();
    let mut n = 0;
    let mut send = |command: Command, account, now| {
        n += 1;
        let request = Request {
            id: CommandId(uuid::Uuid::from_u128(n << 64)),
            account,
            table: None,
            late: None,
            draft: None,
            command,
        };
        let mut births = Births::of(request.id);
        zhiban::store::execute(&mut desk, &request, now, false, &mut births)
            .unwrap()
            .ticket
    };
    let (today, day) = (found.now, 86_400_000);
    send(found.request.command.clone(), None, today);
    let head = Some(AccountId(uuid::Uuid::from_u128((1 << 64 << 8) | 2)));
    let take = || {
        Command::TakeNumber(TakeNumber {
            session: None,
            arrival: Arrival::default(),
        })
    };
    let tomorrow = Moment(today.0 + day);
    assert_eq!(send(take(), head, tomorrow), Some(1));
    send(Command::ConfirmDay(ConfirmDay { day: today.day() }), head, today);
    assert_eq!(send(take(), head, tomorrow), Some(2));
}
