//! Guesses from what people say: a name in a mark, how much a text is about a word. They only suggest; a person decides
//! (research `domain.md` section 5, rules around triage).

use super::text::{fold, is_han};
use super::typed_date::with_digits;

/// Ends of forms of address: 蓝布衫大姐 is nobody's name.
const ADDRESS: [char; 7] = ['姐', '哥', '爷', '妈', '婆', '叔', '某'];

/// What people are called by how they look or whose they are, at the end of what is said of them: 戴眼镜的大爷, 老王家媳妇.
const LOOKS: [&str; 34] = [
    "大姐",
    "大哥",
    "大爷",
    "大妈",
    "大娘",
    "大婶",
    "大叔",
    "大嫂",
    "大伯",
    "阿姨",
    "老汉",
    "老头",
    "老太",
    "老太太",
    "老人家",
    "奶奶",
    "爷爷",
    "婆婆",
    "小伙",
    "小伙子",
    "姑娘",
    "女孩",
    "男孩",
    "小孩",
    "孩子",
    "妇女",
    "媳妇",
    "个子",
    "胖子",
    "瘦子",
    "他爹",
    "他妈",
    "她妈",
    "她爹",
];
/// What somebody has on or with them, and what they do with it: 戴眼镜, 抱孩子.
const DOES: [char; 11] = ['穿', '戴', '抱', '背', '拄', '推', '牵', '骑', '拎', '扛', '挎'];
const THINGS: [&str; 18] = [
    "衣", "裤", "裙", "衫", "帽", "镜", "鞋", "口罩", "围巾", "孩", "娃", "包", "伞", "拐", "杖", "车", "篮", "袋",
];
/// What speaks of somebody nobody knows.
const SOMEBODY: [&str; 6] = ["那个", "这个", "有个", "一个", "某个", "隔壁"];

/// Whether words say how somebody looks, and are nobody's name: 抱孩子的, 穿红衣服的大姐.
pub fn describes(text: &str) -> bool {
    let text = text.trim();
    let long = text.chars().count();
    let has_on = text.starts_with(DOES) && THINGS.iter().any(|thing| text.contains(thing));
    let looks = LOOKS.iter().any(|word| text.ends_with(word));
    let of = text.ends_with('的') || long > 3 && text.contains('的');
    !text.contains(super::text::NAME_DOT)
        && (of || has_on || looks || SOMEBODY.iter().any(|word| text.starts_with(word)))
}

/// What says in a name's place that there is none.
const UNSAID: [&str; 18] = [
    "不愿", "不肯", "不想", "不留", "未留", "没留", "没说", "未说", "不便", "匿名", "无名", "保密", "不详", "不明",
    "未知", "无名", "姓名", "某",
];
/// What people are, at the end of what is said of one of many.
const ONE_OF_MANY: [&str; 17] = [
    "村民",
    "居民",
    "市民",
    "群众",
    "百姓",
    "老乡",
    "来访人",
    "来访者",
    "反映人",
    "来电人",
    "家属",
    "老人",
    "路人",
    "过路人",
    "商户",
    "住户",
    "业主",
];
/// How people are spoken to: behind a surname alone it says nothing that tells one from another.
const SPOKEN_TO: [&str; 14] = [
    "先生", "女士", "小姐", "太太", "同志", "师傅", "老师", "老板", "医生", "主任", "书记", "校长", "大夫", "会计",
];

/// Whether what stands in a name's place names nobody: 蓝布衫大姐, 某村民, 不愿透露姓名.
pub fn is_nobodys(text: &str) -> bool {
    let text = text.trim();
    let all: Vec<char> = text.chars().collect();
    // 李村民 may be a name.
    let may_be_name = all.len() == 3 && !text.starts_with(['老', '女', '男', '本', '该', '一', '两', '几', '众', '各']);
    let is_one = ONE_OF_MANY.iter().any(|word| text.ends_with(word)) && !may_be_name;
    describes(text) || is_one || UNSAID.iter().any(|word| text.contains(word))
}

/// Whether a name tells one person from another where both live in one village; 王女士 and 老李 are as many as there are.
pub fn tells_who(name: &str) -> bool {
    let name = name.trim();
    let is_surname = |text: &str| text.chars().nth(1).is_none() || super::pinyin::is_compound_surname(text);
    let mut spoken = SPOKEN_TO.iter().filter_map(|word| name.strip_suffix(word));
    let is_familiar = name.chars().count() == 2 && name.starts_with(['老', '小', '阿']);
    let ends = name.ends_with(ADDRESS) && name.chars().count() < 4;
    !name.is_empty() && !is_nobodys(name) && !is_familiar && !ends && !is_surname(name) && !spoken.any(is_surname)
}

/// What follows a name and speaks of those with them.
const OTHERS: [&str; 5] = ["等", "一家", "两口子", "夫妇", "夫妻"];

/// Characters in names of categories that say nothing about the matter.
const COMMON: &str = "农村镇和";

/// A name in what the queue calls somebody: `周德旺等23人` is 周德旺, `蓝布衫大姐` is nobody's name.
pub fn name_in(label: &str) -> Option<&str> {
    let name = OTHERS
        .iter()
        .fold(label, |name, word| name.split(word).next().unwrap_or_default());
    let name = name.trim();
    let han = name.chars().all(is_han);
    let short = (2..=4).contains(&name.chars().count()) && !name.ends_with(ADDRESS);
    let dotted = name.contains(super::text::NAME_DOT);
    ((han && short && !is_nobodys(name)) || dotted).then_some(name)
}

/// How many somebody came with, where what they are called does not say it.
pub fn heads_beside(label: Option<&str>, heads: u32) -> Option<u32> {
    let is_said = label.is_some_and(|label| heads_in(label) == Some(heads));
    (heads > 1 && !is_said).then_some(heads)
}

/// What somebody is called and how many are said beside it: `周德旺等23人` of whom there are 23 is 周德旺 and 23, so that no
/// count stands twice. One that belongs to the name (`周德旺一家5口`) is said by the name alone.
pub fn party(label: &str, heads: u32) -> (&str, Option<u32>) {
    if heads <= 1 {
        return (label, None);
    }
    let counts = |text: &str| heads_in(text).is_some() && text.trim_end().ends_with(HEADS);
    if let Some((name, _)) = label
        .split_once('等')
        .filter(|(name, count)| !name.trim().is_empty() && counts(count))
    {
        return (name.trim_end(), Some(heads));
    }
    (label, heads_beside(Some(label), heads))
}

/// What stands between a number and what is counted.
const ABOUT: [char; 3] = ['个', '多', '余'];
/// What people are counted in.
const HEADS: [char; 4] = ['人', '口', '位', '名'];

/// How many people a mark says there are: `周德旺等23人`, `等二十三人`, `一家5口`. None where it speaks of one or of no number.
pub fn heads_in(label: &str) -> Option<u32> {
    let text = with_digits(&fold(label));
    let mut ends = text.char_indices().filter(|(_, c)| HEADS.contains(c));
    ends.find_map(|(at, _)| {
        let before = text.get(..at)?.trim_end_matches(ABOUT);
        let (rest, units) = number_at_end(before);
        let (rest, hundreds) = rest.strip_suffix('百').map_or((rest, ""), number_at_end);
        let hundreds = if hundreds.is_empty() {
            0
        } else {
            hundreds.parse::<u32>().ok()?
        };
        let units = if units.is_empty() {
            0
        } else {
            units.parse::<u32>().ok()?
        };
        let n = hundreds.checked_mul(100)?.checked_add(units)?;
        ((2..=MOST_HEADS).contains(&n) && !rest.ends_with('第')).then_some(n)
    })
}

/// As many as a number slip takes.
const MOST_HEADS: u32 = 999;

/// A text and the digits it ends with.
fn number_at_end(text: &str) -> (&str, &str) {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
    (rest, text.get(rest.len()..).unwrap_or_default())
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
        for text in [
            "抱孩子的",
            "穿红衣服的",
            "戴眼镜",
            "卖菜的",
            "拄拐杖的",
            "骑三轮车",
            "那个高个子",
            "老王家媳妇",
            "王老太",
            "张三他爹",
            "李大爷",
            "东头的大娘",
        ] {
            assert!(describes(text), "{text}");
            assert_eq!(name_in(text), None, "{text}");
        }
        for name in [
            "戴红",
            "戴小平",
            "穆桂英",
            "车衣",
            "的卢",
            "牵牛",
            "张抱孩",
            "古丽·阿依的",
        ] {
            assert!(!describes(name), "{name}");
        }
        assert_eq!(name_in("王秀英"), Some("王秀英"));
        assert_eq!(name_in("阿依古丽·买买提"), Some("阿依古丽·买买提"));
    }

    #[test]
    fn what_names_nobody_tells_nobody_from_another() {
        for text in [
            "蓝布衫大姐",
            "某村民",
            "不愿透露姓名",
            "不愿留名",
            "未留姓名",
            "匿名",
            "（匿名）",
            "王某某",
            "石桥村村民",
            "几位村民",
            "老村民",
            "一位老人",
            "群众",
            "身份不详",
            "无名氏",
            "戴帽子的老汉",
        ] {
            assert!(is_nobodys(text), "{text}");
            assert_eq!(name_in(text), None, "{text}");
            assert!(!tells_who(text), "{text}");
        }
        for text in [
            "王女士",
            "李先生",
            "欧阳老师",
            "刘师傅",
            "老李",
            "小王",
            "阿芳",
            "王姐",
            "陈叔",
            "王",
            "欧阳",
            "",
        ] {
            assert!(!tells_who(text), "{text}");
        }
        for name in [
            "王秀英",
            "李伟",
            "李村民",
            "王建国同志",
            "欧阳娜",
            "阿依古丽·买买提",
            "老舍予",
            "张小姐姐夫",
            "Li Wei",
        ] {
            assert!(tells_who(name), "{name}");
        }
    }

    #[test]
    fn how_many_came_is_read_from_the_mark_however_it_is_counted() {
        for (label, heads) in [
            ("周德旺等23人", 23),
            ("周德旺等２３人", 23),
            ("等二十三人", 23),
            ("周德旺一家5口", 5),
            ("一家三口", 3),
            ("老李两口子", 2),
            ("石桥村十二个人", 12),
            ("村民20多人", 20),
            ("王五等一百二十人", 120),
            ("一百零五名村民", 105),
        ] {
            assert_eq!(heads_in(label), Some(heads), "{label}");
        }
        for label in [
            "周德旺",
            "老人",
            "戴3号帽子的",
            "第3位",
            "十几人",
            "1人",
            "13800001111",
            "5户",
        ] {
            assert_eq!(heads_in(label), None, "{label}");
        }
        assert_eq!(name_in("周德旺一家5口"), Some("周德旺"));
        assert_eq!(name_in("周德旺夫妇"), Some("周德旺"));
    }

    #[test]
    fn a_count_is_said_once() {
        assert_eq!(party("周德旺等23人", 23), ("周德旺", Some(23)));
        assert_eq!(
            party("周德旺等２３人", 25),
            ("周德旺", Some(25)),
            "the number that was corrected"
        );
        assert_eq!(party("周德旺等二十三个人", 23), ("周德旺", Some(23)));
        assert_eq!(party("周德旺", 23), ("周德旺", Some(23)));
        assert_eq!(party("周德旺等人", 23), ("周德旺等人", Some(23)));
        assert_eq!(party("周德旺一家5口", 5), ("周德旺一家5口", None));
        assert_eq!(party("周德旺一家5口", 6), ("周德旺一家5口", Some(6)));
        assert_eq!(party("等二十三人", 23), ("等二十三人", None));
        assert_eq!(party("周德旺等23人", 1), ("周德旺等23人", None));
    }

    #[test]
    fn pairs_weigh_more_than_characters() {
        assert!(touches("道路交通", "村里道路坏了") > touches("道路交通", "弯道太急"));
        assert_eq!(touches("农村饮水", "村里和镇上"), 0);
    }
}
