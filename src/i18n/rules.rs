//! The rules in words: what is different between two sets, line by line, and what is wrong with one.

use std::borrow::Cow;

use serde_json::Value;

use super::history::label;
use super::{Lang, code, fill, full_day};
use crate::domain::code::Urgency;
use crate::domain::moment::Day;
use crate::domain::rules::{Difference, Problem, Section, Step, Wrong};

texts! {
    added: "添上 {what}{value}" | "added: {what}{value}";
    removed: "去掉 {what}{value}" | "removed: {what}{value}";
    changed: "{what}：{ours} 改为 {theirs}" | "{what}: {ours} becomes {theirs}";
    reordered: "{what}：先后不同" | "{what}: in another order";
    colon: "：" | ": ";
    none: "没有" | "nothing";
    comma: "、" | ", ";
    yes: "是" | "yes";
    no: "否" | "no";
    span: "{from} 至 {to}" | "{from} to {to}";
    year: "{n}年" | "{n}";
    runs: "放假{off}段、调休上班{work}天" | "{off} holidays, {work} make-up working days";
    working_days: "{n}个工作日" | "{n} working days";
    days: "{n}天" | "{n} days";
    months: "{n}个月" | "{n} months";

    k_last_number: "一天最多叫到几号" | "last number of a day";
    k_calls: "叫几遍没来才可以过号" | "calls before a no-show";
    k_pause: "第一遍叫号后等几分钟才可以过号" | "minutes from the first call to a no-show";
    k_return_behind: "过号的人回来排在几位之后" | "a returning no-show waits behind";
    k_take_back: "叫错了几分钟内可以收回" | "minutes to take a call back";
    k_group_from: "几个人起算多人反映" | "heads that make a group";
    k_representatives: "推选的人超过几位提醒" | "representatives before a warning";
    k_tables: "最多摆几张接待桌" | "tables the station can set up";
    k_tell: "答复后多久内告诉反映人" | "telling the person after an answer";
    k_soon: "提前几个工作日标将到期" | "working days ahead shown as due soon";
    k_deleted_draft: "删掉的草稿留几天" | "days a deleted draft is kept";
    k_ended_visit: "放走、谈完的人留几天" | "days whoever was let go is kept";
    k_check: "每隔几天在后台核对一遍数据文件" | "days after which the data file is checked in the background";
    k_backup_days: "备份可以旧几天" | "days the last backup may be old";
    k_backup_to: "备份再放一份的文件夹" | "second folder of backups";
    k_keep_daily: "备份留几天，每天一份" | "days of which a backup is kept";
    k_keep_weekly: "备份留几周，每周一份" | "weeks of which a backup is kept";
    k_keep_monthly: "备份留几个月，每月一份" | "months of which a backup is kept";
    k_failed: "打几次没人接就建议换个办法" | "failed calls before another way is offered";
    k_answer: "承办单位答复期限" | "limit of a unit's answer";
    k_limit: "期限" | "limit";
    k_label: "名称" | "name";
    k_say: "对来人说的话" | "what to say";
    k_where: "去哪里" | "where to go";
    k_phone: "电话" | "phone";
    k_failed_days: "没人接要分在几天里" | "days the failed calls are spread over";
    k_tell_again: "隔多少分钟再打才算又一次" | "minutes after which a call counts as another";
    k_looks: "一小时看几件事的电话以上提醒站长" | "matters whose numbers may be seen in an hour before the head is told";
    k_silent: "键盘多少秒没动静可以接手没写完的" | "seconds without a sign of life before a draft may be taken over";
    k_promises_news: "答应有消息告诉本人" | "news is promised";
    k_keeps_nothing: "不留内容" | "nothing is kept";
    k_retired: "停用" | "retired";
    k_parent: "上级类别" | "group above";
    k_solved: "算解决" | "counts as solved";
    k_needs_date: "要写承诺的日期" | "needs a date";
    k_follow_up: "告知后还要跟踪" | "stays in follow-up";
    k_code: "代码" | "code";
    k_urgency: "紧急程度" | "urgency";
    k_year: "年份" | "year";
    k_from: "第一天" | "first day";
    k_zh: "中文" | "Chinese";
    k_en: "英文" | "English";
    k_source: "依据" | "published in";
    k_off: "放假" | "off";
    k_to: "最后一天" | "last day";
    k_work: "调休上班" | "worked weekend days";
    k_text: "文字" | "text";
    k_body: "内容" | "content";
    k_order: "先后" | "order";

    at_line: "第{line}行" | "line {line}";
    item: "第{n}项" | "item {n}";
    w_zero: "不能是 0" | "cannot be 0";
    w_too_long: "期限太长，最多十年" | "the limit is too long; ten years at most";
    w_empty: "是空的" | "is empty";
    w_no_chinese: "没有中文（zh）" | "has no Chinese (zh)";
    w_unseen: "有看不见的字符（{code}），控制字符和改变文字方向的都不能用" | "has a character that cannot be seen ({code}); controls and marks that turn the direction of text cannot be used";
    w_too_wide: "有{n}个字，最多{most}个" | "has {n} characters, {most} at most";
    w_off_twice_here: "{day} 写在两段放假里：去掉一段" | "{day} lies in two holidays of the notice: leave one out";
    w_off_twice: "{day} 已在这一年的另一段放假里；日子换了，就把这一年写全，加 --whole 采用" | "{day} lies in another holiday of the year too; when its days were moved, write the whole year and adopt with --whole";
    w_twice: "{what} 出现了两次" | "{what} stands there twice";
    w_no_parent: "没有 {what} 这个上级类别，或者它自己也有上级" | "{what} is no group above, or is itself under a group";
    w_nothing_left: "没有一项可以选：至少留一项不停用的，结果还要有一项不要日期的" | "nothing is left to choose: keep at least one that is not retired, and one result that needs no date";
    w_in_use: "{what} 有{n}件事在用，不能去掉；不想再用就写 retired = true" | "{what} is used by {n} matters and cannot be taken away; write retired = true instead";
    w_keeps_otherwise: "{what} 有{n}件事在用，不能改；要改就另立一个代码" | "{what} is used by {n} matters and cannot change; add another code instead";
    w_ends_before: "结束早于开始" | "ends before it begins";
    w_no_whole_path: "要写从 / 开始的全路径，或者空着" | "has to be a whole path from / on, or empty";
    w_outside: "{day} 不在这一年，也不在前后半个月内" | "{day} lies neither in the year nor within half a month of it";
    w_both: "{day} 又放假又上班" | "{day} is both off and worked";
    w_anyway: "{day} 本来就上班，写的是调休上班：年份不对，或者抄错了" | "{day} is worked anyway, and is said to make up for a holiday: another year, or a slip";
    w_by_law: "{day} 是法定节假日（{name}），写成了调休上班：年份不对，或者抄错了" | "{day} is off by law ({name}), and is said to be worked: another year, or a slip";
    w_nothing: "{year}年的放假安排里一天假也没有：没有公布就不要写这一年" | "The arrangement of {year} has no holiday: leave the year out until it is published";
    w_rest: "放假{n}天，太多了" | "{n} days off are too many";
    w_odd_year: "{n} 不像年份" | "{n} is no year";
    u_key: "规矩里没有 {key} 这一项" | "{key} is no key of the rules";
    u_missing: "缺 {key}" | "{key} is missing";
    u_number: "{key} 要写数字，0 到 {n}" | "{key} takes a number from 0 to {n}";
    u_whole: "{key} 要写数字" | "{key} takes a whole number";
    u_text: "{key} 要写文字，用英文双引号括起来" | "{key} takes text in double quotes";
    u_list: "{key} 要写一列，用方括号括起来" | "{key} takes a list in square brackets";
    u_table: "{key} 要写几项，各有名称" | "{key} takes keys of its own";
    u_flag: "{key} 只能写 true 或 false" | "{key} is true or false";
    u_choice: "{key} 没有这种写法，可以写：{n}" | "{key} has no such value; write one of {n}";
    u_unlike: "文件写的和本站的规矩合不到一起，什么也没有采用；请照 zhiban config show --station 打印的写" | "What the file writes does not fit the rules in force; nothing was adopted. Write it as zhiban config show --station prints them";
    u_other: "读不懂：引号、括号、等号没有写全，或者多写了" | "does not read: a quote, a bracket or an equals sign is missing or too many";
}

/// The name of a section.
pub const fn section(lang: Lang, section: Section) -> &'static str {
    code::section(lang, section)
}

/// What a key is called; itself when it has no name yet.
fn key(lang: Lang, name: &str) -> Cow<'_, str> {
    let t = &lang.texts().rules;
    Cow::Borrowed(match name {
        "last_number" => t.k_last_number,
        "calls_before_missed" => t.k_calls,
        "pause_minutes" => t.k_pause,
        "return_behind" => t.k_return_behind,
        "take_back_minutes" => t.k_take_back,
        "group_from" => t.k_group_from,
        "representatives" => t.k_representatives,
        "tables" => t.k_tables,
        "tell" => t.k_tell,
        "soon_days" => t.k_soon,
        "failed_tellings" => t.k_failed,
        "deleted_draft_days" => t.k_deleted_draft,
        "ended_visit_days" => t.k_ended_visit,
        "check_days" => t.k_check,
        "backup_days" => t.k_backup_days,
        "backup_to" => t.k_backup_to,
        "keep_daily" => t.k_keep_daily,
        "keep_weekly" => t.k_keep_weekly,
        "keep_monthly" => t.k_keep_monthly,
        "answer" => t.k_answer,
        "limit" => t.k_limit,
        "label" | "name" => t.k_label,
        "say" => t.k_say,
        "where" => t.k_where,
        "phone" => t.k_phone,
        "failed_days" => t.k_failed_days,
        "tell_again_minutes" => t.k_tell_again,
        "looks_an_hour" => t.k_looks,
        "silent_seconds" => t.k_silent,
        "promises_news" => t.k_promises_news,
        "keeps_nothing" => t.k_keeps_nothing,
        "retired" => t.k_retired,
        "parent" => t.k_parent,
        "solved" => t.k_solved,
        "needs_date" => t.k_needs_date,
        "follow_up" => t.k_follow_up,
        "code" => t.k_code,
        "urgency" => t.k_urgency,
        "year" => t.k_year,
        "from" => t.k_from,
        "zh" => t.k_zh,
        "en" => t.k_en,
        "source" => t.k_source,
        "off" => t.k_off,
        "to" => t.k_to,
        "work" => t.k_work,
        "text" => t.k_text,
        "body" => t.k_body,
        "order" => t.k_order,
        other => match Urgency::from_code(other) {
            Some(urgency) => code::urgency(lang, urgency),
            None => return Cow::Borrowed(other),
        },
    })
}

/// A value of the rules in words, whatever it is: a number, a label, a limit, a day off, a whole item.
fn value(lang: Lang, value: &Value) -> String {
    let t = &lang.texts().rules;
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let number = |key: &str| value.get(key).map(ToString::to_string).unwrap_or_default();
    match value {
        Value::Null => t.none.to_owned(),
        Value::Bool(flag) => if *flag { t.yes } else { t.no }.to_owned(),
        Value::String(s) if s.is_empty() => t.none.to_owned(),
        Value::String(s) => s.clone(),
        Value::Number(n) => n.to_string(),
        Value::Array(list) if list.is_empty() => t.none.to_owned(),
        Value::Array(list) => {
            let all: Vec<String> = list.iter().map(|v| self::value(lang, v)).collect();
            all.join(t.comma)
        }
        Value::Object(_) if value.get("zh").is_some() => {
            let said = text("en").filter(|_| !lang.is_zh()).or_else(|| text("zh"));
            said.filter(|s| !s.is_empty()).unwrap_or(t.none).to_owned()
        }
        Value::Object(_) if value.get("count").is_some() => {
            let unit = match text("unit") {
                Some("days") => t.days,
                Some("months") => t.months,
                _ => t.working_days,
            };
            fill(unit, &[("n", &number("count"))])
        }
        Value::Object(_) if value.get("year").is_some() => {
            let many = |key: &str| value.get(key).and_then(Value::as_array).map_or(0, Vec::len).to_string();
            fill(t.runs, &[("off", &many("off")), ("work", &many("work"))])
        }
        Value::Object(map) => {
            let mut said: Vec<String> = map.get("label").map(|l| self::value(lang, l)).into_iter().collect();
            if let (Some(from), Some(to)) = (text("from"), text("to")) {
                said.push(if from == to {
                    from.to_owned()
                } else {
                    fill(t.span, &[("from", from), ("to", to)])
                });
            }
            said.extend(map.get("limit").map(|l| self::value(lang, l)));
            said.extend(text("text").map(str::to_owned));
            if said.is_empty() {
                value.to_string()
            } else {
                said.join(" ")
            }
        }
    }
}

/// One difference as a line.
pub fn difference(lang: Lang, d: &Difference) -> String {
    let t = &lang.texts().rules;
    let is_year = d.section == Section::Calendar;
    let name = |(i, part): (usize, &String)| match (i, is_year) {
        (0, true) if part != "order" => fill(t.year, &[("n", part)]),
        _ => key(lang, part).into_owned(),
    };
    let what = d.path.iter().enumerate().map(name).collect::<Vec<_>>().join(" ");
    let what = if what.is_empty() {
        section(lang, d.section).to_owned()
    } else {
        what
    };
    // A name that is the same in the language of the screen is another in the other one.
    let [mut ours, mut theirs] =
        [&d.ours, &d.theirs].map(|v| v.as_ref().map_or_else(|| t.none.to_owned(), |v| value(lang, v)));
    if ours == theirs {
        for (said, v) in [(&mut ours, &d.ours), (&mut theirs, &d.theirs)] {
            let of = |key: &str| v.as_ref().and_then(|v| v.get(key)).and_then(Value::as_str);
            *said = [of("zh"), of("en")].map(|name| name.unwrap_or(t.none)).join(" / ");
        }
    }
    let with_colon = |v: &Value| [t.colon, &value(lang, v)].concat();
    match (&d.ours, &d.theirs) {
        (None, Some(new)) => fill(t.added, &[("what", &what), ("value", &with_colon(new))]),
        (Some(old), None) => fill(t.removed, &[("what", &what), ("value", &with_colon(old))]),
        _ if d.path.last().is_some_and(|p| p == "order") => fill(t.reordered, &[("what", section(lang, d.section))]),
        _ => fill(t.changed, &[("what", &what), ("ours", &ours), ("theirs", &theirs)]),
    }
}

/// What is wrong with rules: the line where it stands if it is known, the place, what.
pub fn problem(lang: Lang, p: &Problem, line: Option<usize>) -> String {
    let t = &lang.texts().rules;
    let mut place = vec![section(lang, p.section).to_owned()];
    for step in &p.at {
        place.push(match step {
            Step::Key(name) => key(lang, name).into_owned(),
            Step::Item(i) => fill(t.item, &[("n", &(i + 1).to_string())]),
        });
    }
    let said = [place.join(" "), wrong(lang, &p.what, Day::to_string)].join(" ");
    line.map_or(said.clone(), |line| at_line(lang, line, &said))
}

/// A sentence with its line before it.
pub fn at_line(lang: Lang, line: usize, said: &str) -> String {
    let t = &lang.texts().rules;
    [&fill(t.at_line, &[("line", &line.to_string())]), t.colon, said].concat()
}

/// What is wrong with the calendar that a notice makes, to whoever typed the notice.
pub fn of_notice(lang: Lang, what: &Wrong) -> String {
    let day = |day: &Day| full_day(lang, *day);
    match what {
        Wrong::OffTwice(on) => fill(lang.texts().rules.w_off_twice_here, &[("day", &day(on))]),
        what => wrong(lang, what, day),
    }
}

fn wrong(lang: Lang, what: &Wrong, day: impl Fn(&Day) -> String) -> String {
    let t = &lang.texts().rules;
    match what {
        Wrong::Zero => t.w_zero.to_owned(),
        Wrong::TooLong => t.w_too_long.to_owned(),
        Wrong::Empty => t.w_empty.to_owned(),
        Wrong::NoChinese => t.w_no_chinese.to_owned(),
        Wrong::Unseen(c) => fill(t.w_unseen, &[("code", &format!("U+{:04X}", u32::from(*c)))]),
        Wrong::TooWide(n, most) => fill(t.w_too_wide, &[("n", &n.to_string()), ("most", &most.to_string())]),
        Wrong::OffTwice(on) => fill(t.w_off_twice, &[("day", &day(on))]),
        Wrong::Twice(what) => fill(t.w_twice, &[("what", what)]),
        Wrong::NoParent(what) => fill(t.w_no_parent, &[("what", what)]),
        Wrong::NothingLeft => t.w_nothing_left.to_owned(),
        Wrong::InUse(what, n) => fill(t.w_in_use, &[("what", what), ("n", &n.to_string())]),
        Wrong::KeepsOtherwise(what, n) => fill(t.w_keeps_otherwise, &[("what", what), ("n", &n.to_string())]),
        Wrong::NoWholePath => t.w_no_whole_path.to_owned(),
        Wrong::EndsBeforeBegins => t.w_ends_before.to_owned(),
        Wrong::OutsideYear(on) => fill(t.w_outside, &[("day", &day(on))]),
        Wrong::WorkedAndOff(on) => fill(t.w_both, &[("day", &day(on))]),
        Wrong::WorkedAnyway(on) => fill(t.w_anyway, &[("day", &day(on))]),
        Wrong::WorkedByLaw(on, name) => {
            let values = [("day", &*day(on)), ("name", label(lang, name))];
            fill(t.w_by_law, &values)
        }
        Wrong::NothingArranged(year) => fill(t.w_nothing, &[("year", &year.to_string())]),
        Wrong::TooMuchRest(n) => fill(t.w_rest, &[("n", &n.to_string())]),
        Wrong::OddYear(n) => fill(t.w_odd_year, &[("n", &n.to_string())]),
    }
}
