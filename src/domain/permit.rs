//! Who may read what, and take over what others have typed (research `domain.md` 3.10); who may write what is in
//! [`super::deed`]. Roles on one's own machine are advice, on the township server they are the rule (`reliability.md` 3.1).

use super::code::Role;
use super::id::{AccountId, DeputyId};
use super::lease::Author;
use super::record::{Account, Opinion};

/// What there is to read, and a right of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reading {
    /// People and matters at all; whoever looks after the machine and the accounts reads none.
    Records,
    /// A matter of which somebody asked that it stay between them (要求保密): of others it is a number and a state.
    Confidential,
    /// By what somebody who came is reached: the whole number, what was said in place of one, the code they ask by.
    WholePhone,
    /// What the lists say of deputies and units, with the numbers in it: whoever keeps them has to see what stands there.
    Listed,
    /// Who was shown whose number: whoever answers for the station sees all of it, everybody else what they looked at themselves.
    Traces,
}

/// How far a right to read goes, the narrowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    Nothing,
    /// What whoever reads looks after, or has received as a deputy.
    Own,
    All,
}

impl Reading {
    /// All of it, in the order of the table.
    pub const ALL: &[Self] = &[
        Self::Records,
        Self::Confidential,
        Self::WholePhone,
        Self::Listed,
        Self::Traces,
    ];

    /// The table. Whoever has no account reads nothing.
    pub const fn reach(self, role: Option<Role>) -> Reach {
        let Some(role) = role else { return Reach::Nothing };
        match (self, role.rights()) {
            (_, Role::Head | Role::DeputyHead)
            | (Self::Records, Role::Clerk | Role::Deputy | Role::Viewer)
            | (Self::WholePhone, Role::Clerk)
            | (Self::Listed, Role::Clerk | Role::Administrator) => Reach::All,
            (Self::WholePhone, Role::Deputy)
            | (Self::Confidential, Role::Clerk | Role::Deputy)
            | (Self::Traces, Role::Clerk | Role::Deputy | Role::Viewer) => Reach::Own,
            (Self::Records | Self::WholePhone | Self::Confidential | Self::Traces, Role::Administrator)
            | (Self::WholePhone | Self::Confidential, Role::Viewer)
            | (Self::Listed, Role::Deputy | Role::Viewer) => Reach::Nothing,
        }
    }

    /// Who has all of it by a right of their own, in the order of the table.
    pub fn whose(self) -> Vec<Role> {
        let all = Role::ALL.iter().copied().filter(|role| role.rights() == *role);
        all.filter(|role| self.reach(Some(*role)) == Reach::All).collect()
    }
}

/// Whether a role may read nothing that another may not.
pub fn reads_no_more(role: Role, than: Role) -> bool {
    Reading::ALL
        .iter()
        .all(|what| what.reach(Some(role)) <= what.reach(Some(than)))
}

/// What becomes of the file as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Care {
    /// Look at what is wrong with it, with the matters and people a fault is about.
    Details,
    Copy,
    Restore,
    GoOn,
    /// Say how a copy of the data goes on.
    Settle,
}

impl Care {
    /// All of it, in the order of the table.
    pub const ALL: &[Self] = &[Self::Details, Self::Copy, Self::Restore, Self::GoOn, Self::Settle];

    /// A copy is everybody's who works at the desk; what becomes of the file is for those who say who works there.
    pub const fn reach(self, role: Option<Role>) -> Reach {
        let Some(role) = role else { return Reach::Nothing };
        match (self, role.rights()) {
            (Self::Details, role) => Reading::Records.reach(Some(role)),
            (_, Role::Head | Role::DeputyHead | Role::Administrator) | (Self::Copy, Role::Clerk) => Reach::All,
            (Self::Restore | Self::GoOn | Self::Settle, Role::Clerk)
            | (Self::Copy | Self::Restore | Self::GoOn | Self::Settle, Role::Deputy | Role::Viewer) => Reach::Nothing,
        }
    }

    /// Whether it is somebody's to do.
    pub fn may(self, role: Role) -> bool {
        self.reach(Some(role)) != Reach::Nothing
    }
}

/// Whose a matter is: who looks after it, and who received it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Whose<'w> {
    pub keeper: Option<AccountId>,
    pub received_by: &'w [DeputyId],
}

/// Whoever reads or acts, as far as rights ask: nothing of it before they have said who they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Somebody {
    pub account: Option<AccountId>,
    pub role: Option<Role>,
    /// The deputy they are.
    pub deputy: Option<DeputyId>,
    /// Whose keeper's rights they have besides: of those they stand in for (代班), and of whoever left theirs to them (移交).
    pub stands_for: Vec<AccountId>,
}

impl From<&Account> for Somebody {
    fn from(account: &Account) -> Self {
        Self {
            account: Some(account.id),
            role: Some(account.role),
            deputy: account.deputy,
            stands_for: Vec::new(),
        }
    }
}

impl Somebody {
    /// Whether they are an account, or act for it.
    pub fn acts_for(&self, account: AccountId) -> bool {
        self.account == Some(account) || self.account.is_some() && self.stands_for.contains(&account)
    }

    /// Whether they may know whatever they might as what they were before: the same person, with nothing taken from them.
    pub fn keeps_all_of(&self, before: &Self) -> bool {
        let reaches = |what: &Reading| what.reach(self.role) >= what.reach(before.role);
        let stands_for = before
            .stands_for
            .iter()
            .all(|account| self.stands_for.contains(account));
        self.account == before.account
            && Reading::ALL.iter().all(reaches)
            && (before.deputy.is_none() || self.deputy == before.deputy)
            && stands_for
    }

    /// Whether something is for them to read.
    pub fn reads(&self, what: Reading, whose: Whose<'_>) -> bool {
        match what.reach(self.role) {
            Reach::All => true,
            Reach::Own => {
                let keeps = whose.keeper.is_some_and(|keeper| self.acts_for(keeper));
                keeps || self.deputy.is_some_and(|own| whose.received_by.contains(&own))
            }
            Reach::Nothing => false,
        }
    }

    /// Whether a matter is more than a number and a state to them.
    pub fn knows(&self, o: &Opinion) -> bool {
        let whose = Whose {
            keeper: o.keeper,
            received_by: &o.details.deputies,
        };
        !o.details.confidential || self.reads(Reading::Confidential, whose)
    }
}

/// What somebody may do with what is typed and not filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfDraft {
    /// It is theirs: to go on with, and to give up.
    Own,
    /// Of somebody whose account is withdrawn, seen by the head: theirs to take over or to give up, or it would be nobody's
    /// for good.
    Left,
    /// A colleague's, seen by the head: theirs to delete, with a reason.
    Overseen,
    /// A colleague's: they see what it is about and whom to ask.
    Anothers,
    /// Somebody's: it is nobody's record yet, so whoever keeps no records of the station does not read it either.
    Hidden,
    /// Somebody's who is about to do with the station what is not for whoever asks: they do not see that there is one.
    Unseen,
}

impl OfDraft {
    /// Whether they may go on with it and give it up.
    pub const fn is_theirs(self) -> bool {
        match self {
            Self::Own | Self::Left => true,
            Self::Overseen | Self::Anothers | Self::Hidden | Self::Unseen => false,
        }
    }

    /// Whether they read its words; those of a confidential matter only whoever they are of, and the head.
    pub const fn reads(self, is_confidential: bool) -> bool {
        match self {
            Self::Own | Self::Left | Self::Overseen => true,
            Self::Anothers => !is_confidential,
            Self::Hidden | Self::Unseen => false,
        }
    }

    /// Whether they may go on with it, with a reason, while its author gives no sign of life; with what is confidential only whoever
    /// may read it.
    pub const fn takes_over(self, is_confidential: bool) -> bool {
        match self {
            Self::Overseen => true,
            Self::Anothers => !is_confidential,
            Self::Own | Self::Left | Self::Hidden | Self::Unseen => false,
        }
    }

    /// Whether they are told that it was lost: whoever it is of, and the head once.
    pub const fn hears_of_loss(self, head_knows: bool) -> bool {
        match self {
            Self::Own => true,
            Self::Left | Self::Overseen => !head_knows,
            Self::Anothers | Self::Hidden | Self::Unseen => false,
        }
    }

    /// Whether they may delete it, and whether they have to say why; none when they may not.
    pub const fn deletes(self) -> Option<bool> {
        match self {
            Self::Own => Some(false),
            Self::Left | Self::Overseen => Some(true),
            Self::Anothers | Self::Hidden | Self::Unseen => None,
        }
    }
}

/// What somebody may do with a draft. Nobody, as an account, is refused like a stranger.
pub fn of_draft(who: &Somebody, author: &Author) -> OfDraft {
    match who.role {
        Some(_) if author.accounts.iter().any(|own| who.acts_for(*own)) => OfDraft::Own,
        Some(Role::Head | Role::DeputyHead) if author.withdrawn => OfDraft::Left,
        Some(Role::Head | Role::DeputyHead) => OfDraft::Overseen,
        role if author.only.is_some_and(|only| !role.is_some_and(|role| only.has(role))) => OfDraft::Unseen,
        Some(Role::Clerk) => OfDraft::Anothers,
        Some(Role::Deputy | Role::Administrator | Role::Viewer) | None => OfDraft::Hidden,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lease::Roles;

    #[test]
    fn a_draft_is_its_authors_and_a_viewer_sees_none() {
        let account = |n| AccountId(uuid::Uuid::from_u128(n));
        let somebody = |role, who: Option<u128>| Somebody {
            account: who.map(account),
            role,
            ..Somebody::default()
        };
        let author = Author {
            accounts: vec![account(1)],
            name: "何敏".into(),
            left_by: None,
            withdrawn: false,
            is_in: false,
            saved: super::super::moment::Moment(0),
            only: None,
        };
        for (role, who, wanted) in [
            (Some(Role::Clerk), 1, OfDraft::Own),
            (Some(Role::Viewer), 1, OfDraft::Own),
            (Some(Role::Clerk), 2, OfDraft::Anothers),
            (Some(Role::Head), 2, OfDraft::Overseen),
            (Some(Role::DeputyHead), 2, OfDraft::Overseen),
            (Some(Role::Deputy), 1, OfDraft::Own),
            (Some(Role::Deputy), 2, OfDraft::Hidden),
            (Some(Role::Administrator), 2, OfDraft::Hidden),
            (Some(Role::Viewer), 2, OfDraft::Hidden),
            (None, 1, OfDraft::Hidden),
        ] {
            assert_eq!(of_draft(&somebody(role, Some(who)), &author), wanted, "{role:?} {who}");
        }
        assert_eq!(of_draft(&somebody(Some(Role::Clerk), None), &author), OfDraft::Anothers);
        let stands_in = Somebody {
            stands_for: vec![account(1)],
            ..somebody(Some(Role::Clerk), Some(2))
        };
        assert_eq!(of_draft(&stands_in, &author), OfDraft::Own);
        // What is not theirs to do they see nobody about to do.
        for (role, wanted) in [
            (Role::Clerk, OfDraft::Unseen),
            (Role::Viewer, OfDraft::Unseen),
            (Role::Administrator, OfDraft::Hidden),
            (Role::DeputyHead, OfDraft::Overseen),
        ] {
            let only = Some(Roles::of(Role::keeps_accounts));
            let author = Author { only, ..author.clone() };
            assert_eq!(of_draft(&somebody(Some(role), Some(2)), &author), wanted, "{role:?}");
            assert_eq!(
                of_draft(&somebody(Some(role), Some(1)), &author),
                OfDraft::Own,
                "{role:?}"
            );
        }
        let left = Author {
            withdrawn: true,
            ..author
        };
        for (role, wanted) in [
            (Role::Head, OfDraft::Left),
            (Role::Clerk, OfDraft::Anothers),
            (Role::Administrator, OfDraft::Hidden),
        ] {
            assert_eq!(of_draft(&somebody(Some(role), Some(2)), &left), wanted, "{role:?}");
        }
    }
}
