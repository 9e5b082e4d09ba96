//! Several people typed into one field: names, with a phone or without, parted by whatever people part them with.

use super::phone::parse_phone;
use super::text::{fold, is_han};

/// What stands between two people, besides blanks and a phone.
const BETWEEN: [char; 12] = ['\n', '、', '，', ',', '；', ';', '。', '/', '|', '\t', '&', '：'];
/// Words between two names.
const AND: [char; 4] = ['和', '与', '及', '跟'];
/// Words before a phone.
const LABELS: [&str; 5] = ["联系电话", "联系方式", "电话", "手机", "号码"];
/// What stands around a name and is no part of it.
const AROUND: [char; 8] = ['(', ')', '.', ':', '-', '"', '\'', '·'];
/// Shorter numbers are no phones: `1.` before a name, 等23人.
const PHONE_DIGITS: usize = 7;

/// Somebody named in the field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    /// As it is kept.
    pub phone: Option<String>,
    /// Numbers typed with the name that nobody can be rung at.
    pub unread: Vec<String>,
}

/// Each of them. A phone without a name is somebody's too, and no number is lost.
pub fn people_in(text: &str) -> Vec<Named> {
    let mut people: Vec<Named> = Vec::new();
    let mut before_all = Vec::new();
    // Blanks and dashes within a phone are no ends of anything, so it is found before the text is parted.
    for part in fold(text).split(BETWEEN) {
        let mut rest = part;
        while let Some((before, phone, after)) = first_phone(rest) {
            before_all.extend(named(before, &mut people));
            match people.last_mut() {
                Some(last) if last.phone.is_none() => last.phone = Some(phone),
                _ => people.push(Named {
                    phone: Some(phone),
                    ..Named::default()
                }),
            }
            rest = after;
        }
        before_all.extend(named(rest, &mut people));
    }
    if people.is_empty() && !before_all.is_empty() {
        people.push(Named::default());
    }
    if let Some(first) = people.first_mut() {
        before_all.append(&mut first.unread);
        first.unread = before_all;
    }
    people
}

/// Adds those named in a text without phones, with the numbers behind each name; returns the numbers before any name. What only
/// counts the people (`1.`) is nobody's number, and one within a name (`等23人`) stays there.
fn named(text: &str, people: &mut Vec<Named>) -> Vec<String> {
    let add = |text: &str, people: &mut Vec<Named>| {
        people.extend(names_in(text).into_iter().map(|name| Named {
            name,
            ..Named::default()
        }));
    };
    let (mut rest, mut from, mut homeless) = (text, 0, Vec::new());
    while let Some(start) = rest
        .get(from..)
        .and_then(|text| text.find(|c: char| c.is_ascii_digit()))
    {
        let start = from + start;
        let run = rest.get(start..).unwrap_or_default();
        let end = start + run.find(|c: char| !c.is_ascii_digit()).unwrap_or(run.len());
        let (before, number, after) = (rest.get(..start), rest.get(start..end), rest.get(end..));
        let (Some(before), Some(number), Some(after)) = (before, number, after) else {
            break;
        };
        let is_inside = before.chars().next_back().is_some_and(is_han) && after.chars().next().is_some_and(is_han);
        if is_inside {
            from = end;
            continue;
        }
        add(before, people);
        if number.parse() != Ok(people.len() + 1) {
            match people.last_mut() {
                Some(last) => last.unread.push(number.to_owned()),
                None => homeless.push(number.to_owned()),
            }
        }
        (rest, from) = (after, 0);
    }
    add(rest, people);
    homeless
}

/// The people of a list besides the one who speaks, who stands in it once more or not at all, and what stands beside the
/// speaker's name there.
pub fn beside(text: &str, speaker: &str) -> (Option<Named>, Vec<Named>) {
    let speaker = names_in(&fold(speaker)).concat();
    let is_speaker = |who: &Named| !speaker.is_empty() && who.name == speaker;
    let (same, others): (Vec<_>, Vec<_>) = people_in(text).into_iter().partition(is_speaker);
    let same = same.into_iter().reduce(|mut all, more| {
        all.phone = all.phone.or(more.phone);
        all.unread.extend(more.unread);
        all
    });
    (same, others)
}

/// The first phone in a text, as it is kept, with what stands before and after it.
fn first_phone(text: &str) -> Option<(&str, String, &str)> {
    let is_inside = |c: char| c.is_ascii_digit() || matches!(c, '-' | ' ' | '+');
    let mut from = 0;
    while let Some(start) = text.get(from..)?.find(|c: char| c.is_ascii_digit() || c == '+') {
        let start = from + start;
        let run = text.get(start..)?;
        let run = run.get(..run.find(|c| !is_inside(c)).unwrap_or(run.len()))?;
        // The whole run, else the longest beginning of it that ends at a blank: two phones may follow each other.
        let ends = run.match_indices(' ').map(|(at, _)| at).chain([run.len()]).rev();
        for end in ends {
            let number = run.get(..end)?.trim_end_matches([' ', '-']);
            let digits = number.chars().filter(char::is_ascii_digit).count();
            if digits >= PHONE_DIGITS
                && let Ok(phone) = parse_phone(number)
            {
                return Some((text.get(..start)?, phone.canonical(), text.get(start + number.len()..)?));
            }
        }
        from = start + run.len();
    }
    None
}

/// Names parted by blanks. One character alone belongs to its neighbour (`王 芳`), and so does what is not written in Han.
fn names_in(text: &str) -> Vec<String> {
    let mut text = text.to_owned();
    for label in LABELS {
        text = text.replace(label, " ");
    }
    let trimmed = |word: &str| {
        let word = word.trim_matches(AROUND);
        word.trim_start_matches(|c: char| c.is_ascii_digit() || AROUND.contains(&c))
            .to_owned()
    };
    let mut names: Vec<String> = Vec::new();
    let mut is_open = false;
    for word in text.split_whitespace().map(trimmed).filter(|word| !word.is_empty()) {
        let (is_single, is_latin) = (word.chars().count() == 1, word.is_ascii());
        match names.last_mut() {
            Some(name) if is_latin && name.is_ascii() => *name = format!("{name} {word}"),
            Some(name) if is_open && word.chars().count() <= 2 => name.push_str(&word),
            _ => names.extend(joined(&word)),
        }
        is_open = is_single && !is_latin && !is_open;
    }
    names
}

/// `王秀英和李大山` is two people; a name with such a character in it is one.
fn joined(word: &str) -> Vec<String> {
    let is_name = |part: &str| (2..=4).contains(&part.chars().count()) && part.chars().all(is_han);
    if let Some((one, other)) = word.split_once(AND)
        && is_name(one)
        && is_name(other)
    {
        return vec![one.to_owned(), other.to_owned()];
    }
    vec![word.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let people = people_in(text).into_iter();
        people
            .map(|who| {
                let phone = who.phone.map_or_else(String::new, |p| format!("={p}"));
                let unread: Vec<String> = who.unread.iter().map(|n| format!("?{n}")).collect();
                let unread = unread.concat();
                format!("{}{phone}{unread}", who.name)
            })
            .collect()
    }

    #[test]
    fn c9_the_speaker_stands_in_the_list_once_and_their_phone_there_is_theirs() {
        let li = || Named {
            name: "李四".to_owned(),
            phone: Some("13900002222".to_owned()),
            unread: Vec::new(),
        };
        let beside = |text: &str, speaker: &str| {
            let (same, others) = beside(text, speaker);
            (same.and_then(|s| s.phone), others)
        };
        let text = "钱十 13800001111、李四13900002222";
        assert_eq!(beside(text, " 钱十 "), (Some("13800001111".into()), vec![li()]));
        assert_eq!(beside("钱 十、李四13900002222", "钱十"), (None, vec![li()]));
        assert_eq!(
            beside("钱十、李四13900002222、钱十13800001111", "钱　十"),
            (Some("13800001111".into()), vec![li()])
        );
        // A phone without a name is somebody's, and not the one's whose name nobody typed.
        let nameless = Named {
            name: String::new(),
            ..li()
        };
        assert_eq!(beside("13900002222", ""), (None, vec![nameless]));
    }

    #[test]
    fn a_number_nobody_can_be_rung_at_is_kept_with_whoever_it_was_typed_with() {
        assert_eq!(read("王秀英 34、李大山 88"), ["王秀英?34", "李大山?88"]);
        assert_eq!(read("王秀英34 李大山13812345678"), ["王秀英?34", "李大山=13812345678"]);
        assert_eq!(read("王秀英 1370000441"), ["王秀英?1370000441"], "a digit is missing");
        assert_eq!(read("34 王秀英"), ["王秀英?34"]);
        assert_eq!(read("88"), ["?88"]);
        assert_eq!(read("王秀英13712344410转34"), ["王秀英=13712344410", "转?34"]);
        // What counts the people is no number of theirs.
        assert_eq!(read("1王秀英 2李大山 3、赵四"), ["王秀英", "李大山", "赵四"]);
    }

    #[test]
    fn c9_people_of_a_group_are_told_apart_whatever_stands_between_them() {
        let three = ["王秀英=13712344410", "李大山=13812345678", "赵四"];
        for text in [
            "王秀英 13712344410\n李大山 13812345678\n赵四",
            "王秀英13712344410、李大山13812345678、赵四",
            "王秀英 13712344410 李大山 13812345678 赵四",
            "王秀英，137 1234 4410；李大山，138-1234-5678；赵四",
            "王秀英（13712344410）李大山（13812345678）赵四",
            "1.王秀英 电话：13712344410  2.李大山 手机13812345678  3.赵四",
            "１、王秀英１３７１２３４４４１０，２、李大山１３８１２３４５６７８，３、赵四",
            "王秀英/13712344410|李大山/13812345678\t赵四",
        ] {
            assert_eq!(read(text), three, "{text:?}");
        }
        assert_eq!(read("王秀英 李大山 赵四"), ["王秀英", "李大山", "赵四"]);
        assert_eq!(read("王秀英和李大山"), ["王秀英", "李大山"]);
        assert_eq!(read("王 芳 李大山"), ["王芳", "李大山"]);
        assert_eq!(
            read("和平 古丽·阿卜杜拉 John Smith"),
            ["和平", "古丽·阿卜杜拉", "John Smith"]
        );
        assert_eq!(read("王秀英 0816-5551234"), ["王秀英=08165551234"]);
        assert_eq!(read(" 、；\n"), Vec::<String>::new());
        // A number nobody can be rung at is no phone of anybody, and no name.
        assert_eq!(read("王秀英等23人"), ["王秀英等23人"]);
    }
}
