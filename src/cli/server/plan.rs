//! What makes a machine the server of a station, step by step. The same list is shown, done and, backwards, undone.

use std::path::{Path, PathBuf};

use nix::unistd::{Group, User};

use super::door::{DESK_OPTIONS, KEPT};
use super::line::SERVED;
use super::tools;
use crate::runtime::service::{SETTINGS, Service, TABLES};
use crate::store::open::COPIES;

/// The settings for people who come over the net.
const SSHD_SETTINGS: &str = include_str!("../../../config/sshd_zhiban.conf");
/// Where a server of ssh is told to look for them.
pub const SSHD_CONFIG: &str = "/etc/ssh/sshd_config";
const SSHD: &str = "/etc/ssh/sshd_config.d/zhiban.conf";
const SUDOERS: &str = "/etc/sudoers.d/zhiban";
/// What belongs to the server besides the data.
pub const FOLDER: &str = "/etc/zhiban";
/// The home of everybody who has none: nobody but root writes there, so nothing in it runs before the desk.
pub const HOME: &str = "/etc/zhiban/home";
/// Public keys, a file for each login.
pub const KEYS: &str = "/etc/zhiban/keys";
/// Who was let in, a file for each login: what it was before.
pub const LOGINS: &str = "/etc/zhiban/logins";

/// A thing to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A program of the system, with its words.
    Run(Vec<String>),
    /// A folder: of the account that has the data, or of root.
    Folder { path: PathBuf, mode: u32, is_data: bool },
    /// A file of root's; a program that has to find it good, before it is in its place or, with everything else, there.
    File {
        path: PathBuf,
        mode: u32,
        text: String,
        judge: Option<Judge>,
    },
    /// This program.
    Program(PathBuf),
    /// Everything in a folder belongs to a login from now on.
    Give { path: PathBuf, to: String },
    /// A file, or a folder with everything in it, goes.
    Away(PathBuf),
    /// A folder goes, if nothing is in it.
    Emptied(PathBuf),
}

/// What finds a file good or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judge {
    /// `visudo`, before `sudo` sees it: a line it does not understand would shut out everybody.
    Sudo,
    /// The server of ssh, with all of its settings.
    Ssh,
}

/// The server as it is set up.
pub fn service() -> Service {
    Service {
        account: "zhiban-station".into(),
        people: "zhiban".into(),
        data: PathBuf::from("/var/lib/zhiban"),
        program: PathBuf::from("/usr/local/bin/zhiban"),
    }
}

/// What has to be done on this machine.
pub fn install(service: &Service) -> Vec<Step> {
    // By it whoever undoes the rest knows that it was begun.
    let mut steps = vec![Step::Folder {
        path: FOLDER.into(),
        mode: 0o755,
        is_data: false,
    }];
    if !matches!(Group::from_name(&service.people), Ok(Some(_))) {
        steps.push(run(&["groupadd", &service.people]));
    }
    if !matches!(User::from_name(&service.account), Ok(Some(_))) {
        let data = service.data.to_string_lossy();
        let mut words = run(&["useradd", "--system", "--user-group", "--no-create-home", "--home-dir"]);
        if let Step::Run(words) = &mut words {
            let rest = [&data, "--shell", "/usr/sbin/nologin", &service.account];
            words.extend(rest.map(str::to_owned));
        }
        steps.push(words);
    }
    steps.extend(files(service, tools::find("sshd").is_some()));
    steps
}

/// All that is written, in its order: what lets people in comes last.
fn files(service: &Service, has_sshd: bool) -> Vec<Step> {
    let folder = |path: PathBuf, mode, is_data| Step::Folder { path, mode, is_data };
    let file = |path: &str, mode, text, judge| Step::File {
        path: path.into(),
        mode,
        text,
        judge,
    };
    let mut steps = vec![
        folder(service.data.clone(), 0o700, true),
        folder(service.data.join(COPIES), 0o700, true),
        folder(service.data.join(TABLES), 0o700, true),
        Step::Give {
            path: service.data.clone(),
            to: service.account.clone(),
        },
        folder(HOME.into(), 0o755, false),
        folder(KEYS.into(), 0o755, false),
        folder(LOGINS.into(), 0o700, false),
        Step::Program(service.program.clone()),
        file(SETTINGS, 0o644, settings(service), None),
        file(SUDOERS, 0o440, sudoers(service), Some(Judge::Sudo)),
    ];
    if has_sshd {
        steps.push(file(SSHD, 0o644, SSHD_SETTINGS.to_owned(), Some(Judge::Ssh)));
    }
    steps
}

/// Whether setting it up was begun on this machine and not undone to the end.
pub fn is_begun() -> bool {
    Path::new(FOLDER).symlink_metadata().is_ok()
}

/// Whether anything lies in the folder of the data but what setting up and letting in put there. What cannot be looked into is
/// kept.
pub fn has_data(service: &Service) -> bool {
    let ours = [
        service.data.join(COPIES),
        service.data.join(TABLES),
        service.founder_note(),
    ];
    let has_more = |folder: &Path| match std::fs::read_dir(folder) {
        Ok(mut all) => all.any(|entry| entry.map_or(true, |entry| !ours.contains(&entry.path()))),
        Err(e) => e.kind() != std::io::ErrorKind::NotFound,
    };
    let [copies, tables, _] = &ours;
    [&service.data, copies, tables]
        .into_iter()
        .any(|folder| has_more(folder))
}

/// What undoes it, the door first and the mark that there is something to undo last. What data there is stays, and is root's.
pub fn remove(service: &Service, has_data: bool, group: Option<Step>) -> Vec<Step> {
    let undone = |step: Step| match step {
        Step::Folder {
            path, is_data: true, ..
        } => (!has_data).then_some(Step::Emptied(path)),
        Step::File { path, .. } | Step::Program(path) | Step::Folder { path, .. } => Some(Step::Away(path)),
        Step::Give { .. } if !has_data => Some(Step::Away(service.founder_note())),
        Step::Give { path, .. } => Some(Step::Give {
            path,
            to: "root".to_owned(),
        }),
        Step::Run(_) | Step::Away(_) | Step::Emptied(_) => None,
    };
    let mut steps: Vec<Step> = files(service, true).into_iter().rev().filter_map(undone).collect();
    if matches!(User::from_name(&service.account), Ok(Some(_))) {
        steps.push(run(&["userdel", &service.account]));
    }
    steps.extend(group);
    steps.push(Step::Away(FOLDER.into()));
    steps
}

/// A program of the system with its words.
pub fn run(words: &[&str]) -> Step {
    Step::Run(words.iter().map(|word| (*word).to_owned()).collect())
}

fn settings(service: &Service) -> String {
    let table = toml::to_string(service).unwrap_or_default();
    format!("# zhiban server install\n{table}")
}

/// The one rule by which people come in: as the account that has the data they may start the program with these lines and no
/// other. What they are called is set by `sudo`, nothing of what they set comes along but terminal and language, and no line
/// goes to the log of the system, because it may hold a name.
fn sudoers(service: &Service) -> String {
    let program = service.program.display().to_string();
    let checked = KEPT.iter().filter(|name| **name != FROM).copied().collect::<Vec<_>>();
    let mut lines = vec![format!("{program} \"\"")];
    for (option, has_value) in DESK_OPTIONS {
        if has_value {
            lines.push(format!("{program} {option} *"));
            lines.push(format!("{program} {option}\\=*"));
        } else {
            lines.extend([format!("{program} {option}"), format!("{program} {option} *")]);
        }
    }
    for verb in SERVED {
        lines.extend([format!("{program} {verb}"), format!("{program} {verb} *")]);
    }
    [
        "# zhiban server install".to_owned(),
        format!("Defaults!{program} env_reset, !setenv, !use_pty, !requiretty, !syslog, !logfile, !lecture"),
        format!(
            "Defaults!{program} env_keep = \"{FROM}\", env_check = \"{}\"",
            checked.join(" ")
        ),
        format!("Cmnd_Alias ZHIBAN = \\\n    {}", lines.join(", \\\n    ")),
        format!(
            "%{} ALL = ({}) NOPASSWD:NOEXEC: ZHIBAN\n",
            service.people, service.account
        ),
    ]
    .join("\n")
}

/// The one variable that is kept as it is; the others `sudo` looks at.
const FROM: &str = "SSH_CONNECTION";

/// Whether what is written for ssh would be read there.
pub fn is_included(config: &str) -> bool {
    config.lines().map(str::trim_start).any(|line| {
        let mut words = line.split_whitespace();
        words.next().is_some_and(|word| word.eq_ignore_ascii_case("Include"))
            && words.any(|path| path.ends_with("sshd_config.d/*.conf"))
    })
}

/// The path a step is about, where there is one.
pub fn path(step: &Step) -> Option<&Path> {
    match step {
        Step::Run(_) => None,
        Step::Folder { path, .. }
        | Step::File { path, .. }
        | Step::Program(path)
        | Step::Give { path, .. }
        | Step::Away(path)
        | Step::Emptied(path) => Some(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_undone_and_the_data_stays() {
        let service = service();
        let undone = remove(&service, true, None);
        assert_eq!(undone.last(), Some(&Step::Away(FOLDER.into())));
        let goes = |path: &Path| {
            undone
                .iter()
                .any(|step| matches!(step, Step::Away(p) if path.starts_with(p)))
        };
        for step in files(&service, true) {
            let path = path(&step).unwrap();
            let is_data = path.starts_with(&service.data);
            assert_eq!(goes(path), !is_data, "{step:?}");
        }
        // Nobody comes in while the rest is taken away.
        let first = undone.iter().take(2).filter_map(path).collect::<Vec<_>>();
        assert_eq!(first, [Path::new(SSHD), Path::new(SUDOERS)]);
    }

    #[test]
    fn the_rule_is_one_program_as_one_account_and_names_no_way_out() {
        let text = sudoers(&service());
        let rules: Vec<&str> = text.lines().filter(|line| line.starts_with('%')).collect();
        assert_eq!(rules, ["%zhiban ALL = (zhiban-station) NOPASSWD:NOEXEC: ZHIBAN"]);
        for line in text.lines().filter(|line| line.contains("bin/")) {
            assert!(line.contains("/usr/local/bin/zhiban"), "{line}");
        }
        let text = text.split_once('\n').unwrap().1;
        for word in ["init", "demo", "import", "server", "--db", "SETENV", "ALL : ALL"] {
            assert!(!text.contains(word), "{word}");
        }
        assert_eq!(toml::from_str::<Service>(&settings(&service())).unwrap(), service());
    }

    #[test]
    fn settings_for_ssh_are_only_written_where_they_are_read() {
        assert!(is_included("# x\nInclude /etc/ssh/sshd_config.d/*.conf\nPort 22\n"));
        assert!(is_included("  include /etc/ssh/sshd_config.d/*.conf"));
        assert!(!is_included("#Include /etc/ssh/sshd_config.d/*.conf\n"));
        assert!(!is_included("Port 22\n"));
    }
}
