//! The thin binary.

fn main() -> std::process::ExitCode {
    zhiban::cli::run(std::env::args_os().collect())
}
