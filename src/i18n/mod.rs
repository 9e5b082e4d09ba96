//! The two languages of the screen.
//!
//! Chinese comes first and English is complete: every text is written once with both, so leaving one out does not compile.
//! Nothing is looked up by name while the program runs. A group that grows moves to its own file here and is declared below.

use chrono::{Datelike, NaiveDate};

use crate::domain::deadline::Deadline;
use crate::domain::moment::Moment;

/// A language of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Chinese, the language of the desk.
    #[default]
    Zh,
    En,
}

impl Lang {
    /// The language somebody named: `zh`, `zh_CN.UTF-8`, `en`, `en-GB`. `C` and `POSIX` name none.
    pub fn parse(name: &str) -> Option<Self> {
        let main = name.split(['_', '-', '.', '@']).next().unwrap_or_default();
        match main.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The language to use: what was asked for, else the first of `locale` (LC_ALL, LC_MESSAGES, LANG, in this order)
    /// that is set, else Chinese. As in every program, an earlier variable that is set hides the later ones.
    pub fn detect(asked: Option<&str>, locale: &[Option<&str>]) -> Self {
        asked.and_then(Self::parse).unwrap_or_else(|| {
            let set = locale.iter().flatten().find(|v| !v.is_empty());
            set.and_then(|v| Self::parse(v)).unwrap_or_default()
        })
    }

    /// True for Chinese: for rings that do not know this type, such as `keys`.
    pub const fn is_zh(self) -> bool {
        matches!(self, Self::Zh)
    }

    /// All texts in this language.
    pub const fn texts(self) -> &'static Texts {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }
}

/// Declares the texts of a group, `name: "中文" | "English";` each. One language alone, or a name used twice, does not compile.
macro_rules! texts {
    ($($name:ident: $zh:literal | $en:literal;)+) => {
        /// The texts of this group in one language.
        #[derive(Clone, Copy, Debug)]
        pub struct Texts {
            $(#[doc = concat!("“", $zh, "”, “", $en, "”.")] pub $name: &'static str,)+
        }

        impl Texts {
            /// In Chinese.
            pub const ZH: Self = Self { $($name: $zh,)+ };
            /// In English.
            pub const EN: Self = Self { $($name: $en,)+ };
            /// Every text as name, Chinese, English.
            #[allow(dead_code)] // of most groups the tests alone look through all
            pub const ALL: &[(&'static str, &'static str, &'static str)] = &[$((stringify!($name), $zh, $en),)+];
        }
    };
}

/// Ties the groups together: a field of the outer [`Texts`] for each module.
macro_rules! groups {
    ($($(#[$doc:meta])+ $group:ident,)+) => {
        /// All texts in one language, by group.
        #[derive(Clone, Copy, Debug)]
        pub struct Texts { $($(#[$doc])+ pub $group: $group::Texts,)+ }

        static ZH: Texts = Texts { $($group: $group::Texts::ZH,)+ };
        static EN: Texts = Texts { $($group: $group::Texts::EN,)+ };

        /// Every text as group, name, Chinese, English.
        #[cfg(any(test, feature = "rings"))]
        pub fn all() -> impl Iterator<Item = (&'static str, &'static str, &'static str, &'static str)> {
            let groups = [$((stringify!($group), $group::Texts::ALL),)+];
            groups.into_iter().flat_map(|(g, texts)| texts.iter().map(move |(name, zh, en)| (g, *name, *zh, *en)))
        }
    };
}

groups! {
    /// Said everywhere: help, back, the input method.
    common,
    /// The first screen.
    desk,
    /// Lists with nothing in them.
    empty,
    /// 等候: numbers and visits.
    queue,
    /// 待办: what is owed.
    follow,
    /// Names of actions.
    action,
    /// What people call actions besides.
    also,
    /// What actions do, in a sentence.
    does,
    /// Why an act is not possible, and other sentences of the bottom line.
    say,
    /// Sentences said after an act.
    done,
    /// Titles and fields of forms and menus.
    ask,
    /// Why a command was not carried out.
    refusal,
    /// The line mode.
    plain,
    /// What other programs ask for.
    acts,
    /// What went wrong outside the desk.
    trouble,
    /// What is wrong with the data file.
    file,
    /// Copies of the file.
    backup,
    /// The yearly notice of holidays.
    holidays,
    /// Forms about a matter.
    sheet,
    /// What is done with a matter.
    matter,
    /// A draft that is open in two programs.
    lease,
    /// Where a right ends.
    rights,
    /// 一事一档.
    record,
    /// The command line.
    cli,
    /// The server of a machine.
    server,
    /// Fields of lists.
    field,
    /// Bringing in tables.
    importing,
    /// 终端自检.
    selftest,
    /// What to change in which client.
    client,
    /// The rules in words.
    rules,
}

pub mod action;
pub mod acts;
pub mod ask;
pub mod backup;
pub mod cli;
pub mod client;
pub mod code;
pub mod does;
pub mod done;
pub mod empty;
#[allow(dead_code)] // looked up by key
pub mod field;
pub mod fields;
pub mod file;
pub mod follow;
pub mod history;
pub mod holidays;
pub mod importing;
pub mod lease;
pub mod matter;
pub mod owed;
pub mod plain;
pub mod record;
pub mod refusal;
pub mod rights;
pub mod rules;
pub mod say;
pub mod selftest;
pub mod server;
pub mod sheet;
pub mod trouble;

pub use action::also;

/// Said everywhere.
pub mod common {
    texts! {
        app: "值班台" | "Desk";
        practice: "练习" | "PRACTICE";
        barred: "只能看" | "READ ONLY";
        damaged: "数据有错" | "DAMAGED";
        back: "返回" | "back";
        find: "查找" | "find";
        menu_footer: "数字或回车选 Esc返回" | "digit or Enter chooses, Esc goes back";
        by_name: "{key} {palette}里的「{name}」" | "{key} {palette}, '{name}',";
        input_method: "输入法开着：按 Shift 换成英文，或用方向键、数字键" | "The input method is on: press Shift, or use arrows and digits";
        save: "保存" | "save";
        rows_above: "上面还有{n}行" | "{n} rows above";
        rows_below: "下面还有{n}行" | "{n} rows below";
        query: "查询" | "look up";
        read_file: "读这个表" | "read it";
        delete: "删掉" | "delete";
        page: "第{n}/{all}页" | "page {n}/{all}";
        choose: "选" | "choose";
        take_these: "用这些" | "take these";
        provisional: "（暂定）" | " (provisional)";
        provisionally: "暂定" | "prov. ";
        saved: "已存 {time}" | "saved {time}";
        unsaved: "未存" | "not saved";
        too_small: "窗口太小：现在 {now}，至少 {least}" | "Window too small: {now}, needs {least}";
    }
}

/// The first screen.
pub mod desk {
    texts! {
        duty: "值班代表" | "On duty";
        queue: "等候" | "Waiting";
        beyond: "{by}一小时看{n}件电话" | "{by} saw {n} numbers in an hour";
        opinion: "意见" | "Opinion";
        follow: "待办" | "Follow-up";
        others: "其余" | "others";
        session_of_year: "今年第{n}次接待" | "reception {n}";
        session_of_day: "还是{day}的接待" | "still of {day}";
        closing: "收尾中" | "closing";
        received: "已接{n}批" | "{n} received";
        no_duty: "没有排班，回车选代表" | "No roster; Enter chooses deputies";
        next: "下次接待 {day} {time} 代表{all} 已答应{yes} {notice}" | "Next reception {day} {time}, {all} deputies, {yes} agreed, {notice}";
        next_here: "下次接待 {day} {time} 代表{all} 已到{here} {notice}" | "Next reception {day} {time}, {all} deputies, {here} here, {notice}";
        no_next: "还没有安排下次接待，按 <session.plan> 安排" | "No reception is planned; <session.plan> plans one";
        enter_opens: "按 <session.open> 开始接待" | "<session.open> opens it";
        noticed: "公告已贴" | "notice posted";
        not_noticed: "公告未贴" | "notice not posted";
        due_in: "还剩{n}工作日" | "due in {n} wd";
        due_today: "今天到期" | "due today";
        heads: "等{n}人" | " ({n})";
        asks_for: "找{name}" | "for {name}";
        missed_once: "过号{n}次" | "missed {n}";
        called_to: "叫到{n}桌" | "to table {n}";
        talking_at: "{n}桌在谈" | "at table {n}";
        broken_at: "{n}桌中断" | "cut off at {n}";
        broken_with: "中断{no}" | "{no} cut off";
        talks_to: "谈{no}" | "with {no}";
        by: "{name}代" | "by {name}";
        filed_here: "这次已登记 {n} 件" | "{n} filed in this visit";
        how_to_write: "<opinion.new> 记意见   <queue.finish_next> 谈完叫下一位" | "<opinion.new> opinion   <queue.finish_next> done, call next";
        nobody_at_table: "本桌没有人" | "Nobody is at this table";
        how_to_write_quiet: "<queue.call> 叫下一位   <opinion.new> 来信来电也能记" | "<queue.call> call next   <opinion.new> also for letters and calls";
        all: "全部" | "all";
        number: "编号" | "No.";
        brief: "事由" | "Matter";
        village: "村" | "Village";
        unit: "承办" | "Unit";
        state: "状态" | "State";
        result: "情况" | "Result";
        who: "谁反映的" | "Who";
        due: "期限" | "Due";
        enter_acts: "回车：办这件（回话、催办、记答复），看办理经过" | "Enter: act on it (tell, chase, note an answer), see its record";
        tab_acts: "按 Tab 换到待办这一栏，再回车办这件" | "Tab to the follow-up, then Enter acts on it";
        choose_table: "有几张接待桌：按 <queue.call> 或 <table.switch> 选您管哪张" | "Several tables: <queue.call> or <table.switch> chooses yours";
        came: "{n}批 {m}件" | "{n} visits {m} opinions";
        agreed: "答应 {n}/{m}" | "{n} of {m} agreed";
        from_end: "倒数{a}-{z}" | "{a}-{z} from the end";
        marked: "  已标{n}" | "  {n} marked";
        secret_cut: "  保密的只找了最近办过的，找不到请按号找" | "  only the latest confidential ones were searched; try the number";
        file_row: "{key} {act}（到这一行按回车也行）" | "{key} {act} (or Enter on this line)";
        mark_footer: "打字筛选 数字或空格勾选 回车用这些 Esc返回" | "type to filter, digit or Space ticks, Enter takes these, Esc back";
        no_command: "没有这样的命令，换个说法或删几个字" | "No such command; try other words";
        pick_footer: "打字筛选 数字或回车选 Esc返回" | "type to filter, digit or Enter chooses, Esc back";
    }
}

/// Numbers and visits.
pub mod queue {
    texts! {
        longest: "最久{wait}" | "max {wait}";
        kept: "上次留下{n}" | "kept {n}";
        after_close: "接待已结束。再有人来照样 {key} 取号，记为结束后来访" | "Closed. Who still comes gets {key} too, as after closing";
        yesterday: "昨日" | "yesterday";
        nobody: "没有人在等。按 {key} 取号" | "Nobody waits. {key}: number";
        empty: "今天还没有来访。按 {key} 取号" | "Nobody yet. {key}: number";
    }
}

/// A template with its `{name}` places filled. A place without a value stays as it is, so that a slip is seen; a value
/// that looks like a place is not filled again.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let place = after.split_once('}');
        let found = place.and_then(|(name, tail)| {
            let value = values.iter().find(|(n, _)| *n == name)?;
            Some((value.1, tail))
        });
        if let Some((value, tail)) = found {
            out.push_str(value);
            rest = tail;
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The day of the week: `周一`, `Mon`.
pub fn weekday(lang: Lang, day: NaiveDate) -> &'static str {
    use chrono::Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    let (zh, en) = match day.weekday() {
        Mon => ("周一", "Mon"),
        Tue => ("周二", "Tue"),
        Wed => ("周三", "Wed"),
        Thu => ("周四", "Thu"),
        Fri => ("周五", "Fri"),
        Sat => ("周六", "Sat"),
        Sun => ("周日", "Sun"),
    };
    if lang.is_zh() { zh } else { en }
}

/// When something happened: the time alone where it was today.
pub fn when(lang: Lang, at: Moment, today: NaiveDate) -> String {
    let clock = at.clock();
    if at.day() == today {
        return clock;
    }
    format!("{} {clock}", day(lang, at.day(), today))
}

/// A day as it stands on the screen: `11月23日周一`, `Mon 23 Nov`; one of another year with it: `2027年1月4日周一`.
pub fn day(lang: Lang, date: NaiveDate, today: NaiveDate) -> String {
    if date.year() != today.year() {
        return full_day(lang, date);
    }
    let (week, day) = (weekday(lang, date), month_day(lang, date));
    match lang {
        Lang::Zh => day + week,
        Lang::En => format!("{week} {day}"),
    }
}

/// The day of a month: `11月23日`, `23 Nov`.
fn month_day(lang: Lang, date: NaiveDate) -> String {
    match lang {
        Lang::Zh => format!("{}月{}日", date.month(), date.day()),
        Lang::En => {
            let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
            format!("{} {month}", date.day())
        }
    }
}

/// Which day something was left over from, short: `昨日`, `11月21日`; `21 Nov` in English.
pub fn days_ago(lang: Lang, date: NaiveDate, today: NaiveDate) -> String {
    if date.succ_opt() == Some(today) {
        return lang.texts().queue.yesterday.to_owned();
    }
    dated(lang, date, today)
}

/// A day without its weekday, of another year with it.
fn dated(lang: Lang, date: NaiveDate, today: NaiveDate) -> String {
    let day = month_day(lang, date);
    match lang {
        _ if date.year() == today.year() => day,
        Lang::Zh => format!("{}年{day}", date.year()),
        Lang::En => format!("{day} {}", date.year()),
    }
}

/// A day of any year: `2026年11月23日周一`, `Mon 23 Nov 2026`.
pub fn full_day(lang: Lang, date: NaiveDate) -> String {
    let (week, day, year) = (weekday(lang, date), month_day(lang, date), date.year());
    match lang {
        Lang::Zh => format!("{year}年{day}{week}"),
        Lang::En => format!("{week} {day} {year}"),
    }
}

/// The part of a number that people say: `0113` of `03-2026-0113`, and of another year's with the year: `2025-0013`.
pub fn short_number(number: &str, today: NaiveDate) -> &str {
    let year = today.year().to_string();
    let mut parts = number.rsplitn(3, '-');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(last), Some(of), Some(_)) if of == year => last,
        (Some(_), Some(_), Some(station)) => number.get(station.len() + 1..).unwrap_or(number),
        _ => number,
    }
}

/// When something is due: `12月25日周五（暂定）`, `12月21日周一17:00`; `Fri 25 Dec (provisional)`; in another year with it. It
/// stands wherever a due date is shown, so that no day counted over holidays nobody has published yet passes for a settled one.
pub fn deadline(lang: Lang, due: Deadline, today: NaiveDate) -> String {
    deadline_on(lang, due, day(lang, due.day, today))
}

/// The same of any year: `2027年1月8日周五（暂定）`.
pub fn full_deadline(lang: Lang, due: Deadline) -> String {
    deadline_on(lang, due, full_day(lang, due.day))
}

/// A due date around its day, which a list writes in its own way.
pub fn deadline_on(lang: Lang, due: Deadline, day: String) -> String {
    let mut out = day;
    if let Some(time) = due.time {
        if !lang.is_zh() || out.ends_with(|c: char| c.is_ascii_digit()) {
            out.push(' ');
        }
        out.push_str(&time.to_string());
    }
    if due.provisional {
        out.push_str(lang.texts().common.provisional);
    }
    out
}

/// A length of time in minutes: `9分`, `1时20分`, `2时`; `9 min`, `1 h 20 min`. A clock put back gives 0.
pub fn minutes(lang: Lang, n: i64) -> String {
    let n = n.max(0);
    match (lang, n / 60, n % 60) {
        (Lang::Zh, 0, m) => format!("{m}分"),
        (Lang::Zh, h, 0) => format!("{h}时"),
        (Lang::Zh, h, m) => format!("{h}时{m}分"),
        (Lang::En, 0, m) => format!("{m} min"),
        (Lang::En, h, 0) => format!("{h} h"),
        (Lang::En, h, m) => format!("{h} h {m} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> = text
            .split('{')
            .skip(1)
            .filter_map(|p| p.split_once('}'))
            .map(|p| p.0)
            .collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn both_languages_have_the_same_places() {
        for (group, name, zh, en) in all() {
            assert_eq!(places(zh), places(en), "{group}.{name}");
            assert!(
                places(zh)
                    .iter()
                    .all(|p| p.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
            );
            assert!(!zh.is_empty() && !en.is_empty(), "{group}.{name}");
        }
    }

    #[test]
    fn english_is_english_and_chinese_draws_alike_everywhere() {
        use crate::cells::{Class, class_of};
        for (group, name, zh, en) in all() {
            assert!(en.is_ascii(), "{group}.{name}: {en}");
            let safe = |c: char| matches!(class_of(c), Class::One | Class::Wide);
            assert!(zh.chars().all(safe), "{group}.{name}: {zh}");
        }
    }

    #[test]
    fn the_language_asked_for_wins_then_the_locale_then_chinese() {
        assert_eq!(Lang::detect(None, &[None, None, None]), Lang::Zh);
        assert_eq!(Lang::detect(Some("en"), &[Some("zh_CN.UTF-8")]), Lang::En);
        assert_eq!(Lang::detect(None, &[None, Some(""), Some("en_GB.UTF-8")]), Lang::En);
        assert_eq!(Lang::detect(None, &[Some("zh_CN"), None, Some("en_US")]), Lang::Zh);
        assert_eq!(Lang::detect(None, &[Some("C"), None, Some("en_US")]), Lang::Zh);
        assert_eq!(Lang::detect(Some("fr"), &[Some("en_US")]), Lang::En);
        assert_eq!(Lang::parse("EN-us"), Some(Lang::En));
        assert_eq!(Lang::En.texts().queue.yesterday, "yesterday");
    }

    #[test]
    fn places_are_filled_once() {
        assert_eq!(fill("超期{n}天", &[("n", "2")]), "超期2天");
        assert_eq!(fill("{a}{b}", &[("a", "{b}"), ("b", "x")]), "{b}x");
        assert_eq!(fill("{no} {", &[("n", "2")]), "{no} {");
        assert_eq!(fill("", &[]), "");
    }

    #[test]
    fn a_due_date_says_its_time_and_its_doubt() {
        let said = |text: &str| {
            let due: Deadline = text.parse().unwrap();
            [
                deadline(Lang::Zh, due, due.day),
                full_deadline(Lang::Zh, due),
                full_deadline(Lang::En, due),
                deadline_on(Lang::Zh, due, due.day.to_string()),
            ]
        };
        assert_eq!(
            said("2027-01-08?"),
            [
                "1月8日周五（暂定）",
                "2027年1月8日周五（暂定）",
                "Fri 8 Jan 2027 (provisional)",
                "2027-01-08（暂定）"
            ]
        );
        assert_eq!(
            said("2026-12-21T17:00"),
            [
                "12月21日周一17:00",
                "2026年12月21日周一17:00",
                "Mon 21 Dec 2026 17:00",
                "2026-12-21 17:00"
            ]
        );
        let date: NaiveDate = "2026-12-21".parse().unwrap();
        assert_eq!(said("2026-12-21")[0], day(Lang::Zh, date, date));
    }

    #[test]
    fn days_and_waits() {
        let at = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        assert_eq!(full_day(Lang::Zh, at), "2026年11月23日周一");
        assert_eq!(full_day(Lang::En, at), "Mon 23 Nov 2026");
        let waits = |lang| [-3, 9, 60, 80].map(|n| minutes(lang, n));
        assert_eq!(waits(Lang::Zh), ["0分", "9分", "1时", "1时20分"]);
        assert_eq!(waits(Lang::En), ["0 min", "9 min", "1 h", "1 h 20 min"]);
    }
}
