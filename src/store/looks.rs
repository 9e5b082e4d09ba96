//! How people want the desk drawn, by login, account and kind of terminal: small facts in `meta`, which is never
//! replayed and never compared. Losing one costs a key press.

use rusqlite::{Connection, Transaction};

use super::error::StoreError;
use super::log;
use crate::domain::looks::{Looks, Seat};

/// Longest part of a name: a login or a fingerprint is text from outside.
const LONGEST: usize = 64;

fn name(seat: &Seat, with_account: bool) -> String {
    let cut = |text: &str| -> String { text.chars().filter(|c| *c != '/').take(LONGEST).collect() };
    let account = seat.account.filter(|_| with_account);
    let account = account.map_or_else(|| "-".to_owned(), |a| a.to_string());
    format!("looks/{}/{account}/{}", cut(&seat.login), cut(&seat.client))
}

/// What was chosen at this seat; failing that, what anybody of this login said of the terminal.
pub(super) fn find(conn: &Connection, seat: &Seat) -> Result<Looks, StoreError> {
    let own = log::meta(conn, &name(seat, true))?;
    let found = match own {
        None if seat.account.is_some() => log::meta(conn, &name(seat, false))?,
        own => own,
    };
    // What a newer program wrote is no reason to stop this one.
    Ok(found
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

/// Keeps a choice. What is true of the terminal is also kept for the moment before anybody has said who they are.
pub fn save(tx: &Transaction<'_>, seat: &Seat, looks: &Looks) -> Result<(), StoreError> {
    let text = |looks: &Looks| serde_json::to_string(looks).map_err(|_| StoreError::corrupt("looks that are no JSON"));
    log::set_meta(tx, &name(seat, true), &text(looks)?)?;
    if seat.account.is_some() {
        log::set_meta(tx, &name(seat, false), &text(&looks.of_the_glass())?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::id::AccountId;
    use crate::store::Desk;

    fn seat(account: Option<u128>, client: &str) -> Seat {
        Seat {
            login: "lin".into(),
            account: account.map(|n| AccountId(Uuid::from_u128(n))),
            client: client.into(),
        }
    }

    #[test]
    fn a_choice_belongs_to_its_account_and_its_kind_of_terminal() {
        let mut desk = Desk::in_memory().unwrap();
        let chosen = Looks {
            substitute: Some(true),
            theme: Some("contrast".into()),
            gb18030: Some(true),
        };
        let at = seat(Some(1), "0;136/xterm");
        desk.write(|tx, _, _| save(tx, &at, &chosen)).unwrap();
        let find = |seat: &Seat| find(desk.conn(), seat).unwrap();
        assert_eq!(find(&at), chosen);
        assert_eq!(find(&seat(Some(1), "41;379/xterm")), Looks::default());
        // The terminal is the same for everybody of the login; the colours are one person's.
        for other in [seat(Some(2), "0;136/xterm"), seat(None, "0;136/xterm")] {
            assert_eq!(find(&other), chosen.of_the_glass());
        }
        let stranger = Seat {
            login: "zhou".into(),
            ..seat(None, "0;136/xterm")
        };
        assert_eq!(find(&stranger), Looks::default());
    }

    #[test]
    fn the_last_choice_counts_and_a_strange_one_is_none() {
        let mut desk = Desk::in_memory().unwrap();
        let at = seat(Some(1), &"x/".repeat(200));
        for theme in ["mono", "plain"] {
            let looks = Looks {
                theme: Some(theme.into()),
                ..Looks::default()
            };
            desk.write(|tx, _, _| save(tx, &at, &looks)).unwrap();
        }
        assert_eq!(find(desk.conn(), &at).unwrap().theme.as_deref(), Some("plain"));
        desk.write(|tx, _, _| log::set_meta(tx, &name(&at, true), "[1"))
            .unwrap();
        assert_eq!(find(desk.conn(), &at).unwrap(), Looks::default());
    }
}
