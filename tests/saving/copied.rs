//! A station's folder copied whole, with the note beside the file: both would give the same numbers, so whoever is about to write
//! says first whether the other one is still in use.

use std::fs;
use std::path::{Path, PathBuf};

use super::noted::{ACT, all_say, at, beside, file, is_drawn, real, said};
use super::seat::{Seat, Town};

/// The folder of a station with all that lies in it, in another place; where its file is there.
pub fn copied_whole(town: &Town, name: &str) -> PathBuf {
    let (from, to) = (town.db().parent().unwrap().to_owned(), town.path(name));
    fs::create_dir(&to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
    to.join(town.db().file_name().unwrap())
}

fn ok(town: &Town, path: &Path, args: &[&str], input: &str) -> String {
    let out = at(town, path, args, input);
    assert!(out.status.success(), "{args:?}: {}", said(&out));
    said(&out)
}

const READS: [(&[&str], i32); 4] = [
    (&["list", "opinions"], 0),
    (&["check"], 0),
    (&["check", "--deep"], 0),
    (&["check", "--json"], 0),
];
const WRITES: [(&[&str], i32); 4] = [
    (&["do"], 65),
    (&["do", "--json"], 65),
    (&["--plain"], 65),
    (&["config", "adopt", "--shipped"], 65),
];

#[test]
fn h3_a_folder_copied_whole_is_read_and_not_written_before_it_is_said_which_is_in_use() {
    let town = real();
    let [moved, both] = ["moved", "both"].map(|name| copied_whole(&town, name));
    for path in [&moved, &both] {
        all_say(&town, path, &READS, &["拷贝来的", "一样的号"]);
        all_say(
            &town,
            path,
            &WRITES,
            &["拷贝来的", "zhiban check --moved", "zhiban check --go-on"],
        );
    }
    // The station moved: the next number, and not a word any more.
    assert!(ok(&town, &moved, &["check", "--moved"], "").contains("编号接着原来的往下发"));
    let filed = ok(&town, &moved, &["do"], ACT);
    assert!(filed.contains("03-2026-0003") && !filed.contains("拷贝"), "{filed}");
    assert!(ok(&town, &moved, &["check", "--moved"], "").contains("什么都没改"));
    // Both are in use, or nobody knows: another letter.
    let went = ok(&town, &both, &["check", "--go-on"], "");
    assert!(went.contains("带 B") && !went.contains(".lost-"), "{went}");
    let filed = ok(&town, &both, &["do"], ACT);
    assert!(
        is_drawn(&filed, "03-2026-B", "1003") && !filed.contains("拷贝"),
        "{filed}"
    );
    for path in [&moved, &both, &town.db()] {
        let checked = ok(&town, path, &["check", "--deep"], "");
        assert!(!checked.contains("拷贝"), "{checked}");
    }
    // The one they were made of was never asked.
    assert!(ok(&town, &town.db(), &["do"], ACT).contains("03-2026-0003"));
}

#[test]
fn h3_a_folder_that_is_renamed_or_put_elsewhere_on_its_disk_is_the_same_and_one_unpacked_in_its_place_is_not() {
    let town = real();
    let (home, away) = (town.db().parent().unwrap().to_owned(), town.path("away"));
    fs::rename(&home, &away).unwrap();
    let path = away.join(town.db().file_name().unwrap());
    assert!(ok(&town, &path, &["do"], ACT).contains("03-2026-0003"));
    fs::rename(&away, &home).unwrap();
    assert!(ok(&town, &town.db(), &["do"], ACT).contains("03-2026-0004"));
    // An older day's folder, unpacked where the station was: its note and its file agree, and the numbers since are lost.
    let kept = copied_whole(&town, "kept");
    assert!(ok(&town, &town.db(), &["do"], ACT).contains("03-2026-0005"));
    fs::remove_dir_all(&home).unwrap();
    fs::rename(kept.parent().unwrap(), &home).unwrap();
    all_say(&town, &town.db(), &WRITES, &["拷贝来的"]);
    ok(&town, &town.db(), &["check", "--go-on"], "");
    assert!(is_drawn(&ok(&town, &town.db(), &["do"], ACT), "03-2026-B", "1005"));
}

#[test]
fn h3_a_copy_that_lost_its_end_says_that_first_and_has_not_moved() {
    let town = real();
    let old = fs::read(town.db()).unwrap();
    file(&town, &town.db(), 1);
    let path = copied_whole(&town, "copy");
    fs::write(&path, old).unwrap();
    for args in [&["do"][..], &["check", "--moved"]] {
        let out = at(&town, &path, args, ACT);
        assert_eq!(out.status.code(), Some(65), "{args:?}: {}", said(&out));
        assert!(said(&out).contains("少了一截"), "{args:?}: {}", said(&out));
    }
    // Without the note nothing says that it is whole.
    let bare = copied_whole(&town, "bare");
    fs::remove_file(beside(&bare, ".anchor")).unwrap();
    let out = at(&town, &bare, &["check", "--moved"], "");
    assert_eq!(out.status.code(), Some(65), "{}", said(&out));
    assert!(said(&out).contains("check --go-on"), "{}", said(&out));
}

#[test]
fn h3_who_may_say_it_and_at_the_desk_it_is_asked_once() {
    let town = real();
    town.second_clerk();
    let path = copied_whole(&town, "copy");
    let before = fs::read(&path).unwrap();
    for args in [["check", "--moved"], ["check", "--go-on"]] {
        let out = at(&town, &path, &[&["--account", "周敏"], &args[..]].concat(), "");
        assert_eq!(out.status.code(), Some(77), "{}", said(&out));
        assert!(
            said(&out).contains("林晓") && said(&out).contains("拷贝"),
            "{}",
            said(&out)
        );
    }
    assert!(fs::read(&path).unwrap() == before);
    let sit = |path: &Path, args: &[&str]| {
        let mut start = town.start(&[&["--account", "林晓"], args].concat());
        (start.argv[2], start.size) = (path.to_owned().into_os_string(), (100, 24));
        Seat::at(&start)
    };
    for args in [&[][..], &["--plain"]] {
        let mut seat = sit(&path, args);
        let shown = seat.wait("请打 1、2 或 3");
        let is_shown = shown.contains("原来那份又登记过没有") && shown.contains("2026年0002号");
        assert!(is_shown, "{shown}");
        seat.text("1").press("Enter");
        assert_eq!(seat.ended(), 65);
        assert!(fs::read(&path).unwrap() == before);
    }
    let mut seat = sit(&path, &[]);
    seat.wait("请打 1、2 或 3");
    seat.text("2").press("Enter");
    seat.wait("今日");
    drop(seat);
    sit(&path, &[]).wait("今日");
    let second = copied_whole(&town, "second");
    let mut seat = sit(&second, &[]);
    seat.wait("请打 1、2 或 3");
    seat.text("3").press("Enter");
    seat.wait("今日");
    drop(seat);
    let filed = ok(&town, &second, &["--account", "林晓", "do"], ACT);
    assert!(is_drawn(&filed, "-B", "1"), "{filed}");
}

#[test]
fn h3_a_practice_folder_copied_whole_is_worked_in_at_once() {
    let town = Town::empty();
    file(&town, &town.db(), 2);
    let path = copied_whole(&town, "copy");
    let filed = ok(&town, &path, &["do"], ACT);
    assert!(filed.contains("03-2026-0003") && !filed.contains("拷贝"), "{filed}");
}
