//! Where each kind of what is owed is found.

use crate::domain::view::Owing;

/// Some of the matters a kind is found in: the rows of a table, which of them, and since when each is owed; `?1` is today and
/// `?2` the last day that counts as soon. The index is named: without statistics the planner takes the one on the state, which
/// walks through everything that is with a unit. Its order is that of the time and the number, so that several are merged
/// and none is sorted.
pub(super) struct Matters {
    pub(super) from: &'static str,
    pub(super) is: &'static str,
    pub(super) since: &'static str,
}

/// Where the lines of a kind are found.
pub(super) enum Found {
    /// Who is owed longest comes first, whichever of these it is found in.
    Matters(&'static [Matters]),
    /// Large groups of the last days.
    Groups,
    /// Who is promised the next time.
    Promises,
    /// Visits and drafts.
    Unwritten,
}

macro_rules! matters {
    ($($from:literal, $is:literal, $since:literal;)+) => {
        Found::Matters(&[$(Matters { from: $from, is: $is, since: $since }),+])
    };
}

/// Where a kind is found.
pub(super) const fn found(owing: Owing) -> Found {
    match owing {
        // Who was guided elsewhere and not told is owed that with those who are owed an answer.
        Owing::ToTell => matters!(
            "opinion o INDEXED BY opinion_to_tell", "o.state = 'answered' AND o.held = 0", "o.answered_at";
            "opinion o INDEXED BY opinion_untold", "o.state = 'guided' AND o.told = 0 AND o.citizen IS NOT NULL", "o.guided_at";
        ),
        Owing::AskToday => matters!(
            "opinion o INDEXED BY opinion_promised", "o.state = 'handed_over' AND o.promised_for <= ?1 AND (o.due IS NULL OR o.due >= ?1)",
            "o.promised_for";
        ),
        Owing::Overdue => matters!(
            "opinion o INDEXED BY opinion_due",
            // The limit leads, whatever a unit promised.
            "o.state = 'handed_over' AND o.due < ?1",
            "o.due";
        ),
        Owing::DueSoon => matters!(
            "opinion o INDEXED BY opinion_due",
            "o.state = 'handed_over' AND o.due BETWEEN ?1 AND ?2 AND (o.promised_for IS NULL OR o.promised_for > ?1)",
            "o.due";
        ),
        Owing::Dissatisfied => matters!(
            "opinion o INDEXED BY opinion_dissatisfied", "o.state = 'told' AND o.grade = 'dissatisfied'", "o.n";
        ),
        Owing::Unhandled => matters!("opinion o INDEXED BY opinion_state", "o.state = 'filed'", "o.n";),
        Owing::ToClose => matters!(
            "opinion o INDEXED BY opinion_to_close", "o.state = 'told' AND o.grade IS NOT 'dissatisfied'", "o.n";
        ),
        Owing::InHand => matters!(
            "opinion o INDEXED BY opinion_due",
            "o.state = 'handed_over' AND o.due > ?2 AND (o.promised_for IS NULL OR o.promised_for > ?1)",
            "o.due";
        ),
        Owing::TellHead => Found::Groups,
        Owing::Promised => Found::Promises,
        Owing::Unwritten => Found::Unwritten,
    }
}

/// The kinds there are lines of, one or all, in order.
pub(super) fn kinds(only: Option<Owing>) -> impl Iterator<Item = Owing> {
    let kinds = Owing::ALL.iter().copied();
    kinds.filter(move |owing| only.is_none_or(|only| only == *owing))
}
