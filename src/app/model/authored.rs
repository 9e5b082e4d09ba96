//! Whose the drafts and the talks on the screen are, and what whoever sits here may do with them.

use super::form::Asking;
use super::{Choice, Flow, Item, State, Target};
use crate::domain::id::VisitId;
use crate::domain::lease::{Author, Lost};
use crate::domain::permit::{OfDraft, of_draft};
use crate::domain::record::Visit;
use crate::domain::view::FollowUp;
use crate::i18n::lease;

impl State {
    /// A visit at another table, as far as moving it to this keyboard's own takes it from that one's keyboard.
    pub fn taken_from(&self, visit: VisitId, to: u8) -> Option<&Visit> {
        let v = self.visits().find(|v| v.id == visit)?;
        (self.own_table() == Some(to) && v.table.is_some_and(|table| table != to)).then_some(v)
    }

    /// What the person at the keyboard may do with the draft of a line; none when the line is about no draft.
    pub fn of_draft(&self, line: &FollowUp) -> Option<OfDraft> {
        line.author.as_ref().map(|author| self.of_author(author))
    }

    /// What they may do with what somebody has typed.
    pub fn of_author(&self, author: &Author) -> OfDraft {
        of_draft(&self.somebody().unwrap_or_default(), author)
    }

    /// Why they may not go on with it or give it up; none when they may.
    pub fn not_theirs(&self, line: &FollowUp) -> Option<String> {
        if self.of_draft(line)?.is_theirs() {
            return None;
        }
        let author = line.author.clone()?;
        Some(lease::what(self.lang, &Lost::Anothers(author)))
    }

    /// Going on with the draft of a line, or taking it over where it is another's; none where the line is about no draft.
    pub fn go_on(&self, line: &FollowUp) -> Option<Item> {
        let draft = line.draft?;
        let t = &self.texts().matter;
        if self.of_draft(line).is_none_or(OfDraft::is_theirs) {
            return Some(Item::new(t.act_resume, Choice::Opinion(Target::Draft(draft))));
        }
        let why = Choice::Flow(Flow::Reason(Asking::TakeOver(draft)));
        Some(Item::new(t.act_take_over, why).unless(self.why_not_taken_over(line)))
    }

    /// What others began to write down in a visit and left, as far as it may be taken over by now.
    pub fn left_by_others(&self, visit: VisitId) -> impl Iterator<Item = &FollowUp> {
        let is_left = move |line: &&FollowUp| {
            line.visit.is_some_and(|(of, _)| of == visit)
                && self.of_draft(line).is_some_and(|of| !of.is_theirs())
                && self.why_not_taken_over(line).is_none()
        };
        self.snap.unwritten().filter(is_left)
    }

    /// Why they may not take over another's draft; none when they may.
    pub fn why_not_taken_over(&self, line: &FollowUp) -> Option<String> {
        let author = line.author.as_ref()?;
        if author.withdrawn || !self.of_draft(line)?.takes_over(line.confidential) {
            return self.not_theirs(line);
        }
        let limits = &self.snap.rules.as_deref()?.limits;
        (!author.is_silent(self.now, limits)).then(|| lease::still_there(self.lang, author, limits.silent_seconds))
    }

    /// Why they may not delete another's draft; none when they may, or it is theirs.
    pub fn why_not_deleted(&self, line: &FollowUp) -> Option<String> {
        let author = line.author.as_ref()?;
        let is_own = self.account.as_ref().is_some_and(|own| author.is(own.id));
        if is_own || author.withdrawn || self.of_draft(line)?.deletes().is_none() {
            return None;
        }
        let limits = &self.snap.rules.as_deref()?.limits;
        (!author.is_silent(self.now, limits)).then(|| lease::still_written(self.lang, author, limits.silent_seconds))
    }
}
