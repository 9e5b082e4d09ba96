//! The programs of the system that root has set a server up with. Nobody else starts any.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Where programs of the system lie; whatever the caller's own list says.
const PLACES: [&str; 4] = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/// A program by its name.
pub fn find(name: &str) -> Option<PathBuf> {
    let mut paths = PLACES.iter().map(|place| Path::new(place).join(name));
    paths.find(|path| path.is_file())
}

/// A program, with nothing of the caller's around it.
pub fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", PLACES.join(":"))
        .env("LC_ALL", "C.UTF-8");
    command
}

/// Runs it, and says what it said where it failed.
pub fn run(words: &[impl AsRef<str>]) -> Result<(), String> {
    let mut words = words.iter().map(AsRef::as_ref);
    let name = words.next().unwrap_or_default();
    let program = find(name).ok_or_else(|| name.to_owned())?;
    settled(command(&program).args(words).output())
}

/// What a program came to.
fn settled(done: io::Result<Output>) -> Result<(), String> {
    let done = done.map_err(|e| e.to_string())?;
    if done.status.success() {
        return Ok(());
    }
    let said = [done.stderr, done.stdout].concat();
    let said = String::from_utf8_lossy(&said);
    Err(said.split_whitespace().collect::<Vec<_>>().join(" "))
}
