//! Where each kind of what is owed is found.

use crate::domain::view::Owing;

/// The rows of a table, which of them, and in which order; `?1` is today and `?2` the last day that counts as soon. Of matters
/// the index is named: without statistics the planner takes the one on the state, which walks through everything that is with
/// a unit.
pub(super) struct Matters {
    pub(super) from: &'static str,
    pub(super) is: &'static str,
    pub(super) order: &'static str,
}

/// Where the lines of a kind are found.
pub(super) enum Found {
    Matters(Matters),
    /// Large groups of the last days.
    Groups,
    /// Who is promised the next time.
    Promises,
    /// Visits, and after them drafts.
    Unwritten,
}

const fn matters(from: &'static str, is: &'static str, order: &'static str) -> Found {
    Found::Matters(Matters { from, is, order })
}

const fn found(owing: Owing) -> Found {
    match owing {
        Owing::ToTell => matters(
            "opinion o INDEXED BY opinion_to_tell",
            "o.state = 'answered' AND o.held = 0",
            "o.answered_at, o.n",
        ),
        Owing::AskToday => matters(
            "opinion o INDEXED BY opinion_promised",
            "o.state = 'handed_over' AND o.promised_for <= ?1",
            "o.promised_for, o.n",
        ),
        Owing::Overdue => matters(
            "opinion o INDEXED BY opinion_due",
            "o.state = 'handed_over' AND o.due < ?1 AND (o.promised_for IS NULL OR o.promised_for > ?1)",
            "o.due, o.n",
        ),
        Owing::DueSoon => matters(
            "opinion o INDEXED BY opinion_due",
            "o.state = 'handed_over' AND o.due BETWEEN ?1 AND ?2 AND (o.promised_for IS NULL OR o.promised_for > ?1)",
            "o.due, o.n",
        ),
        Owing::Dissatisfied => matters(
            "opinion o INDEXED BY opinion_dissatisfied",
            "o.state = 'told' AND o.grade = 'dissatisfied'",
            "o.n",
        ),
        Owing::Unhandled => matters("opinion o INDEXED BY opinion_state", "o.state = 'filed'", "o.n"),
        Owing::ToClose => matters(
            "opinion o INDEXED BY opinion_to_close",
            "o.state = 'told' AND o.grade IS NOT 'dissatisfied'",
            "o.n",
        ),
        Owing::InHand => matters(
            "opinion o INDEXED BY opinion_due",
            "o.state = 'handed_over' AND o.due > ?2 AND (o.promised_for IS NULL OR o.promised_for > ?1)",
            "o.due, o.n",
        ),
        Owing::TellHead => Found::Groups,
        Owing::Promised => Found::Promises,
        Owing::Unwritten => Found::Unwritten,
    }
}

/// Who was guided elsewhere and not told is owed that with those who are owed an answer.
const UNTOLD: Matters = Matters {
    from: "opinion o INDEXED BY opinion_untold",
    is: "o.state = 'guided' AND o.told = 0 AND o.citizen IS NOT NULL",
    order: "o.n",
};

/// All that a kind is found in, in order; of one kind or of all.
pub(super) fn sources(only: Option<Owing>) -> impl Iterator<Item = (Owing, Found)> {
    let kinds = Owing::ALL.iter().copied();
    let kinds = kinds.filter(move |owing| only.is_none_or(|only| only == *owing));
    kinds.flat_map(|owing| {
        let more = (owing == Owing::ToTell).then_some((owing, Found::Matters(UNTOLD)));
        std::iter::once((owing, found(owing))).chain(more)
    })
}
