//! The statements asked in this thread, for the test that looks at their plans.

use std::cell::RefCell;
use std::collections::BTreeSet;

thread_local!(static SEEN: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) });

pub(super) fn note(sql: &str) {
    SEEN.with_borrow_mut(|seen| seen.insert(sql.to_owned()));
}

pub(super) fn take() -> BTreeSet<String> {
    SEEN.take()
}
