//! Whose village a matter is about, and who works for it: none of them is asked to tell the person what became of it.
//!
//! What can be known of that: a matter is about a village that has it in hand, or had, and about one that its place names. For a
//! village works whom the list of units names for it, and a deputy whose post names it; whoever else does is known here only by
//! what people call them. Of a matter whose place says no village nothing is known.

use super::code::UnitKind;
use super::record::{Deputy, Opinion, Round, Unit};
use super::refusal::Unasked;
use super::text::name_key;

/// What people call those who work for a village.
const CALLED: [&str; 10] = [
    "村干部",
    "村两委",
    "村委",
    "村支书",
    "村书记",
    "党支部书记",
    "村主任",
    "村长",
    "村会计",
    "包村干部",
];

/// Whether a text names a village.
fn names(text: Option<&String>, village: &Unit) -> bool {
    let Some(text) = text.map(|text| name_key(text)) else {
        return false;
    };
    let called = [&village.profile.name, &village.profile.short].map(|name| name_key(name));
    called
        .iter()
        .any(|name| name.chars().count() > 1 && text.contains(name))
}

/// Whether somebody who is named so is one of these.
pub fn is_one_of(cadres: &[String], named: &str) -> bool {
    let named = name_key(named);
    let alike = |cadre: &String| {
        let cadre = name_key(cadre);
        !cadre.is_empty() && named.contains(&cadre) || named.chars().count() > 1 && cadre.contains(&named)
    };
    cadres.iter().any(alike)
}

impl Opinion {
    fn is_about(&self, village: &Unit) -> bool {
        let mut parts = self.rounds.iter().flat_map(Round::parts);
        parts.any(|part| part.unit == village.id) || names(self.details.place.as_ref(), village)
    }

    /// Who works for the villages it is about, by name and by what they are called; none where it is about none of them.
    pub fn cadres(&self, units: &[Unit], deputies: &[Deputy]) -> Vec<String> {
        let is_village = |unit: &&Unit| unit.profile.kind == UnitKind::Village && self.is_about(unit);
        let about: Vec<&Unit> = units.iter().filter(is_village).collect();
        let contacts = about.iter().filter_map(|village| village.profile.contact.clone());
        let has_post = |d: &&Deputy| about.iter().any(|village| names(d.profile.post.as_ref(), village));
        let deputies = deputies.iter().filter(has_post).map(|d| d.profile.name.clone());
        let called = CALLED
            .iter()
            .filter(|_| !about.is_empty())
            .map(|called| (*called).to_owned());
        contacts.chain(deputies).chain(called).collect()
    }

    /// Why nobody else is asked to tell whoever spoke.
    pub fn why_no_relay(&self, cadres: &[String]) -> Option<Unasked> {
        match self.relay() {
            None if self.details.confidential => Some(Unasked::Confidential),
            None => Some(Unasked::Unnamed),
            Some(named) => is_one_of(cadres, named).then_some(Unasked::Cadre),
        }
    }
}
