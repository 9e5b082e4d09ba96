//! How the program is linked. What unwinds a panic lies in a library of gcc's that is loaded, searched and set up at every
//! start, a quarter of a millisecond before the first line is run; the same is put into the program instead.

use std::io::{self, Write as _};

const UNWINDER: &str = "-Wl,--push-state,--whole-archive,-Bstatic,-lgcc_eh,--pop-state";

fn main() -> io::Result<()> {
    let target = |what: &str| std::env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    let mut say = io::stdout().lock();
    writeln!(say, "cargo::rerun-if-changed=src/build.rs")?;
    if (target("OS").as_str(), target("ENV").as_str()) == ("linux", "gnu") {
        writeln!(say, "cargo::rustc-link-arg-bins={UNWINDER}")?;
    }
    Ok(())
}
