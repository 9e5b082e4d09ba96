//! Every write there is: which it is, its name for programs, what it is about, and who may do it (research `domain.md` 3.10).
//! All of it is made of the items of [`super::write`].

use super::code::Role;
use super::decide::shared::Decision;
use super::entry::{LateSession, LateVisit, OpinionEntry};
use super::facts::{Ctx, Facts, Needs};
use super::life::grid::Life;
use super::permit::Reach;
use super::record::{DeputyProfile, Round, UnitProfile};
use super::refusal::Subject;
use super::spelling::spelt::{Field, Names, Said, Spelt};
use super::stake::Stake;
use super::write::{self, Write};

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Its name for programs, such as `opinion.chase`. Never reused.
    pub id: &'static str,
    /// What kind of record it is about.
    pub noun: Subject,
    /// Who may. Nobody, where it is done before there is an account.
    pub roles: &'static [Role],
    /// Those of them who may at their own table, of their own line of the roster and their own matters only.
    pub own: &'static [Role],
}

macro_rules! deeds {
    (deeds [$($noun:ident $id:literal $deed:ident $(($said:ty))? by $($role:ident)* $(, own $($own:ident)+)?;)+]) => {
        /// Which write, without what is said in it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Deed { $($deed),+ }

        impl Deed {
            /// All of them, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$deed),+];

            /// The row of the table.
            pub const fn row(self) -> Row {
                match self {
                    $(Self::$deed => Row {
                        id: $id,
                        noun: Subject::$noun,
                        roles: &[$(Role::$role,)* $($(Role::$own,)+)?],
                        own: &[$($(Role::$own),+)?],
                    }),+
                }
            }

            /// The fields it is spelt with for other programs.
            pub(super) fn fields(self) -> Vec<Field> {
                let mut fields = Vec::new();
                match self {
                    $(Self::$deed => <said!(write $deed $($said)?) as Spelt>::fields("", &mut fields)),+
                }
                fields
            }

            /// Reads it from what another program said.
            pub(super) fn read<N: Names>(self, from: &mut Said<'_, N>) -> Result<Command, N::Error> {
                Ok(match self {
                    $(Self::$deed => Command::$deed(Spelt::read("", from)?)),+
                })
            }

            /// What it does in the lives of the records it is about.
            pub const fn life(self) -> Life {
                match self {
                    $(Self::$deed => <said!(write $deed $($said)?) as Write>::LIFE),+
                }
            }
        }

        /// A write with what is said in it.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::large_enum_variant)] // made once per key press; a box would only hide the words
        pub enum Command { $($deed(said!(write $deed $($said)?))),+ }

        impl Command {
            /// Which write it is.
            pub const fn deed(&self) -> Deed {
                match self {
                    $(Self::$deed(_) => Deed::$deed),+
                }
            }

            /// What its rule has to know.
            pub fn needs(&self) -> Needs {
                let mut needs = Needs::default();
                match self {
                    $(Self::$deed(said) => said.names(&mut needs)),+
                }
                needs
            }

            /// What is at stake in it: see [`Write::stake`].
            pub fn stake(&self, round: Option<&Round>) -> Option<Stake> {
                match self {
                    $(Self::$deed(said) => said.stake(round)),+
                }
            }

            /// Its rule.
            pub(super) fn rule(&self, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
                match self {
                    $(Self::$deed(said) => said.decide(facts, ctx)),+
                }
            }
        }

        $(impl From<said!(write $deed $($said)?)> for Command {
            fn from(said: said!(write $deed $($said)?)) -> Self {
                Self::$deed(said)
            }
        })+
    };
}

// The station, accounts and rules are the head's and the administrator's: whoever sets a station up is its head, so on a
// desk with one account nobody is locked out. Rosters and units an administrator may import. A deputy at the keyboard
// receives people and writes down what they say; the rest is the staff's.
families! { deeds [] deeds }

impl Deed {
    /// How far `role` may do it. `None` is the keyboard before any account exists.
    pub fn reach(self, role: Option<Role>) -> Reach {
        let row = self.row();
        let Some(role) = role.map(Role::rights) else {
            return if row.roles.is_empty() {
                Reach::All
            } else {
                Reach::Nothing
            };
        };
        if row.own.contains(&role) {
            Reach::Own
        } else if row.roles.contains(&role) {
            Reach::All
        } else {
            Reach::Nothing
        }
    }

    /// Whether it is about somebody who is received, at a table as a rule.
    pub fn is_at_table(self) -> bool {
        [Subject::Visit, Subject::Opinion].contains(&self.row().noun)
    }

    /// Whether `role` may do it at all.
    pub fn may(self, role: Option<Role>) -> bool {
        self.reach(role) != Reach::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_done_with_an_account_the_head_may_do_and_no_name_is_given_twice() {
        for (at, deed) in Deed::ALL.iter().enumerate() {
            assert_eq!(deed.may(Some(Role::Head)), !deed.may(None), "{deed:?}");
            let twin = Deed::ALL[..at].iter().find(|other| other.row().id == deed.row().id);
            assert_eq!(twin, None);
        }
    }

    #[test]
    fn each_role_may_do_what_it_is_there_for() {
        let of = |role| Deed::ALL.iter().filter(|deed| deed.may(Some(role))).count();
        assert_eq!(of(Role::Viewer), 0);
        let clerk: Vec<_> = Deed::ALL.iter().filter(|d| !d.may(Some(Role::Clerk))).collect();
        assert_eq!(
            clerk,
            [
                &Deed::FoundStation,
                &Deed::ChangeStation,
                &Deed::AdoptRules,
                &Deed::AddAccount,
                &Deed::ChangeAccount,
                &Deed::HandOverAll,
                &Deed::SetOnePerson
            ]
        );
        assert_eq!((of(Role::Deputy), of(Role::Administrator)), (19, 9));
        assert_eq!(of(Role::DeputyHead), of(Role::Head));
        let own = Deed::ALL.iter().filter(|d| d.reach(Some(Role::Deputy)) == Reach::Own);
        assert_eq!(own.count(), 16);
        let own: Vec<_> = Deed::ALL
            .iter()
            .filter(|d| d.reach(Some(Role::Clerk)) == Reach::Own)
            .collect();
        assert_eq!(own, [&Deed::SetStandIn, &Deed::EndStandIn]);
    }
}
