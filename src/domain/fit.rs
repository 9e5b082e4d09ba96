//! Whether rules are fit to be adopted: what they say is looked at by itself, and against the holidays by law.

use super::rules::{InUse, Problem, Ruleset, problems as in_themselves};
use super::statutory::statutory;

/// Everything that is wrong with the rules, section by section.
pub fn problems(rules: &Ruleset, in_use: &InUse) -> Vec<Problem> {
    in_themselves(rules, in_use, |day| statutory().holiday(day))
}
