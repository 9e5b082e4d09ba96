//! Acts that other programs ask for, one to a line: what is wrong with a line, what became of it, what a field takes.

use super::{Lang, code, fill};
use crate::domain::deed::Deed;
use crate::domain::refusal::Subject;
use crate::domain::spelling::{Field, Misspelt, Sort};

texts! {
    not_an_object: "这一行不是 JSON 对象，没有办；请一行写一个，如 {example}" | "This line is not a JSON object and nothing was done; write one to a line, such as {example}";
    not_utf8: "这一行不是 UTF-8，没有办；请把文件另存为 UTF-8" | "This line is not UTF-8 and nothing was done; save the file as UTF-8";
    twice: "{key} 写了两遍，没有办；请只写一遍" | "{key} is said twice and nothing was done; say it once";
    unfit: "{key} 里有看不见的字符或换行，或者超过 {most} 个字，没有办" | "{key} holds a sign that cannot be seen, a line break, or more than {most} characters; nothing was done";
    number_as_name: "{key} 要的是姓名或名称，写的像电话号码，没有办" | "{key} takes a name and a telephone number was given; nothing was done";
    clash: "写了 {with} 就不写 {key}，没有办" | "{key} is not said where {with} is; nothing was done";
    used_id: "这个 id 上次办的不是这件事，没有办；请换一个 id" | "This id was used for something else and nothing was done; take another id";
    not_done: "「@{id}」那一行没有办成，这一行也没有办" | "The line of \"@{id}\" was not done, and neither was this one";
    no_file: "读不了 {path}，什么也没有办：{what}" | "{path} cannot be read and nothing was done: {what}";
    ended: "第 {line} 行起没有办，前面办好了 {done} 行：{why}" | "Nothing was done from line {line} on; {done} lines before it are done: {why}";
    unsaid: "第 {line} 行已经处理，回答写不出去，后面的没有办：{why}" | "Line {line} was dealt with, its answer could not be written, and nothing after it was done: {why}";
    claim_code: "取件码 {code}" | "claim code {code}";
    line_could: "第 {line} 行能办 {what}" | "Line {line} can be done {what}";
    none_done: "{all} 行都没有办，什么也没有写入" | "None of the {all} lines was done; nothing was written";
    too_long: "这一行超过 {limit} KB，没有办；请拆开写" | "This line is longer than {limit} KB and nothing was done; write it in parts";
    no_act: "没有「{said}」这个动作，没有办；zhiban do --acts 列出全部" | "There is no act \"{said}\" and nothing was done; zhiban do --acts lists all";
    missing: "缺 {key}，没有办；zhiban do --acts 说明每个动作要什么" | "{key} is missing and nothing was done; zhiban do --acts says what each act takes";
    wrong: "{key} 要的是{sort}，不是「{said}」，没有办" | "{key} takes {sort}, not \"{said}\"; nothing was done";
    unknown: "这个动作没有 {keys}，没有办；zhiban do --acts 说明每个动作要什么" | "This act has no {keys} and nothing was done; zhiban do --acts says what each act takes";
    not_found: "找不到叫「{said}」的{what}，没有办" | "No {what} is called \"{said}\"; nothing was done";
    several: "叫「{said}」的{what}有 {n} 个，没有办；请写它的 id" | "{n} records ({what}) are called \"{said}\" and nothing was done; write its id";
    line_done: "第 {line} 行办好了 {what}" | "Line {line} is done {what}";
    line_before: "第 {line} 行上次已经办过 {what}" | "Line {line} was done before {what}";
    line_refused: "第 {line} 行没有办：{why}" | "Line {line} was not done: {why}";
    some_refused: "{all} 行里有 {refused} 行没有办；其余的已写入，改好再送一遍时写上 id 就不会重复" | "{refused} of {all} lines were not done; the others are written, and lines with an id are not done twice when sent again";
    tried: "只是试一遍：{all} 行里 {done} 行能办，什么也没有写入" | "Only tried: {done} of {all} lines can be done, and nothing was written";
    sort_text: "文字" | "text";
    sort_phone: "电话" | "a telephone number";
    sort_number: "数" | "a number";
    sort_flag: "true 或 false" | "true or false";
    sort_day: "日期，如 2026-11-23" | "a day such as 2026-11-23";
    sort_time: "时间，如 09:30" | "a time such as 09:30";
    sort_moment: "当地日期时间，如 2026-11-23 09:30" | "a local time such as 2026-11-23 09:30";
    sort_due: "期限，如 2026-12-14 或 2026-12-14T17:00" | "a due date such as 2026-12-14 or 2026-12-14T17:00";
    sort_code: "{codes} 之一" | "one of {codes}";
    sort_record: "{what}，{how}" | "{what}, {how}";
    sort_object: "对象（{what}）" | "an object ({what})";
    by_number: "如 03-2026-0113" | "such as 03-2026-0113";
    by_ticket: "如 2026-11-23/007" | "such as 2026-11-23/007";
    by_day: "如 2026-11-23" | "such as 2026-11-23";
    by_name: "写名字" | "by name";
    list_of: "{what}，可以几个" | "{what}, or several";
}

/// A line that is no object.
pub fn not_an_object(lang: Lang) -> String {
    // A number is given with nothing said.
    let mut of_visits = Deed::ALL.iter().filter(|deed| deed.row().noun == Subject::Visit);
    let example = of_visits.next().map(|deed| format!(r#"{{"act":"{}"}}"#, deed.row().id));
    fill(
        lang.texts().acts.not_an_object,
        &[("example", &example.unwrap_or_default())],
    )
}

/// What is wrong with a line, in a sentence.
pub fn misspelt(lang: Lang, why: &Misspelt) -> String {
    let t = &lang.texts().acts;
    match why {
        Misspelt::NoAct(said) => fill(t.no_act, &[("said", said)]),
        Misspelt::Missing(key) => fill(t.missing, &[("key", key)]),
        Misspelt::Wrong { key, sort, said } => {
            fill(t.wrong, &[("key", key), ("sort", &takes(lang, *sort)), ("said", said)])
        }
        Misspelt::UnknownField(keys) => fill(t.unknown, &[("keys", &keys.join(" "))]),
        Misspelt::NotFound { subject, said } => {
            fill(t.not_found, &[("what", code::subject(lang, *subject)), ("said", said)])
        }
        Misspelt::Unfit { key, most } => fill(t.unfit, &[("key", key), ("most", &most.to_string())]),
        Misspelt::NumberAsName(key) => fill(t.number_as_name, &[("key", key)]),
        Misspelt::Clash { key, with } => fill(t.clash, &[("key", key), ("with", with)]),
        Misspelt::Several { subject, said, count } => fill(
            t.several,
            &[
                ("what", code::subject(lang, *subject)),
                ("said", said),
                ("n", &count.to_string()),
            ],
        ),
    }
}

/// What a field takes.
pub fn field(lang: Lang, field: &Field) -> String {
    let one = takes(lang, field.sort);
    if field.many {
        return fill(lang.texts().acts.list_of, &[("what", &one)]);
    }
    one
}

fn takes(lang: Lang, sort: Sort) -> String {
    let t = &lang.texts().acts;
    match sort {
        Sort::Text => t.sort_text.to_owned(),
        Sort::Phone => t.sort_phone.to_owned(),
        Sort::Number => t.sort_number.to_owned(),
        Sort::Flag => t.sort_flag.to_owned(),
        Sort::Day => t.sort_day.to_owned(),
        Sort::Time => t.sort_time.to_owned(),
        Sort::Moment => t.sort_moment.to_owned(),
        Sort::Due => t.sort_due.to_owned(),
        Sort::Code(codes) => fill(t.sort_code, &[("codes", &codes.join(" "))]),
        Sort::Record(subject) => {
            let how = match subject {
                Subject::Opinion => t.by_number,
                Subject::Visit | Subject::Promise => t.by_ticket,
                Subject::Session => t.by_day,
                Subject::Station | Subject::Account | Subject::Deputy | Subject::Unit | Subject::Citizen => t.by_name,
            };
            fill(t.sort_record, &[("what", code::subject(lang, subject)), ("how", how)])
        }
        Sort::Object(what) => fill(t.sort_object, &[("what", what)]),
        Sort::Keys(keys) => fill(t.sort_object, &[("what", &keys.join(" "))]),
    }
}
