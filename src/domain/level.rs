//! Who can get at the data without asking the program.

/// What keeps people to their roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nobody but whoever sits there can open the file.
    Alone,
    /// Several logins can: what a role may not do, the program alone refuses, and nobody needs the program.
    Shared,
    /// Only the account of the server can, and people come in by the program.
    Service,
}
