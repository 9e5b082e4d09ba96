//! What is sealed, chained and looked up, to the byte: written down by the crates of the first generation, for ever.
//!
//! A file lives longer than the crates that filled it. Every value here was made by chacha20poly1305 0.10, hmac 0.12 and
//! sha2 0.10; whichever ones stand in `Cargo.toml` must open them and make the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use tempfile::TempDir;
use zhiban::store::chain::{self, hex};
use zhiban::store::keys::{KEY, Random, Vault};
use zhiban::store::sealing::Sealing;
use zhiban::store::{StoreError, open};

const OWNER: &str = "019a0000-0000-7000-8000-000000000001";
const AAD: &[u8] = b"opinion.filed\x001\x00words";
const PLAIN: &str = "村口弯道看不见对面来车,今年已经摔了三起。";

/// Bytes that count up from a first one.
fn counting<const N: usize>(first: u8) -> [u8; N] {
    std::array::from_fn(|at| first.wrapping_add(at as u8))
}

/// Asked for a nonce, it counts.
struct Counting;

impl Random for Counting {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), StoreError> {
        out.copy_from_slice(&counting::<256>(0x40)[..out.len()]);
        Ok(())
    }
}

/// A desk's file with two known keys: a person's, and the one behind look-up tokens.
fn file_of_known_keys() -> (TempDir, Connection) {
    let dir = TempDir::new().unwrap();
    let conn = open::create(&dir.path().join("desk.db")).unwrap();
    for (owner, kind, key) in [(OWNER, "citizen", 0x80), ("lookup", "lookup", 0xc0)] {
        let row = (owner, kind, counting::<KEY>(key));
        conn.execute("INSERT INTO key VALUES (?1, ?2, 'none', ?3, 0, NULL)", row)
            .unwrap();
    }
    (dir, conn)
}

fn unhex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    pairs.map(byte).collect()
}

const SEALED: &str = "01404142434445464748494a4b4c4d4e4f50515253545556571791e211d45311e654fbf640113216b18aca9ac984a13355232757eadff0e575a610f4c6a18826c9d46453aed51cb8cb55f5109248832d981b5374d7ff595b8c5fa31c3963acdcc5501fe50ae4";
const STATE: &str = "016be67fcc69495f7d37550cf4acef8fd0aac4ebe17b5ac11360d7a6c0dc87e49b2258ab4cba727bf4b9d36352d65adf5f9389290c3ff1e2b56dbaae14ac4e45abb7dea44049fc574372ef1d9ae2ef9db690e987b2b9f7e7de87fefd0fcd09e5ad93d6dc6ac6";
const TOKEN: &str = "cf72921c3cfc5744dd8c15eac8bbedc2cf854d48007e4a42adcadbc41eeaf597";
const FOUR: &str = "90aaf8fbbc5e0559b03947c525a834a85fc135ae1bf5f072ce01cbcd75775843";
const HASH: &str = "0688507a7a7bddf05de0764c38b85b637c15fd501cf38e3ef1028b2b0962a2c0";
const LINK: &str = "2f4b514b914c08643a29612da747da8578ef9c5371cbdab4b95772ee2dee1c6f";
const LINK_BARE: &str = "5b2a8fabd04983294dd1a6fe2f39055fd8ebe6073afa87f9c383925826af10d8";
const WRAPPED: &str = "01404142434445464748494a4b4c4d4e4f5051525354555657ec8faad2d86156c0c6cb2f4749fa1805601f4af19bf80f9ff1a55404576e7c3e06898301b5ea82bc741d6eaac6f7639f";
const STATION: &str = "280cd37593bb6d3180a9790f97f59cf5b81bce97b2ff949eb4d3b7741a4a125e";

#[test]
fn what_was_sealed_opens_and_is_sealed_to_the_same_bytes_again() {
    let (_dir, conn) = file_of_known_keys();
    let vault = Vault::default();
    let sealed = vault.seal(&conn, OWNER, AAD, PLAIN.as_bytes(), &mut Counting).unwrap();
    assert_eq!(hex(&sealed), SEALED);
    let opened = vault.open(&conn, OWNER, AAD, &unhex(SEALED)).unwrap();
    assert_eq!(*opened, PLAIN.as_bytes());
    // The associated data, the nonce and every byte count.
    assert!(vault.open(&conn, OWNER, b"elsewhere", &unhex(SEALED)).is_err());
    for at in 0..sealed.len() {
        let mut spoiled = sealed.clone();
        spoiled[at] ^= 1;
        assert!(vault.open(&conn, OWNER, AAD, &spoiled).is_err(), "byte {at}");
    }
}

#[test]
fn a_column_of_the_tables_is_sealed_to_the_same_bytes_again() {
    let (_dir, conn) = file_of_known_keys();
    let vault = Vault::default();
    let hand = Sealing {
        vault: &vault,
        keys: &conn,
        index: false,
    };
    let sealed = hand.seal(OWNER, "texts", PLAIN.as_bytes()).unwrap().unwrap();
    assert_eq!(hex(&sealed), STATE);
    let opened = hand.open(OWNER, "texts", &unhex(STATE)).unwrap().unwrap();
    assert_eq!(*opened, PLAIN.as_bytes());
}

#[test]
fn a_number_is_found_by_the_token_it_was_filed_under() {
    let (_dir, conn) = file_of_known_keys();
    let vault = Vault::default();
    assert_eq!(hex(&vault.lookup(&conn, "phone", "13700004410").unwrap()), TOKEN);
    let hand = Sealing {
        vault: &vault,
        keys: &conn,
        index: false,
    };
    assert_eq!(hex(&hand.phone_token("13700004410").unwrap()), TOKEN);
    assert_eq!(hex(&hand.four_token("4410").unwrap()), FOUR);
}

#[test]
fn a_row_of_the_log_has_the_digest_it_was_filed_with() {
    assert_eq!(hex(&chain::hash(PLAIN.as_bytes())), HASH);
    let text = |text: &'static str| ValueRef::Text(text.as_bytes());
    let header = [
        ValueRef::Integer(42),
        text("019a0000-0000-7000-8000-00000000000a"),
        text("019a0000-0000-7000-8000-00000000000b"),
        ValueRef::Integer(1_795_398_120_000),
        ValueRef::Null,
        ValueRef::Integer(0),
        text("2026-11-23"),
        text("林晓梅"),
        ValueRef::Integer(2),
        text("019a0000-0000-7000-8000-00000000000c"),
        ValueRef::Integer(0),
        text("opinion.filed"),
        ValueRef::Integer(1),
        text(OWNER),
        text(chain::ALG),
    ];
    let body = chain::hash(b"{\"category\":\"roads\"}");
    let sealed = chain::hash(&unhex(SEALED));
    let before = counting::<32>(1);
    assert_eq!(hex(&chain::link(&before, &header, &body, Some(&sealed))), LINK);
    assert_eq!(hex(&chain::link(&chain::GENESIS, &header, &body, None)), LINK_BARE);
}

#[test]
fn a_station_key_wraps_to_the_same_bytes_and_is_known_again() {
    let (_dir, mut conn) = file_of_known_keys();
    let station = counting::<KEY>(0x10);
    let tx = conn.transaction().unwrap();
    Vault::default().rewrap(&tx, Some(station), &mut Counting).unwrap();
    tx.commit().unwrap();
    let wrapped: Vec<u8> = conn
        .query_row("SELECT wrapped FROM key WHERE owner = ?1", [OWNER], |row| row.get(0))
        .unwrap();
    assert_eq!(hex(&wrapped), WRAPPED);
    let mark: String = conn
        .query_row("SELECT value FROM meta WHERE name = 'station_key'", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(mark, STATION);
    let vault = Vault::unlock(&conn, Some(station)).unwrap();
    let opened = vault.open(&conn, OWNER, AAD, &unhex(SEALED)).unwrap();
    assert_eq!(*opened, PLAIN.as_bytes());
    assert!(matches!(
        Vault::unlock(&conn, Some(counting(0x11))),
        Err(StoreError::StationKey)
    ));
}
