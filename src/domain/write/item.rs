//! What a write is made of.

use uuid::Uuid;

use crate::domain::decide::shared::Decision;
use crate::domain::facts::{Ctx, Facts, Needs};
use crate::domain::life::grid::Life;
use crate::domain::record::{Rev, Round};
use crate::domain::refusal::Subject;
use crate::domain::stake::{Part, Stake};

/// What is so of every write; its item says it.
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

/// What is said in a write: what its row says, or the item of its name in this module.
macro_rules! said {
    ($module:ident $write:ident) => {
        $module::$write
    };
    ($module:ident $write:ident $said:ty) => {
        $said
    };
}

/// What is said in a write, in fields; nothing where that has a type of its own.
macro_rules! own {
    ($(#[$meta:meta])* $name:ident) => {};
    ($(#[$meta:meta])* $name:ident $fields:tt) => {
        $crate::domain::spelling::spelt::entry! { $(#[$meta])* #[derive(Clone, Debug, PartialEq)] $name $fields }
    };
}

/// Writes of a family, one item each: what it is about, its name for programs, what is said in it, and who may; what it does
/// in the lives of the records it is about; what it names; what is at stake; its rule; the kinds of events that are there
/// because of it, whose rows `shape` explains. Behind `own` stand roles whose right goes no further than their own table, line
/// of the roster or matter ([`own`](crate::domain::own)). Ids name the record, `rev` is its last event as the author saw it; the other
/// fields are what was said.
///
/// The rows are handed on by a macro of the family's name to [`Deed`](crate::domain::deed::Deed) and
/// [`Kind`](crate::domain::event::Kind), which are made of those of all families.
macro_rules! writes {
    (($d:tt) $family:ident $(
        $(#[$meta:meta])*
        $noun:ident $id:literal $name:ident $(($said:ty))? $({ $($field:tt)* })? by $($role:ident)* $(, own $($own:ident)+)?;
        life $life:expr;
        names $write:pat_param, $needs:pat_param => $names:expr;
        stake $staked:pat_param, $round:pat_param => $stake:expr;
        rule $ruled:pat_param, $facts:pat_param, $ctx:pat_param => $rule:expr;
        makes { $($kinds:tt)* }
    )+) => {
        $(
            own! { $(#[$meta])* $name $({ $($field)* })? }

            impl super::item::Write for said!(self $name $($said)?) {
                const LIFE: $crate::domain::life::grid::Life = $life;

                fn names(&self, $needs: &mut $crate::domain::facts::Needs) {
                    let $write = self;
                    $names
                }

                fn stake(
                    &self,
                    $round: Option<&$crate::domain::record::Round>,
                ) -> Option<$crate::domain::stake::Stake> {
                    let $staked = self;
                    $stake
                }

                fn decide(
                    &self,
                    $facts: &$crate::domain::facts::Facts,
                    $ctx: &mut $crate::domain::facts::Ctx<'_>,
                ) -> $crate::domain::decide::shared::Decision {
                    let $ruled = self;
                    $rule
                }
            }
        )+

        macro_rules! $family {
            (deeds [$d($d before:tt)*] $d next:ident $d($d more:ident)*) => {
                $d next! { deeds [
                    $d($d before)*
                    $($noun $id $name $(($said))? by $($role)* $(, own $($own)+)?;)+
                ] $d($d more)* }
            };
            (kinds [$d($d before:tt)*] $d next:ident $d($d more:ident)*) => {
                $d next! { kinds [$d($d before)* $($($kinds)*)+] $d($d more)* }
            };
        }
    };
}

/// Parts the kinds that happen to matters from the others.
macro_rules! matters {
    (deeds $before:tt $next:ident $($more:ident)*) => { $next! { deeds $before $($more)* } };
    (kinds [$($before:tt)*] $next:ident $($more:ident)*) => { $next! { kinds [$($before)* @] $($more)* } };
}

/// The rows of all families, in the order of the desk's day, handed on to what is made of them.
macro_rules! families {
    ($what:ident [$($before:tt)*] $made:ident) => {
        station_rows! { $what [$($before)*] standing_rows roster_rows reception_rows duty_rows queue_rows talk_rows promise_rows
            counting_rows matters filing_rows handling_rows answering_rows closing_rows taking_back_rows keeping_rows correction_rows $made }
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
