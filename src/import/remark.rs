//! What remarks and captions say in words: who left, which unit is no more, which row names a part of the table, which is no
//! data at all.

use super::dictionary::{Dictionary, Headings, Match, bare, outside_brackets};
use super::field::{DeputyField, Field};
use super::named::{
    CLOSE, OPEN, is_name, is_said_of, is_whole_name, listed, name_and_remark, split_outside, without_title,
};
use crate::domain::pinyin::is_compound_surname;
use crate::domain::text::is_han;

/// What the name of a list says of all in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// In office no more, or no more at all.
    Gone,
    /// In office.
    There,
    /// In office at another time, and perhaps now as well.
    Former,
}

/// What a place may end with before a word for those of another time: 柳河镇上届代表.
const OF_A_PLACE: [char; 8] = ['省', '市', '县', '区', '镇', '乡', '届', '年'];

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
            // What may be said of leaving before it is said.
            let without = |before: &str| {
                let words = &self.words.before_departed;
                words
                    .iter()
                    .fold(before.to_owned(), |rest, word| rest.replace(word.as_str(), ""))
            };
            let is_said =
                around.is_some_and(|(before, after)| without(before).chars().all(is_day) && after.chars().count() <= 4);
            is_said && !self.is_ahead(clause)
        };
        let mut all = clauses.flat_map(|clause| self.words.departed.iter().map(move |word| (clause, word)));
        all.any(|(clause, word)| says(clause, word))
    }

    /// Whether the bracket behind a unit's name says that it is no more: 已撤销.
    pub(super) fn has_closed(&self, remark: &str) -> bool {
        self.words.closed.iter().any(|word| remark.contains(word.as_str()))
    }

    /// What the name of a list says of all in it: 离任代表 are gone and 在任代表 are there, and neither 在任和离任 nor 不含离任
    /// says anything.
    pub(super) fn stand<F: Field>(&self, name: &str) -> Option<Stand> {
        let rest = F::gone(self)
            .iter()
            .fold(name.to_owned(), |rest, word| rest.replace(word.as_str(), ""));
        let has = |words: &[String], text: &str| words.iter().any(|word| text.contains(word.as_str()));
        if rest.len() < name.len() {
            return (!has(&self.words.there, &rest)).then_some(Stand::Gone);
        }
        if has(&self.words.there, name) {
            return Some(Stand::There);
        }
        let is_former = |word: &String| {
            let before = name.split_once(word.as_str()).map(|(before, _)| before);
            // 平原代表团 is not of former ones.
            before.is_some_and(|before| !before.ends_with(is_han) || before.ends_with(OF_A_PLACE))
        };
        F::former(self).iter().any(is_former).then_some(Stand::Former)
    }

    /// Whether words that stand alone in a row say of all below whether they are still there: 离任代表, 在任代表, 已调离,
    /// 以下人员已调离.
    pub(super) fn is_of_office(&self, name: &str) -> bool {
        let words = &self.words;
        let gone = || words.departed.iter().chain(&words.closed);
        let bare = |word: &str| word.trim_start_matches('已').to_owned();
        let ends = |ending: &String| name.ends_with(ending.as_str());
        let says = |word: &String| name.contains(word.as_str());
        let all = || gone().chain(&words.there).chain(&words.former);
        let below = |word: &String| name.starts_with(word.as_str());
        all().any(|word| bare(word) == bare(name))
            || (words.captions.iter().any(ends) || words.below.iter().any(below)) && all().any(says)
    }

    /// Whether words that stand alone in a row head those below it, whatever they say: 第一代表小组, 2026年6月补选.
    pub(super) fn heads_alone(&self, text: &str) -> bool {
        let name = name_and_remark(text).0;
        let has = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
        let is_said = text.chars().filter(|c| is_han(*c)).count() > 1;
        let is_other = || is_note(text) || self.is_footer(text) || self.is_total(text);
        self.is_caption(text)
            || is_said && !is_name(&name) && !is_other() && !has(&self.words.lines) && !has(&self.words.stamps)
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

    /// What stands before a colon and says what somebody is, and who stands behind it: 组长 and 甲一.
    pub(super) fn led<'n>(&self, name: &'n str) -> Option<(&'n str, &'n str)> {
        let Some((label, who)) = name.split_once([':', '：']) else {
            return self.bracketed(name).or_else(|| self.before(name));
        };
        let (label, who) = (label.trim(), who.trim());
        let is_known = self.is_role(label) || self.is_signature(label);
        (is_known && who.chars().any(is_han) && !who.contains([':', '：'])).then_some((label, who))
    }

    /// What somebody is, and who stands in the bracket behind it: 召集人（乙二）. What a bracket says of somebody is nobody.
    fn bracketed<'n>(&self, name: &'n str) -> Option<(&'n str, &'n str)> {
        let (label, rest) = name.split_once(OPEN)?;
        let (label, who) = (label.trim(), rest.trim_end().strip_suffix(CLOSE)?.trim());
        // 周涛书记（柳河村） is 周涛.
        let of_nobody = |bare: &str| self.words.not_people.iter().any(|word| bare.contains(word.as_str()));
        let is_whose = |label: &str| without_title(label, self).is_none_or(|(bare, _)| of_nobody(bare));
        let is_post = self.is_post(label) || self.title_behind(label).is_some() && is_whose(label);
        let parts = split_outside(who, listed);
        let mut all = parts.iter();
        let is_first = all.next().is_some_and(|part| self.may_be_called(part));
        (is_post && is_first && all.all(|part| self.may_be_called(part) || is_said_of(part))).then_some((label, who))
    }

    /// What somebody is with their name right behind it: 组长甲三, 召集人-甲三.
    fn before<'n>(&self, name: &'n str) -> Option<(&'n str, &'n str)> {
        let words = self.words.titles.iter().chain(&self.words.roles);
        let label = words
            .filter(|word| name.starts_with(word.as_str()))
            .max_by_key(|word| word.len())?;
        let (label, who) = name.split_at_checked(label.len())?;
        let who = who.trim_start_matches(['-', '－', '—']);
        let is_short = (2..=3).contains(&who.chars().count()) && who.chars().all(is_han);
        (is_short && self.may_be_called(who) && !self.is_caption(who)).then_some((label, who))
    }

    /// Whether somebody may be called so: no word for what people are, where they are from, or whether they are there.
    fn may_be_called(&self, word: &str) -> bool {
        let is_said = self.is_post(word) || is_said_of(word) || self.is_no_person(word) || self.is_village(word);
        is_whole_name(word) && !is_said && !self.has_departed(word) && !self.may_depart(word)
    }

    /// Whether a word ends in one for what somebody is in a list: 第一召集人, 代表小组召集人.
    pub(super) fn is_post(&self, word: &str) -> bool {
        self.is_role(word) || self.words.roles.iter().any(|role| word.ends_with(role.as_str()))
    }

    /// Whether a word says what somebody is in a list: an office, 成员, 负责人.
    pub(super) fn is_role(&self, word: &str) -> bool {
        self.is_title(word) || self.words.roles.iter().any(|role| role == word)
    }

    /// Whether a word is one with which signatures begin.
    pub(super) fn is_signature(&self, word: &str) -> bool {
        self.words.footers.iter().any(|footer| footer == word)
    }

    /// Whether words that stand alone in a row name a part of the table: 第一代表团, 教育界别, 柳河村.
    pub(super) fn is_caption(&self, name: &str) -> bool {
        let name = bare(&outside_brackets(name));
        self.words.captions.iter().any(|ending| name.ends_with(ending.as_str())) || self.is_village(&name)
    }

    /// Whether words beside a number say that it is somebody else's, or nobody's any more: 妻, 停机.
    pub(super) fn is_others_number(&self, beside: &str) -> bool {
        let own = self
            .words
            .phone_own
            .iter()
            .fold(beside.to_owned(), |text, word| text.replace(word.as_str(), ""));
        self.words.phone_others.iter().any(|word| own.contains(word.as_str()))
    }

    /// Whether a remark says, in a clause of its own, that the number beside it is somebody else's or an office's: 电话为其女儿,
    /// 村委会电话.
    pub(super) fn lends_number(&self, remark: &str) -> bool {
        let numbers = || self.deputies.words_of(DeputyField::Phone).iter();
        let clauses = remark.split([',', '，', '。', ';', '；', '、', '(', '（', ')', '）', '\n']);
        let lends = |clause: &str| {
            let clause = bare(clause);
            let said = numbers()
                .chain(&self.words.phone_words)
                .filter(|word| clause.contains(word.as_str()));
            let Some(word) = said.max_by_key(|word| word.len()) else {
                return false;
            };
            let whose = clause.replace(word.as_str(), "");
            let filler = self.words.phone_fillers.iter();
            let whose = filler.fold(self.deputies.whose().beyond(&whose), |rest, word| {
                rest.replace(word.as_str(), "")
            });
            self.is_others_number(&clause)
                || !whose.is_empty() && (self.deputies.whose().is_person(&whose) || self.is_unit_named(&whose))
        };
        clauses.into_iter().any(lends)
    }

    /// Whether words beside a number say nothing but what sort of number it is: 微信同号.
    pub(super) fn is_own_number(&self, beside: &str) -> bool {
        let beside = bare(beside);
        beside.is_empty()
            || self
                .words
                .phone_own
                .iter()
                .any(|word| beside.contains(bare(word).as_str()))
    }

    /// Whether a word is an office and no name: 书记.
    pub(super) fn is_title(&self, word: &str) -> bool {
        self.words.titles.iter().any(|title| title == word)
    }

    /// What stands before an office, and the office: 周涛 and 书记.
    pub(super) fn title_behind<'n>(&'n self, name: &'n str) -> Option<(&'n str, &'n str)> {
        let titles = self.words.titles.iter().filter(|title| title.as_str() != "代表");
        let mut longest = titles.filter_map(|title| Some((name.strip_suffix(title.as_str())?, title.as_str())));
        let first = longest.next()?;
        Some(longest.fold(first, |a, b| if b.1.len() > a.1.len() { b } else { a }))
    }

    /// Whether what stands in a name's place is words for whoever reads the table: a signature, a date, a page, a heading, a
    /// sentence. A level or an office is nobody's name either.
    pub(super) fn is_no_person(&self, text: &str) -> bool {
        let name = outside_brackets(text);
        let joined = bare(&name);
        let says = |all: &[String], text: &str| all.iter().any(|word| text.contains(word.as_str()));
        let is_word = |word: &str| self.is_word(word, &self.deputies);
        let of_list = split_outside(text, listed);
        let several = of_list.len() > 1 && of_list.iter().any(|part| is_word(part));
        let words: Vec<&str> = text.split_whitespace().collect();
        let is_whole = |word: &&str| word.chars().filter(|c| is_han(*c)).count() > 1 && !is_compound_surname(word);
        let beside = words.len() > 1
            && words
                .iter()
                .any(|word| is_word(word) && !self.is_title(word) && (is_whole(word) || words.iter().any(is_whole)));
        is_note(text)
            || is_word(&name)
            || several
            || beside
            || says(&self.words.lines, &joined)
            || says(&self.words.not_people, &joined)
            || says(&self.words.stamps, &bare(text))
    }

    /// The same of a unit's name.
    pub(super) fn is_no_unit(&self, text: &str) -> bool {
        // What stands in brackets alone is said of the table.
        let joined = bare(&outside_brackets(text));
        let is_all_inside = joined.is_empty() && text.contains(|c: char| c.is_alphabetic() || is_han(c));
        let stamp = bare(text);
        let begins = |word: &String| joined.starts_with(word.as_str());
        let stamped = |word: &String| stamp.contains(word.as_str());
        is_note(text)
            || is_all_inside
            || joined.starts_with("表示")
            || matches!(self.units.recognise(text), Some((_, Match::Word(_))))
            || self.words.lines.iter().any(begins)
            || self.words.stamps.iter().any(stamped)
    }

    /// Whether a word heads a column, or names a level or a kind of unit, and is nobody.
    fn is_word<F: Field>(&self, word: &str, headings: &Headings<F>) -> bool {
        let is_heading = matches!(headings.recognise(word), Some((_, Match::Word(_))));
        is_heading || self.level(word).is_some() || self.unit_kind(word).is_some()
    }
}

/// A date, a page, or a sentence with a colon or a full stop.
fn is_note(text: &str) -> bool {
    let folded = crate::domain::text::fold(text);
    let left: String = folded.chars().filter(|c| c.is_alphabetic() || is_han(*c)).collect();
    let only = |of: &str| !left.is_empty() && left.chars().all(|c| of.contains(c));
    only("年月日") || left.contains('页') && only("第页共张") || folded.contains(':') || folded.contains('。')
}
