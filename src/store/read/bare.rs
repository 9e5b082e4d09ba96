//! What is left of an answer for whoever reads no records, as the one who looks after accounts and the machine: what the
//! station is, who works there and by which rules. Of matters not even the number.

use crate::domain::owed::{Owed, Owing};
use crate::domain::permit::{OfDraft, Somebody, of_draft};
use crate::domain::view::{Answer, Figures, FollowUp, Snapshot};

/// Takes out of an answer whatever is about people and their matters. What they typed themself is theirs.
pub(super) fn pass(who: &Somebody, answer: &mut Answer) {
    match answer {
        Answer::Snapshot(snap) => snapshot(who, snap),
        Answer::Opinions(rows, more) => {
            rows.clear();
            *more = false;
        }
        Answer::Owed(lines, _) => lines.retain(|line| is_own(who, line)),
        Answer::File(file) => *file = None,
        Answer::Files(files, more) => {
            files.clear();
            *more = false;
        }
        Answer::Visits(visits) => visits.clear(),
        Answer::Came(all) => all.clear(),
        Answer::VisitFile(visit, people, rows, _) => {
            *visit = None;
            people.clear();
            rows.clear();
        }
        Answer::Earlier(all) => all.clear(),
        Answer::Figures(figures) => {
            let (from, to) = (figures.from, figures.to);
            *figures = Figures {
                from,
                to,
                ..Figures::default()
            };
        }
        // Not even that there are any.
        Answer::Rights(rights) => rights.iter_mut().for_each(|rights| rights.withheld.clear()),
        Answer::Limits(_, limits) => {
            for limited in limits {
                limited.number.clear();
                limited.unit.clear();
            }
        }
        Answer::Accounts(_)
        | Answer::Backups(_)
        | Answer::Deputies(_)
        | Answer::Units(_)
        | Answer::Sessions(_)
        | Answer::Attendance(_)
        | Answer::Drafts(_)
        | Answer::DeletedDrafts(_)
        | Answer::Leases(_)
        | Answer::Withheld(_)
        | Answer::Taken(_)
        | Answer::Traces(_)
        | Answer::Looks(_) => {}
    }
}

/// What they typed, and that a copy of the file is due: that is nobody's matter.
fn is_own(who: &Somebody, line: &FollowUp) -> bool {
    if line.owing == Owing::BackUp {
        return true;
    }
    let author = line.author.as_ref().filter(|_| line.draft.is_some());
    author.is_some_and(|author| of_draft(who, author) == OfDraft::Own)
}

fn snapshot(who: &Somebody, snap: &mut Snapshot) {
    let Snapshot {
        station: _,
        rules: _,
        business_day: _,
        day: _,
        session: _,
        next_session: _,
        closed_today: _,
        attendance: _,
        queue,
        left_over,
        ended,
        promised,
        standing: _,
        who: _,
        upto: _,
        reception_days: _,
        received: _,
        broken_off,
        follow_up,
        unwritten_beyond,
        to_tell_beyond,
        owed,
        backup: _,
        beyond,
        present,
        taken_over: _,
    } = snap;
    for visits in [queue, left_over, ended] {
        visits.clear();
    }
    promised.clear();
    beyond.clear();
    present.clear();
    broken_off.clear();
    to_tell_beyond.clear();
    for lines in [&mut *follow_up, &mut *unwritten_beyond] {
        lines.retain(|line| is_own(who, line));
    }
    let copies = owed.of(Owing::BackUp);
    *owed = Owed::default();
    owed.put(Owing::BackUp, copies);
    let own = follow_up.iter().filter(|line| line.draft.is_some()).count() + unwritten_beyond.len();
    owed.put(Owing::Unwritten, own.try_into().unwrap_or(u32::MAX));
}
