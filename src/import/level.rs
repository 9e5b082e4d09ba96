//! Levels of congresses as rosters write them: `县、镇`, `县镇两级人大代表`, `设区的市级`.

use super::dictionary::{Dictionary, bare, outside_brackets};
use crate::domain::code::Level;
use crate::domain::text::fold;

/// `县镇两级人大代表` without what every level is followed by.
pub(super) fn level_stem(text: &str) -> String {
    let mut text = text;
    while let Some(shorter) = ["人大代表", "代表", "人大", "两级", "二级", "三级", "四级", "五级", "级"]
        .iter()
        .find_map(|suffix| text.strip_suffix(suffix))
    {
        text = shorter;
    }
    text.to_owned()
}

impl Dictionary {
    /// The levels a text is made of and of nothing else.
    pub(super) fn levels_of(&self, text: &str) -> Option<Vec<Level>> {
        let (levels, unknown) = self.read_levels(text);
        (unknown.is_empty() && !levels.is_empty()).then_some(levels)
    }

    /// The levels a text names, and the words in it we do not know.
    pub(super) fn read_levels(&self, text: &str) -> (Vec<Level>, Vec<String>) {
        let (mut levels, mut unknown) = (Vec::new(), Vec::new());
        let text = fold(text);
        for word in text.split(|c: char| c.is_whitespace() || "、,，;；/\\|+&和及兼与".contains(c)) {
            let known = bare(word);
            if let Some(level) = self.level(&known) {
                levels.push(level);
                continue;
            }
            // What is beside a level in brackets is an office: 镇代表（主席）.
            let known = level_stem(&bare(&outside_brackets(word)));
            let mut rest = known.as_str();
            let mut found = Vec::new();
            while let Some((level, after)) = self.level_before(rest) {
                found.push(level);
                rest = after.strip_prefix('级').unwrap_or(after);
            }
            if rest.is_empty() {
                levels.extend(found);
            } else {
                unknown.push(word.to_owned());
            }
        }
        (levels, unknown)
    }
}
