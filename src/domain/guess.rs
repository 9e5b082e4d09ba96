//! Guesses from what people say: a name in a mark, how much a text is about a word. They only suggest; a person decides
//! (research `domain.md` section 5, rules around triage).

use super::text::is_han;

/// Ends of forms of address: 蓝布衫大姐 is nobody's name.
const ADDRESS: [char; 7] = ['姐', '哥', '爷', '妈', '婆', '叔', '某'];

/// Characters in names of categories that say nothing about the matter.
const COMMON: &str = "农村镇和";

/// A name in what the queue calls somebody: `周德旺等23人` is 周德旺, `蓝布衫大姐` is nobody's name.
pub fn name_in(label: &str) -> Option<&str> {
    let name = label.split('等').next().unwrap_or_default().trim();
    let han = name.chars().all(is_han);
    let short = (2..=4).contains(&name.chars().count()) && !name.ends_with(ADDRESS);
    let dotted = name.contains(super::text::NAME_DOT);
    ((han && short) || dotted).then_some(name)
}

/// Whether two texts share a pair of characters: `道路交通` and `村道、桥梁、道路`.
pub fn shares(a: &str, b: &str) -> bool {
    let chars: Vec<char> = a.chars().collect();
    chars
        .windows(2)
        .any(|pair| b.contains(&pair.iter().collect::<String>()))
}

/// How much of a name the words touch: pairs of characters count most, single ones a little (`弯道` and 道路交通).
pub fn touches(name: &str, words: &str) -> usize {
    let single = name
        .chars()
        .filter(|c| !COMMON.contains(*c) && words.contains(*c))
        .count();
    single + if shares(name, words) { 10 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_no_name() {
        assert_eq!(name_in("周德旺等23人"), Some("周德旺"));
        assert_eq!(name_in("蓝布衫大姐"), None);
        assert_eq!(name_in("陈某"), None);
        assert_eq!(name_in("王秀英"), Some("王秀英"));
        assert_eq!(name_in("阿依古丽·买买提"), Some("阿依古丽·买买提"));
    }

    #[test]
    fn pairs_weigh_more_than_characters() {
        assert!(touches("道路交通", "村里道路坏了") > touches("道路交通", "弯道太急"));
        assert_eq!(touches("农村饮水", "村里和镇上"), 0);
    }
}
