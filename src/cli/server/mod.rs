//! `server`: makes a machine the server of a station, and lets people in and out. Only root does; the desk and what its people
//! run start no other program.

pub mod door;
pub mod line;
mod people;
mod plan;
mod tools;

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _, chown, lchown};
use std::path::{Path, PathBuf};

use nix::unistd::User;

use self::line::ServerVerb;
use self::plan::{Judge, Step};
use super::here::Here;
use super::{Done, fill, say};
use crate::error::{CONFIG, Fail, IO, NO_PERMISSION, UNAVAILABLE};
use crate::i18n::Lang;
use crate::runtime::file_words;
use crate::runtime::service::{self, Service};

/// Programs without which no server is set up.
const NEEDED: [&str; 8] = [
    "sudo", "visudo", "groupadd", "groupdel", "gpasswd", "useradd", "usermod", "userdel",
];
/// Where a server of ssh keeps itself while it starts; without it, it finds no settings good.
const RUN_SSHD: &str = "/run/sshd";

/// Does what is asked of the server.
pub fn server(here: &Here, verb: &ServerVerb) -> Done {
    match verb {
        ServerVerb::Install { dry_run } => install(here, *dry_run),
        ServerVerb::Add { login, name, role } => people::add(here, login, (name, *role)),
        ServerVerb::Dismiss { login } => people::dismiss(here, login),
        ServerVerb::Remove { dry_run } => remove(here, *dry_run),
    }
}

/// Refuses everybody but root, as they are, who changes the machine.
fn only_root(here: &Here) -> Done {
    if here.uid == 0 && service::inside().is_none() {
        return Ok(());
    }
    Err(Fail::new(NO_PERMISSION, here.texts().server.root_only))
}

/// The server of this machine.
fn there(here: &Here) -> Result<&'static Service, Fail> {
    service::of_machine().ok_or_else(|| Fail::new(UNAVAILABLE, here.texts().server.no_server))
}

fn install(here: &Here, dry_run: bool) -> Done {
    let t = &here.texts().server;
    let service = plan::service();
    let steps = plan::install(&service);
    if dry_run {
        return show(here, &steps);
    }
    only_root(here)?;
    let lacks: Vec<&str> = NEEDED.into_iter().filter(|name| tools::find(name).is_none()).collect();
    if !lacks.is_empty() {
        return Err(Fail::with(UNAVAILABLE, t.no_tool, "names", lacks.join(" ")));
    }
    let has_sshd = tools::find("sshd").is_some();
    if has_sshd && !fs::read_to_string(plan::SSHD_CONFIG).is_ok_and(|text| plan::is_included(&text)) {
        return Err(Fail::with(CONFIG, t.no_include, "path", plan::SSHD_CONFIG));
    }
    do_all(here, &steps, t.step_failed)?;
    let data = service.data.display().to_string();
    let values = [
        ("data", data.as_str()),
        ("account", &service.account),
        ("people", &service.people),
    ];
    say(&fill(t.installed, &values))?;
    if service.database().symlink_metadata().is_err() {
        say(t.first_head)?;
        let folder = service.data.join(crate::store::open::COPIES);
        say(&fill(t.moved_in, &[("folder", &folder.display().to_string())]))?;
    }
    say(if has_sshd { t.reload } else { t.no_sshd })
}

fn remove(here: &Here, dry_run: bool) -> Done {
    let t = &here.texts().server;
    let service = plan::service();
    let mut steps = people::all_out(&service);
    let has_data = plan::has_data(&service);
    let has_station = service.database().symlink_metadata().is_ok();
    steps.extend(plan::remove(&service, has_data, people::group_goes(&service)));
    if dry_run {
        return show(here, &steps);
    }
    only_root(here)?;
    // What was set up by half is undone as well, and so is what is left of an undoing.
    if !plan::is_begun() {
        there(here)?;
    }
    let open = desks_open(&service.account);
    if open > 0 {
        return Err(Fail::with(UNAVAILABLE, t.still_in, "n", open));
    }
    // The program that does it may be the one that goes.
    let this = std::env::current_exe().unwrap_or_default();
    let is_left = this != service.program && !this.as_os_str().is_empty();
    do_all(here, &steps, t.again_failed)?;
    let path = |path: &Path| path.display().to_string();
    let program = path(if is_left { &this } else { &service.program });
    let (data, database) = (path(&service.data), path(&service.database()));
    let values = [("data", &*data), ("database", &*database), ("program", &*program)];
    let said = match (has_station, has_data, is_left) {
        (false, false, _) => t.removed_none,
        (false, true, _) => t.removed_files,
        (true, _, true) => t.removed,
        (true, _, false) => t.removed_all,
    };
    say(&fill(said, &values))?;
    if tools::find("sshd").is_some() {
        say(t.reload)?;
    }
    Ok(())
}

/// How many processes an account has.
fn desks_open(account: &str) -> usize {
    let Ok(Some(user)) = User::from_name(account) else {
        return 0;
    };
    // What a process lets nobody look into says whose it is all the same.
    let is_theirs = |status: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix("Uid:"));
        let uid = line.and_then(|line| line.split_whitespace().next());
        uid.and_then(|uid| uid.parse().ok()) == Some(user.uid.as_raw())
    };
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    all.filter_map(|process| fs::read_to_string(process.path().join("status")).ok())
        .filter(|status| is_theirs(status))
        .count()
}

/// Says what would be done, every file with all that would stand in it.
fn show(here: &Here, steps: &[Step]) -> Done {
    for step in steps {
        say(&named(here.lang, step))?;
        if let Step::File { text, .. } = step {
            let lines: Vec<String> = text.lines().map(|line| format!("    {line}")).collect();
            say(&lines.join("\n"))?;
        }
    }
    say(here.texts().server.dry)
}

/// A step in words.
fn named(lang: Lang, step: &Step) -> String {
    let t = &lang.texts().server;
    let path = plan::path(step)
        .map(|path| path.display().to_string())
        .unwrap_or_default();
    let of = |text: &str| fill(text, &[("path", &path)]);
    let with = |text: String, mode: u32, owner: &str| {
        let mode = format!("{mode:04o}");
        fill(t.as_mode, &[("step", &text), ("owner", owner), ("mode", &mode)])
    };
    match step {
        Step::Run(words) => fill(t.step_run, &[("what", &words.join(" "))]),
        Step::Folder { mode, is_data, .. } => {
            let account = plan::service().account;
            with(of(t.step_folder), *mode, if *is_data { &account } else { "root" })
        }
        Step::File { mode, .. } => with(of(t.step_file), *mode, "root"),
        Step::Program(_) => with(of(t.step_program), PROGRAM_MODE, "root"),
        Step::Give { to, .. } => fill(t.step_give, &[("path", &path), ("owner", to)]),
        Step::Away(_) | Step::Emptied(_) => of(t.step_away),
    }
}

const PROGRAM_MODE: u32 = 0o755;

/// Does all of it in its order, and says at which it stopped, in the words of what is done.
fn do_all(here: &Here, steps: &[Step], failed: &str) -> Done {
    for step in steps {
        done(here.lang, step).map_err(|what| stopped(here, step, &what, failed))?;
    }
    Ok(())
}

/// What is said of a step that failed.
fn stopped(here: &Here, step: &Step, what: &str, failed: &str) -> Fail {
    let step = named(here.lang, step);
    Fail::new(IO, fill(failed, &[("step", &step), ("what", what)]))
}

fn done(lang: Lang, step: &Step) -> Result<(), String> {
    let cause = |e: io::Error| file_words::cause(lang, &e);
    match step {
        Step::Run(words) => tools::run(words),
        Step::Folder { path, mode, is_data } => {
            let owner = if *is_data {
                owner(&plan::service().account)
            } else {
                Ok((0, 0))
            };
            owner.and_then(|owner| folder(path, *mode, owner)).map_err(cause)
        }
        Step::File {
            path,
            mode,
            text,
            judge,
        } => {
            let new = beside(path, "new");
            write(&new, text.as_bytes(), *mode).map_err(cause)?;
            let is_good = match judge {
                Some(Judge::Sudo) => tools::run(&["visudo", "-c", "-q", "-f", &new.to_string_lossy()]),
                Some(Judge::Ssh) | None => Ok(()),
            };
            let placed = is_good.and_then(|()| place(&new, path, *judge).map_err(cause)?);
            // Nothing that was not found good lies about.
            let _ = fs::remove_file(&new);
            placed
        }
        Step::Program(path) => program(path).map_err(cause),
        Step::Give { path, to } => owner(to).and_then(|owner| give(path, owner)).map_err(cause),
        Step::Away(path) => gone(away(path)).map_err(cause),
        Step::Emptied(path) => gone(fs::remove_dir(path)).map_err(cause),
    }
}

/// Puts a file in its place, where everything together has to be good: what is not is taken away again at once, and what stood
/// there before stands there again.
fn place(new: &Path, path: &Path, judge: Option<Judge>) -> io::Result<Result<(), String>> {
    let Some(judge) = judge else {
        return fs::rename(new, path).map(Ok);
    };
    let old = beside(path, "old");
    let _ = fs::remove_file(&old);
    let had_one = match fs::hard_link(path, &old) {
        Ok(()) => true,
        Err(e) if e.kind() == io::ErrorKind::NotFound => false,
        Err(e) => return Err(e),
    };
    let placed = fs::rename(new, path);
    let found = placed.is_ok().then(|| judged(judge));
    if matches!(found, Some(Err(_))) {
        let _ = if had_one {
            fs::rename(&old, path)
        } else {
            fs::remove_file(path)
        };
    }
    let _ = fs::remove_file(&old);
    placed.map(|()| found.unwrap_or(Ok(())))
}

/// Whether everything together is good.
fn judged(judge: Judge) -> Result<(), String> {
    match judge {
        Judge::Sudo => tools::run(&["visudo", "-c", "-q"]),
        Judge::Ssh => {
            let is_made = DirBuilder::new().mode(0o755).create(RUN_SSHD).is_ok();
            let found = tools::run(&["sshd", "-t"]);
            if is_made {
                let _ = fs::remove_dir(RUN_SSHD);
            }
            found
        }
    }
}

/// The number of a login and of its group.
fn owner(login: &str) -> io::Result<(u32, u32)> {
    let user = User::from_name(login)?.ok_or(io::ErrorKind::NotFound)?;
    Ok((user.uid.as_raw(), user.gid.as_raw()))
}

fn folder(path: &Path, mode: u32, (uid, gid): (u32, u32)) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(mode).create(path)?;
    chown(path, Some(uid), Some(gid))?;
    fs::set_permissions(path, Permissions::from_mode(mode))
}

/// A name in the same folder that neither `sudo` nor ssh takes for one of theirs.
fn beside(path: &Path, what: &str) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    path.with_file_name(format!("{}.{what}", name.unwrap_or_default()))
}

/// Writes a file whole: of one that could not be, nothing stays, and what it was to take the place of does.
fn put(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let new = beside(path, "new");
    write(&new, bytes, mode)?;
    whole(&new, fs::rename(&new, path))
}

fn write(new: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    fill_in(new, &mut &*bytes, mode)
}

/// Fills a new file; a part of one is taken away again.
fn fill_in(new: &Path, from: &mut dyn io::Read, mode: u32) -> io::Result<()> {
    let _ = fs::remove_file(new);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(new)?;
    let filled = io::copy(from, &mut file).and_then(|_| finish(&file, new, mode));
    whole(new, filled)
}

/// Leaves nothing of a new file where it did not come to be what it should.
fn whole(new: &Path, came: io::Result<()>) -> io::Result<()> {
    if came.is_err() {
        let _ = fs::remove_file(new);
    }
    came
}

fn finish(file: &File, path: &Path, mode: u32) -> io::Result<()> {
    fs::set_permissions(path, Permissions::from_mode(mode))?;
    chown(path, Some(0), Some(0))?;
    file.sync_all()
}

/// Puts this program in its place; desks that are open go on with the one they were started from.
fn program(path: &Path) -> io::Result<()> {
    let this = std::env::current_exe()?;
    if this == path {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let new = beside(path, "new");
    fill_in(&new, &mut File::open(this)?, PROGRAM_MODE)?;
    whole(&new, fs::rename(&new, path))
}

fn give(path: &Path, owner: (u32, u32)) -> io::Result<()> {
    lchown(path, Some(owner.0), Some(owner.1))?;
    if path.symlink_metadata()?.is_dir() {
        for entry in fs::read_dir(path)? {
            give(&entry?.path(), owner)?;
        }
    }
    Ok(())
}

fn away(path: &Path) -> io::Result<()> {
    if path.symlink_metadata()?.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    }
}

/// What is gone already has gone.
fn gone(came: io::Result<()>) -> io::Result<()> {
    match came {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        came => came,
    }
}
