//! A machine of our own to be set up: the folders of this one as they are, with whatever is changed in them kept apart and
//! gone at the end. Its logins, its rules of `sudo` and its server of ssh are real.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::seat::line::Start;
use super::seat::{Seat, ZHIBAN, say_all};

/// The folders that are changed.
const CHANGED: [&str; 5] = ["/etc", "/var", "/usr/local", "/home", "/run"];
const PATIENCE: Duration = Duration::from_secs(20);

/// The machine.
pub struct World {
    folder: tempfile::TempDir,
    holder: Child,
    sshd: Mutex<Option<Child>>,
    port: u16,
}

/// What a command came to.
#[derive(Debug)]
pub struct Came {
    pub code: Option<i32>,
    pub said: String,
}

impl Came {
    fn of(out: &Output) -> Self {
        let said = [out.stdout.as_slice(), &out.stderr].concat();
        Self {
            code: out.status.code(),
            said: String::from_utf8_lossy(&said).into_owned(),
        }
    }
}

impl World {
    /// None where this cannot be done; with `CI=true` it has to be.
    pub fn new() -> Option<Self> {
        let lacks = lacking();
        if !lacks.is_empty() {
            assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "this needs {lacks}");
            eprintln!("LEFT OUT: this needs {lacks}; a server with two logins was not set up");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().display();
        let mounted = CHANGED.iter().enumerate().map(|(n, changed)| {
            format!(
                "mkdir {at}/{n} {at}/{n}.work; chmod --reference={changed} {at}/{n}
                 mount -t overlay -o lowerdir={changed},upperdir={at}/{n},workdir={at}/{n}.work apart {changed}"
            )
        });
        let first = format!("set -e; mount -t tmpfs -o mode=755 apart {at}");
        let last = "mkdir -p /run/sshd; echo made; exec cat".to_owned();
        let script: Vec<String> = [first].into_iter().chain(mounted).chain([last]).collect();
        let script = script.join("\n");
        let mut holder = Command::new("unshare")
            .args(["--mount", "--propagation", "private", "sh", "-c", &script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut made = [0; 5];
        holder.stdout.as_mut().unwrap().read_exact(&mut made).unwrap();
        assert_eq!(&made, b"made\n");
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Some(Self {
            folder,
            holder,
            sshd: Mutex::new(None),
            port,
        })
    }

    /// The machine with a station: 林晓 the head, 周敏 a clerk, 看客 a viewer, and a login `passerby` who is none of them.
    pub fn with_station(backup: &Path) -> Option<Self> {
        let world = Self::new()?;
        world.ok(&[ZHIBAN, "server", "install"]);
        let kept = "/var/lib/zhiban/backups/station.db";
        world.ok(&["cp", &backup.display().to_string(), kept]);
        world.ok(&["chown", "zhiban-station:", kept]);
        world.ok(&["zhiban", "restore", "station.db", "--yes"]);
        for (login, name, role) in [
            ("lin", "林晓", "head"),
            ("zhou", "周敏", "clerk"),
            ("kan", "看客", "viewer"),
        ] {
            let add = ["server", "add", login, "--name", name, "--role", role];
            world.ok(&[&["zhiban", "--account", "老站长"][..], &add].concat());
        }
        world.ok(&["useradd", "--no-create-home", "passerby"]);
        Some(world)
    }

    /// A command as root.
    pub fn root(&self, words: &[&str]) -> Came {
        self.by("root", words, "")
    }

    /// The same, and it has to succeed.
    pub fn ok(&self, words: &[&str]) -> String {
        let came = self.root(words);
        assert_eq!(came.code, Some(0), "{words:?}: {}", came.said);
        came.said
    }

    /// A command as somebody, with their own rights and groups, and something on its input.
    pub fn by(&self, login: &str, words: &[&str], input: &str) -> Came {
        let mut command = self.command(login, words);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        say_all(&mut child, input.as_bytes());
        Came::of(&child.wait_with_output().unwrap())
    }

    fn command(&self, login: &str, words: &[&str]) -> Command {
        let argv = self.argv(login, words);
        let mut command = Command::new(&argv[0]);
        command.args(&argv[1..]);
        command
    }

    fn argv(&self, login: &str, words: &[&str]) -> Vec<String> {
        let pid = self.holder.id().to_string();
        let mut argv: Vec<&str> = vec!["nsenter", "--target", &pid, "--mount", "--wd=/"];
        if login != "root" {
            argv.extend(["setpriv", "--reuid", login, "--regid", login, "--init-groups"]);
        }
        // As after a login, with nothing of the test's around it.
        argv.extend(["env", "-i", "LANG=zh_CN.UTF-8", "TERM=xterm-256color", "HOME=/"]);
        argv.push("PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        argv.extend(words);
        argv.into_iter().map(str::to_owned).collect()
    }

    /// Somebody sits down at the machine itself.
    pub fn seat(&self, login: &str, words: &[&str]) -> Seat {
        Seat::at(&Start {
            argv: self.argv(login, words).into_iter().map(Into::into).collect(),
            size: (100, 30),
            ..Start::default()
        })
    }

    /// A path as it is on the machine.
    pub fn read(&self, path: &str) -> String {
        self.ok(&["cat", path])
    }

    pub fn has(&self, path: &str) -> bool {
        self.root(&["test", "-e", path]).code == Some(0)
    }

    /// Starts the server of ssh with the settings of the machine; whoever has a key is let in with ours.
    pub fn serve(&self, logins: &[&str]) {
        let key = self.key();
        if !key.exists() {
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(&key)
                .status();
            assert!(made.unwrap().success());
            let host = "ssh-keygen -q -t ed25519 -N '' -f /etc/zhiban-host <<< y; true";
            self.ok(&["bash", "-c", host]);
        }
        let public = std::fs::read_to_string(key.with_extension("key.pub")).unwrap();
        for login in logins {
            let to = format!("cat > /etc/zhiban/keys/{login}");
            assert_eq!(self.by("root", &["sh", "-c", &to], &public).code, Some(0));
        }
        let port = format!("Port={}", self.port);
        let log = std::fs::File::create(self.log()).unwrap();
        let mut sshd = self.command(
            "root",
            &[
                "/usr/sbin/sshd",
                "-D",
                "-e",
                "-o",
                &port,
                "-o",
                "ListenAddress=127.0.0.1",
                "-o",
                "HostKey=/etc/zhiban-host",
                "-o",
                "PidFile=none",
            ],
        );
        *self.sshd.lock().unwrap() = Some(sshd.stderr(log).process_group(0).spawn().unwrap());
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(start.elapsed() < PATIENCE, "{}", self.server_said());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn key(&self) -> PathBuf {
        self.folder.path().with_extension("key")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().with_extension("log")
    }

    /// What the server of ssh had to say.
    pub fn server_said(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }

    fn ssh_argv(&self, login: &str, options: &[&str], words: &[&str]) -> Vec<String> {
        let (key, port) = (self.key().display().to_string(), self.port.to_string());
        let mut argv = vec!["ssh", "-F", "none", "-i", &key, "-p", &port];
        for option in [
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "IdentitiesOnly=yes",
            "BatchMode=yes",
            "LogLevel=ERROR",
        ] {
            argv.extend(["-o", option]);
        }
        argv.extend(options);
        let who = format!("{login}@127.0.0.1");
        argv.push(&who);
        argv.extend(words);
        argv.into_iter().map(str::to_owned).collect()
    }

    /// Somebody asks for something over the line.
    pub fn ssh(&self, login: &str, options: &[&str], words: &[&str], input: &str) -> Came {
        let argv = self.ssh_argv(login, options, words);
        let mut command = Command::new(&argv[0]);
        command.args(&argv[1..]).stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        say_all(&mut child, input.as_bytes());
        Came::of(&child.wait_with_output().unwrap())
    }

    /// Somebody logs in over the line.
    pub fn log_in(&self, login: &str, env: &[(&str, &str)], options: &[&str]) -> Seat {
        let options = [&["-tt"], options].concat();
        let argv = self.ssh_argv(login, &options, &[]);
        Seat::at(&Start {
            argv: argv.into_iter().map(Into::into).collect(),
            env: env.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect(),
            size: (100, 30),
            ..Start::default()
        })
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(sshd) = self.sshd.get_mut().ok().and_then(Option::as_mut) {
            let _ = sshd.kill();
            let _ = sshd.wait();
        }
        // Nothing that was started here stays; all of it has these folders.
        let pid = self.holder.id();
        let here = std::fs::read_link(format!("/proc/{pid}/ns/mnt")).ok();
        for process in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
            let theirs = std::fs::read_link(process.path().join("ns/mnt")).ok();
            let number = process.file_name().to_str().and_then(|n| n.parse::<i32>().ok());
            if let (true, Some(number)) = (here.is_some() && theirs == here, number)
                && number != pid.cast_signed()
                && let Some(process) = rustix::process::Pid::from_raw(number)
            {
                let _ = rustix::process::kill_process(process, rustix::process::Signal::KILL);
            }
        }
        let _ = self.holder.stdin.take().map(|mut end| end.flush());
        let _ = self.holder.wait();
        if std::thread::panicking() {
            eprintln!("what the server says:\n{}", self.server_said());
        }
        for path in [self.key(), self.key().with_extension("key.pub"), self.log()] {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// What this needs and is not here.
fn lacking() -> String {
    let mut lacks = Vec::new();
    if !rustix::process::geteuid().is_root() {
        lacks.push("root");
    }
    for tool in [
        "sudo", "visudo", "sshd", "ssh", "useradd", "nsenter", "unshare", "setpriv", "pgrep",
    ] {
        let places = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];
        if !places.iter().any(|place| Path::new(place).join(tool).is_file()) {
            lacks.push(tool);
        }
    }
    lacks.join(" ")
}
