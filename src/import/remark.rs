//! What remarks and captions say in words: who left, which unit is no more, which row names a part of the table.

use super::dictionary::{Dictionary, bare, outside_brackets};

/// A name before one of these words, which says 已 before it: the word alone may be a part of a name.
fn behind<'n>(words: &[String], name: &'n str) -> Option<(&'n str, &'n str)> {
    let cut = |word: &String| {
        let before = name.strip_suffix(word.as_str())?;
        let head = if word.starts_with('已') {
            before
        } else {
            before.strip_suffix('已')?
        };
        let name_alone = head.trim_end_matches(|c: char| !c.is_alphanumeric());
        (!name_alone.is_empty()).then_some(name_alone)
    };
    let head = words.iter().find_map(cut)?;
    let rest = name.get(head.len()..)?;
    Some((head, rest.trim_start_matches(|c: char| !c.is_alphanumeric())))
}

impl Dictionary {
    /// Whether a note says of its person, in a clause of its own, that they are in office no more: `2024年3月已辞职`, and not
    /// `父亲已故`.
    pub(super) fn says_departed(&self, note: &str) -> bool {
        let is_day = |c: char| c.is_ascii_digit() || "年月日.-/于已现因病 ".contains(c);
        let clauses = note.split([',', '，', '。', ';', '；', '、', '(', '（', ')', '）']);
        let says = |clause: &str, word: &String| {
            let around = clause.split_once(word.as_str());
            around.is_some_and(|(before, after)| before.chars().all(is_day) && after.chars().count() <= 4)
        };
        let mut all = clauses.flat_map(|clause| self.words.departed.iter().map(move |word| (clause, word)));
        all.any(|(clause, word)| says(clause, word))
    }

    /// Whether the bracket behind a unit's name says that it is no more: 已撤销.
    pub(super) fn has_closed(&self, remark: &str) -> bool {
        self.words.closed.iter().any(|word| remark.contains(word.as_str()))
    }

    /// A name, and what stands behind it without a bracket where that says they are in office no more: `王五已调离`.
    pub(super) fn departed_behind<'n>(&self, name: &'n str) -> Option<(&'n str, &'n str)> {
        behind(&self.words.departed, name)
    }

    /// The same of a unit that is no more: `兽医站已撤销`.
    pub(super) fn closed_behind<'n>(&self, name: &'n str) -> Option<(&'n str, &'n str)> {
        behind(&self.words.closed, name)
    }

    /// Whether words in another column of a unit say, in a clause of their own, that it is no more: `2024年已撤销`, and not
    /// `撤销后由镇里办`.
    pub(super) fn says_closed(&self, text: &str) -> bool {
        let is_day = |c: char| c.is_ascii_digit() || "年月日.-/于已现因 ".contains(c);
        let mut clauses = text.split([',', '，', '。', ';', '；', '、', '(', '（', ')', '）']);
        let says = |clause: &str, word: &String| {
            clause
                .strip_suffix(word.as_str())
                .is_some_and(|before| before.chars().all(is_day))
        };
        clauses.any(|clause| self.words.closed.iter().any(|word| says(clause, word)))
    }

    /// Whether words that stand alone in a row name a part of the table: 第一代表团, 教育界别, 柳河村.
    pub(super) fn is_caption(&self, name: &str) -> bool {
        let name = bare(&outside_brackets(name));
        self.words.captions.iter().any(|ending| name.ends_with(ending.as_str())) || self.is_village(&name)
    }
}
