//! Copies that are taken by name: made and read back whole, put into a second folder as well, noted in the log with whoever
//! took them, and thrown away when newer ones stand for them. A copy counts by what is noted, never by the clock of a file.

use std::fs::{DirBuilder, File};
use std::io::Write as _;
use std::num::NonZeroU64;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rustix::fs::{Advice, FlockOperation, fadvise};
use rustix::io::Errno;
use uuid::Uuid;

use super::backup::{self, Control, Report, Step, pour};
use super::codec::Origin;
use super::desk::Desk;
use super::error::{CHANGED, StoreError};
use super::turn::retry;
use super::{execute, facts, keys, log, look, open, rows, rules, temporary};
use crate::domain::backups::{Keep, Kept, to_go};
use crate::domain::code::SecondCopy;
use crate::domain::event::{Kind, NewEvent};
use crate::domain::id::AccountId;
use crate::domain::moment::Moment;
use crate::domain::rules::LimitRules;

/// The folder of second copies of a server, in the folder of its data: whoever looks after the machine mounts a stick there, and
/// nobody else chooses a place.
pub(super) const SECOND: &str = "second";

/// What is wanted.
#[derive(Debug)]
pub struct Wish<'w> {
    pub database: &'w Path,
    /// Where the copy goes; by the minute among the copies beside the file where nobody chose.
    pub dest: Option<&'w Path>,
    /// No path of the rules is followed.
    pub is_served: bool,
    /// Who takes it; none where the file knows nobody.
    pub by: Option<AccountId>,
    /// When, and whether the clock is in doubt.
    pub at: (Moment, bool),
}

/// A copy that was taken.
#[derive(Debug)]
pub struct Taken {
    pub report: Report,
    pub second: Second,
    /// Those thrown away for it.
    pub dropped: Vec<String>,
    /// Why it could not be noted; the copy is good all the same.
    pub unnoted: Option<StoreError>,
}

/// What became of it in the second folder.
#[derive(Debug)]
pub enum Second {
    /// None is asked for.
    Unasked,
    /// It lies there and was read back from there.
    There(PathBuf),
    /// The folder is not there: no stick, most times.
    NoFolder(PathBuf),
    /// The folder lies on the disk of the data, and would be lost with it.
    SameDisk(PathBuf),
    Failed(PathBuf, StoreError),
}

impl Second {
    const fn code(&self) -> SecondCopy {
        match self {
            Self::Unasked => SecondCopy::Unasked,
            Self::There(_) => SecondCopy::There,
            Self::NoFolder(_) | Self::SameDisk(_) | Self::Failed(..) => SecondCopy::Owed,
        }
    }
}

/// A copy as it is noted, among those the program may throw away.
struct Ours {
    kept: Kept,
    name: String,
    sum: String,
}

/// Takes a copy. On an error there is none, and where nobody chose its place that is noted too. [`StoreError::BeingCopied`] while
/// somebody else takes one.
pub fn take(mut conn: Connection, wish: &Wish<'_>, control: &Control) -> Result<Taken, StoreError> {
    let folder = wish.database.with_file_name(open::COPIES);
    let (dest, _alone) = if let Some(dest) = wish.dest {
        (dest.to_owned(), None)
    } else {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&folder);
        made.map_err(open::at(&folder))?;
        let alone = claim(&folder)?;
        (free_name(&folder, wish.at.0), Some(alone))
    };
    let report = match backup::backup(&mut conn, &dest, control) {
        Ok(report) => report,
        Err(error) => {
            drop(conn);
            let error = look::unread(wish.database, &error)
                .filter(|_| matches!(error, StoreError::Corrupt { .. } | StoreError::Sql(_)))
                .unwrap_or(error);
            if wish.dest.is_none() && !matches!(error, StoreError::Cancelled) {
                // What stands in the way of the copy may stand in the way of the note as well; the error says it.
                let _ = note(wish, failed(&dest));
            }
            return Err(error);
        }
    };
    // A file of a program before rules said it keeps what it has.
    let limits = rules::in_force(&conn)
        .ok()
        .flatten()
        .map(|rules| rules.rules.limits.clone());
    let limits = limits.unwrap_or_default();
    let second = match second_folder(&limits, wish) {
        None => Second::Unasked,
        Some(folder) => put_second(&conn, &report, folder, control),
    };
    let (gone, absent) = match wish.dest {
        None => spare(&conn, wish, Keep::from(&limits), control).unwrap_or_default(),
        Some(_) => Default::default(),
    };
    drop(conn);
    let dropped: Vec<i64> = gone.iter().map(|ours| ours.kept.n).chain(absent).collect();
    let unnoted = note(wish, taken(&report, wish, second.code(), dropped)).err();
    let mut names = Vec::new();
    // What is not noted as gone stays.
    if unnoted.is_none() {
        let beside = open::folder(&report.path).to_owned();
        let other = if let Second::There(path) = &second {
            path.parent()
        } else {
            None
        };
        for ours in gone {
            for folder in std::iter::once(beside.as_path()).chain(other) {
                throw_away(folder, &ours);
            }
            names.push(ours.name);
        }
    }
    Ok(Taken {
        report,
        second,
        dropped: names,
        unnoted,
    })
}

/// Holds the folder of copies for as long as one is taken, by name and by whoever asks from elsewhere.
fn claim(folder: &Path) -> Result<File, StoreError> {
    let held = File::open(folder).map_err(open::at(folder))?;
    match retry(|| rustix::fs::flock(&held, FlockOperation::NonBlockingLockExclusive)) {
        Err(Errno::WOULDBLOCK) => Err(StoreError::BeingCopied),
        // A disk that knows no such lock keeps nobody out; no name is taken twice on it all the same.
        Err(_) | Ok(()) => Ok(held),
    }
}

/// A name by the minute that is not taken.
fn free_name(folder: &Path, now: Moment) -> PathBuf {
    let name = format!("zhiban-{}-{}", now.day(), now.clock().replace(':', ""));
    let mut paths = (1..).map(|n| match n {
        1 => folder.join(format!("{name}.db")),
        n => folder.join(format!("{name}-{n}.db")),
    });
    // Somebody may have taken away a copy and left its hash.
    let is_free = |path: &PathBuf| {
        let both = [path.clone(), open::beside(path, ".sha256")];
        both.iter().all(|path| path.symlink_metadata().is_err())
    };
    paths.find(is_free).unwrap_or_else(|| folder.to_owned())
}

fn second_folder(limits: &LimitRules, wish: &Wish<'_>) -> Option<PathBuf> {
    if limits.backup_to.is_empty() {
        return None;
    }
    let fixed = wish.is_served.then(|| wish.database.with_file_name(SECOND));
    Some(fixed.unwrap_or_else(|| PathBuf::from(&limits.backup_to)))
}

/// Puts a copy into the second folder, and reads it back from there.
fn put_second(conn: &Connection, report: &Report, folder: PathBuf, control: &Control) -> Second {
    let Ok(there) = folder
        .metadata()
        .map_err(drop)
        .and_then(|facts| if facts.is_dir() { Ok(facts) } else { Err(()) })
    else {
        return Second::NoFolder(folder);
    };
    let is_same = open::folder(&report.path)
        .metadata()
        .is_ok_and(|here| here.dev() == there.dev());
    if is_same {
        return Second::SameDisk(folder);
    }
    match copy_again(conn, report, &folder, control) {
        Ok(path) => Second::There(path),
        Err(error) => Second::Failed(folder, error),
    }
}

fn copy_again(conn: &Connection, report: &Report, folder: &Path, control: &Control) -> Result<PathBuf, StoreError> {
    let dest = folder.join(report.path.file_name().unwrap_or_default());
    let sum_file = open::beside(&dest, ".sha256");
    for taken in [&dest, &sum_file] {
        if taken.symlink_metadata().is_ok() {
            return Err(StoreError::Exists { path: taken.clone() });
        }
    }
    keys::read_erased(folder)?;
    temporary::sweep_halves(folder);
    let (building, _held) = temporary::take_name(&dest, temporary::HALF)?;
    let told = Control {
        cancel: control.cancel.clone(),
        progress: {
            let progress = control.progress.clone();
            std::sync::Arc::new(move |p: backup::Progress| {
                progress(backup::Progress {
                    step: Step::Second,
                    ..p
                });
            })
        },
    };
    let made = pour_into(&report.path, &building, &told).and_then(|()| {
        let seen = backup::verify(&building, &told)?;
        if (&seen.sum, seen.head) != (&report.sum, report.head) {
            return Err(StoreError::corrupt(CHANGED));
        }
        // Before the copy has its name: however this ends, none lies there without its list.
        keys::note_erased(folder, &keys::erased(conn)?)?;
        backup::give_name(&building, &dest, &report.sum)
    });
    made.inspect_err(|_| temporary::remove_all(&building))?;
    Ok(dest)
}

fn pour_into(from: &Path, to: &Path, control: &Control) -> Result<(), StoreError> {
    let mut file = open::plain(to, File::options().write(true))?;
    pour(from, control, &mut |part| Ok(file.write_all(part)?))?;
    file.sync_all()?;
    // What is read back comes from the disk, and not from what is still in memory of it.
    let _ = fadvise(&file, 0, None::<NonZeroU64>, Advice::DontNeed);
    Ok(())
}

/// Copies the program may throw away because newer ones stand for them, and those that are not there any more. A person's name
/// for one, and another sum than was noted, keep it.
fn spare(
    conn: &Connection,
    wish: &Wish<'_>,
    keep: Keep,
    control: &Control,
) -> Result<(Vec<Ours>, Vec<i64>), StoreError> {
    let folder = wish.database.with_file_name(open::COPIES);
    let all = rows::all(
        conn,
        "SELECT n, at, name, sum FROM backup WHERE ok = 1 AND named = 0 AND gone = 0 AND folder IS NULL",
        [],
        |c| {
            Ok(Ours {
                kept: Kept {
                    n: c.get("n")?,
                    at: c.get("at")?,
                },
                name: c.get("name")?,
                sum: c.get("sum")?,
            })
        },
    )?;
    let (mut there, absent): (Vec<Ours>, Vec<Ours>) = all
        .into_iter()
        .partition(|ours| folder.join(&ours.name).symlink_metadata().is_ok());
    // The one just made has no entry yet and stands for the newest.
    let newest = Kept {
        n: i64::MAX,
        at: wish.at.0,
    };
    let mut copies: Vec<Kept> = there.iter().map(|ours| ours.kept).collect();
    copies.push(newest);
    let mut is_good = |copy: Kept| {
        let ours = there.iter().find(|ours| ours.kept == copy);
        copy == newest || ours.is_some_and(|ours| is_as_noted(&folder, ours, control))
    };
    let gone = to_go(&copies, keep, &mut is_good);
    there.retain(|ours| gone.contains(&ours.kept));
    Ok((there, absent.iter().map(|ours| ours.kept.n).collect()))
}

/// Whether a copy is the one that was noted.
fn is_as_noted(folder: &Path, ours: &Ours, control: &Control) -> bool {
    backup::sum_of(&folder.join(&ours.name), control).is_ok_and(|sum| sum == ours.sum)
}

fn throw_away(folder: &Path, ours: &Ours) {
    if is_as_noted(folder, ours, &Control::default()) {
        let path = folder.join(&ours.name);
        let _ = std::fs::remove_file(open::beside(&path, ".sha256"));
        let _ = std::fs::remove_file(&path);
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn taken(report: &Report, wish: &Wish<'_>, second: SecondCopy, dropped: Vec<i64>) -> Kind {
    let own = wish.database.with_file_name(open::COPIES);
    let is_own = |folder: &Path| matches!((folder.canonicalize(), own.canonicalize()), (Ok(a), Ok(b)) if a == b);
    let folder = open::folder(&report.path);
    Kind::BackupTaken {
        name: Some(name_of(&report.path)),
        folder: (!is_own(folder)).then(|| folder.to_string_lossy().into_owned()),
        ok: true,
        named: wish.dest.is_some(),
        upto: report.head.seq,
        bytes: i64::try_from(report.bytes).unwrap_or(i64::MAX),
        sum: report.sum.clone(),
        second,
        dropped,
    }
}

fn failed(dest: &Path) -> Kind {
    Kind::BackupTaken {
        name: Some(name_of(dest)),
        folder: None,
        ok: false,
        named: false,
        upto: 0,
        bytes: 0,
        sum: String::new(),
        second: SecondCopy::Unasked,
        dropped: Vec::new(),
    }
}

/// Notes it in the log; a file without a station has none.
fn note(wish: &Wish<'_>, said: Kind) -> Result<(), StoreError> {
    let mut desk = Desk::open(wish.database, None)?;
    let Some(station) = desk.read(|conn, _| log::station(conn))? else {
        return Ok(());
    };
    let (at, doubtful) = wish.at;
    let origin = Origin {
        command: Uuid::now_v7(),
        at,
        doubtful,
        day: desk
            .read(|conn, _| facts::business_day(conn))?
            .map_or_else(|| at.day(), |(day, _)| day),
        account: wish.by,
        table: None,
    };
    execute::file(&mut desk, &origin, &[NewEvent::new(station.id, said)])?;
    Ok(())
}
