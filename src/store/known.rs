//! Whom a file knows: asked before another is put in its place, of a file of any version, and as far as it can be read.

use std::path::Path;

use super::error::StoreError;
use super::{look, open, rows};
use crate::domain::code::Role;

/// An account that acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub id: String,
    pub login: String,
    pub name: String,
    pub role: Role,
}

/// Everybody who may act on a file; nobody where none can be read from it.
pub fn known(path: &Path) -> Result<Vec<Known>, StoreError> {
    let opened = match look::open_to_look(path) {
        // The log beside it is another's, and without it the file can be read.
        Err(StoreError::LaidOver { .. }) => open::open_still(path),
        opened => opened,
    };
    let asked = opened.and_then(|conn| {
        // Files of before do not say it.
        let one_person = rows::one(&conn, "SELECT one_person FROM station", [], |c| c.get("one_person"));
        let one_person = one_person.ok().flatten().unwrap_or(false);
        rows::all(
            &conn,
            "SELECT id, os_name, name, role FROM account WHERE active = 1 ORDER BY n",
            [],
            |c| {
                Ok(Known {
                    id: c.get("id")?,
                    login: c.get("os_name")?,
                    name: c.get("name")?,
                    role: c.get::<Role>("role")?.acts_as(one_person),
                })
            },
        )
    });
    match asked {
        Err(
            StoreError::Corrupt { .. }
            | StoreError::Sql(_)
            | StoreError::NotOurs { .. }
            | StoreError::LaidOver { .. }
            | StoreError::Io(_),
        ) => Ok(Vec::new()),
        asked => asked,
    }
}
