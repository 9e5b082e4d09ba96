//! The yearly notice, read from its own sentences.

use zhiban::domain::notice::{self, Notice, Wrong};
use zhiban::domain::rules::YearCalendar;

/// A notice about a year of which nothing is arranged yet.
fn read(text: &str, year: i32) -> Notice {
    notice::read(text, year, &[])
}

fn shipped(year: i32) -> YearCalendar {
    let rules = zhiban::config::default_rules().unwrap();
    rules.calendars.into_iter().find(|c| c.year == year).unwrap()
}

/// Days off as `from..to`, days worked.
fn days(notice: &Notice) -> (Vec<String>, Vec<String>) {
    let off = notice.off.iter().map(|run| format!("{}..{}", run.from, run.to));
    (off.collect(), notice.work.iter().map(ToString::to_string).collect())
}

fn off_work(text: &str, year: i32) -> (Vec<String>, Vec<String>) {
    let notice = read(text, year);
    assert_eq!(notice.wrong, [], "{text}");
    days(&notice)
}

/// The same runs and days as the calendar that ships, whatever they are called.
fn is_shipped(notice: &Notice, year: i32) {
    let shipped = shipped(year);
    assert_eq!((&notice.wrong, &notice.work), (&Vec::new(), &shipped.work), "{year}");
    let runs = |runs: &[zhiban::domain::rules::DayRange]| -> Vec<_> {
        runs.iter().map(|r| (r.label.zh.clone(), r.from, r.to)).collect()
    };
    assert_eq!(runs(&notice.off), runs(&shipped.off), "{year}");
}

const OF_2026: &str = include_str!("../data/notice-2026.txt");

#[test]
fn the_notice_of_2026_as_it_was_published_gives_the_calendar_that_ships() {
    let notice = read(OF_2026, 2026);
    is_shipped(&notice, 2026);
    assert_eq!(notice.year, Some(2026));
    assert_eq!(notice.source.as_deref(), Some("国办发明电〔2025〕7号"));
    // Nothing is passed over without being named: what stands before, behind, and the date below.
    assert_eq!(notice.left.len(), 3, "{:?}", notice.left);
    assert!(notice.left[2].contains("2025年11月4日"));
    assert_eq!(notice.calendar(2026, "").unsaid(), []);
}

#[test]
fn the_notice_of_2025_gives_the_calendar_that_ships() {
    let text = "一、元旦：1月1日（周三）放假1天，不调休。\
        二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。\
        三、清明节：4月4日（周五）至6日（周日）放假，共3天。\
        四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。\
        五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。\
        六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。";
    let notice = read(text, 2025);
    is_shipped(&notice, 2025);
    assert_eq!(notice.left, Vec::<String>::new());
}

#[test]
fn the_notice_of_2024_is_understood_with_what_it_only_encourages_named() {
    let text = "一、元旦：1月1日放假，与周末连休。\
        二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。\
        三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。\
        四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。\
        五、端午节：6月10日放假，与周末连休。\
        六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。\
        七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。";
    let notice = read(text, 2024);
    let (off, work) = days(&notice);
    assert_eq!(
        off,
        [
            "2024-01-01..2024-01-01",
            "2024-02-10..2024-02-17",
            "2024-04-04..2024-04-06",
            "2024-05-01..2024-05-05",
            "2024-06-10..2024-06-10",
            "2024-09-15..2024-09-17",
            "2024-10-01..2024-10-07"
        ]
    );
    assert_eq!(
        work,
        [
            "2024-02-04",
            "2024-02-18",
            "2024-04-07",
            "2024-04-28",
            "2024-05-11",
            "2024-09-14",
            "2024-09-29",
            "2024-10-12"
        ]
    );
    assert_eq!(notice.wrong, []);
    assert_eq!(notice.left.len(), 1);
    assert!(notice.left[0].starts_with("鼓励"));
}

#[test]
fn days_of_the_years_beside_it_are_understood() {
    let is = |text: &str, year, off: &[&str], work: &[&str]| {
        assert_eq!(
            off_work(text, year),
            (
                off.iter().map(ToString::to_string).collect(),
                work.iter().map(ToString::to_string).collect()
            ),
            "{text}"
        );
    };
    // 2019 and 2023 as they were published.
    is(
        "元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。",
        2019,
        &["2018-12-30..2019-01-01"],
        &["2018-12-29"],
    );
    is(
        "元旦：2022年12月31日至2023年1月2日放假调休，共3天。",
        2023,
        &["2022-12-31..2023-01-02"],
        &[],
    );
    // The same without years.
    is(
        "元旦：12月30日至1月1日放假调休，共3天。12月29日（星期六）上班。",
        2019,
        &["2018-12-30..2019-01-01"],
        &["2018-12-29"],
    );
}

#[test]
fn sentences_are_understood_in_any_order_width_and_way_of_writing_days() {
    let new_year = (vec!["2027-01-01..2027-01-03".to_owned()], vec!["2027-01-10".to_owned()]);
    for text in [
        "1月1日至3日放假调休，共3天，1月10日上班",
        "1月10日（星期日）上班，1月1日至3日放假",
        "放假：1月1日至3日；上班：1月10日",
        "放假3天：1月1日至1月3日，1月10日补班。",
        "元旦放假3天，1月1日到3日，1月10日（周日）正常上班",
        "１月１日—３日放假，１月１０日上班",
        "2027年1月1日至2027年1月3日放假调休，2027年1月10日调休上班",
        "2027-01-01至2027-01-03放假，2027-01-10上班",
        "2027/1/1-2027/1/3 放假\n2027/1/10 上班",
        "元旦 1.1-1.3放假 1.10上班",
        "1.1-3休息，1.10上班",
        "1月1日、2日、3日放假 1月10号上班",
        "1月1\n日至3\n日放\n假，1月10日上\n班",
        "1. 元旦：1月1日至3日放假。1月10日上班。",
    ] {
        let found = off_work(text, 2027);
        if text.contains('、') {
            assert_eq!(
                found.0,
                [
                    "2027-01-01..2027-01-01",
                    "2027-01-02..2027-01-02",
                    "2027-01-03..2027-01-03"
                ]
            );
        } else {
            assert_eq!(found.0, new_year.0, "{text}");
        }
        assert_eq!(found.1, new_year.1, "{text}");
    }
    let two = off_work("2月6日、20日上班", 2027);
    assert_eq!(two.1, ["2027-02-06", "2027-02-20"]);
    let labels = |text: &str| read(text, 2027).off[0].label.zh.clone();
    assert_eq!(labels("国庆节、中秋节：10月1日至8日放假"), "国庆节、中秋节");
    assert_eq!(labels("10月1日至7日放假"), "国庆节", "after the day of the law in it");
    assert_eq!(labels("五一：5月1日至5日放假"), "劳动节");
}

#[test]
fn what_cannot_be_so_is_said_and_what_is_not_understood_is_named() {
    let wrong = |text: &str| read(text, 2027).wrong;
    assert!(matches!(&wrong("2月30日放假")[..], [Wrong::NoSuchDay(text)] if text == "2月30日"));
    // A notice of another year: the days of the week tell.
    assert!(matches!(
        wrong("1月1日（周四）至3日（周六）放假")[..],
        [Wrong::Weekday(..), Wrong::Weekday(..)]
    ));
    assert!(matches!(
        wrong("1月1日至3日放假调休，共4天")[..],
        [Wrong::Count(_, 4, 3)]
    ));
    assert!(matches!(
        wrong("春节放假7天，2月5日至12日")[..],
        [Wrong::Count(_, 7, 8)]
    ));
    assert!(matches!(wrong("1月3日至1日放假")[..], [Wrong::EndsBeforeBegins(..)]));
    assert_eq!(
        read("关于2026年部分节假日安排的通知。1月1日放假。", 2027).year,
        Some(2026)
    );
    let left = |text: &str| read(text, 2027).left;
    assert_eq!(left("除夕照常营业。1月1日放假。"), ["除夕照常营业"]);
    assert_eq!(left("1月1日放假，食堂不开饭"), ["食堂不开饭"]);
    // What it is called is understood.
    let called = "国务院办公厅关于2027年部分节假日安排的通知\n国办发明电〔2026〕5号\n元旦：1月1日至3日放假，共3天，1月10日上班。";
    assert_eq!(left(called), Vec::<String>::new());
    let whole = read(called, 2027);
    assert_eq!((whole.year, whole.off.len()), (Some(2027), 1));
    let preface =
        "柳河镇转发国务院办公厅关于2027年部分节假日安排的通知\n各村、各单位：\n经批准，通知如下。1月1日放假。";
    let words = left(preface).concat();
    assert!(words.contains("各村") && !words.contains("国务院"), "{words}");
    assert_eq!(left("1月1日放假。1月5日体检。"), ["1月5日体检"]);
    assert_eq!(left("1月1日至3日放假，共3天，1月10日上班"), Vec::<String>::new());
    assert!(read("", 2027).off.is_empty() && left("随便写点什么") == ["随便写点什么"]);
    // A year it says little of: the rest stays off by law.
    let year = read("1月1日至3日放假", 2027).calendar(2027, "");
    let unsaid = year.unsaid();
    assert_eq!(unsaid.len(), 12);
    assert_eq!(unsaid[0].0.to_string(), "2027-02-05");
}

#[test]
fn any_text_is_read_without_a_fault() {
    for text in [
        "月",
        "日",
        "至",
        "1月",
        "13月40日放假",
        "9999年99月99日至98日上班",
        "（",
        "）（",
        "〔",
        "国办发号",
        "--1.1--",
        "1.",
        "99999999日放假",
    ] {
        let _ = read(text, 2027);
        let _ = read(&text.repeat(3), 2100);
    }
}

#[test]
fn b1_a_sentence_that_says_no_means_the_opposite_or_is_refused_by_its_words() {
    let off = |text: &str, days: &[&str]| {
        let found = off_work(text, 2027);
        assert_eq!(
            (found.0, found.1),
            (days.iter().map(ToString::to_string).collect(), vec![]),
            "{text}"
        );
    };
    off("10月9日不上班", &["2027-10-09..2027-10-09"]);
    off("10月9日无需上班", &["2027-10-09..2027-10-09"]);
    off(
        "5月8日、5月9日不用上班",
        &["2027-05-08..2027-05-08", "2027-05-09..2027-05-09"],
    );
    off("2月5日至11日休7天", &["2027-02-05..2027-02-11"]);
    let leave = off_work("2月5日至2月11日休假7天，2月20日补班", 2027);
    assert_eq!(
        leave,
        (vec!["2027-02-05..2027-02-11".into()], vec!["2027-02-20".into()])
    );
    assert_eq!(off_work("2月20日照常上班", 2027).1, ["2027-02-20"]);
    for (text, words) in [
        ("2月5日至11日放假，2月20日不放假", "2月20日不放假"),
        ("2月20日不补班", "2月20日不补班"),
        ("10月1日至7日放假，10月3日除外", "10月3日除外"),
        ("除10月3日以外，10月1日至7日放假", "除10月3日以外"),
        ("10月1日至7日（3日除外）放假", "10月1日至7日(3日除外)放假"),
        ("10月9日取消上班", "10月9日取消上班"),
    ] {
        let wrong = read(text, 2027).wrong;
        assert!(
            wrong.iter().any(|w| matches!(w, Wrong::Unsure(said) if said == words)),
            "{text}: {wrong:?}"
        );
    }
}

/// Days off with what they are called, and days worked, of a notice that is understood whole.
fn named(text: &str, year: i32) -> (Vec<String>, Vec<String>) {
    let notice = read(text, year);
    assert_eq!((&notice.wrong, &notice.left), (&vec![], &vec![]), "{text}");
    let off = notice
        .off
        .iter()
        .map(|r| format!("{} {}..{}", r.label.zh, r.from, r.to));
    (off.collect(), days(&notice).1)
}

#[test]
fn a_notice_copied_from_a_pdf_is_read_though_its_days_are_radicals() {
    for text in [
        "元旦：1⽉1⽇⾄3⽇放假，共3天。1⽉10⽇（星期⽇）上班。",
        "元旦：1\u{2E9D}1\u{2E9C}至3\u{2E9C}放假，共3天。1\u{2E9D}10\u{2E9C}上班。",
        "元旦：1月1\u{200B}日至3日放假，共3天。1月10日\u{FEFF}上班。",
        "元旦：一月一日至三日放假，共三天。一月十日（星期日）上班。",
    ] {
        assert_eq!(
            named(text, 2027),
            (vec!["元旦 2027-01-01..2027-01-03".into()], vec!["2027-01-10".into()]),
            "{text}"
        );
    }
    // Names and days of the week in Han numerals are no figures.
    let labour = named(
        "五一：五月一日（星期六）至五日（周三）放假调休，共五天。五月八日（周六）上班。",
        2027,
    );
    assert_eq!(
        labour,
        (vec!["劳动节 2027-05-01..2027-05-05".into()], vec!["2027-05-08".into()])
    );
    let october = named("国庆节：十月一日至七日放假，共七天。十月九日、九月二十六日上班", 2027);
    assert_eq!(
        october,
        (
            vec!["国庆节 2027-10-01..2027-10-07".into()],
            vec!["2027-09-26".into(), "2027-10-09".into()]
        )
    );
}

#[test]
fn half_days_and_days_of_some_people_are_no_days_of_rest_and_are_said() {
    for (text, partial) in [
        ("3月8日妇女放假半天", "3月8日妇女放假半天"),
        ("6月1日儿童放假1天", "6月1日儿童放假1天"),
        ("3月8日（周一），女职工放假半天", "女职工放假半天"),
        ("妇女节：3月8日，放假半天", "放假半天"),
        ("5月4日青年节，14周岁以上的青年放假半天", "14周岁以上的青年放假半天"),
        ("8月1日（现役军人）放假半天", "8月1日(现役军人)放假半天"),
        ("2月4日下午放假", "2月4日下午放假"),
        (
            "5月4日放假半天（14至28周岁的青年，含在校学生）",
            "5月4日放假半天(14至28周岁的青年,含在校学生)",
        ),
    ] {
        let notice = read(&format!("{text}。1月1日至3日放假，共3天"), 2027);
        assert_eq!(notice.wrong, [], "{text}");
        assert_eq!(days(&notice).0, ["2027-01-01..2027-01-03"], "{text}");
        assert_eq!(notice.partial, [partial], "{text}");
        let beside = read(&format!("{text}，5月1日至5日放假"), 2027);
        assert_eq!(days(&beside).0, ["2027-05-01..2027-05-05"], "{text}");
    }
}

#[test]
fn a_holiday_that_is_made_longer_ends_later_and_the_day_work_begins_is_no_make_up_day() {
    let before = read("春节：1月24日至30日放假调休，共7天。1月19日、2月1日上班", 2020).off;
    for text in [
        "延长2020年春节假期至2月2日（农历正月初九，星期日），2月3日（星期一）起正常上班。",
        "春节假期延长至2月2日，自2月3日起照常上班",
        "春节假期延长3天",
        "延长春节假期3天至2月2日",
    ] {
        let notice = notice::read(text, 2020, &before);
        assert_eq!(notice.wrong, [], "{text}");
        assert_eq!(
            (days(&notice).0, notice.work.len()),
            (vec!["2020-01-24..2020-02-02".into()], 0),
            "{text}"
        );
        assert_eq!(notice.off[0].label.zh, "春节");
    }
    // In one notice with what it makes longer.
    let own = read(
        "春节：2月5日至11日放假调休，共7天。春节假期延长至2月13日，2月14日（周日）起正常上班",
        2027,
    );
    assert_eq!(
        days(&own),
        (vec!["2027-02-05..2027-02-13".into()], vec!["2027-02-14".into()])
    );
    // Of nothing there is nothing to make longer.
    let wrong = read("延长春节假期至2月25日，2月26日起正常上班", 2027).wrong;
    assert!(matches!(&wrong[..], [Wrong::Unsure(_)]), "{wrong:?}");
}

const TABLE: &str = "节日\t放假时间\t调休上班日期\t放假天数\n\
    元旦\t1月1日~1月3日\t\t3天\n\
    春节\t2月5日~2月13日\t1月31日(周日)、2月20日(周六)上班\t9天\n\
    清明节\t4月3日~4月5日\t无\t3天\n\
    劳动节\t5月1日~5月5日\t4月25日(周日)、5月8日(周六)\t5天\n";

#[test]
fn a_table_is_read_by_its_columns_with_or_without_headings_and_words() {
    let off = [
        "元旦 2027-01-01..2027-01-03",
        "春节 2027-02-05..2027-02-13",
        "清明节 2027-04-03..2027-04-05",
        "劳动节 2027-05-01..2027-05-05",
    ];
    let work = ["2027-01-31", "2027-02-20", "2027-04-25", "2027-05-08"];
    let bare = TABLE.split_once('\n').unwrap().1;
    let wide = TABLE.replace("\t\t", "\t无\t").replace('\t', "    ");
    for text in [
        TABLE,
        bare,
        &wide,
        &TABLE.replace("上班\t", "\t"),
        &bare.replace('~', "至"),
    ] {
        assert_eq!(
            named(text, 2027),
            (off.map(str::to_owned).into(), work.map(str::to_owned).into()),
            "{text}"
        );
    }
    // A weekday in a column without a heading: nothing says what it is.
    let odd = read("春节\t2月5日~2月13日\t2月22日\t9天", 2027);
    assert!(
        matches!(&odd.wrong[..], [Wrong::Unsure(cell)] if cell == "2月22日"),
        "{:?}",
        odd.wrong
    );
    // Columns that have run into one another.
    let run = off_work("春节 2月5日~2月13日 1月31日(周日)、2月20日(周六)上班 9天", 2027);
    assert_eq!(
        run,
        (
            vec!["2027-02-05..2027-02-13".into()],
            vec!["2027-01-31".into(), "2027-02-20".into()]
        )
    );
}

#[test]
fn a_holiday_is_called_once_and_lines_that_begin_with_one_begin_a_sentence() {
    let labels = |text: &str| -> Vec<String> { read(text, 2027).off.iter().map(|r| r.label.zh.clone()).collect() };
    assert_eq!(labels("元旦、春节、元旦：1月1日至3日放假"), ["元旦、春节"]);
    assert_eq!(
        labels("现将元旦、春节放假安排通知如下：一、元旦：1月1日至3日放假。二、春节：2月5日至11日放假"),
        ["元旦", "春节"]
    );
    assert_eq!(
        labels("元旦\n1月1日至3日放假\n春节\n2月5日至11日放假"),
        ["元旦", "春节"]
    );
    assert_eq!(
        labels("1月1日至3日放假（元旦）\n二、春节\n2月5日至11日放假\n六、国庆节、\n中秋节：10月1日至8日放假"),
        ["元旦", "春节", "国庆节、中秋节"]
    );
}

#[test]
fn notices_of_towns_and_offices_are_read_as_they_are_written() {
    type Days = &'static [&'static str];
    let all: [(&str, Days, Days); 19] = [
        (
            "二、春节：2月5日（农历腊月廿九、除夕、周五）至13日（农历正月初八、周六）放假调休，共9天。1月31日（周日）、2月20日（周六）上班。",
            &["2027-02-05..2027-02-13"],
            &["2027-01-31", "2027-02-20"],
        ),
        (
            "2027年清明节放假通知：4月3日（星期六）至4月5日（星期一）放假，共三天，4月6日（星期二）起正常上班。",
            &["2027-04-03..2027-04-05"],
            &[],
        ),
        (
            "五一：5月1日-5日放假，4月25日、5月8日补班",
            &["2027-05-01..2027-05-05"],
            &["2027-04-25", "2027-05-08"],
        ),
        (
            "根据上级通知精神，现将清明节放假有关事项通知如下：一、放假时间：4月3日至5日放假，共3天。4月6日（星期二）正常上班。",
            &["2027-04-03..2027-04-05"],
            &[],
        ),
        (
            "1、元旦：1月1日—3日，共3天\n2、春节：2月5日—13日，共9天（1月31日、2月20日上班）",
            &["2027-01-01..2027-01-03", "2027-02-05..2027-02-13"],
            &["2027-01-31", "2027-02-20"],
        ),
        (
            "春节：2月5日(除夕)至2月11日(初七)放假,共7天,2月12日上班",
            &["2027-02-05..2027-02-11"],
            &[],
        ),
        (
            "自2027年2月1日起，全体公民放假的假日增加2天。元旦：1月1日至3日放假",
            &["2027-01-01..2027-01-03"],
            &[],
        ),
        (
            "放假通知：1月10日上班，1月1日至3日放假",
            &["2027-01-01..2027-01-03"],
            &["2027-01-10"],
        ),
        (
            "元旦放假安排如下：1月1日至3日，1月10日上班",
            &["2027-01-01..2027-01-03"],
            &["2027-01-10"],
        ),
        (
            "放假1月1日至3日 1月10日上班",
            &["2027-01-01..2027-01-03"],
            &["2027-01-10"],
        ),
        ("端午节放假1天：6月9日", &["2027-06-09..2027-06-09"], &[]),
        (
            "国庆节10/1-10/7放假，9/26和10/9上班",
            &["2027-10-01..2027-10-07"],
            &["2027-09-26", "2027-10-09"],
        ),
        (
            "国庆节：１０⽉１⽇⾄７⽇放假。⼗⽉九⽇（周六）上班。",
            &["2027-10-01..2027-10-07"],
            &["2027-10-09"],
        ),
        (
            "中秋节：9月15日（周三）放假1天，不调休。",
            &["2027-09-15..2027-09-15"],
            &[],
        ),
        (
            "2028年元旦：2027年12月31日至2028年1月2日放假调休，共3天。2027年12月26日（周日）上班。",
            &["2027-12-31..2028-01-02"],
            &["2027-12-26"],
        ),
        (
            "三八妇女节：3月8日下午妇女放假半天。五一：5月1日至5日放假",
            &["2027-05-01..2027-05-05"],
            &[],
        ),
        ("壮族三月三：4月9日至12日放假", &["2027-04-09..2027-04-12"], &[]),
        (
            "元旦：1月1日至3日放假；\n春节：2月5日至11日，放假7天；\n2月20日（周六）补班",
            &["2027-01-01..2027-01-03", "2027-02-05..2027-02-11"],
            &["2027-02-20"],
        ),
        (
            "国庆节\t10月1日(周五)至7日(周四)\t9月26日(周日)、10月9日(周六)上班\t共7天\n中秋节\t9月15日\t/\t1天",
            &["2027-09-15..2027-09-15", "2027-10-01..2027-10-07"],
            &["2027-09-26", "2027-10-09"],
        ),
    ];
    for (text, off, work) in all {
        let found = off_work(text, 2027);
        assert_eq!(
            found,
            (
                off.iter().map(ToString::to_string).collect(),
                work.iter().map(ToString::to_string).collect()
            ),
            "{text}"
        );
    }
}

/// A year whose days of the old notices do not matter: 1 to 7 October off, 9 and 10 October worked.
fn wordings() -> Vec<(String, bool)> {
    let off = [
        "10月1日至7日",
        "10月1日（周五）至7日（周四）",
        "10月1日周五至7日周四",
        "2027年10月1日-7日",
    ];
    let work = [
        "10月9日",
        "10月9日（周六）",
        "10月9日周六",
        "10月9日（星期六）、10日（星期日）",
    ];
    let works = ["补班", "上班", "正常上班", "调休上班"];
    let offs = ["放假", "休息", "放假调休"];
    let mut out = Vec::new();
    for off in off {
        for (work, word) in work
            .iter()
            .zip(works.iter().cycle())
            .chain(work.iter().zip(works.iter().rev()))
        {
            for rest in offs {
                for (open, close) in [("（", "）"), ("(", ")")] {
                    let mut say = |text: String, whole: bool| out.push((text, whole));
                    say(format!("国庆节{rest}{open}{off}{close}，{work}{word}。"), true);
                    say(format!("国庆节{open}{off}{close}{rest}，{work}{word}。"), true);
                    say(format!("国庆节{rest}{open}{off}，{work}{word}{close}。"), true);
                    say(format!("国庆节{off}{open}{work}{word}{close}{rest}。"), true);
                    say(format!("国庆节：{off}{rest}，{work}{open}{word}{close}。"), true);
                    say(format!("国庆节{rest}7天{open}{off}{close}，{work}{word}。"), true);
                    say(format!("国庆节{rest}：{off}，{word}：{work}。"), true);
                    say(format!("国庆节{rest}时间：{off}{word}时间：{work}。"), true);
                    // Of these nobody can tell, or not all of it is read; nothing of them is turned over.
                    say(format!("国庆节{rest}，{work}{word}。"), false);
                    say(format!("国庆节{rest}{work}{word}。"), false);
                    say(format!("{rest}：{off}、{work}{open}{word}{close}。"), false);
                    say(format!("{rest}{open}周五{close}，{work}{word}，{off}{rest}。"), false);
                }
            }
        }
    }
    out
}

#[test]
fn a_day_said_to_be_worked_is_never_off_and_days_in_brackets_are_read() {
    let day = |d: u32| chrono::NaiveDate::from_ymd_opt(2027, 10, d).unwrap();
    for (text, whole) in wordings() {
        let notice = read(&text, 2027);
        let is_off = |day: chrono::NaiveDate| notice.off.iter().any(|run| run.from <= day && day <= run.to);
        assert!(![day(9), day(10)].into_iter().any(is_off), "{text} {notice:?}");
        assert!(!(1..=7).any(|d| notice.work.contains(&day(d))), "{text} {notice:?}");
        if whole {
            let work = if text.contains("10日") {
                vec![day(9), day(10)]
            } else {
                vec![day(9)]
            };
            let off: Vec<_> = notice.off.iter().map(|run| (run.from, run.to)).collect();
            assert_eq!(
                (off, &notice.work),
                (vec![(day(1), day(7))], &work),
                "{text} {notice:?}"
            );
            assert_eq!(notice.wrong, [], "{text}");
        } else {
            // What was not taken is said.
            let is_said = !notice.wrong.is_empty() || !notice.left.is_empty() || notice.work.contains(&day(9));
            assert!(is_said, "{text} {notice:?}");
        }
    }
}

#[test]
fn days_in_brackets_are_read_and_those_of_the_old_calendar_are_not() {
    for text in [
        "端午节放假（6月9日至11日），6月12日补班。",
        "端午节放假(6月9日至11日)，6月12日补班。",
        "端午节（6月9日至11日）放假，6月12日（周六）上班。",
    ] {
        let (off, work) = off_work(text, 2027);
        assert_eq!(off, ["2027-06-09..2027-06-11"], "{text}");
        assert_eq!(work, ["2027-06-12"], "{text}");
    }
    assert_eq!(off_work("（6月9日）放假。", 2027).0, ["2027-06-09..2027-06-09"]);
    let (off, _) = off_work("中秋节9月15日（农历八月十五日）放假。", 2027);
    assert_eq!(off, ["2027-09-15..2027-09-15"]);
}

#[test]
fn a_day_moved_beside_days_off_is_off_too_and_of_a_weekend_nobody_can_tell() {
    let (off, work) = off_work("9月2日（周四）放假，9月3日（周五）调休，9月5日（周日）上班。", 2027);
    assert_eq!(off, ["2027-09-02..2027-09-03"]);
    assert_eq!(work, ["2027-09-05"]);
    let (off, work) = off_work("国庆节：10月1日至3日放假，10月4日至7日调休，共7天。10月9日上班。", 2027);
    assert_eq!(off, ["2027-10-01..2027-10-07"]);
    assert_eq!(work, ["2027-10-09"]);
    // A word behind the comma says what they are.
    let (_, work) = off_work("10月1日至7日放假，10月9日（周六）调休，正常上班。", 2027);
    assert_eq!(work, ["2027-10-09"]);
    for text in [
        "10月1日至7日放假，10月9日（周六）调休。",
        "10月9日（周六）调休，10月1日至7日放假。",
    ] {
        let notice = read(text, 2027);
        assert_eq!(notice.wrong, [Wrong::Unsure("2027-10-09调休".into())], "{text}");
        assert_eq!(days(&notice).0, ["2027-10-01..2027-10-07"], "{text}");
        assert!(notice.work.is_empty(), "{text}");
    }
}
