//! 备份 at the desk: found by name, on the morning list and in the title when due, beside the work, stopped without harm.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/fixture.rs"]
mod fixture;

mod seat;

use fixture::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use seat::Town;
use zhiban::app::model::copying::{News, Stage};
use zhiban::app::model::{Job, Layer, Screen};
use zhiban::app::update::run;
use zhiban::app::{Effect, Input, Mood, Pane, State, action::Act, update};
use zhiban::domain::backups::Due;
use zhiban::domain::code::{Owing, Role};
use zhiban::domain::view::Owed;
use zhiban::i18n::Lang;
use zhiban::ui::draw::draw;
use zhiban::ui::put::lines_of;
use zhiban::ui::theme::Theme;

fn title(state: &State) -> String {
    lines(state).remove(0)
}

fn lines(state: &State) -> Vec<String> {
    let mut buf = Buffer::empty(Rect::new(0, 0, state.size.0, state.size.1));
    draw(state, &Theme::shipped("plain", false), &mut buf);
    lines_of(&buf)
}

fn text(state: &State) -> Vec<String> {
    let Some(Layer::Menu(menu)) = state.layers.last() else {
        panic!("{:?}", state.layers.last())
    };
    let labels = menu.items.iter().map(|item| item.label.clone());
    menu.text.iter().cloned().chain(labels).collect()
}

fn jobs(effects: &[Effect]) -> Vec<Job> {
    let job = |e: &Effect| {
        if let Effect::Job(job) = e {
            Some(job.clone())
        } else {
            None
        }
    };
    effects.iter().filter_map(job).collect()
}

#[test]
fn it_is_begun_by_name_said_in_the_title_and_stopped_by_the_same_name() {
    let mut s = desk(Lang::Zh);
    press(&mut s, "9 备份 <Enter>");
    assert_eq!(text(&s)[1..], ["现在备份", "看备份清单", "返回"]);
    let effects = press(&mut s, "1");
    let account = s.account.as_ref().map(|a| a.id);
    assert_eq!(jobs(&effects), [Job::BackUp { account }]);
    update(
        &mut s,
        Input::Copying(News::Going(Stage::Copying, 12_000_000, 30_000_000)),
    );
    assert!(title(&s).contains("备份中40%"), "{}", title(&s));
    // The desk goes on meanwhile.
    press(&mut s, "F3");
    assert!(matches!(s.layers.last(), Some(Layer::Form(_))));
    press(&mut s, "<Esc>");
    update(&mut s, Input::Copying(News::Going(Stage::Walking, 5_120, 9_000)));
    assert!(title(&s).contains("备份核对56%"));
    press(&mut s, "9 备份 <Enter>");
    assert_eq!(text(&s)[0], "核对到第5120条，共9000条");
    assert_eq!(text(&s)[2..], ["接着备份", "停下"]);
    // Enter alone stops nothing.
    assert_eq!(jobs(&press(&mut s, "<Enter>")), [] as [Job; 0]);
    press(&mut s, "9 备份 <Enter>");
    assert_eq!(jobs(&press(&mut s, "2")), [Job::StopBackUp]);
    let stopped = News::Over(Mood::Warn, "备份停下了".into(), Vec::new());
    update(&mut s, Input::Copying(stopped));
    assert!(!title(&s).contains("备份"));
    assert_eq!(s.toast.as_ref().unwrap().text, "备份停下了");
}

#[test]
fn what_came_of_it_waits_for_whoever_types_and_stands_where_it_is_begun() {
    let mut s = desk(Lang::Zh);
    press(&mut s, "9 备份 <Enter> 1 F5");
    press(&mut s, "路灯不亮");
    let said = "备份好了；第二份欠着，再用 <station.backup> 看怎么补";
    let besides = vec!["第二份欠着：没有 /media/usb 这个文件夹".to_owned()];
    update(&mut s, Input::Copying(News::Over(Mood::Warn, said.into(), besides)));
    assert_eq!(s.toast, None, "nothing is said into somebody's sentence");
    press(&mut s, "<Esc> <Esc>");
    let toast = s.toast.clone().map(|t| t.text).unwrap_or_default();
    assert!(!toast.contains('<'), "{toast}");
    s.layers.clear();
    run(&mut s, Act::BackupTake);
    let text = text(&s);
    assert!(
        text[0].starts_with("备份好了") && text[0].contains("命令里的「备份」"),
        "{text:?}"
    );
    assert_eq!(text[1], "第二份欠着：没有 /media/usb 这个文件夹");
    // In the same words nothing goes on beside a dialogue of lines.
    s.layers.clear();
    run(&mut s, Act::BackupTake);
    press(&mut s, "1");
    update(&mut s, Input::Copying(News::NotHere));
    assert_eq!(s.copying, None);
    assert!(s.toast.as_ref().unwrap().text.contains("zhiban backup"));
}

#[test]
fn the_title_says_how_old_the_last_good_one_is_and_no_count_gives_way_for_it() {
    let mut s = desk(Lang::Zh);
    let before = title(&s);
    assert!(!before.contains("备份"));
    s.snap.backup = Some(Due {
        last: Some(at(9, 0)),
        days: 3,
    });
    let with = title(&s);
    assert!(with.contains("备份已3天"), "{with}");
    for part in ["09:42", "已接5批", "等候2"] {
        assert_eq!(before.contains(part), with.contains(part), "{part}: {with}");
    }
    s.snap.backup = Some(Due { last: None, days: 3 });
    assert!(title(&s).contains("没有备份"));
    // Where only the second copy is owed the morning list says it.
    s.snap.backup = Some(Due {
        last: Some(at(9, 0)),
        days: 0,
    });
    assert_eq!(title(&s), before);
    s.lang = Lang::En;
    s.snap.backup = Some(Due { last: None, days: 3 });
    assert!(title(&s).contains("NO BACKUP"), "{}", title(&s));
}

#[test]
fn the_line_of_the_morning_list_leads_there_and_whoever_may_not_is_told_whom_to_ask() {
    let mut s = quiet(Lang::Zh);
    let mut line = s.snap.follow_up[0].clone();
    (line.owing, line.days, line.opinion) = (Owing::BackUp, 3, None);
    (line.number, line.brief, line.unit) = (String::new(), String::new(), None);
    (line.person, line.note) = (None, None);
    s.snap.follow_up = vec![line];
    s.snap.owed = Owed::default();
    s.snap.owed.put(Owing::BackUp, 1);
    s.snap.backup = Some(Due { last: None, days: 3 });
    s.focus = Pane::Follow;
    s.follow.at = 0;
    let all = lines(&s);
    assert!(
        all.iter()
            .any(|l| l.contains("该备份3天") && l.contains("登记的还没有备份") && l.contains("还没有备份过")),
        "{all:?}"
    );
    press(&mut s, "<Enter>");
    assert_eq!(text(&s)[0], "还没有备份过");
    press(&mut s, "2");
    assert_eq!(s.screen, Screen::Backups);
    s.screen = Screen::Today;
    s.layers.clear();
    for (role, may) in [
        (Role::Head, true),
        (Role::Clerk, true),
        (Role::Administrator, true),
        (Role::Deputy, false),
        (Role::Viewer, false),
    ] {
        s.account.as_mut().unwrap().role = role;
        s.toast = None;
        press(&mut s, "<Enter>");
        assert_eq!(s.layers.pop().is_some(), may, "{role:?}");
        assert_eq!(s.toast.take().is_none(), may, "{role:?}");
    }
}

#[test]
fn a_real_desk_takes_one_beside_the_work_and_lists_it() {
    let town = Town::empty();
    let mut seat = town.seat();
    seat.wait("柳河镇联络站");
    seat.palette("备份");
    seat.wait("现在备份");
    seat.press("1");
    seat.wait("备份好了，打开核对过：zhiban-2026-11-23-0850.db");
    seat.palette("备份清单");
    let shown = seat.wait("zhiban-2026-11-23-0850.db");
    assert!(shown.contains("08:50") && shown.contains("林晓"), "{shown}");
    drop(seat);
    // The same list for programs, with what the command makes.
    town.clock("2026-11-23T09:10:00");
    town.ok(&["backup"]);
    let all = town.list(&["backups"]);
    let name = |n: usize| all.pointer(&format!("/{n}/file")).cloned();
    assert_eq!(
        [name(0), name(1)],
        [
            Some("zhiban-2026-11-23-0910.db".into()),
            Some("zhiban-2026-11-23-0850.db".into())
        ]
    );
    // Of one day the newest stays.
    assert_eq!(all.pointer("/1/gone").and_then(serde_json::Value::as_bool), Some(true));
    assert_eq!(all.pointer("/0/ok").and_then(serde_json::Value::as_bool), Some(true));
    assert!(
        !town
            .db()
            .with_file_name("backups")
            .join("zhiban-2026-11-23-0850.db")
            .exists()
    );
    town.ok(&["check", "--deep"]);
}

/// The desk, people, programs and the check say the same of a copy that somebody took away.
#[test]
fn what_became_of_a_copy_is_said_in_the_same_words_wherever_it_is_asked() {
    let town = Town::empty();
    town.ok(&["backup"]);
    let told = |found: &str| {
        let csv = town.ok(&["list", "backups", "--csv"]);
        assert!(csv.lines().next().unwrap().ends_with(",found,second_found"), "{csv}");
        assert!(csv.trim_end().ends_with(&format!(",{found},unasked")), "{csv}");
        let all = town.list(&["backups"]);
        assert_eq!([&all[0]["found"], &all[0]["second_found"]], [found, "unasked"], "{all}");
    };
    told("there");
    let copies = town.db().with_file_name("backups");
    let copy = std::fs::read_dir(&copies).unwrap().map(|entry| entry.unwrap().path());
    let copy = copy
        .filter(|path| path.extension().is_some_and(|ext| ext == "db"))
        .last()
        .unwrap();
    let whole = std::fs::read(&copy).unwrap();
    std::fs::write(&copy, &whole[1..]).unwrap();
    told("wrong_size");
    std::fs::remove_file(&copy).unwrap();
    told("missing");
    let text = town.ok(&["list", "backups"]);
    assert!(text.contains("不见了") && !text.contains("好的"), "{text}");
    let mut seat = town.seat();
    seat.palette("备份清单");
    seat.wait("不见了");
    drop(seat);
    let out = town.run(&["check", "--deep"]);
    let said = String::from_utf8([out.stdout, out.stderr].concat()).unwrap();
    assert!(
        out.status.code() == Some(65) && said.contains("一份好的也没有找到"),
        "{said}"
    );
    // Another makes up for it.
    town.ok(&["backup"]);
    town.ok(&["check", "--deep"]);
}

/// Over the list of commands nobody writes a sentence, so the title says what is so there as well.
#[test]
fn that_it_is_over_is_seen_in_the_title_under_the_list_of_commands() {
    let town = Town::new();
    let mut seat = town.seat();
    seat.wait("今日");
    seat.press(":").text("备份").press("Enter").wait("现在备份");
    // Both in one breath: the list stands open before the copy is there.
    seat.raw(b"1:");
    let done = || town.list(&["backups"])[0]["ok"] == true;
    let start = std::time::Instant::now();
    while !done() && start.elapsed() < std::time::Duration::from_secs(20) {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert!(done());
    seat.until("the list of commands and a title without a copy", |screen| {
        let title = screen.lines().next().unwrap_or_default();
        screen.contains("命令") && !title.contains("备份")
    });
}
