//! What can be written on the command line. Help texts are set at run time (`help`), because they have two languages.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::server::line::Server;
use crate::app::list::LISTED;
use crate::app::list::told::Listed;
use crate::domain::code::{Role, Section, StationKind};
use crate::domain::text::unseen;
use crate::term::Charset;

/// The command line as clap reads it.
#[derive(Debug, Parser)]
#[command(
    name = "zhiban",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub struct Line {
    #[command(flatten)]
    pub global: Global,
    /// What to do; the desk opens without it.
    #[command(subcommand)]
    pub command: Option<Verb>,
}

/// The line of whoever opens the desk: options alone. Putting the commands together takes longer than to read it, and it is
/// the line that is written all day.
#[derive(Debug, Parser)]
#[command(name = "zhiban", version, disable_help_flag = true, disable_version_flag = true)]
pub struct DeskLine {
    #[command(flatten)]
    pub global: Global,
}

/// Options that may stand anywhere.
#[derive(Clone, Debug, Args)]
pub struct Global {
    #[arg(long, global = true, value_name = "FILE")]
    pub db: Option<PathBuf>,
    /// The account, by the person's name.
    #[arg(long, global = true, value_name = "NAME", value_parser = label)]
    pub account: Option<String>,
    /// The table of this keyboard.
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u8).range(1..))]
    pub table: Option<u8>,
    #[arg(long, global = true, value_name = "zh|en")]
    pub lang: Option<String>,
    #[arg(long, global = true, value_name = "NAME")]
    pub theme: Option<String>,
    /// What the terminal reads and sends, where it does not say so itself.
    #[arg(long, global = true, value_name = "utf8|gb18030", value_parser = charset)]
    pub charset: Option<Charset>,
    #[arg(long, global = true)]
    pub plain: bool,
    /// A console that shows Chinese although it says that it is the kernel's.
    #[arg(long, global = true)]
    pub console: bool,
    #[arg(short = 'h', long, global = true, action = clap::ArgAction::Help)]
    pub help: Option<bool>,
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    pub version: Option<bool>,
}

/// The subcommands; their own options are the structs below.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum Verb {
    /// Set up a station.
    Init(Init),
    /// Make up a station.
    Demo(Demo),
    /// Bring in a table.
    Import(Import),
    List(List),
    Check(Check),
    Backup(Backup),
    /// Put a backup in place.
    Restore(Restore),
    Accounts(Accounts),
    Config(Config),
    /// Set up the server of a machine.
    Server(Server),
    /// Count a due date.
    Due(Due),
    /// What other programs ask for.
    Do(Do),
    Completions(Completions),
}

impl Verb {
    /// Whether it is about a data file; the others may be asked where there is none.
    pub const fn has_file(&self) -> bool {
        match self {
            Self::Due(_) | Self::Completions(_) | Self::Server(_) => false,
            Self::Config(of) => of.verb.is_some(),
            Self::Do(how) => !how.acts,
            Self::Init(_)
            | Self::Demo(_)
            | Self::Import(_)
            | Self::List(_)
            | Self::Check(_)
            | Self::Backup(_)
            | Self::Restore(_)
            | Self::Accounts(_) => true,
        }
    }

    /// Whether it is one of the commands for people of a server. What they name is looked for in the folders of its data; where
    /// a file from elsewhere is read, it is none of them.
    pub fn is_served(&self) -> bool {
        match self {
            Self::List(_) | Self::Check(_) | Self::Backup(_) | Self::Restore(_) | Self::Accounts(_) => true,
            Self::Do(how) => how.acts || how.file == Path::new("-"),
            Self::Config(of) => !matches!(of.verb, Some(ConfigVerb::Adopt { file: Some(_), .. })),
            Self::Init(_) | Self::Demo(_) | Self::Import(_) | Self::Server(_) | Self::Due(_) | Self::Completions(_) => {
                false
            }
        }
    }
}

/// `do`.
#[derive(Debug, Args)]
pub struct Do {
    /// Where the lines are; `-` is standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    pub file: PathBuf,
    #[arg(long)]
    pub json: bool,
    /// Try all of them and undo it.
    #[arg(long)]
    pub dry_run: bool,
    /// Say what can be asked for.
    #[arg(long, conflicts_with = "dry_run")]
    pub acts: bool,
}

/// `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Name of the station.
    #[arg(long, value_name = "NAME", value_parser = label)]
    pub name: String,
    #[arg(long, value_name = "CODE", value_parser = label)]
    pub code: String,
    /// What kind of place.
    #[arg(long, value_name = "KIND", default_value = "station", value_parser = station_kind)]
    pub kind: StationKind,
    /// Opening hours in words.
    #[arg(long, value_name = "TEXT", default_value = "", value_parser = label)]
    pub hours: String,
    /// Phone of the head.
    #[arg(long, value_name = "PHONE", value_parser = phone)]
    pub head_phone: Option<String>,
    /// Name of the first account; the login when nobody says.
    #[arg(long, value_name = "NAME", value_parser = label)]
    pub person: Option<String>,
    /// Login of the first account.
    #[arg(long, value_name = "LOGIN", value_parser = label)]
    pub os: Option<String>,
    #[arg(long = "demo")]
    pub practice: bool,
}

/// `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    #[arg(long, value_name = "N", default_value_t = 400)]
    pub opinions: u32,
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    #[arg(long)]
    pub no_open: bool,
}

/// What can be brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Table {
    Deputies,
    Units,
}

/// `import`.
#[derive(Debug, Args)]
pub struct Import {
    #[arg(value_name = "deputies|units")]
    pub what: Table,
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Only say what would happen.
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
    #[arg(long)]
    pub yes: bool,
    /// What each column is, as a dry run prints it.
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    #[arg(long)]
    pub json: bool,
}

/// `list`.
#[derive(Debug, Args)]
pub struct List {
    #[arg(value_name = "WHAT", value_parser = listed())]
    pub what: &'static Listed,
    /// Only what has this in it.
    #[arg(long = "match", value_name = "TEXT")]
    pub matching: Option<String>,
    /// Visits of another day than the desk's.
    #[arg(long, value_name = "DAY")]
    pub day: Option<String>,
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    #[arg(long)]
    pub csv: bool,
}

/// `check`.
#[derive(Debug, Args)]
pub struct Check {
    #[arg(long)]
    pub deep: bool,
    /// Go on although the end of the log was lost.
    #[arg(long, conflicts_with_all = ["deep", "json"])]
    pub go_on: bool,
    /// The station moved here, and the copy it was made of is in use no more.
    #[arg(long, conflicts_with_all = ["deep", "json", "go_on"])]
    pub moved: bool,
    #[arg(long)]
    pub json: bool,
}

/// `backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// A name of its own in the folder of copies without it.
    #[arg(value_name = "DEST")]
    pub dest: Option<PathBuf>,
}

/// `restore`.
#[derive(Debug, Args)]
pub struct Restore {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Without being asked.
    #[arg(long)]
    pub yes: bool,
    /// The backup is of another station.
    #[arg(long)]
    pub other_station: bool,
}

/// `accounts`.
#[derive(Debug, Args)]
pub struct Accounts {
    /// What to do; the list without it.
    #[command(subcommand)]
    pub verb: Option<AccountVerb>,
}

/// What to do with accounts.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum AccountVerb {
    List {
        #[arg(long)]
        json: bool,
    },
    Add {
        #[arg(long, value_name = "NAME", value_parser = label)]
        name: String,
        #[arg(long, value_name = "LOGIN", value_parser = label)]
        os: String,
        /// What they may do.
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: Role,
    },
    Change {
        #[arg(value_name = "NAME")]
        who: String,
        /// Of which login, where several are called so.
        #[arg(long, value_name = "LOGIN")]
        os: Option<String>,
        #[arg(long, value_name = "NAME", value_parser = label)]
        name: Option<String>,
        #[arg(long, value_name = "ROLE", value_parser = role)]
        role: Option<Role>,
        /// In use or withdrawn.
        #[arg(long, value_name = "yes|no", value_parser = yes_no)]
        active: Option<bool>,
    },
}

/// `config`.
#[derive(Debug, Args)]
pub struct Config {
    /// What to do; print the shipped rules without it.
    #[command(subcommand)]
    pub verb: Option<ConfigVerb>,
}

/// What to do with rules.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum ConfigVerb {
    /// Print the shipped ones, or the station's.
    Show {
        #[arg(long)]
        station: bool,
    },
    /// Say what ships and is not in force here.
    Offer {
        #[arg(long)]
        json: bool,
    },
    /// Adopt a file's, or the shipped ones.
    #[command(group = clap::ArgGroup::new("whose").required(true))]
    Adopt {
        #[arg(value_name = "FILE", group = "whose")]
        file: Option<PathBuf>,
        #[arg(long, group = "whose")]
        shipped: bool,
        /// Only these sections, by name or number.
        #[arg(long = "section", value_name = "NAME", value_parser = section)]
        sections: Vec<Section>,
        /// Wholly: what is not written goes.
        #[arg(long)]
        whole: bool,
        /// Only when this version is still in force.
        #[arg(long, value_name = "VERSION")]
        seen: Option<u32>,
    },
}

/// `due`.
#[derive(Debug, Args)]
pub struct Due {
    /// The day to count from.
    #[arg(value_name = "START")]
    pub start: String,
    #[arg(value_name = "LIMIT")]
    pub limit: String,
    #[arg(long)]
    pub json: bool,
}

/// `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    #[arg(value_name = "SHELL")]
    pub shell: Shell,
}

/// A list by its name.
fn listed() -> impl TypedValueParser<Value = &'static Listed> {
    let names = PossibleValuesParser::new(LISTED.map(|list| list.name));
    names.try_map(|name| LISTED.into_iter().find(|list| list.name == name).ok_or(name))
}

/// What is kept of a line, in numbers and names: nothing that cannot be seen.
pub fn label(text: &str) -> Result<String, String> {
    match unseen(text) {
        None => Ok(text.to_owned()),
        Some(_) => Err(text.to_owned()),
    }
}

fn station_kind(text: &str) -> Result<StationKind, String> {
    StationKind::from_code(text).ok_or_else(|| text.to_owned())
}

fn phone(text: &str) -> Result<String, String> {
    let read = crate::domain::phone::parse_phone(text);
    read.map(|p| p.canonical()).map_err(|_| text.to_owned())
}

/// By the name a section has in a file, or by the number it is offered under.
fn section(text: &str) -> Result<Section, String> {
    let number = || text.parse::<usize>().ok()?.checked_sub(1);
    let by_number = || Section::ALL.get(number()?).copied();
    Section::from_code(text)
        .or_else(by_number)
        .ok_or_else(|| text.to_owned())
}

/// A role by its code.
pub fn role(text: &str) -> Result<Role, String> {
    Role::from_code(text).ok_or_else(|| text.to_owned())
}

fn charset(text: &str) -> Result<Charset, String> {
    Charset::named(text).ok_or_else(|| text.to_owned())
}

fn yes_no(text: &str) -> Result<bool, String> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_options_alone_is_read_as_the_whole_line_reads_it() {
        let lines = [
            "zhiban",
            "zhiban --db a.db --account 林晓 --table 2 --lang en",
            "zhiban --theme=mono --charset gb18030 --plain --console",
            // Read by neither, or not as a desk to open: the whole line says what is wrong with it.
            "zhiban --table 0",
            "zhiban --db",
            "zhiban --json",
            "zhiban list owed",
            "zhiban --account list",
            "zhiban --db a.db due 2026-01-01 5wd",
            "zhiban -V",
            "zhiban -h",
            "zhiban due",
        ];
        for line in lines {
            let words = line.split(' ');
            let alone = DeskLine::try_parse_from(words.clone()).map(|line| format!("{:?}", line.global));
            let whole = Line::try_parse_from(words).ok().filter(|line| line.command.is_none());
            assert_eq!(alone.ok(), whole.map(|line| format!("{:?}", line.global)), "{line}");
        }
    }
}
