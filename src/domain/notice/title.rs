//! The head of a notice: what it is called, the year in it, the number it was published under.

/// `关于2027年部分节假日安排的通知`.
pub(super) fn year(text: &str) -> Option<i32> {
    let (before, _) = ["年部分节假日", "年节假日", "年放假", "年法定节假日"]
        .iter()
        .find_map(|word| text.split_once(word))?;
    let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
    let digits: String = digits.chars().rev().collect();
    digits.parse().ok().filter(|year| (2000..=2100).contains(year))
}

/// `国务院办公厅关于2027年部分节假日安排的通知`: from where its sentence begins.
pub(super) fn title(text: &str) -> Option<String> {
    let (before, rest) = text.split_once("节假日")?;
    let (within, _) = rest.split_once("的通知")?;
    let ends = before.char_indices().rev().find(|(_, c)| matches!(c, '。' | ';' | ':'));
    let before = before.get(ends.map_or(0, |(at, c)| at + c.len_utf8())..)?;
    let is_title = year(text).is_some() && within.chars().count() < 5;
    is_title.then(|| [before, "节假日", within, "的通知"].concat())
}

/// `国办发明电〔2026〕5号`.
pub(super) fn source(text: &str) -> Option<String> {
    let from = text.find("国办发")?;
    let number = text.get(from..)?;
    let (number, _) = number.split_once('号')?;
    (number.chars().count() < 20).then(|| format!("{number}号"))
}
