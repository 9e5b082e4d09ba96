//! A category by number.

use super::talk::{Empty, Said, Stop, Talk};
use super::words;
use crate::domain::rules::{Category, Ruleset};
use crate::i18n::fill;

/// A category by its group and then by itself; 0 in a group goes back to the groups.
pub(super) fn pick(t: &mut Talk<'_>, rules: &Ruleset, empty: Empty<'_>) -> Said<Option<String>> {
    let lang = t.lang();
    let x = t.t();
    let under = |parent: Option<&str>| -> Vec<&Category> {
        let of = |c: &&Category| c.parent.as_deref() == parent;
        rules.offered_categories().filter(of).collect()
    };
    let named =
        |list: &[&Category]| -> Vec<String> { list.iter().map(|c| words::label(lang, &c.label).to_owned()).collect() };
    let groups = under(None);
    loop {
        let chosen = t.choose_or_skip(x.f_category, &named(&groups), empty, x.help_category)?;
        let Some(group) = chosen.and_then(|i| groups.get(i)) else {
            return Ok(None);
        };
        let inner = under(Some(&group.code));
        if inner.is_empty() {
            return Ok(Some(group.code.clone()));
        }
        let title = fill(x.category_in, &[("group", words::label(lang, &group.label))]);
        match t.choose(&title, &named(&inner), x.help_category) {
            Ok(i) => return Ok(inner.get(i).map(|c| c.code.clone())),
            Err(Stop::Back) => {}
            Err(stop) => return Err(stop),
        }
    }
}
