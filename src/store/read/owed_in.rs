//! Where each kind of what is owed is found.

use crate::domain::view::Owing;

/// Some of the matters a kind is found in: the rows of a table, which of them, and since when each is owed; `?1` is today and
/// `?2` the last day that counts as soon. The index is named: without statistics the planner takes the one on the state, which
/// walks through everything that is with a unit. Its order is that of the time and the number, so that several are merged
/// and none is sorted.
pub(super) struct Matters {
    pub(super) from: &'static str,
    /// In which state a matter has to be to stand here.
    pub(super) state: &'static str,
    pub(super) is: &'static str,
    pub(super) since: &'static str,
}

/// The day a line has, and the days that are counted of it.
#[derive(Clone, Copy)]
pub(super) enum Dated {
    /// When the person has to be told by.
    Told,
    /// What the unit promised it for.
    Promised,
    /// The limit, and how long it is past.
    Past,
    /// The limit, and how much is left.
    Left,
    /// None; how long ago it was filed.
    Filed,
    Not,
}

/// What stands on a line as said last.
#[derive(Clone, Copy)]
pub(super) enum Note {
    Answer,
    /// The answer, or where the person was guided to.
    AnswerOrPlace,
    /// What came of the last chase.
    Chase,
}

/// Whom a line of a matter of several is about.
#[derive(Clone, Copy)]
pub(super) enum Whom {
    /// Who spoke.
    First,
    /// Whoever is to be told next.
    NextToTell,
    /// The first who is not content.
    NotContent,
}

/// A kind that is found in matters.
pub(super) struct Kind {
    pub(super) whom: Whom,
    pub(super) dated: Dated,
    pub(super) note: Note,
    pub(super) among: &'static [Matters],
}

/// Where the lines of a kind are found.
pub(super) enum Found {
    /// Who is owed longest comes first, whichever of these it is found in.
    Matters(Kind),
    /// Large groups of the last days.
    Groups,
    /// Who is promised the next time.
    Promises,
    /// Visits and drafts.
    Unwritten,
    /// The copies of the file.
    Copies,
}

macro_rules! matters {
    ($whom:ident $dated:ident $note:ident: $($from:literal, $state:literal $(and $is:literal)?, $since:literal;)+) => {
        Found::Matters(Kind {
            whom: Whom::$whom,
            dated: Dated::$dated,
            note: Note::$note,
            among: &[$(Matters {
                from: $from,
                state: $state,
                is: concat!("o.state = '", $state, "'" $(, " AND ", $is)?),
                since: $since,
            }),+],
        })
    };
}

/// Where a kind is found, and what its lines say.
pub(super) const fn found(owing: Owing) -> Found {
    match owing {
        // Who was guided elsewhere and not told is owed that with those who are owed an answer.
        Owing::ToTell => matters!(NextToTell Told AnswerOrPlace:
            "opinion o INDEXED BY opinion_to_tell", "answered" and "o.held = 0", "o.answered_at";
            "opinion o INDEXED BY opinion_untold", "guided" and "o.told = 0 AND o.citizen IS NOT NULL", "o.guided_at";
        ),
        Owing::AskToday => matters!(First Promised Chase:
            "opinion o INDEXED BY opinion_promised", "handed_over" and "o.promised_for <= ?1 AND (o.due IS NULL OR o.due >= ?1)",
            "o.promised_for";
        ),
        Owing::Overdue => matters!(First Past Chase:
            "opinion o INDEXED BY opinion_due",
            // The limit leads, whatever a unit promised.
            "handed_over" and "o.due < ?1",
            "o.due";
        ),
        Owing::DueSoon => matters!(First Left Chase:
            "opinion o INDEXED BY opinion_due",
            "handed_over" and "o.due BETWEEN ?1 AND ?2 AND (o.promised_for IS NULL OR o.promised_for > ?1)",
            "o.due";
        ),
        Owing::Dissatisfied => matters!(NotContent Not Answer:
            "opinion o INDEXED BY opinion_dissatisfied", "told" and "o.grade = 'dissatisfied'", "o.n";
        ),
        Owing::Unhandled => {
            matters!(First Filed Chase: "opinion o INDEXED BY opinion_state", "filed", "o.n";)
        }
        Owing::ToClose => matters!(First Not Answer:
            "opinion o INDEXED BY opinion_to_close", "told" and "o.grade IS NOT 'dissatisfied'", "o.n";
        ),
        Owing::InHand => matters!(First Left Chase:
            "opinion o INDEXED BY opinion_due",
            "handed_over" and "o.due > ?2 AND (o.promised_for IS NULL OR o.promised_for > ?1)",
            "o.due";
        ),
        Owing::TellHead => Found::Groups,
        Owing::Promised => Found::Promises,
        Owing::Unwritten => Found::Unwritten,
        Owing::BackUp => Found::Copies,
    }
}

/// The kinds there are lines of, one or all, in order.
pub(super) fn kinds(only: Option<Owing>) -> impl Iterator<Item = Owing> {
    let kinds = Owing::ALL.iter().copied();
    kinds.filter(move |owing| only.is_none_or(|only| only == *owing))
}
