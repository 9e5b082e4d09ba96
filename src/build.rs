//! How the program is linked. What unwinds a panic lies in a library of gcc's that is loaded, searched and set up at every
//! start, a quarter of a millisecond before the first line is run; the same is put into the program instead.

use std::io::{self, Write as _};

const UNWINDER: &str = "-Wl,--push-state,--whole-archive,-Bstatic,-lgcc_eh,--pop-state";

/// Without it what was erased could stay in gaps of pages (`store/gaps.rs`).
const PAGES: &str = "SQLITE_ENABLE_DBPAGE_VTAB";

fn main() -> io::Result<()> {
    let target = |what: &str| std::env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    let mut say = io::stdout().lock();
    writeln!(say, "cargo::rerun-if-changed=src/build.rs")?;
    // Set by `.cargo/config.toml`, which is read in the folder of the program and below it, and nowhere else.
    writeln!(say, "cargo::rerun-if-env-changed=LIBSQLITE3_FLAGS")?;
    if !std::env::var("LIBSQLITE3_FLAGS").is_ok_and(|flags| flags.contains(PAGES)) {
        writeln!(
            say,
            "cargo::error=SQLite has to be built with {PAGES}: build in the folder of the program, whose .cargo/config.toml says so"
        )?;
    }
    if (target("OS").as_str(), target("ENV").as_str()) == ("linux", "gnu") {
        writeln!(say, "cargo::rustc-link-arg-bins={UNWINDER}")?;
    }
    Ok(())
}
