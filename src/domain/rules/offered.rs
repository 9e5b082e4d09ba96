//! What of the lists of the rules is offered to choose from.

use super::ruleset::{Category, Class, Ground, Reason, Ruleset};

impl Ruleset {
    /// Reasons to choose from.
    pub fn offered_reasons(&self) -> impl Iterator<Item = &Reason> + Clone {
        self.reasons.iter().filter(|r| !r.retired)
    }

    /// Categories to choose from: those in use whose group is.
    pub fn offered_categories(&self) -> impl Iterator<Item = &Category> + Clone {
        let is_gone = |parent: &String| self.category(parent).is_some_and(|p| p.retired);
        self.categories
            .iter()
            .filter(move |c| !c.retired && !c.parent.as_ref().is_some_and(is_gone))
    }

    /// Result classes to choose from.
    pub fn offered_classes(&self) -> impl Iterator<Item = &Class> + Clone {
        self.classes.iter().filter(|c| !c.retired)
    }

    /// The reason of a code to strike off what somebody is not content with.
    pub fn uphold(&self, code: &str) -> Option<&Ground> {
        self.upholds.iter().find(|u| u.code == code)
    }

    /// Reasons to choose from, to strike off what somebody is not content with.
    pub fn offered_upholds(&self) -> impl Iterator<Item = &Ground> + Clone {
        self.upholds.iter().filter(|u| !u.retired)
    }

    /// The reason of a code to be shown somebody's number.
    pub fn reveal(&self, code: &str) -> Option<&Ground> {
        self.reveals.iter().find(|r| r.code == code)
    }

    /// Reasons to choose from, to be shown somebody's number.
    pub fn offered_reveals(&self) -> impl Iterator<Item = &Ground> + Clone {
        self.reveals.iter().filter(|r| !r.retired)
    }
}
