//! Rules: adopted by section, on the version that was seen, and only when nothing is wrong with them.

use serde_json::Value;

use super::shared::{Decision, station};
use crate::domain::event::Kind;
use crate::domain::facts::{Ctx, Facts};
use crate::domain::refusal::{Missing, Refusal};
use crate::domain::rules::{Ruleset, Section, changed, problems};

pub(in crate::domain) fn adopt(seen: u32, rules: &Ruleset, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let (station, now) = (station(facts)?.id.0, facts.counters.ruleset);
    let ours = facts.rules.as_deref().ok_or(Refusal::NoStation)?;
    if seen != now {
        return Err(Refusal::RulesMoved {
            seen,
            now,
            touch: facts.rules_by.clone(),
        });
    }
    let sections = changed(ours, rules);
    if sections.is_empty() {
        return Err(Refusal::Missing(Missing::Change));
    }
    // What somebody adopted before this was checked does not bar another section.
    let mut wrong = problems(rules, &facts.in_use);
    wrong.retain(|problem| sections.contains(&problem.section));
    if !wrong.is_empty() {
        return Err(Refusal::BadRules(wrong));
    }
    let mut whole = serde_json::to_value(rules).unwrap_or_default();
    let event = |section: Section| {
        let kind = Kind::SectionAdopted {
            section,
            version: now + 1,
            body: whole.get_mut(section.code()).map(Value::take).unwrap_or_default(),
        };
        ctx.event(station, kind)
    };
    Ok(sections.into_iter().map(event).collect())
}
