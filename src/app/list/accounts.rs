//! 账号: who sits at the keyboards of this station.

use serde_json::json;

use super::column::{List, cell, fits};
use super::told::{Column, Told, column, shown};
use crate::app::model::screen::{Frame, NO_FILTER};
use crate::app::station::standing;
use crate::domain::record::Account;
use crate::domain::shape::Class::Open;
use crate::domain::view::Query;
use crate::i18n::code;

pub(super) static LIST: List<Account> = List {
    cells: &[
        cell(Open, |t| t.field.name, fits(16), |a, _| a.name.clone()),
        cell(Open, |t| t.field.login, fits(16), |a, _| a.os_name.clone()),
        cell(
            Open,
            |t| t.field.role,
            fits(16),
            |a, state| code::role(state.lang, a.role).to_owned(),
        ),
        cell(
            Open,
            |t| t.desk.state,
            fits(16),
            |a, state| {
                let t = state.texts();
                let said = if a.active { t.field.active } else { t.follow.withdrawn };
                said.trim().to_owned()
            },
        ),
    ],
    told: TOLD,
    frame: Frame {
        title: 0,
        empty: |t| t.empty.no_accounts,
        filter: NO_FILTER,
        ask: |_| Query::Accounts { os_name: None },
        add: None,
        finds: None,
        long: false,
        of_records: false,
        marked: None,
    },
    page: Some(|state, account| {
        let mut page = LIST.by_column(state, account);
        standing::add(state, account, &mut page);
        page
    }),
    open: |_, _| Vec::new(),
};

/// What is told of an account.
pub const TOLD: Told<Account> = Told::By(ACCOUNT);

const ACCOUNT: &[Column<Account>] = &[
    column("id", Open, |a| json!(a.id)),
    shown("name", Open, |a| json!(a.name)),
    shown("login", Open, |a| json!(a.os_name)),
    shown("role", Open, |a| json!(a.role.code())),
    shown("active", Open, |a| json!(a.active)),
];
