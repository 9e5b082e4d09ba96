//! Who acted on a record last, and which of its events that was.

use super::id::AccountId;
use super::moment::Moment;

/// Number of a record's last event.
pub type Rev = i64;

/// Who changed a record last, so that the loser of a race can be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touch {
    /// What people call the account.
    pub by: String,
    /// The account; none where nobody sat at a keyboard, and in old rows that hold a name several bore.
    pub account: Option<AccountId>,
    /// The table it worked for, if any.
    pub table: Option<u8>,
    pub at: Moment,
}
