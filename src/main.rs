//! The thin binary.

fn main() -> std::process::ExitCode {
    zhiban::run(std::env::args_os().collect())
}
