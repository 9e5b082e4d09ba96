use super::*;
use chrono::NaiveTime;
use proptest::prelude::*;

fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

/// A Monday.
fn today() -> NaiveDate {
    ymd(2026, 11, 23)
}

fn day_of(text: &str) -> NaiveDate {
    parse_day(text, today(), Lean::Nearest).unwrap_or_else(|problem| panic!("{text}: {problem}"))
}

#[test]
fn months_of_birth() {
    for text in [
        "1982.3",
        "1982年3月",
        "1982-03",
        "1982/3",
        "１９８２．３",
        "198203",
        "1982 年 3 月",
        "1982.03.",
        "一九八二年三月",
        "1982年3月生",
        "1982年3月份",
    ] {
        assert_eq!(
            parse_date_leaning(text, today(), Lean::Nearest),
            Ok(Typed::Month(1982, 3)),
            "{text}"
        );
    }
    assert_eq!(
        parse_date_leaning("1982.10", today(), Lean::Nearest),
        Ok(Typed::Month(1982, 10))
    );
    assert_eq!(
        parse_date_leaning("1982", today(), Lean::Nearest),
        Ok(Typed::Year(1982))
    );
    assert_eq!(
        parse_date_leaning("1982年", today(), Lean::Nearest),
        Ok(Typed::Year(1982))
    );
    assert_eq!(Typed::Day(ymd(1982, 3, 5)).month(), (1982, Some(3)));
}

#[test]
fn whole_days() {
    for text in [
        "2025-1-8",
        "2025/01/08",
        "2025.1.8",
        "2025年1月8日",
        "20250108",
        "2025-01-08 00:00:00",
        "2025-01-08T09:30",
        "２０２５年１月８号",
        "25.1.8",
        "二〇二五年一月八日",
        "45665",
    ] {
        assert_eq!(day_of(text), ymd(2025, 1, 8), "{text}");
    }
    assert_eq!(day_of("二〇二五年十一月廿八日"), ymd(2025, 11, 28));
    assert_eq!(day_of("82.3.5"), ymd(1982, 3, 5));
    assert_eq!(from_serial(45665.4), Some(ymd(2025, 1, 8)));
    assert_eq!(from_serial(59.0), Some(ymd(1900, 2, 28)));
    assert_eq!(from_serial(61.0), Some(ymd(1900, 3, 1)));
    for serial in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e12] {
        assert_eq!(from_serial(serial), None);
    }
}

#[test]
fn a_missing_year_leans_as_asked() {
    for text in ["1月24日", "0124", "1.24", "1/24", "1-24", "01月24号", "一月二十四日"] {
        assert_eq!(day_of(text), ymd(2027, 1, 24), "{text}");
        let leaning = |lean| parse_day(text, today(), lean).unwrap();
        assert_eq!(leaning(Lean::Past), ymd(2026, 1, 24));
        assert_eq!(leaning(Lean::Future), ymd(2027, 1, 24));
    }
    assert_eq!(day_of("9月1日"), ymd(2026, 9, 1));
    assert_eq!(day_of("去年9月1日"), ymd(2025, 9, 1));
    assert_eq!(day_of("明年1月5日"), ymd(2027, 1, 5));
    assert_eq!(
        parse_date_leaning("去年", today(), Lean::Nearest),
        Ok(Typed::Year(2025))
    );
    assert_eq!(
        parse_date_leaning("5月", today(), Lean::Nearest),
        Ok(Typed::Month(2026, 5))
    );
    assert_eq!(day_of("2月29日"), ymd(2028, 2, 29));
}

#[test]
fn spoken_days() {
    for (text, day) in [
        ("今天", ymd(2026, 11, 23)),
        ("明天", ymd(2026, 11, 24)),
        ("后天", ymd(2026, 11, 25)),
        ("昨天", ymd(2026, 11, 22)),
        ("+3", ymd(2026, 11, 26)),
        ("＋3", ymd(2026, 11, 26)),
        ("-1", ymd(2026, 11, 22)),
        ("3天后", ymd(2026, 11, 26)),
        ("两周后", ymd(2026, 12, 7)),
        ("十天以后", ymd(2026, 12, 3)),
        ("2天前", ymd(2026, 11, 21)),
        ("周五", ymd(2026, 11, 27)),
        ("周一", ymd(2026, 11, 23)),
        ("星期日", ymd(2026, 11, 29)),
        ("礼拜天", ymd(2026, 11, 29)),
        ("下周五", ymd(2026, 12, 4)),
        ("下下周一", ymd(2026, 12, 7)),
        ("上周五", ymd(2026, 11, 20)),
        ("本周三", ymd(2026, 11, 25)),
        ("下个星期二", ymd(2026, 12, 1)),
        ("月底", ymd(2026, 11, 30)),
        ("年底", ymd(2026, 12, 31)),
        ("24日", ymd(2026, 11, 24)),
        ("下月5号", ymd(2026, 12, 5)),
        ("下个月15日", ymd(2026, 12, 15)),
    ] {
        assert_eq!(day_of(text), day, "{text}");
    }
    let saturday = ymd(2026, 11, 28);
    assert_eq!(parse_day("周五", saturday, Lean::Nearest), Ok(ymd(2026, 12, 4)));
    assert_eq!(parse_day("周五", saturday, Lean::Past), Ok(ymd(2026, 11, 27)));
    assert_eq!(parse_day("周日", saturday, Lean::Past), Ok(ymd(2026, 11, 22)));
}

#[test]
fn refusals() {
    for (text, problem) in [
        ("", DateProblem::Empty),
        ("　", DateProblem::Empty),
        ("不详", DateProblem::NotADate),
        ("43岁", DateProblem::NotADate),
        ("1982.13", DateProblem::NoSuchDay),
        ("2025年2月30日", DateProblem::NoSuchDay),
        ("1399", DateProblem::NoSuchDay),
        ("1782.3", DateProblem::OutOfRange),
        ("31日", DateProblem::NoSuchDay),
        ("12", DateProblem::NotADate),
        ("周八", DateProblem::NotADate),
        ("1982.3.5.6", DateProblem::NotADate),
        ("+99999", DateProblem::NotADate),
        ("13月1日", DateProblem::NoSuchDay),
    ] {
        assert_eq!(parse_date_leaning(text, today(), Lean::Nearest), Err(problem), "{text}");
    }
}

#[test]
fn times_and_hours() {
    let hm = |h, m| NaiveTime::from_hms_opt(h, m, 0).unwrap();
    for (text, time) in [
        ("9点半", hm(9, 30)),
        ("9:30", hm(9, 30)),
        ("９：３０", hm(9, 30)),
        ("0930", hm(9, 30)),
        ("930", hm(9, 30)),
        ("上午9点", hm(9, 0)),
        ("下午3点半", hm(15, 30)),
        ("九点半", hm(9, 30)),
        ("十点一刻", hm(10, 15)),
        ("15时20分", hm(15, 20)),
        ("晚上8点", hm(20, 0)),
        ("中午12点", hm(12, 0)),
        ("中午1点", hm(13, 0)),
        ("下午15:30", hm(15, 30)),
        ("3:30pm", hm(15, 30)),
        ("9", hm(9, 0)),
        ("9点05分", hm(9, 5)),
        ("09:30:00", hm(9, 30)),
        ("十二点", hm(12, 0)),
        ("9点整", hm(9, 0)),
        ("下午12点半", hm(12, 30)),
    ] {
        assert_eq!(parse_time(text), Ok(time), "{text}");
    }
    assert_eq!(parse_time(""), Err(TimeProblem::Empty));
    assert_eq!(parse_time("9点多"), Err(TimeProblem::NotATime));
    assert_eq!(parse_time("25:00"), Err(TimeProblem::NoSuchTime));
    for (text, start, end) in [
        ("9:00-11:00", hm(9, 0), hm(11, 0)),
        ("9点到11点半", hm(9, 0), hm(11, 30)),
        ("0900—1130", hm(9, 0), hm(11, 30)),
        ("下午2点半至5点", hm(14, 30), hm(17, 0)),
        ("上午9点～下午3点", hm(9, 0), hm(15, 0)),
        ("9-11", hm(9, 0), hm(11, 0)),
        ("中午12点到1点", hm(12, 0), hm(13, 0)),
    ] {
        assert_eq!(parse_hours(text), Ok((start, end)), "{text}");
    }
    assert_eq!(parse_hours("11:00-9:00"), Err(TimeProblem::EndsBeforeStart));
    assert_eq!(parse_hours("9:00"), Err(TimeProblem::NotATime));
}

proptest! {
    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        let _ = parse_date_leaning(&text, today(), Lean::Nearest);
        let _ = parse_time(&text);
        let _ = parse_hours(&text);
    }

    #[test]
    fn near_dates_are_answered(text in "[0-9年月日号周上下本个点半到十一二三廿.:/+天后前午T -]{0,12}", offset in -400_000i64..400_000) {
        let reference = shift(today(), offset).unwrap_or(NaiveDate::MAX);
        for lean in [Lean::Nearest, Lean::Future, Lean::Past] {
            let _ = parse_date_leaning(&text, reference, lean);
            let _ = parse_date_leaning(&text, NaiveDate::MIN, lean);
        }
        let _ = parse_hours(&text);
    }

    #[test]
    fn every_day_reads_back(offset in 0u64..36_000) {
        let day = ymd(1930, 1, 1) + Days::new(offset);
        for form in ["%Y-%m-%d", "%Y/%-m/%-d", "%Y.%-m.%-d", "%Y年%-m月%-d日", "%Y%m%d"] {
            prop_assert_eq!(parse_date_leaning(&day.format(form).to_string(), today(), Lean::Nearest), Ok(Typed::Day(day)));
        }
    }

    #[test]
    fn leaning_holds(month in 1u32..=12, d in 1u32..=28, offset in 0u64..2000) {
        let reference = today() + Days::new(offset);
        let text = format!("{month}月{d}日");
        prop_assert!(parse_day(&text, reference, Lean::Future).unwrap() >= reference);
        prop_assert!(parse_day(&text, reference, Lean::Past).unwrap() <= reference);
        let near = parse_day(&text, reference, Lean::Nearest).unwrap();
        prop_assert!((near - reference).num_days().abs() <= 183);
    }
}
