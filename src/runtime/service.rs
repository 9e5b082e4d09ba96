//! The server of a machine: one account of the system that alone can open the data, and by whose rule of `sudo` people come
//! in. All of it stands in one file that nobody but root can write; without that file there is no server, and nobody is
//! believed to be somebody else.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use nix::errno::Errno;
use nix::unistd::{Group, User};
use rustix::fs::{Mode, OFlags};
use rustix::process::{DumpableBehavior, Resource, Rlimit, getegid, geteuid, getgroups, setrlimit, umask};
use rustix::thread::set_no_new_privs;
use serde::{Deserialize, Serialize};

/// Where it is said what the server is.
pub const SETTINGS: &str = "/etc/zhiban/server.toml";
/// The data file in the folder of the data.
const DATABASE: &str = "zhiban.db";
/// The folder of spreadsheets in the folder of the data: nothing is imported from elsewhere.
pub const TABLES: &str = "tables";
/// Who may write what is believed: root, and nobody besides.
const OTHERS_WRITE: u32 = 0o022;
/// More is no such file.
const LONGEST: u64 = 16 * 1024;

/// What a server is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The account that has the data.
    pub account: String,
    /// The group of those who may come in.
    pub people: String,
    /// The folder of the data.
    pub data: PathBuf,
    /// The program that the rule starts.
    pub program: PathBuf,
}

/// Why the file that says it is not believed.
#[derive(Debug)]
pub enum Unfit {
    /// It, or the folder it lies in, is not root's alone.
    NotRoots,
    /// It cannot be read.
    Io(io::Error),
    /// It says something else than what a server is.
    Text(String),
}

impl Service {
    /// The data file.
    pub fn database(&self) -> PathBuf {
        self.data.join(DATABASE)
    }

    /// A file the program was given by name, in one of the folders of the data. None of what is not a bare name there: no
    /// path is chosen by whoever calls.
    pub fn within(&self, folder: &str, given: &Path) -> Option<PathBuf> {
        let folder = self.data.join(folder);
        let name = given.file_name()?;
        let is_bare = given == Path::new(name) || given == folder.join(name);
        let is_seen = !name.as_encoded_bytes().starts_with(b".");
        (is_bare && is_seen).then(|| folder.join(name))
    }

    /// Where it is kept who is to set up the station, until it is there.
    pub fn founder_note(&self) -> PathBuf {
        self.data.join("founder")
    }

    /// The login that is to set up the station, and what whoever it is is called.
    pub fn founder(&self) -> Option<(String, String)> {
        let text = std::fs::read_to_string(self.founder_note()).ok()?;
        let (login, name) = text.trim_end().split_once('\n')?;
        Some((login.to_owned(), name.to_owned()))
    }

    /// Whether this process runs as the account that has the data.
    fn is_us(&self) -> io::Result<bool> {
        let account = User::from_name(&self.account).or_else(nobody)?;
        Ok(account.is_some_and(|account| account.uid.as_raw() == geteuid().as_raw()))
    }

    /// Whether whoever runs this process may come in: one of the people, or root.
    pub fn takes_us_in(&self) -> io::Result<bool> {
        if geteuid().is_root() {
            return Ok(true);
        }
        let Some(people) = Group::from_name(&self.people).or_else(nobody)? else {
            return Ok(false);
        };
        let mine = getgroups()?;
        let is_theirs = |gid: u32| gid == people.gid.as_raw();
        Ok(is_theirs(getegid().as_raw()) || mine.iter().any(|gid| is_theirs(gid.as_raw())))
    }
}

/// Where this process stands to the server of its machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stand {
    /// There is none.
    Alone,
    /// There is one, and this is not its account.
    Outside(Service),
    /// This is its account.
    Inside(Service),
}

/// Nobody is there to ask, in a container without a file of names, or it could not be asked.
pub(super) fn nobody<T>(e: Errno) -> io::Result<Option<T>> {
    match e {
        Errno::ENOENT | Errno::ESRCH => Ok(None),
        e => Err(e.into()),
    }
}

static STAND: OnceLock<Stand> = OnceLock::new();

/// Finds out where this process stands; once, before anything else is done.
///
/// # Errors
/// There is a file that says what the server is and it is not to be believed; nothing is done then.
pub fn find_out() -> Result<&'static Stand, Unfit> {
    let stand = match read(Path::new(SETTINGS))? {
        None => Stand::Alone,
        Some(service) if service.is_us().map_err(Unfit::Io)? => Stand::Inside(service),
        Some(service) => Stand::Outside(service),
    };
    Ok(STAND.get_or_init(|| stand))
}

/// The server whose account this process runs as.
pub fn inside() -> Option<&'static Service> {
    match STAND.get() {
        Some(Stand::Inside(service)) => Some(service),
        Some(Stand::Alone | Stand::Outside(_)) | None => None,
    }
}

/// The server of this machine, whoever this process runs as.
pub fn of_machine() -> Option<&'static Service> {
    match STAND.get() {
        Some(Stand::Inside(service) | Stand::Outside(service)) => Some(service),
        Some(Stand::Alone) | None => None,
    }
}

/// The file that says it, where it is root's alone, and so is the folder: whoever could exchange either would be whoever
/// they like.
fn read(path: &Path) -> Result<Option<Service>, Unfit> {
    let no_link = i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or_default();
    let opened = OpenOptions::new().read(true).custom_flags(no_link).open(path);
    let file = match opened {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(Unfit::Io(e)),
    };
    let is_roots = |facts: &Metadata| facts.uid() == 0 && facts.mode() & OTHERS_WRITE == 0;
    let folder = path.parent().unwrap_or(Path::new("/")).symlink_metadata();
    let folder = folder.map_err(Unfit::Io)?;
    let facts = file.metadata().map_err(Unfit::Io)?;
    if !folder.is_dir() || !is_roots(&folder) || !facts.is_file() || !is_roots(&facts) {
        return Err(Unfit::NotRoots);
    }
    text(file).map_err(Unfit::Io).and_then(|text| parse(&text)).map(Some)
}

fn text(file: File) -> io::Result<String> {
    let mut text = String::new();
    file.take(LONGEST).read_to_string(&mut text)?;
    Ok(text)
}

fn parse(text: &str) -> Result<Service, Unfit> {
    let service: Service = toml::from_str(text).map_err(|e| Unfit::Text(e.message().to_owned()))?;
    let names = [&service.account, &service.people];
    let paths = [&service.data, &service.program];
    if names.iter().any(|name| name.is_empty()) || !paths.iter().all(|path| path.is_absolute()) {
        return Err(Unfit::Text("account, people, data, program".to_owned()));
    }
    Ok(service)
}

/// Gives up what no desk needs: new rights, a core, being read by another process of the account.
pub fn harden() -> io::Result<()> {
    umask(Mode::from_raw_mode(0o007));
    set_no_new_privs(true)?;
    rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    Ok(setrlimit(Resource::Core, none)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    const GOOD: &str =
        "account = \"a\"\npeople = \"p\"\ndata = \"/var/lib/zhiban\"\nprogram = \"/usr/local/bin/zhiban\"\n";

    fn service() -> Service {
        parse(GOOD).unwrap()
    }

    #[test]
    fn what_a_server_is_is_read_strictly() {
        assert_eq!(service().database(), Path::new("/var/lib/zhiban/zhiban.db"));
        for bad in [
            "",
            "account = \"a\"\n",
            &GOOD.replace("\"/var", "\"var"),
            &GOOD.replace("\"p\"", "\"\""),
            &[GOOD, "more = 1\n"].concat(),
        ] {
            assert!(matches!(parse(bad), Err(Unfit::Text(_))), "{bad}");
        }
    }

    #[test]
    fn a_file_is_named_and_no_path_leads_out_of_its_folder() {
        let of = |given: &str| service().within("backups", Path::new(given));
        let inside = Some(PathBuf::from("/var/lib/zhiban/backups/a.db"));
        assert_eq!(
            (of("a.db"), of("/var/lib/zhiban/backups/a.db")),
            (inside.clone(), inside)
        );
        for path in [
            "../a.db",
            "./a.db",
            "x/a.db",
            "/etc/shadow",
            "/var/lib/zhiban/zhiban.db",
            "/var/lib/zhiban/backups/../zhiban.db",
            "..",
            ".a.db",
            "",
            "/",
        ] {
            assert_eq!(of(path), None, "{path}");
        }
    }

    #[test]
    fn only_what_root_alone_can_write_is_believed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("server.toml");
        assert!(matches!(read(&path), Ok(None)));
        std::fs::write(&path, GOOD).unwrap();
        let mode = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        mode(&path, 0o644);
        if !geteuid().is_root() {
            assert!(matches!(read(&path), Err(Unfit::NotRoots)));
            return;
        }
        assert!(matches!(read(&path), Ok(Some(found)) if found == service()));
        for (at, wrong, right) in [
            (path.as_path(), 0o664, 0o644),
            (path.as_path(), 0o646, 0o644),
            (folder.path(), 0o775, 0o755),
            (folder.path(), 0o757, 0o755),
        ] {
            mode(at, wrong);
            assert!(matches!(read(&path), Err(Unfit::NotRoots)), "{wrong:o}");
            mode(at, right);
        }
        std::os::unix::fs::chown(&path, Some(1), None).unwrap();
        assert!(matches!(read(&path), Err(Unfit::NotRoots)));
        std::fs::rename(&path, folder.path().join("elsewhere")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), &path).unwrap();
        assert!(matches!(read(&path), Err(Unfit::Io(_))));
    }
}
