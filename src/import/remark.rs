//! What remarks and captions say in words: who left, which unit is no more, which row names a part of the table.

use super::dictionary::{Dictionary, bare, outside_brackets};

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

    /// Whether words that stand alone in a row name a part of the table: 第一代表团, 教育界别, 柳河村.
    pub(super) fn is_caption(&self, name: &str) -> bool {
        let name = bare(&outside_brackets(name));
        self.words.captions.iter().any(|ending| name.ends_with(ending.as_str())) || self.is_village(&name)
    }
}
