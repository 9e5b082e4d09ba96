//! One file in the place of another, and two that went on from one: each is whole under its name whatever was cut short, and
//! neither gives a number of the other's.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Output};

use super::copied::copied_whole;
use super::failures::has_strace;
use super::noted::{ACT, at, beside, file, is_drawn, real, said};
use super::seat::{Town, ZHIBAN};

/// Restores under strace, which lets some calls fail.
fn restore(town: &Town, backup: &str, calls: &str, how: &str) -> Output {
    let db = town.db().display().to_string();
    let (trace, inject) = (format!("trace={calls}"), format!("inject={calls}:{how}"));
    Command::new("strace")
        .args([
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            &trace,
            "-e",
            &inject,
            ZHIBAN,
            "--db",
            &db,
        ])
        .args(["restore", backup, "--yes"])
        .env("LC_ALL", "zh_CN.UTF-8")
        .env_remove("ZHIBAN_DB")
        .envs(town.env.clone())
        .output()
        .unwrap()
}

fn beside_it(town: &Town, part: &str) -> Vec<String> {
    let folder = fs::read_dir(town.db().parent().unwrap()).unwrap();
    let all = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    all.filter(|name| name.contains(part)).collect()
}

/// A station of two matters in its backup, and three in the file.
fn backed_up() -> (Town, String) {
    let town = real();
    let backup = town.path("b.db").display().to_string();
    town.ok(&["backup", &backup]);
    file(&town, &town.db(), 1);
    (town, backup)
}

#[test]
fn h3_copies_that_go_on_side_by_side_and_backups_put_back_in_several_places_give_no_number_twice() {
    let (town, backup) = backed_up();
    let mut numbers = BTreeSet::new();
    // Two of 13,824 draws may be the same; of so many not all are.
    for n in 0..4 {
        let path = copied_whole(&town, &format!("copy{n}"));
        assert!(at(&town, &path, &["check", "--go-on"], "").status.success());
        let filed = said(&at(&town, &path, &["do"], ACT));
        assert!(is_drawn(&filed, "03-2026-B", "1004"), "{filed}");
        numbers.insert(filed);
    }
    assert!(numbers.len() > 1, "{numbers:?}");
    // A number is found as it was given.
    let number = town.ok(&["restore", &backup, "--yes"]);
    assert!(number.contains("带 B"), "{number}");
    file(&town, &town.db(), 1);
    let all = town.list(&["opinions"]);
    let number = all
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|row| row["number"].as_str())
        .find(|n| n.len() > 12);
    let found = town.list(&["opinions", "--match", number.unwrap()]);
    assert_eq!(found.as_array().unwrap().len(), 1, "{number:?}");
    town.ok(&["check", "--deep"]);
}

#[test]
fn h2_a_restore_whose_renames_fail_leaves_all_as_it_was() {
    const RENAMES: &str = "rename,renameat,renameat2";
    if !has_strace() {
        return;
    }
    for n in 1..=3 {
        let (town, backup) = backed_up();
        let out = restore(&town, &backup, RENAMES, &format!("error=EIO:when={n}"));
        assert_eq!(out.status.code(), Some(74), "{n}: {}", said(&out));
        assert_eq!(beside_it(&town, ".aside-"), [""; 0], "{n}");
        assert_eq!(beside_it(&town, ".restore-"), [""; 0], "{n}");
        let filed = said(&at(&town, &town.db(), &["do"], ACT));
        assert!(filed.contains("03-2026-0004"), "{n}: {filed}");
        town.ok(&["check", "--deep"]);
    }
}

#[test]
fn h2_a_restore_killed_between_its_renames_leaves_a_file_under_the_name() {
    if !has_strace() {
        return;
    }
    for n in 1..=3 {
        let (town, backup) = backed_up();
        let out = restore(
            &town,
            &backup,
            "rename,renameat,renameat2",
            &format!("signal=KILL:when={n}"),
        );
        assert!(
            out.status.signal().is_some() || !out.status.success(),
            "{n}: {}",
            said(&out)
        );
        let filed = said(&at(&town, &town.db(), &["do"], ACT));
        let is_old = filed.contains("03-2026-0004");
        assert!(is_old || is_drawn(&filed, "03-2026-B", "1004"), "{n}: {filed}");
        town.ok(&["check", "--deep"]);
        town.ok(&["restore", &backup, "--yes"]);
        assert_eq!(town.list(&["opinions"]).as_array().unwrap().len(), 2, "{n}");
        town.ok(&["check", "--deep"]);
    }
}

#[test]
fn h2_a_disk_that_fails_under_a_restore_is_named_and_nobody_else_is() {
    if !has_strace() {
        return;
    }
    let (town, backup) = backed_up();
    let mut failed = 0;
    for n in [1, 4, 8, 10, 12] {
        let out = restore(&town, &backup, "fdatasync", &format!("error=EIO:when={n}+"));
        if out.status.success() {
            continue;
        }
        failed += 1;
        assert_eq!(out.status.code(), Some(74), "{n}: {}", said(&out));
        assert!(!said(&out).contains("正被"), "{n}: {}", said(&out));
    }
    assert!(failed > 0);
}

#[test]
fn h3_what_lies_where_the_log_belongs_is_named() {
    let town = real();
    for tail in ["-shm", "-wal"] {
        let path = beside(&town.db(), tail);
        let _ = fs::remove_file(&path);
        fs::create_dir(&path).unwrap();
        for args in [&["list", "opinions"][..], &["do"], &["check"]] {
            let out = at(&town, &town.db(), args, ACT);
            assert_eq!(out.status.code(), Some(73), "{args:?}: {}", said(&out));
            assert!(
                said(&out).contains(&path.display().to_string()),
                "{args:?}: {}",
                said(&out)
            );
        }
        fs::remove_dir(&path).unwrap();
    }
    file(&town, &town.db(), 1);
}

#[test]
fn d4_a_day_that_is_not_today_is_refused_by_its_name() {
    let town = real();
    let out = at(
        &town,
        &town.db(),
        &["do"],
        "{\"act\":\"day.confirm\",\"day\":\"2099-01-04\"}\n",
    );
    let said = said(&out);
    assert!(said.contains("2099年1月4日") && said.contains("不是今天"), "{said}");
}

#[test]
fn a_restore_that_was_cut_short_is_told_to_everybody_until_whoever_may_restore_knows_it() {
    if !has_strace() {
        return;
    }
    let (mut before, mut after) = (0, 0);
    for n in 1..=3 {
        let (town, backup) = backed_up();
        restore(
            &town,
            &backup,
            "rename,renameat,renameat2",
            &format!("signal=KILL:when={n}"),
        );
        let listed = said(&town.run(&["list", "opinions"]));
        let matters = town.list(&["opinions"]).as_array().unwrap().len();
        if n == 1 {
            let mut seat = town.seat();
            seat.wait("上次换回备份中途断了");
            seat.press("?").wait("帮助");
            drop(seat);
        }
        let is_after = matters == 2;
        let wanted = if is_after { "已经接好" } else { "没换成" };
        let told = said(&town.run_with(&["--plain"], "0\n0\n"));
        let checked = town.run(&["check"]);
        let acted = town.run_with(&["do"], ACT);
        for said in [&listed, &told, &said(&checked), &said(&acted)] {
            assert!(
                said.contains(wanted) && said.contains("--go-on"),
                "{n} {matters}: {said}"
            );
            assert_eq!(said.matches("上次换回备份").count(), 1, "{n} {said}");
        }
        assert!(checked.status.success() && acted.status.success());
        if is_after {
            after += 1;
            let aside = beside_it(&town, ".aside-");
            let file = aside.iter().find(|name| !name.ends_with("anchor")).unwrap();
            assert!(told.contains(file.as_str()), "{file}: {told}");
        } else {
            before += 1;
        }
        // One that is begun and changes nothing leaves it.
        let out = restore(&town, &backup, "rename,renameat,renameat2", "error=EIO:when=1");
        assert!(!out.status.success());
        let told = said(&town.run_with(&["--plain"], "0\n0\n"));
        assert!(told.contains(wanted), "{n}: {told}");
        let known = town.ok(&["check", "--go-on"]);
        assert!(known.contains("以后不再提") && !known.contains("什么都没改"), "{known}");
        let again = said(&town.run_with(&["--plain"], "0\n0\n"));
        assert!(!again.contains("上次换回备份"), "{n}: {again}");
        town.ok(&["check", "--deep"]);
    }
    assert!(before > 0 && after > 0, "{before} {after}");
    // One that came to its end, in whatever way, is not spoken of.
    let (town, backup) = backed_up();
    restore(&town, &backup, "rename,renameat,renameat2", "error=EIO:when=1");
    town.ok(&["restore", &backup, "--yes"]);
    let out = said(&town.run_with(&["--plain"], "0\n0\n"));
    assert!(!out.contains("上次换回备份"), "{out}");
}

/// Wherever it is killed: what lies aside is the old file, or is called what it is and goes with the notice and with the next
/// restore.
#[test]
fn a_copy_that_was_made_ready_and_came_into_no_place_is_never_called_the_old_file() {
    if !has_strace() {
        return;
    }
    let mut unplaced = 0;
    for (call, last) in [("renameat2", 4), ("fsync", 3)] {
        for (n, by_restore) in (1..=last).flat_map(|n| [(n, false), (n, true)]) {
            let (town, backup) = backed_up();
            restore(&town, &backup, call, &format!("signal=KILL:when={n}"));
            let checked = town.ok(&["check"]);
            let is_old = town.list(&["opinions"]).as_array().unwrap().len() == 3;
            let case = format!("{call} {n} {checked}");
            assert_eq!(checked.contains("换下来的原文件"), !is_old, "{case}");
            assert!(!checked.contains("没做完的备份"), "{case}");
            let ready = [beside_it(&town, ".aside-"), beside_it(&town, ".restore-")].concat();
            assert_eq!(checked.contains("没做完的换回"), is_old && !ready.is_empty(), "{case}");
            if !is_old {
                continue;
            }
            unplaced += usize::from(!beside_it(&town, ".aside-").is_empty());
            let (redo, know) = (["restore", &backup, "--yes"], ["check", "--go-on"]);
            town.ok(if by_restore { &redo } else { &know });
            let checked = town.ok(&["check"]);
            assert!(!checked.contains("没做完的换回"), "{case} {checked}");
            assert_eq!(beside_it(&town, ".restore-"), [""; 0], "{case}");
            let aside = beside_it(&town, ".aside-");
            let files = aside
                .iter()
                .filter(|name| !name.ends_with("anchor") && !name.ends_with("drafts"));
            assert_eq!(files.count(), usize::from(by_restore), "{case} {aside:?}");
            assert_eq!(checked.contains("换下来的原文件"), by_restore, "{case} {checked}");
        }
    }
    assert!(unplaced > 0);
}

/// Killed at each of its last calls: words that were typed and not filed are in the old file, and it is said where, never that they
/// are lost.
#[test]
fn words_of_the_file_that_was_put_aside_are_said_to_lie_there_wherever_the_restore_was_killed() {
    if !has_strace() {
        return;
    }
    let (mut kept, mut moved) = (0, 0);
    for (call, first, last) in [("renameat2", 1, 7), ("unlink", 1, 4), ("fsync", 1, 9)] {
        for n in first..=last {
            let (town, backup) = backed_up();
            let mut seat = town.seat();
            seat.press("F5").wait("反映内容");
            seat.text("门前积水").press("Esc").wait("没写完");
            let _: std::time::Duration = seat.hang_up();
            let out = restore(&town, &backup, call, &format!("signal=KILL:when={n}"));
            let case = format!("{call} {n} {}", said(&out));
            let is_over = out.status.success();
            let told = said(&town.run_with(&["--plain"], "0\n0\n"));
            assert!(!told.contains("找不回来"), "{case}: {told}");
            let is_after = town.list(&["opinions"]).as_array().unwrap().len() == 2;
            if is_after && !is_over {
                assert!(told.contains("少了字") || told.contains("已经接好"), "{case}: {told}");
                if let Some((_, rest)) = told.split_once("旧文件在 ") {
                    let aside = rest.split('，').next().unwrap();
                    assert!(told.contains("这些字没有丢"), "{case}: {told}");
                    moved += 1;
                    // They are there indeed.
                    town.ok(&["restore", aside, "--yes"]);
                    assert!(town.list(&["owed"]).to_string().contains("draft"), "{case}");
                }
            } else if !is_after {
                assert!(!told.contains("少了字"), "{case}: {told}");
                assert!(town.list(&["owed"]).to_string().contains("draft"), "{case}");
                kept += 1;
            }
            town.ok(&["check", "--deep"]);
        }
    }
    assert!(kept > 3 && moved > 1, "{kept} {moved}");
}
