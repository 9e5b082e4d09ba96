//! An event as bytes: what it says sorted by class on the way into the log, and back. Old versions are brought up to date
//! here, on reading; bytes in the log are never touched.
//!
//! The `sealed` column of an event that keeps something under its subject's key alone is what the vault gave. Where
//! something is sealed under the key that stays, a container holds both: `BOTH`, the length of the first in four bytes
//! (zero for none), the first, the second.

use rusqlite::{Connection, Transaction};
use serde_json::{Map, Value};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::apply::left_unkept;
use super::error::StoreError;
use super::keys::{Random, STANDING, Vault};
use super::log::{RawEvent, StoredEvent};
use crate::domain::event::{About, Class, Field, Happened, Kind, NewEvent, Shape};
use crate::domain::id::AccountId;
use crate::domain::moment::{Day, Moment};
use crate::domain::refusal::Subject;
use crate::domain::upcast::{Parts, upcast};

/// First byte of a container of two sealed parts.
const BOTH: u8 = 2;

/// Where the events of one command come from.
#[derive(Clone, Debug)]
pub struct Origin {
    pub command: Uuid,
    /// When it was entered.
    pub at: Moment,
    /// The clock had jumped.
    pub doubtful: bool,
    pub day: Day,
    /// The account; none where nobody sits at a keyboard.
    pub account: Option<AccountId>,
    pub table: Option<u8>,
}

/// What a key in the key table is for.
const fn owner_kind(noun: Subject) -> &'static str {
    match noun {
        Subject::Visit => "visit",
        Subject::Promise => "promise",
        Subject::Citizen => "citizen",
        Subject::Opinion => "opinion",
        Subject::Station | Subject::Account | Subject::Deputy | Subject::Unit | Subject::Session => "other",
    }
}

/// What a sealed part is bound to, so that it opens at its own place in the log only.
fn aad(what: &str, kind: &str, ver: u32, event: (Uuid, u32, Uuid)) -> Vec<u8> {
    let (command, ordinal, subject) = event;
    format!("{what}\u{0}{kind}\u{0}{ver}\u{0}{command}\u{0}{ordinal}\u{0}{subject}").into_bytes()
}

const SEALED: &str = "zhiban event";
const KEPT: &str = "zhiban event kept";

fn no_json<T>(result: Result<T, serde_json::Error>) -> Result<T, StoreError> {
    result.map_err(|_| StoreError::corrupt("an event that is no JSON"))
}

fn object(value: Value) -> Result<Map<String, Value>, StoreError> {
    match value {
        Value::Object(map) => Ok(map),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(StoreError::corrupt("an event that is no JSON object"))
        }
    }
}

/// What an event says, sorted by the class of each field. What was not said is not written. Of a subject without a key
/// there is nothing to be sealed under it: `decide` has refused whatever would have been.
pub fn sort(kind: &Kind, about: &About, keyless: bool) -> Result<Parts, StoreError> {
    let mut open = object(no_json(serde_json::to_value(kind))?)?;
    open.retain(|_, value| !value.is_null());
    let (mut sealed, mut kept) = (Map::new(), Map::new());
    for field in kind.shape().fields() {
        let part = match field.class {
            Class::Open => continue,
            Class::OwnOrKept if keyless => &mut kept,
            Class::Sealed | Class::Private | Class::OwnOrKept => &mut sealed,
            Class::Kept => &mut kept,
        };
        part.extend(open.remove_entry(field.name));
    }
    let mut beside = object(no_json(serde_json::to_value(about))?)?;
    for field in About::FIELDS {
        let part = match field.class {
            Class::Open => &mut open,
            Class::Sealed | Class::Private | Class::OwnOrKept if kind.shape().has_own_key() => &mut sealed,
            Class::Sealed | Class::Private | Class::OwnOrKept | Class::Kept => &mut kept,
        };
        part.extend(beside.remove_entry(field.name));
    }
    if keyless && !sealed.is_empty() {
        let kind = kind.name();
        return Err(StoreError::corrupt(format!(
            "words in {kind} of which none may be kept"
        )));
    }
    Ok(Parts {
        open,
        sealed: Some(sealed),
        kept,
    })
}

/// What is known of a kind, if it is known at this version.
fn known(name: &str, ver: u32) -> Result<&'static Shape, StoreError> {
    Kind::named(name)
        .filter(|shape| ver <= shape.ver)
        .ok_or_else(|| StoreError::NewerEvent { kind: name.to_owned() })
}

/// The kind and what is said beside it, from what was read at some version.
pub fn join(name: &str, ver: u32, mut parts: Parts) -> Result<(Kind, About), StoreError> {
    let odd = || StoreError::corrupt(format!("the body does not read as {name}"));
    let shape = known(name, ver)?;
    upcast(name, ver, shape.ver, &mut parts);
    // Of a subject that was erased nothing is left either of what stood open when it was written.
    if parts.sealed.is_none() {
        let fields = shape.fields().chain(About::FIELDS);
        let sealed = fields.filter(|field| field.class.is_own());
        sealed.for_each(|field| drop(parts.open.remove(field.name)));
    }
    let mut whole = parts.open;
    whole.extend(parts.sealed.unwrap_or_default());
    whole.extend(parts.kept);
    let mut about = Map::new();
    for field in About::FIELDS {
        about.extend(whole.remove_entry(field.name));
    }
    let about = serde_json::from_value(Value::Object(about)).map_err(|_| odd())?;
    let kind = serde_json::from_value(Value::Object(whole)).map_err(|_| odd())?;
    Ok((kind, about))
}

/// A part as it is sealed; none when nothing was said.
fn plain(part: &Map<String, Value>) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
    if part.is_empty() {
        return Ok(None);
    }
    Ok(Some(Zeroizing::new(no_json(serde_json::to_vec(part))?)))
}

/// What a transaction seals with.
pub struct Sealer<'a, 't> {
    /// The transaction, in which the keys stand.
    pub tx: &'a Transaction<'t>,
    pub vault: &'a Vault,
    pub random: &'a mut dyn Random,
    /// Now, for keys that are made.
    pub at: Moment,
}

impl Sealer<'_, '_> {
    /// The `sealed` column of an event.
    pub fn column(
        &mut self,
        noun: Subject,
        (kind, ver): (&str, u32),
        event: (Uuid, u32, Uuid),
        parts: &Parts,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        // The subject's key is made when it is the first time. The one that stays is made with the station and never again.
        let own = match parts.sealed.as_ref().map(plain).transpose()?.flatten() {
            Some(said) => {
                let (owner, what) = (event.2.hyphenated().to_string(), owner_kind(noun));
                let key = self.vault.ensure(self.tx, &owner, what, self.at.0, self.random)?;
                Some(key.seal(&aad(SEALED, kind, ver, event), &said, self.random)?)
            }
            None => None,
        };
        let Some(said) = plain(&parts.kept)? else {
            return Ok(own);
        };
        let bound = aad(KEPT, kind, ver, event);
        let kept = self.vault.seal(self.tx, STANDING, &bound, &said, self.random)?;
        let own = own.unwrap_or_default();
        let length = u32::try_from(own.len()).map_err(|_| StoreError::corrupt("an event too long to seal"))?;
        Ok(Some([&[BOTH], length.to_be_bytes().as_slice(), &own, &kept].concat()))
    }
}

/// Whether nothing more may be kept under somebody's key: it was erased, or they left without ever having had one.
fn keeps_no_more(sealer: &Sealer<'_, '_>, owner: &str) -> Result<bool, StoreError> {
    Ok(left_unkept(sealer.tx, owner)? || sealer.vault.is_erased(sealer.tx, owner)?)
}

/// Makes the row of an event. Returns what [`read`] will give for it, without its number.
pub fn seal(
    sealer: &mut Sealer<'_, '_>,
    origin: &Origin,
    ordinal: u32,
    event: NewEvent,
) -> Result<(RawEvent, Happened), StoreError> {
    let NewEvent {
        subject,
        kind,
        happened,
        mut about,
        keyless,
    } = event;
    let shape = kind.shape();
    // What a late entry says of its paper goes with everything else of somebody who is gone; the act itself may be filed.
    if about.paper.is_some() && keeps_no_more(sealer, &subject.hyphenated().to_string())? {
        about.paper = None;
    }
    let parts = sort(&kind, &about, keyless)?;
    let place = (origin.command, ordinal, subject);
    let sealed = sealer.column(shape.noun, (shape.name, shape.ver), place, &parts)?;
    let happened = happened.unwrap_or(origin.at);
    let raw = RawEvent {
        at_ms: origin.at.0,
        happened_ms: happened.0,
        clock_flag: origin.doubtful,
        day: origin.day.to_string(),
        account: origin.account.map(|id| id.to_string()),
        table_no: origin.table.map(i64::from),
        command: origin.command,
        ordinal,
        kind: shape.name.to_owned(),
        ver: shape.ver,
        subject,
        body: no_json(serde_json::to_vec(&parts.open))?,
        sealed,
    };
    let read = Happened {
        seq: 0,
        at: origin.at,
        happened,
        about,
        doubtful: origin.doubtful,
        account: origin.account,
        by: String::new(),
        table: origin.table,
        subject,
        kind,
        erased: false,
    };
    Ok((raw, read))
}

/// The two parts of a `sealed` column, each none where nothing was sealed.
fn split(column: &[u8]) -> Result<[Option<&[u8]>; 2], StoreError> {
    let Some((&BOTH, rest)) = column.split_first() else {
        return Ok([Some(column), None]);
    };
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(StoreError::Sealed)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| StoreError::Sealed)?;
    let (own, kept) = rest.split_at_checked(length).ok_or(StoreError::Sealed)?;
    Ok([(!own.is_empty()).then_some(own), Some(kept)])
}

/// Whether anything in a log lies under the key that stays.
pub(super) fn has_kept(conn: &Connection) -> Result<bool, StoreError> {
    let mut asked = conn.prepare("SELECT 1 FROM event WHERE substr(sealed, 1, 1) = ?1 LIMIT 1")?;
    Ok(asked.exists([[BOTH].as_slice()])?)
}

fn opened(plain: &[u8]) -> Result<Map<String, Value>, StoreError> {
    no_json(serde_json::from_slice(plain))
}

/// What an event says at the version it was written in. [`StoreError::NewerEvent`] before anything of it is looked at: a
/// newer program may keep it otherwise.
pub fn parts(event: &RawEvent, vault: &Vault, keys: &Connection) -> Result<Parts, StoreError> {
    known(&event.kind, event.ver)?;
    let [own, kept] = event.sealed.as_deref().map_or(Ok([None, None]), split)?;
    let owner = event.subject.hyphenated().to_string();
    let place = (event.command, event.ordinal, event.subject);
    let bound = |what| aad(what, &event.kind, event.ver, place);
    let open = opened(&event.body)?;
    let own = match own {
        Some(sealed) => match vault.open_or_gone(keys, &owner, &bound(SEALED), sealed)? {
            Some(plain) => Some(opened(&plain)?),
            None => None,
        },
        // Words that stood open in an older version go with the key all the same.
        None if has_older_words(event, &open) && vault.is_erased(keys, &owner)? => None,
        None => Some(Map::new()),
    };
    let kept = match kept {
        Some(sealed) => opened(&vault.open(keys, STANDING, &bound(KEPT), sealed)?)?,
        None => Map::new(),
    };
    Ok(Parts {
        open,
        sealed: own,
        kept,
    })
}

/// Whether a body may hold openly what is sealed today: a field of an older version of its kind, or, in a kind of whatever
/// version, what is said beside it.
fn has_older_words(event: &RawEvent, open: &Map<String, Value>) -> bool {
    let is_sealed = |field: &&Field| field.class.is_own();
    let beside = About::FIELDS.iter().filter(is_sealed);
    beside.into_iter().any(|field| open.contains_key(field.name))
        || Kind::named(&event.kind)
            .is_some_and(|shape| event.ver < shape.ver && shape.fields().any(|field| is_sealed(&field)))
}

/// Reads an event back.
pub fn read(stored: &StoredEvent, vault: &Vault, keys: &Connection) -> Result<Happened, StoreError> {
    let event = &stored.event;
    let at = |error: StoreError| error.of_event(stored.seq);
    let parts = parts(event, vault, keys).map_err(at)?;
    let erased = parts.sealed.is_none();
    let (kind, about) = join(&event.kind, event.ver, parts).map_err(at)?;
    let (account, by) = who(event.account.as_deref());
    Ok(Happened {
        seq: stored.seq,
        at: Moment(event.at_ms),
        happened: Moment(event.happened_ms),
        about,
        doubtful: event.clock_flag,
        account,
        by,
        table: event.table_no.and_then(|t| u8::try_from(t).ok()),
        subject: event.subject,
        kind,
        erased,
    })
}

/// What the account column says: an id, or in rows of before the name of whoever it was.
pub fn who(column: Option<&str>) -> (Option<AccountId>, String) {
    match column {
        None => (None, String::new()),
        Some(text) => match Uuid::try_parse(text) {
            Ok(id) if text.len() == 36 => (Some(AccountId(id)), String::new()),
            _ => (None, text.to_owned()),
        },
    }
}
