//! What a write is made of.

use uuid::Uuid;

use crate::domain::decide::shared::Decision;
use crate::domain::facts::{Ctx, Facts, Needs};
use crate::domain::life::grid::Life;
use crate::domain::record::{Rev, Round};
use crate::domain::refusal::Subject;
use crate::domain::stake::{Part, Stake};

/// A write.
pub trait Write {
    /// What it does in the lives of the records it is about.
    const LIFE: Life;

    /// Names what its rule has to know.
    fn names(&self, needs: &mut Needs);

    /// What is at stake in it; none where it names no record as it was seen. `round` is how the matter is handled now:
    /// without it, what one unit said is as good as what any of them said.
    fn stake(&self, round: Option<&Round>) -> Option<Stake>;

    /// Its rule.
    ///
    /// # Errors
    /// The [`crate::domain::refusal::Refusal`] that a screen turns into a sentence.
    fn decide(&self, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision;
}

/// What is said in a write, spelt field by field.
macro_rules! said {
    ($(
        $(#[$meta:meta])*
        $name:ident { $($field:ident: $ty:ty),* $(,)? }
    )+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $(pub $field: $ty),* }

        impl crate::domain::spelling::spelt::Spelt for $name {
            fn fields(_: &'static str, to: &mut Vec<crate::domain::spelling::spelt::Field>) {
                $(<$ty as crate::domain::spelling::spelt::Spelt>::fields(stringify!($field), to);)*
            }

            fn read<N: crate::domain::spelling::spelt::Names>(
                _: &'static str,
                from: &mut crate::domain::spelling::spelt::Said<'_, N>,
            ) -> Result<Self, N::Error> {
                Ok(Self { $($field: crate::domain::spelling::spelt::Spelt::read(stringify!($field), from)?),* })
            }
        }
    )+};
}

/// Items of writes. Ids name the record, `rev` is its last event as the author saw it; the other fields are what was said.
macro_rules! writes {
    ($(
        $(#[$meta:meta])*
        $name:ident { $($field:ident: $ty:ty),* $(,)? }
        life $life:expr;
        names $write:pat_param, $needs:pat_param => $names:expr;
        stake $staked:pat_param, $round:pat_param => $stake:expr;
        rule $ruled:pat_param, $facts:pat_param, $ctx:pat_param => $rule:expr;
    )+) => {$(
        said! {
            $(#[$meta])*
            $name { $($field: $ty),* }
        }

        write! {
            $name:
            life $life;
            names $write, $needs => $names;
            stake $staked, $round => $stake;
            rule $ruled, $facts, $ctx => $rule;
        }
    )+};
}

/// What a write says of itself: its life; what it names; what is at stake; its rule.
macro_rules! write {
    ($name:ty:
        life $life:expr;
        names $write:pat_param, $needs:pat_param => $names:expr;
        stake $staked:pat_param, $round:pat_param => $stake:expr;
        rule $ruled:pat_param, $facts:pat_param, $ctx:pat_param => $rule:expr;
    ) => {
        impl crate::domain::write::item::Write for $name {
            const LIFE: crate::domain::life::grid::Life = $life;

            fn names(&self, $needs: &mut crate::domain::facts::Needs) {
                let $write = self;
                $names
            }

            fn stake(&self, $round: Option<&crate::domain::record::Round>) -> Option<crate::domain::stake::Stake> {
                let $staked = self;
                $stake
            }

            fn decide(
                &self,
                $facts: &crate::domain::facts::Facts,
                $ctx: &mut crate::domain::facts::Ctx<'_>,
            ) -> crate::domain::decide::shared::Decision {
                let $ruled = self;
                $rule
            }
        }
    };
}

/// These parts of a record, as it was seen.
#[expect(clippy::unnecessary_wraps, reason = "a row says what is at stake, or none")]
pub(super) fn of(subject: Subject, id: Uuid, seen: Rev, parts: impl Into<Vec<Part>>) -> Option<Stake> {
    Some(Stake {
        subject,
        id: Some(id),
        seen,
        parts: parts.into(),
    })
}
