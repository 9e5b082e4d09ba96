//! The store against a plain model of the desk: some thousand sequences of commands, compared after each of them.

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
    let census = many(seeds(), 40, 2);
    let missing = census.missing(100);
    eprintln!("{}", census.table());
    assert!(missing.is_empty(), "came too seldom: {missing:?}\n{}", census.table());
}
