//! Help and complaints of the command line in the language of the screen.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory as _};

use super::args::Line;
use super::fill;
use super::list;
use crate::domain::text::one_line;
use crate::error::{Fail, USAGE};
use crate::i18n::Lang;
use crate::i18n::cli::Texts;

/// The command line with its help in a language.
pub fn command(lang: Lang) -> Command {
    let t = &lang.texts().cli;
    dressed(Line::command(), &[], lang).about(t.about).after_help(t.open)
}

fn dressed(command: Command, above: &[&str], lang: Lang) -> Command {
    let t = &lang.texts().cli;
    let name = command.get_name().to_owned();
    let mut path: Vec<&str> = above.to_vec();
    path.push(&name);
    let template = format!(
        "{{about-with-newline}}\n{}: {{usage}}\n\n{}{}{}:\n{{options}}\n{{after-help}}",
        t.usage,
        headed(t.commands, "{subcommands}", command.has_subcommands()),
        headed(t.arguments, "{positionals}", command.get_positionals().next().is_some()),
        t.options,
    );
    let mut command = command.help_template(template);
    if let Some(about) = about(&path, t) {
        command = command.about(fill(about, &[("lists", &list::names(lang))]));
    }
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for sub in names {
        command = command.mut_subcommand(sub, |c| dressed(c, &path, lang));
    }
    let owner = path.last().copied().unwrap_or_default().to_owned();
    command.mut_args(|arg| explained(arg, &owner, lang))
}

fn headed(title: &str, part: &str, there: bool) -> String {
    if there {
        format!("{title}:\n{part}\n\n")
    } else {
        String::new()
    }
}

fn about(path: &[&str], t: &Texts) -> Option<&'static str> {
    Some(match path {
        [_, "init"] => t.c_init,
        [_, "demo"] => t.c_demo,
        [_, "import"] => t.c_import,
        [_, "list"] => t.c_list,
        [_, "check"] => t.c_check,
        [_, "backup"] => t.c_backup,
        [_, "restore"] => t.c_restore,
        [_, "accounts"] => t.c_accounts,
        [_, "accounts", "list"] => t.c_accounts_list,
        [_, "accounts", "add"] => t.c_accounts_add,
        [_, "accounts", "change"] => t.c_accounts_change,
        [_, "config"] => t.c_config,
        [_, "config", "show"] => t.c_config_show,
        [_, "config", "offer"] => t.c_config_offer,
        [_, "config", "adopt"] => t.c_config_adopt,
        [_, "server"] => t.c_server,
        [_, "server", "install"] => t.c_server_install,
        [_, "server", "add"] => t.c_server_add,
        [_, "server", "dismiss"] => t.c_server_dismiss,
        [_, "server", "remove"] => t.c_server_remove,
        [_, "due"] => t.c_due,
        [_, "do"] => t.c_do,
        [_, "completions"] => t.c_completions,
        _ => return None,
    })
}

fn explained(arg: Arg, owner: &str, lang: Lang) -> Arg {
    let t = &lang.texts().cli;
    let help = match (owner, arg.get_id().as_str()) {
        (_, "db") => t.a_db,
        (_, "account") => t.a_account,
        (_, "table") => t.a_table,
        (_, "lang") => t.a_lang,
        (_, "theme") => t.a_theme,
        (_, "charset") => t.a_charset,
        (_, "plain") => t.a_plain,
        (_, "console") => t.a_console,
        (_, "help") => t.a_help,
        (_, "version") => t.a_version,
        ("change", "name") => t.a_new_name,
        ("add", "name") | (_, "who") => t.a_who,
        (_, "name") => t.a_name,
        (_, "code") => t.a_code,
        (_, "kind") => t.a_kind,
        (_, "hours") => t.a_hours,
        (_, "head_phone") => t.a_head_phone,
        (_, "person") => t.a_person,
        (_, "practice") => t.a_practice,
        (_, "os") => t.a_os,
        (_, "login") => t.a_login,
        (_, "role") => t.a_role,
        (_, "active") => t.a_active,
        (_, "opinions") => t.a_opinions,
        (_, "seed") => t.a_seed,
        (_, "no_open") => t.a_no_open,
        ("import", "what") => t.a_what_import,
        (_, "what") => &list::names(lang),
        ("do", "file") => t.a_lines,
        (_, "acts") => t.a_acts,
        (_, "file") => t.a_file,
        (_, "dest") => t.a_dest,
        ("install" | "remove", "dry_run") => t.a_dry_run_server,
        (_, "dry_run") => t.a_dry_run,
        ("restore", "yes") => t.a_yes_restore,
        (_, "other_station") => t.a_other_station,
        (_, "map") => t.a_map,
        (_, "yes") => t.a_yes,
        (_, "json") => t.a_json,
        (_, "csv") => t.a_csv,
        (_, "matching") => t.a_match,
        (_, "day") => &fill(t.a_day, &[("list", &list::by_day())]),
        (_, "deep") => t.a_deep,
        (_, "go_on") => t.a_go_on,
        (_, "moved") => t.a_moved,
        (_, "station") => t.a_station,
        (_, "shipped") => t.a_shipped,
        (_, "sections") => t.a_section,
        (_, "whole") => t.a_whole,
        (_, "seen") => t.a_seen,
        (_, "start") => t.a_start,
        (_, "limit") => t.a_limit,
        (_, "shell") => t.a_shell,
        _ => return arg,
    };
    let arg = arg.help(help.to_owned());
    if arg.get_action().takes_values() {
        return arg.hide_possible_values(true).hide_default_value(true);
    }
    arg
}

/// What is wrong with the line, in one sentence.
pub fn complaint(lang: Lang, error: &clap::Error) -> Fail {
    let t = &lang.texts().cli;
    let said = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(one)) => Some(one_line(one)),
        Some(ContextValue::Strings(many)) => Some(one_line(&many.join(" "))),
        _ => None,
    };
    let arg = said(ContextKind::InvalidArg);
    let value = said(ContextKind::InvalidValue).filter(|v| !v.is_empty());
    let what = match (error.kind(), arg, value) {
        (ErrorKind::InvalidSubcommand, _, _) => {
            let name = said(ContextKind::InvalidSubcommand).unwrap_or_default();
            fill(t.u_unknown, &[("what", &name)])
        }
        (ErrorKind::UnknownArgument, Some(arg), _) => fill(t.u_unknown, &[("what", &arg)]),
        (ErrorKind::InvalidValue | ErrorKind::ValueValidation, Some(arg), Some(value)) => {
            let all = said(ContextKind::ValidValue).filter(|all| !all.is_empty());
            let template = if all.is_some() { t.u_one_of } else { t.u_value };
            let all = all.unwrap_or_default();
            fill(template, &[("what", &arg), ("value", &value), ("all", &all)])
        }
        (ErrorKind::MissingRequiredArgument | ErrorKind::InvalidValue, Some(arg), _) => {
            fill(t.u_missing, &[("what", &arg)])
        }
        (ErrorKind::ArgumentConflict, Some(arg), _) => fill(t.u_conflict, &[("what", &arg)]),
        _ => t.u_other.to_owned(),
    };
    Fail::with(USAGE, t.bad_usage, "what", what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_help(command: &mut Command, into: &mut Vec<String>) {
        into.push(command.render_help().to_string());
        let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
        for name in names {
            if let Some(sub) = command.find_subcommand_mut(&name) {
                every_help(sub, into);
            }
        }
    }

    #[test]
    fn help_is_whole_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let mut command = command(lang);
            command.build();
            command.clone().debug_assert();
            let mut helps = Vec::new();
            every_help(&mut command, &mut helps);
            assert!(helps.len() >= 18, "{}", helps.len());
            for list in crate::app::list::LISTED {
                let named = helps.iter().filter(|help| help.contains(list.name)).count();
                assert!(named >= 2, "{} is named in {named} pages", list.name);
            }
            for help in helps {
                if lang == Lang::En {
                    assert!(help.is_ascii(), "{help}");
                } else {
                    // Whatever is explained at all is explained in Chinese.
                    for line in help.lines().filter(|l| l.starts_with("  ")) {
                        assert!(line.chars().any(crate::domain::text::is_han), "{line}\n{help}");
                    }
                }
            }
        }
    }
}
