//! Who may do what (research `domain.md` 3.10). Deny by default: a command that no arm grants is refused. Roles on
//! one's own machine are advice, on the township server they are the rule (`reliability.md` 3.1).

use super::code::Role;
use super::command::Command;
use super::id::AccountId;
use super::lease::Author;

/// Whether `role` may carry out `command`. `None` is the keyboard before any account exists.
pub fn may(role: Option<Role>, command: &Command) -> bool {
    match role {
        None => matches!(command, Command::FoundStation { .. }),
        Some(Role::Head | Role::Clerk) => !is_set_up(command) || role == Some(Role::Head),
        Some(Role::Deputy) => is_deputy_work(command),
        Some(Role::Administrator) => is_set_up(command) || is_list(command),
        Some(Role::Viewer) => false,
    }
}

/// What somebody may do with what is typed and not filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfDraft {
    /// It is theirs: to go on with, and to give up.
    Own,
    /// A colleague's: they see what it is about and whom to ask.
    Anothers,
    /// Somebody's: it is nobody's record yet, so whoever writes none down does not read it either.
    Hidden,
}

/// What somebody may do with a draft. Nobody, as an account, is refused like a stranger.
pub fn of_draft(role: Option<Role>, account: Option<AccountId>, author: &Author) -> OfDraft {
    match role {
        Some(_) if account.is_some_and(|account| author.is(account)) => OfDraft::Own,
        Some(Role::Head | Role::Clerk | Role::Deputy) => OfDraft::Anothers,
        Some(Role::Administrator | Role::Viewer) | None => OfDraft::Hidden,
    }
}

/// The station, accounts and rules: the head and the administrator. Whoever sets a station up is its head, so on a desk
/// with one account nobody is locked out.
fn is_set_up(command: &Command) -> bool {
    matches!(
        command,
        Command::ChangeStation { .. }
            | Command::AdoptRules { .. }
            | Command::AddAccount { .. }
            | Command::ChangeAccount { .. }
    )
}

/// Rosters and lists of units, which an administrator may import.
fn is_list(command: &Command) -> bool {
    matches!(
        command,
        Command::AddDeputy(_) | Command::ChangeDeputy { .. } | Command::AddUnit(_) | Command::ChangeUnit { .. }
    )
}

/// A deputy at the keyboard receives people and writes down what they say; the rest is the staff's.
fn is_deputy_work(command: &Command) -> bool {
    use Command as C;
    matches!(
        command,
        C::SignIn { .. }
            | C::SignOut { .. }
            | C::TakeNumber { .. }
            | C::CallNext { .. }
            | C::CallVisit { .. }
            | C::CallAgain { .. }
            | C::TakeBackCall { .. }
            | C::StartTalk { .. }
            | C::ReceiveNow { .. }
            | C::MarkMissed { .. }
            | C::ReturnMissed { .. }
            | C::ReceivePromised { .. }
            | C::FinishVisit { .. }
            | C::SettleUnwritten { .. }
            | C::FileOpinion(_)
            | C::CountAccusation { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::VisitId;

    #[test]
    fn nobody_may_act_before_there_is_an_account() {
        assert!(!may(
            None,
            &Command::SettleUnwritten {
                visit: VisitId(uuid::Uuid::nil())
            }
        ));
    }

    #[test]
    fn a_draft_is_its_authors_and_a_viewer_sees_none() {
        let account = |n| AccountId(uuid::Uuid::from_u128(n));
        let author = Author {
            accounts: vec![account(1)],
            name: "何敏".into(),
        };
        for (role, who, wanted) in [
            (Some(Role::Clerk), 1, OfDraft::Own),
            (Some(Role::Viewer), 1, OfDraft::Own),
            (Some(Role::Clerk), 2, OfDraft::Anothers),
            (Some(Role::Head), 2, OfDraft::Anothers),
            (Some(Role::Administrator), 2, OfDraft::Hidden),
            (Some(Role::Viewer), 2, OfDraft::Hidden),
            (None, 1, OfDraft::Hidden),
        ] {
            assert_eq!(of_draft(role, Some(account(who)), &author), wanted, "{role:?} {who}");
        }
        assert_eq!(of_draft(Some(Role::Clerk), None, &author), OfDraft::Anothers);
    }

    #[test]
    fn a_viewer_may_not_write_and_a_clerk_may_not_make_accounts() {
        let visit = VisitId(uuid::Uuid::nil());
        assert!(!may(Some(Role::Viewer), &Command::SettleUnwritten { visit }));
        let add = Command::AddAccount {
            os_name: "a".into(),
            name: "b".into(),
            role: Role::Head,
            deputy: None,
        };
        assert!(!may(Some(Role::Clerk), &add));
        assert!(may(Some(Role::Head), &add));
        assert!(may(Some(Role::Clerk), &Command::SettleUnwritten { visit }));
    }
}
