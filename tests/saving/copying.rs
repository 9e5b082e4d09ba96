//! A copy whose disk fails: it is good, or none of it is left in the way of the next; and a write that was done again is not
//! called a reading.

use std::fs;
use std::process::Command;

use super::failures::has_strace;
use super::noted::{real, said};
use super::seat::{Town, ZHIBAN};

/// Takes a copy with some calls made to fail; whether it is said to be there, and what is said.
fn backup(town: &Town, dest: &str, inject: &str) -> (bool, String) {
    let out = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e"])
        .args([&format!("inject={inject}"), ZHIBAN, "--db"])
        .arg(town.db())
        .args(["backup", dest])
        .env("LC_ALL", "zh_CN.UTF-8")
        .env_remove("ZHIBAN_DB")
        .envs(town.env.clone())
        .output()
        .unwrap();
    (out.status.success(), said(&out))
}

#[test]
fn a_copy_that_is_not_written_leaves_nothing_in_the_way_of_the_next_and_a_failed_sync_is_no_reading() {
    if !has_strace() {
        return;
    }
    let town = real();
    let (mut failed, mut again) = (0, 0);
    for (call, last) in [("fsync", 7), ("fdatasync", 4)] {
        for n in 1..=last {
            let dest = town.path(&format!("{call}{n}/b.zb"));
            fs::create_dir(dest.parent().unwrap()).unwrap();
            let name = dest.display().to_string();
            let (is_there, told) = backup(&town, &name, &format!("{call}:error=EIO:when={n}"));
            let case = format!("{call} {n}: {told}");
            assert!(!told.contains("读错"), "{case}");
            let left = [dest.exists(), dest.with_extension("zb.sha256").exists()];
            assert_eq!(left, [is_there; 2], "{case}");
            if is_there {
                again += usize::from(told.contains("这次写好了"));
            } else {
                failed += 1;
                assert!(told.contains("没有写成"), "{case}");
                town.ok(&["backup", &name]);
            }
        }
    }
    assert!(failed >= 2 && again >= 2, "{failed} {again}");
}
