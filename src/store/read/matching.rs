//! What somebody typed into a search field, told apart; phones by their ends, and by more than the last four digits only for
//! whoever sees them whole; the piece of a text around what was found.

use rusqlite::Connection;

use super::gate::Seen;
use crate::domain::code::OpinionState;
use crate::domain::fold::alike;
use crate::domain::id::DeputyId;
use crate::domain::own_number::LETTERS_MOST;
use crate::domain::phone::{Phone, may_stand_in, parse_phone, phone_typed};
use crate::domain::phones::numbers_said;
use crate::domain::text::{fold, search_query};
use crate::store::error::StoreError;
use crate::store::rows::{self};
use crate::store::sealing::{PRIVATE, Private, Sealing, open_all};
use crate::store::secret_names::Tokens;

/// Digits of the code by which somebody without a name asks.
const CODE: usize = 6;

/// The digits of a number with its area code, at least.
const WITH_AREA: usize = 10;

/// How many of the last digits anybody may ask by.
const LAST: usize = 4;

/// A phone number, or how it ends, as it was typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tail {
    whole: Option<Phone>,
    digits: String,
}

impl Tail {
    /// The last four digits are what numbers are found by, so there have to be so many.
    fn of(typed: &str) -> Option<Self> {
        let whole = parse_phone(typed).ok();
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        (digits.len() >= LAST).then_some(Self { whole, digits })
    }

    fn last_four(&self) -> &str {
        let plain = || {
            self.digits
                .get(self.digits.len().saturating_sub(LAST)..)
                .unwrap_or_default()
        };
        self.whole.as_ref().map_or_else(plain, Phone::last_four)
    }

    /// Whether a number is meant: by its end, or whole however much of area code and extension was said.
    /// Whoever may not see it whole has to know it, or its last four digits: by any other end it would be found out digit by digit.
    fn fits(&self, phone: &Phone, is_seen: bool) -> bool {
        let part = |one: Option<&str>, other: Option<&str>| one.is_none() || other.is_none() || one == other;
        let number = [phone.area().unwrap_or_default(), phone.local()].concat();
        let by_end = is_seen || self.digits.len() == LAST;
        by_end && number.ends_with(&self.digits)
            || number == self.digits
            || self.whole.as_ref().is_some_and(|whole| {
                whole.local() == phone.local()
                    && part(whole.area(), phone.area())
                    && part(whole.extension(), phone.extension())
            })
    }

    /// The people whose number it is, as far as somebody may find them by it, as a list in JSON.
    pub(super) fn whose(&self, conn: &Connection, hand: &Sealing<'_>, seen: &Seen) -> Result<String, StoreError> {
        let token = hand.four_token(self.last_four())?;
        let all = rows::all(
            conn,
            "SELECT DISTINCT c.id, c.private FROM citizen_number p CROSS JOIN citizen c ON c.id = p.citizen WHERE p.four_mac = ?1",
            [token],
            |c| Ok((c.get::<String>("id")?, c.get::<Option<Vec<u8>>>("private")?)),
        )?;
        let mut whose = Vec::new();
        // Four digits say all that can be asked; of more it has to be looked at the number itself.
        let any = self.digits.len() == LAST;
        for (id, private) in all {
            let private: Private = if any {
                Private::default()
            } else {
                open_all(hand, &id, PRIVATE, private.as_deref())?
            };
            let numbers = private.numbers();
            let is_meant = |is_seen| numbers.iter().any(|number| self.fits(number, is_seen));
            if any || is_meant(false) || is_meant(true) && seen.rings(|| received(conn, &id))? {
                whose.push(id);
            }
        }
        serde_json::to_string(&whose).map_err(|_| StoreError::Sealed)
    }
}

/// Who received somebody in any of their matters.
fn received(conn: &Connection, citizen: &str) -> Result<Vec<DeputyId>, StoreError> {
    rows::all(
        conn,
        "SELECT DISTINCT d.deputy FROM opinion_party y CROSS JOIN opinion_deputy d ON d.opinion = y.opinion WHERE y.citizen = ?1",
        [citizen],
        |c| c.get("deputy"),
    )
}

/// The number of a phone is meant by what was typed, whole or by its end; `is_seen`: whoever typed may see it whole.
pub(super) fn is_phone(typed: &str, phone: Option<&String>, is_seen: bool) -> bool {
    let Some(phone) = phone else { return false };
    let typed = fold(typed);
    let typed = phone_typed(&typed);
    let fits = |tail: Tail| numbers_said(phone).iter().any(|number| tail.fits(number, is_seen));
    typed.chars().all(may_stand_in) && Tail::of(&typed).is_some_and(fits)
}

/// What somebody typed into the search field.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Matching {
    All,
    /// Serial number, phone number or the end of one, the code by which somebody without a name asks.
    Digits {
        serial: Option<i64>,
        phone: Option<Tail>,
        code: Option<String>,
    },
    /// The beginning of a number for people.
    Number(String),
    /// Words, as a full-text expression.
    Words(String),
    /// A name in letters, as a full-text expression.
    Letters(String),
    /// Nothing that could be searched for.
    Nothing,
}

impl Matching {
    /// Looks for the names in confidential matters too, which stand in no index in clear.
    pub(super) fn and_secret(&mut self, typed: &str, hand: &Sealing<'_>) -> Result<(), StoreError> {
        let (vault, keys) = (hand.vault, hand.keys);
        let tokens = Tokens { vault, keys };
        match self {
            Self::Words(query) => {
                let named = tokens.by_writing(typed)?;
                query.extend(named.map(|named| format!(" OR ({named})")));
            }
            Self::Letters(query) => {
                let named = tokens.by_sound(query)?;
                query.extend([" OR ", &named]);
            }
            Self::All | Self::Digits { .. } | Self::Number(_) | Self::Nothing => {}
        }
        Ok(())
    }
}

/// What was typed in the form in which it is told apart.
pub(super) fn folded(typed: &str) -> String {
    // Whoever can type ü types it where others type v.
    let typed = phone_typed(fold(typed).trim()).replace("u\u{308}", "ü");
    typed.replace(['ü', 'Ü'], "v")
}

pub(super) fn matching(typed: &str) -> Matching {
    let typed = folded(typed);
    let typed = typed.trim();
    if typed.is_empty() {
        return Matching::All;
    }
    let bare: String = typed.chars().filter(char::is_ascii_digit).collect();
    let digit = typed.chars().any(|c| c.is_ascii_digit());
    if typed.chars().all(|c| c.is_ascii_digit()) {
        return Matching::Digits {
            serial: typed.parse().ok(),
            phone: Tail::of(typed),
            code: (typed.len() == CODE).then_some(bare),
        };
    }
    // A phone number, or a code, as it is written or read out in groups, unless it is a number of ours.
    let apart = |c: char| c.is_whitespace() || c == '-';
    let ours = || {
        typed
            .split(apart)
            .nth(1)
            .is_some_and(|year| year.len() == 4 && year.starts_with("20"))
    };
    if digit && typed.chars().all(may_stand_in) && !typed.ends_with('-') {
        let parsed = parse_phone(typed).is_ok() && !(ours() && typed.matches('-').count() == 2);
        // One with an area code that we know no number of; ours have two hyphens.
        let parsed = parsed || bare.starts_with('0') && bare.len() >= WITH_AREA && typed.matches('-').count() < 2;
        let read_out = typed.chars().all(|c| c.is_ascii_digit() || c == ' ') && bare.len() >= 4;
        let code = (bare.len() == CODE && !ours()).then(|| bare.clone());
        if parsed || read_out || code.is_some() {
            return Matching::Digits {
                serial: None,
                phone: Tail::of(typed),
                code,
            };
        }
    }
    let numeral = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '-';
    let upper = typed.to_ascii_uppercase();
    if digit && upper.chars().all(numeral) {
        if upper.contains('-') {
            return Matching::Number(upper);
        }
        let serial = upper.trim_start_matches(|c: char| c.is_ascii_uppercase());
        if serial.chars().all(|c| c.is_ascii_digit()) && upper.len() - serial.len() <= LETTERS_MOST {
            return Matching::Digits {
                serial: serial.parse().ok(),
                phone: None,
                code: None,
            };
        }
    }
    if typed
        .chars()
        .all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '\'' | '-' | '.'))
    {
        let terms: Vec<String> = typed
            .to_ascii_lowercase()
            .split(|c: char| !c.is_ascii_alphabetic())
            .filter(|t| !t.is_empty())
            .map(|t| format!("\"{t}\" *"))
            .collect();
        return if terms.is_empty() {
            Matching::Nothing
        } else {
            // A name read out syllable by syllable is one word of the index, too.
            let all = terms.join(" AND ");
            let joined = typed
                .to_ascii_lowercase()
                .replace(|c: char| !c.is_ascii_alphabetic(), "");
            Matching::Letters(match terms.as_slice() {
                [_] => all,
                _ => format!("({all}) OR \"{joined}\" *"),
            })
        };
    }
    search_query(typed).map_or(Matching::Nothing, Matching::Words)
}

/// Which state a list is kept to: search looks everywhere.
pub(super) fn only(typed: &str, state: Option<OpinionState>) -> Option<OpinionState> {
    state.filter(|_| typed.trim().is_empty())
}

/// Characters before what was found that are shown with it.
const BEFORE: usize = 2;

/// Whether one of the typed words is in a text.
pub(super) fn holds(text: &str, typed: &str) -> bool {
    let text = alike(text);
    alike(typed).split_whitespace().any(|word| text.contains(word))
}

/// The text from a little before the first of the typed words on; none where none of them is in it, or near its beginning.
pub(super) fn around<'t>(text: &'t str, typed: &str, near: usize) -> Option<&'t str> {
    // What is compared may be longer or shorter than what it was made from.
    let mut compared = String::new();
    let mut places: Vec<(usize, usize)> = Vec::new();
    for (at, c) in text.char_indices() {
        places.push((compared.len(), at));
        compared.push_str(&alike(c.encode_utf8(&mut [0; 4])));
    }
    let words = alike(typed);
    let found = words.split_whitespace().filter_map(|word| compared.find(word)).min()?;
    let place = places
        .partition_point(|(in_compared, _)| *in_compared <= found)
        .checked_sub(1)?;
    let (_, from) = places.get(place.saturating_sub(BEFORE)).filter(|_| place > near)?;
    text.get(*from..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_told_apart() {
        assert_eq!(matching("  "), Matching::All);
        let Matching::Digits { serial, phone, code } = matching("４４１０") else {
            unreachable!()
        };
        assert_eq!(
            (serial, phone.map(|p| p.digits), code),
            (Some(4410), Some("4410".into()), None)
        );
        assert_eq!(matching("03-2026-b11"), Matching::Number("03-2026-B11".into()));
        assert_eq!(matching("03-2026-0113"), Matching::Number("03-2026-0113".into()));
        assert_eq!(matching("13-2026-00113"), Matching::Number("13-2026-00113".into()));
        assert_eq!(
            matching("wang XY"),
            Matching::Letters("(\"wang\" * AND \"xy\" *) OR \"wangxy\" *".into())
        );
        assert_eq!(matching("路灯"), Matching::Words("\"路灯\"".into()));
        assert_eq!(matching("。"), Matching::Nothing);
    }

    #[test]
    fn e2_a_phone_is_meant_however_it_is_typed() {
        let fits = |typed: &str, stored: &str| {
            let Matching::Digits { phone: Some(tail), .. } = matching(typed) else {
                return false;
            };
            let stored = parse_phone(stored).unwrap();
            tail.last_four() == stored.last_four() && tail.fits(&stored, true)
        };
        for typed in [
            "83962262",
            "0516-83962262",
            "051683962262",
            "0516 8396 2262",
            "(0516)83962262",
            "0516-83962262转801",
            "＋86 516 83962262",
            "962262",
        ] {
            assert!(fits(typed, "0516-83962262转801"), "{typed}");
        }
        for typed in [
            "138-0000-7788",
            "138 0000 7788",
            "+8613800007788",
            "13800007788",
            "00007788",
            "0000 7788",
        ] {
            assert!(fits(typed, "13800007788"), "{typed}");
        }
        for (typed, stored) in [
            ("0517-83962262", "0516-83962262"),
            ("0516-83962262转802", "0516-83962262转801"),
            ("10007788", "13800007788"),
            ("13900007788", "13800007788"),
        ] {
            assert!(!fits(typed, stored), "{typed} {stored}");
        }
    }

    #[test]
    fn l1_a_number_that_is_not_shown_is_found_whole_or_by_its_last_four_alone() {
        let fits = |typed: &str, stored: &str| is_phone(typed, Some(&stored.to_owned()), false);
        let mobile = "13800019831";
        for (from, _) in mobile.char_indices().take(mobile.len() - 3) {
            let (_, typed) = mobile.split_at(from);
            let expected = [4, 11].contains(&typed.len());
            assert_eq!(fits(typed, mobile), expected, "{typed}");
            assert!(is_phone(typed, Some(&mobile.to_owned()), true), "{typed}");
        }
        for (typed, expected) in [
            ("2262", true),
            ("0516-83962262", true),
            ("83962262", true),
            ("62262", false),
            ("3962262", false),
        ] {
            assert_eq!(fits(typed, "0516-83962262"), expected, "{typed}");
        }
    }

    #[test]
    fn d8_a_code_is_six_digits_also_read_out_in_groups() {
        for typed in ["482913", "482 913", "482-913", "４８２９１３"] {
            let Matching::Digits { code, .. } = matching(typed) else {
                panic!("{typed}");
            };
            assert_eq!(code.as_deref(), Some("482913"), "{typed}");
        }
    }

    #[test]
    fn d11_the_piece_around_what_was_found_is_shown() {
        let text = "去年说好要修的石桥村口那座桥，栏杆断了三根，晚上没有路灯";
        assert_eq!(around(text, "路灯", 6), Some("没有路灯"));
        assert_eq!(around(text, "栏杆 路灯", 6), Some("桥，栏杆断了三根，晚上没有路灯"));
        assert_eq!(around(text, "说好", 6), None, "it is seen as it is");
        assert_eq!(around(text, "水渠", 6), None);
        assert_eq!(
            around("去年说好要修的石桥村的⾼塔Ａb", "高塔ab", 6),
            Some("村的⾼塔Ａb")
        );
        assert_eq!(around("", "路", 6), None);
    }
}
