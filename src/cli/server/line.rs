//! What can be written on the command line about the server of a machine, and what its people can write.

use clap::{Args, Subcommand};

use crate::cli::args::{label, role};
use crate::domain::code::Role;

/// `server`.
#[derive(Debug, Args)]
pub struct Server {
    #[command(subcommand)]
    pub verb: ServerVerb,
}

/// What to do with the server of a machine.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum ServerVerb {
    /// Set it up, or bring it up to this program.
    Install {
        /// Only say what would be done.
        #[arg(long)]
        dry_run: bool,
    },
    /// Let somebody in.
    Add {
        #[arg(value_name = "LOGIN", value_parser = login)]
        login: String,
        #[arg(long, value_name = "NAME", value_parser = label)]
        name: String,
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: Role,
    },
    /// Let somebody in no more.
    Dismiss {
        #[arg(value_name = "LOGIN", value_parser = login)]
        login: String,
    },
    /// Undo all of it; the data stays.
    Remove {
        /// Only say what would be done.
        #[arg(long)]
        dry_run: bool,
    },
}

/// A login as every system takes it, and none that could pass for an option.
fn login(text: &str) -> Result<String, String> {
    const LONGEST: usize = 32;
    let is_first = |c: char| c.is_ascii_lowercase() || c == '_';
    let is_more = |c: char| is_first(c) || c.is_ascii_digit() || c == '-';
    let is_login = text.starts_with(is_first) && text.chars().all(is_more) && text.len() <= LONGEST;
    is_login.then(|| text.to_owned()).ok_or_else(|| text.to_owned())
}

/// The names of those commands, for the rule that lets people in.
pub const SERVED: [&str; 7] = ["accounts", "backup", "check", "config", "do", "list", "restore"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Line;
    use clap::Parser as _;

    #[test]
    fn a_server_takes_no_file_from_its_people_and_its_rule_names_what_it_takes() {
        let read = |line: &str| Line::try_parse_from(line.split(' ')).unwrap().command.unwrap();
        for line in [
            "zhiban list today",
            "zhiban check --deep",
            "zhiban backup",
            "zhiban restore a.db --yes",
            "zhiban do",
            "zhiban do - --json",
            "zhiban do --acts",
            "zhiban accounts",
            "zhiban config adopt --shipped",
        ] {
            assert!(read(line).is_served(), "{line}");
            assert!(SERVED.contains(&line.split(' ').nth(1).unwrap()), "{line}");
        }
        for line in [
            "zhiban init --name a --code b",
            "zhiban demo",
            "zhiban import units a.csv",
            "zhiban do a.txt",
            "zhiban config adopt a.toml",
            "zhiban server install",
            "zhiban due 2026-01-01 5wd",
        ] {
            assert!(!read(line).is_served(), "{line}");
        }
        for bad in ["-x", "Lin", "a b", "a:b", "", "1a", "王"] {
            assert!(login(bad).is_err(), "{bad}");
        }
        assert!(login("lin_2-a").is_ok());
    }
}
