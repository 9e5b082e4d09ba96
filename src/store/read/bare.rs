//! What is left of an answer for whoever reads no records, as the one who looks after accounts and the machine: what the
//! station is, who works there and by which rules. Of matters not even the number.

use crate::domain::owed::{Owed, Owing};
use crate::domain::permit::{OfDraft, Somebody, of_draft};
use crate::domain::view::{Figures, FollowUp, Held, Pieces as _};

/// Whoever reads none.
pub(super) struct Bare<'b> {
    who: &'b Somebody,
    /// Lines of what they typed themself, which is theirs.
    own: u32,
}

impl<'b> Bare<'b> {
    /// For one answer.
    pub fn of(who: &'b Somebody) -> Self {
        Self { who, own: 0 }
    }

    /// Whether anything is left of a record: nothing of people and their matters.
    pub fn leaves(&mut self, held: &mut Held<'_>) -> bool {
        match held {
            Held::Visit(_)
            | Held::Promise(_)
            | Held::Row(_)
            | Held::File(_)
            | Held::Person(_)
            | Held::Came(_)
            | Held::Earlier(_)
            | Held::BrokenOff
            | Held::Present
            | Held::Beyond => false,
            Held::Line(line) => {
                let is_draft = self.is_own_draft(line);
                self.own += u32::from(is_draft);
                // That a copy of the file is due is nobody's matter.
                is_draft || line.owing == Owing::BackUp
            }
            Held::Limited(limited) => {
                limited.clear();
                limited.number.clear();
                true
            }
            Held::Owed(owed) => {
                let copies = owed.of(Owing::BackUp);
                **owed = Owed::default();
                owed.put(Owing::BackUp, copies);
                owed.put(Owing::Unwritten, self.own);
                true
            }
            Held::Figures(figures) => {
                let (from, to) = (figures.from, figures.to);
                **figures = Figures {
                    from,
                    to,
                    ..Figures::default()
                };
                true
            }
            // Not even that there are any.
            Held::Rights(rights) => {
                rights.withheld.clear();
                true
            }
            Held::Attendance(_)
            | Held::Deputy(_)
            | Held::Unit(_)
            | Held::Traced(_)
            | Held::Draft(_)
            | Held::Deleted(_)
            | Held::TakenOver(_)
            | Held::Missed(_) => true,
        }
    }

    fn is_own_draft(&self, line: &FollowUp) -> bool {
        let author = line.author.as_ref().filter(|_| line.draft.is_some());
        author.is_some_and(|author| of_draft(self.who, author) == OfDraft::Own)
    }
}
