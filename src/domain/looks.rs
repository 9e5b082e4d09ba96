//! How somebody wants the desk drawn at one kind of terminal. No record of the station: help that may be lost.

use serde::{Deserialize, Serialize};

use super::id::AccountId;

/// What was chosen; nothing where nobody has said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Looks {
    /// Disputed glyphs are replaced (替代显示): always, never, or as the terminal was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub substitute: Option<bool>,
    /// Name of the theme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// GB18030 is spoken where the terminal does not read UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gb18030: Option<bool>,
}

impl Looks {
    /// What is true of the glass, whoever sits before it.
    #[must_use]
    pub fn of_the_glass(&self) -> Self {
        Self {
            theme: None,
            ..self.clone()
        }
    }
}

/// Whose choice it is, and at which kind of terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seat {
    /// The operating system's login.
    pub login: String,
    /// Who sits there, once that is known.
    pub account: Option<AccountId>,
    /// The fingerprint of the terminal.
    pub client: String,
}
