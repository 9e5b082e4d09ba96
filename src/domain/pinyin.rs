//! Finding a name by its pinyin: `zwm`, `zhangw`, `zhangwm`, `weimin`.

use pinyin::ToPinyin;

use super::fold::alike;
use super::text::{NAME_DOT, is_han, name_key, squeeze};

/// Surnames read otherwise than the dictionary's first reading, or in two ways by different families.
const SURNAMES: [(char, &[&str]); 84] = [
    ('单', &["shan"]),
    ('曾', &["zeng"]),
    ('仇', &["qiu"]),
    ('解', &["xie"]),
    ('覃', &["qin", "tan"]),
    ('区', &["ou"]),
    ('查', &["zha"]),
    ('盖', &["ge", "gai"]),
    ('朴', &["piao", "pu"]),
    ('尉', &["wei", "yu"]),
    ('乐', &["yue", "le"]),
    ('任', &["ren"]),
    ('华', &["hua"]),
    ('缪', &["miao", "mou"]),
    ('牟', &["mou", "mu"]),
    ('繁', &["po"]),
    ('种', &["chong"]),
    ('冼', &["xian"]),
    ('洗', &["xian"]),
    ('员', &["yun"]),
    ('贠', &["yun"]),
    ('折', &["she"]),
    ('黑', &["he", "hei"]),
    ('逄', &["pang"]),
    ('召', &["shao", "zhao"]),
    ('翟', &["zhai", "di"]),
    ('柏', &["bai", "bo"]),
    ('隗', &["wei", "kui"]),
    ('郇', &["xun", "huan"]),
    ('祭', &["zhai", "ji"]),
    ('葛', &["ge"]),
    ('晁', &["chao"]),
    ('那', &["na"]),
    ('能', &["nai"]),
    ('秘', &["bi", "mi"]),
    ('宓', &["mi", "fu"]),
    ('过', &["guo"]),
    ('应', &["ying"]),
    ('宁', &["ning"]),
    ('令', &["ling"]),
    ('於', &["yu"]),
    ('哈', &["ha"]),
    ('撒', &["sa"]),
    ('纪', &["ji"]),
    ('车', &["che"]),
    ('石', &["shi"]),
    ('都', &["du"]),
    ('佘', &["she"]),
    ('厍', &["she"]),
    ('褚', &["chu"]),
    ('谌', &["chen", "shen"]),
    ('阚', &["kan"]),
    ('卜', &["bu"]),
    ('薄', &["bo"]),
    ('句', &["gou", "ju"]),
    ('盛', &["sheng"]),
    ('干', &["gan"]),
    ('幺', &["yao"]),
    ('臧', &["zang"]),
    ('藏', &["zang"]),
    ('俞', &["yu"]),
    ('相', &["xiang"]),
    ('占', &["zhan"]),
    ('訾', &["zi"]),
    ('乜', &["nie"]),
    ('郗', &["xi", "chi"]),
    ('莘', &["shen", "xin"]),
    ('眭', &["sui"]),
    ('亓', &["qi"]),
    ('适', &["kuo", "shi"]),
    ('重', &["chong"]),
    ('行', &["xing", "hang"]),
    ('长', &["chang", "zhang"]),
    ('曲', &["qu"]),
    ('舍', &["she"]),
    ('沈', &["shen"]),
    ('强', &["qiang"]),
    ('卡', &["ka"]),
    ('咸', &["xian"]),
    ('么', &["yao"]),
    ('大', &["da"]),
    ('降', &["jiang"]),
    ('会', &["gui", "hui"]),
    ('仉', &["zhang"]),
];

/// Two-character surnames; a reading is given where the characters apart would be read otherwise.
const COMPOUND: [(&str, &[&str]); 36] = [
    ("尉迟", &["yu", "chi"]),
    ("长孙", &["zhang", "sun"]),
    ("万俟", &["mo", "qi"]),
    ("澹台", &["tan", "tai"]),
    ("单于", &["chan", "yu"]),
    ("鲜于", &["xian", "yu"]),
    ("令狐", &["ling", "hu"]),
    ("呼延", &["hu", "yan"]),
    ("夏侯", &["xia", "hou"]),
    ("宰父", &["zai", "fu"]),
    ("皇甫", &["huang", "fu"]),
    ("濮阳", &["pu", "yang"]),
    ("乐正", &["yue", "zheng"]),
    ("百里", &["bai", "li"]),
    ("欧阳", &[]),
    ("司马", &[]),
    ("上官", &[]),
    ("诸葛", &["zhu", "ge"]),
    ("东方", &[]),
    ("公孙", &[]),
    ("慕容", &[]),
    ("宇文", &[]),
    ("司徒", &[]),
    ("司空", &[]),
    ("独孤", &[]),
    ("闻人", &[]),
    ("赫连", &[]),
    ("申屠", &[]),
    ("钟离", &[]),
    ("端木", &[]),
    ("轩辕", &[]),
    ("南宫", &[]),
    ("东郭", &[]),
    ("拓跋", &["tuo", "ba"]),
    ("完颜", &[]),
    ("公冶", &[]),
];

/// Characters of given names that families read in two ways, or where the dictionary's first reading is rare.
const GIVEN: [(char, &[&str]); 71] = [
    ('乐', &["le", "yue"]),
    ('长', &["chang", "zhang"]),
    ('行', &["xing", "hang"]),
    ('重', &["chong", "zhong"]),
    ('朝', &["chao", "zhao"]),
    ('茜', &["qian", "xi"]),
    ('晟', &["sheng", "cheng"]),
    ('娜', &["na"]),
    ('柏', &["bai", "bo"]),
    ('蔚', &["wei", "yu"]),
    ('曾', &["zeng", "ceng"]),
    ('盛', &["sheng"]),
    ('传', &["chuan"]),
    ('单', &["dan", "shan"]),
    ('车', &["che"]),
    ('石', &["shi"]),
    ('藏', &["cang", "zang"]),
    ('缪', &["miao", "mou"]),
    ('谌', &["chen", "shen"]),
    ('澄', &["cheng"]),
    ('还', &["huan", "hai"]),
    ('都', &["du", "dou"]),
    ('厦', &["xia", "sha"]),
    ('薄', &["bo"]),
    ('省', &["sheng", "xing"]),
    ('召', &["zhao", "shao"]),
    ('卜', &["bu"]),
    ('扎', &["zha", "za"]),
    ('卡', &["ka", "qia"]),
    ('莎', &["sha", "suo"]),
    ('率', &["shuai", "lv"]),
    ('莞', &["guan", "wan"]),
    ('筠', &["yun", "jun"]),
    ('隽', &["jun", "juan"]),
    ('浚', &["jun", "xun"]),
    ('瑱', &["tian", "zhen"]),
    ('荨', &["xun", "qian"]),
    ('谷', &["gu", "yu"]),
    ('劲', &["jin", "jing"]),
    ('勒', &["le", "lei"]),
    ('提', &["ti", "di"]),
    ('杉', &["shan", "sha"]),
    ('栖', &["qi", "xi"]),
    ('殷', &["yin", "yan"]),
    ('禅', &["chan", "shan"]),
    ('纶', &["lun", "guan"]),
    ('颉', &["jie", "xie"]),
    ('炅', &["jiong", "gui"]),
    ('宿', &["su", "xiu"]),
    ('泊', &["bo", "po"]),
    ('校', &["xiao", "jiao"]),
    ('参', &["can", "shen"]),
    ('仔', &["zai", "zi"]),
    ('择', &["ze", "zhai"]),
    ('贾', &["jia", "gu"]),
    ('镐', &["hao", "gao"]),
    ('蔓', &["man", "wan"]),
    ('佛', &["fo", "bo"]),
    ('色', &["se", "shai"]),
    ('觉', &["jue", "jiao"]),
    ('降', &["jiang", "xiang"]),
    ('调', &["tiao", "diao"]),
    ('艾', &["ai", "yi"]),
    ('阿', &["a", "e"]),
    ('莘', &["xin", "shen"]),
    ('伽', &["jia", "qie"]),
    ('屏', &["ping", "bing"]),
    ('泌', &["mi", "bi"]),
    ('溱', &["qin", "zhen"]),
    ('桁', &["heng", "hang"]),
    ('弹', &["dan", "tan"]),
];

/// No name needs more ways to be read than this, and a made-up one must not fill the index.
const MAX_READINGS: usize = 12;

type Readings = Vec<String>;

fn listed(table: &[(char, &[&str])], c: char) -> Option<Readings> {
    let (_, readings) = table.iter().find(|(listed, _)| *listed == c)?;
    Some(readings.iter().map(|r| (*r).to_owned()).collect())
}

fn readings(c: char, surname: bool) -> Readings {
    if !is_han(c) {
        return vec![c.to_lowercase().to_string()];
    }
    let from_table = if surname {
        listed(&SURNAMES, c).or_else(|| listed(&GIVEN, c))
    } else {
        listed(&GIVEN, c)
    };
    let read = from_table.unwrap_or_else(|| c.to_pinyin().map(|p| p.plain().to_owned()).into_iter().collect());
    read.iter().flat_map(|syllable| typed(syllable)).collect()
}

/// As it is typed: who has no ü types `lv`, `lu` or `lyu`.
fn typed(syllable: &str) -> Readings {
    let syllable = syllable.replace('ü', "v");
    let u = |with: &str| syllable.replace('v', with);
    if syllable.contains('v') {
        return vec![syllable.clone(), u("u"), u("yu")];
    }
    vec![syllable]
}

/// Whether this is a surname of two characters.
pub fn is_compound_surname(text: &str) -> bool {
    COMPOUND.iter().any(|(surname, _)| *surname == text)
}

/// The syllables of a Han part, and how many of them are the surname.
fn syllables(part: &str) -> (Vec<Readings>, usize) {
    let chars: Vec<char> = part.chars().collect();
    let compound = COMPOUND
        .iter()
        .find(|(surname, _)| part.starts_with(surname) && chars.len() > 2);
    let surname = if compound.is_some() { 2 } else { 1 };
    let fixed = compound.map_or(&[][..], |(_, readings)| *readings);
    let all = chars
        .iter()
        .enumerate()
        .map(|(i, &c)| match fixed.get(i) {
            Some(reading) => vec![(*reading).to_owned()],
            None => readings(c, i == 0 && compound.is_none()),
        })
        .filter(|readings| !readings.is_empty())
        .collect();
    (all, surname)
}

/// The ways to read it: every one where there are few, else those that differ from the first in one syllable, up to
/// [`MAX_READINGS`].
fn spread<'r>(syllables: &'r [Readings]) -> Vec<Vec<&'r str>> {
    let first = || {
        syllables
            .iter()
            .filter_map(|readings| readings.first().map(String::as_str))
    };
    let all = syllables.iter().map(Vec::len).fold(1, usize::saturating_mul);
    if all <= MAX_READINGS {
        let mut ways: Vec<Vec<&'r str>> = vec![Vec::new()];
        for readings in syllables {
            let each = |way: Vec<&'r str>| {
                readings
                    .iter()
                    .map(move |reading| way.iter().copied().chain([reading.as_str()]).collect())
            };
            ways = ways.into_iter().flat_map(each).collect();
        }
        return ways;
    }
    let others = syllables.iter().enumerate().flat_map(|(at, readings)| {
        let swapped = move |reading| {
            first()
                .enumerate()
                .map(|(i, r)| if i == at { reading } else { r })
                .collect()
        };
        readings.iter().skip(1).map(String::as_str).map(swapped)
    });
    [first().collect()]
        .into_iter()
        .chain(others)
        .take(MAX_READINGS)
        .collect()
}

fn initials(way: &[&str]) -> String {
    way.iter().filter_map(|s| s.chars().next()).collect()
}

fn add(tokens: &mut Vec<String>, token: String) {
    if !token.is_empty() && !tokens.contains(&token) {
        tokens.push(token);
    }
}

/// The tokens a name is found by, apart by spaces, in ASCII where the name is Han: whole pinyin, given name,
/// surname with initials, initials; for a name with `·` also those of each part. A prefix of any of them finds it.
pub fn search_key(name: &str) -> String {
    let name = alike(&squeeze(name));
    let mut tokens = Vec::new();
    if name.chars().any(is_han) {
        let parts: Vec<&str> = name.split([NAME_DOT, ' ']).filter(|p| !p.is_empty()).collect();
        let all: Vec<(Vec<Readings>, usize)> = if parts.len() > 1 {
            parts.iter().map(|part| (syllables(part).0, 0)).collect()
        } else {
            parts.iter().map(|part| syllables(part)).collect()
        };
        if all.len() > 1 {
            let joined: Vec<Readings> = all.iter().flat_map(|(s, _)| s.clone()).collect();
            for way in spread(&joined) {
                add(&mut tokens, way.concat());
                add(&mut tokens, initials(&way));
            }
            let heads: Vec<Readings> = all.iter().filter_map(|(s, _)| s.first().cloned()).collect();
            for way in spread(&heads) {
                add(&mut tokens, initials(&way));
            }
        }
        for (syllables, surname) in &all {
            for way in spread(syllables) {
                add(&mut tokens, way.concat());
                add(&mut tokens, initials(&way));
                let (family, given) = way.split_at_checked(*surname).unwrap_or((&way, &[]));
                if !family.is_empty() && !given.is_empty() {
                    add(&mut tokens, format!("{}{}", family.concat(), initials(given)));
                    add(&mut tokens, given.concat());
                }
            }
        }
    } else {
        let words: Vec<&str> = name.split([' ', NAME_DOT]).collect();
        add(&mut tokens, words.concat());
        add(&mut tokens, initials(&words));
        for word in words {
            add(&mut tokens, word.to_owned());
        }
    }
    tokens.join(" ")
}

/// The tokens of a unit: of its full name and of its short one, each by itself. Keyed as one text, nobody would find
/// 村建办 by `cjb`, because a token is found by its beginning.
pub fn unit_key(name: &str, short: &str) -> String {
    if name == short {
        return search_key(name);
    }
    [search_key(name), search_key(short)].join(" ")
}

/// Whether what was typed finds this name, `key` being its [`search_key`]: a part of the name in Han, or the
/// beginning of one of the key's tokens. Nothing typed finds everybody.
pub fn matches(query: &str, name: &str, key: &str) -> bool {
    let query = name_key(query);
    if query.is_empty() || name_key(name).contains(&query) {
        return true;
    }
    if query.chars().any(is_han) {
        return false;
    }
    let query = query.replace('ü', "v");
    key.split(' ').any(|token| token.starts_with(&query))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finds(query: &str, name: &str) -> bool {
        matches(query, name, &search_key(name))
    }

    #[test]
    fn a_unit_is_found_by_the_initials_of_its_short_name_too() {
        let key = unit_key("镇村镇建设办公室", "村建办");
        for query in ["cjb", "cunjian", "zczjs", "村建"] {
            assert!(matches(query, "村建办", &key), "{query}: {key}");
        }
        assert_eq!(unit_key("石桥村", "石桥村"), search_key("石桥村"));
    }

    #[test]
    fn a_name_is_found_in_every_usual_way() {
        for query in [
            "张",
            "卫民",
            "zwm",
            "ZWM",
            "z",
            "zw",
            "zhang",
            "zhangw",
            "zhangweimin",
            "zhang wei min",
            "zhangwm",
            "weimin",
            "weim",
            "ｚｗｍ",
            "",
        ] {
            assert!(finds(query, "张卫民"), "{query}");
        }
        for query in ["zm", "min", "李", "zhangm", "卫张", "x"] {
            assert!(!finds(query, "张卫民"), "{query}");
        }
    }

    #[test]
    fn e3_a_name_is_found_as_it_is_heard_and_as_the_keyboard_has_it() {
        for (query, name) in [
            ("abudula", "阿卜杜拉·买买提"),
            ("abulimiti", "阿卜力米提·阿卜杜热依木"),
            ("abudureyimu", "阿卜力米提·阿卜杜热依木"),
            ("luliang", "吕梁"),
            ("lyuliang", "吕梁"),
            ("lvliang", "吕梁"),
            ("lüliang", "吕梁"),
            ("shinu", "施女"),
            ("shinv", "施女"),
            ("lvx", "吕秀兰"),
            ("xuceng", "许曾"),
            ("xuzeng", "许曾"),
            ("zaxi", "扎西尼玛"),
            ("zhaxi", "扎西尼玛"),
            ("wanglele", "王乐乐"),
            ("gaoming", "⾼明"),
            ("zhangma", "张⻢"),
            ("wdw", "王⼤伟"),
            ("ljs", "李\u{F90A}山"),
        ] {
            assert!(finds(query, name), "{name} by {query}: {}", search_key(name));
        }
        assert!(!finds("abodula", "阿卜杜拉"));
    }

    #[test]
    fn surnames_are_read_as_families_read_them() {
        for (name, query) in [
            ("单田芳", "shan"),
            ("曾伟承", "zengwc"),
            ("仇兴国", "qxg"),
            ("解光义", "xie"),
            ("覃文平", "qinwp"),
            ("覃文平", "tanwp"),
            ("区功壮", "ougz"),
            ("查良镛", "zha"),
            ("盖叫天", "ge"),
            ("盖叫天", "gai"),
            ("朴大勇", "piao"),
            ("朴大勇", "pu"),
            ("尉迟恭", "yuchi"),
            ("尉迟恭", "ycg"),
            ("长孙无忌", "zhangsunwj"),
            ("万俟卨", "moqi"),
            ("欧阳娜娜", "ouyangnn"),
            ("任康厚", "renkh"),
            ("单于", "shan"),
            ("尉健", "wei"),
            ("尉健", "yuj"),
        ] {
            assert!(finds(query, name), "{name} by {query}: {}", search_key(name));
        }
        assert!(!finds("dan", "单田芳") && !finds("chou", "仇兴国"));
    }

    #[test]
    fn minority_and_latin_names() {
        let name = "阿依古丽·买买提";
        for query in [
            "阿依",
            "买买提",
            "aygl",
            "ayglmmt",
            "mmt",
            "am",
            "maimaiti",
            "ayigulimai",
            "古丽·买",
        ] {
            assert!(finds(query, name), "{query}: {}", search_key(name));
        }
        for query in ["li", "wei", "lw", "LiWei", "li w"] {
            assert!(finds(query, "Li Wei"), "{query}");
        }
        assert!(finds("周", "周德旺等23人"));
    }

    proptest! {
        #[test]
        fn any_name_has_a_bounded_key(name in "\\PC{0,12}", query in "\\PC{0,6}") {
            let key = search_key(&name);
            prop_assert!(key.split(' ').count() <= 12 * 12 + 4 * 12);
            let _ = matches(&query, &name, &key);
        }

        #[test]
        fn a_name_finds_itself(name in "[张王曾单覃长重行乐尉迟建国]{1,4}") {
            let key = search_key(&name);
            prop_assert!(matches(&name, &name, &key));
            for token in key.split(' ') {
                prop_assert!(token.is_ascii());
                prop_assert!(matches(token, &name, &key));
            }
        }
    }
}
