//! The store against a plain model of the desk: some thousand sequences of commands, compared after each of them.

#![allow(clippy::unwrap_used)]

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
