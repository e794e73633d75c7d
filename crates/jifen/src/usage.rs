//! Help and mistakes in the command line, in Chinese.

use crate::command::Command;
use crate::failure::Failure;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, CommandFactory as _, FromArgMatches as _};

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// The command as clap knows it, with its own words replaced.
pub fn dressed() -> clap::Command {
    dress(Command::command()).version(env!("CARGO_PKG_VERSION"))
}

fn dress(command: clap::Command) -> clap::Command {
    let help =
        Arg::new("help").short('h').long("help").action(ArgAction::Help).help("看说明").help_heading("选项");
    let mut command =
        command.disable_help_flag(true).disable_version_flag(true).help_template(TEMPLATE).arg(help);
    if command.get_name() == "jifen" {
        let version = Arg::new("version")
            .short('V')
            .long("version")
            .action(ArgAction::Version)
            .help("看版本")
            .help_heading("选项");
        command = command.arg(version);
    }
    let names: Vec<(String, bool)> =
        command.get_arguments().map(|arg| (arg.get_id().to_string(), arg.is_positional())).collect();
    for (name, positional) in names {
        let heading = if positional { "参数" } else { "选项" };
        command = command.mut_arg(name, |arg| arg.help_heading(heading));
    }
    if command.get_name() != "jifen" {
        let usage = command.clone().render_usage().to_string();
        let usage = usage.trim_start_matches("Usage:").trim().replace("[OPTIONS]", "[选项]");
        command = command.override_usage(format!("jifen {usage}"));
    }
    let verbs: Vec<String> = command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    for verb in verbs {
        command = command.mut_subcommand(verb, dress);
    }
    command
}

/// What was asked, or why it cannot be told. Help and version are printed by clap, which then ends the program.
pub fn read() -> Result<Command, Failure> {
    let matches = dressed().try_get_matches().map_err(said)?;
    Command::from_arg_matches(&matches).map_err(said)
}

fn said(error: clap::Error) -> Failure {
    if !error.use_stderr() {
        error.exit();
    }
    let context = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(texts)) => {
            texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
        }
        _ => String::new(),
    };
    let (argument, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let failure = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            Failure::new(format!("没有命令 {}", context(ContextKind::InvalidSubcommand)))
        }
        ErrorKind::UnknownArgument => Failure::new(format!("没有选项 {argument}")),
        ErrorKind::MissingRequiredArgument => Failure::new(format!("缺少 {argument}")),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Failure::new("没有说做什么")
        }
        ErrorKind::ArgumentConflict => {
            Failure::new(format!("{argument} 和 {} 不能一起用", context(ContextKind::PriorArg)))
        }
        ErrorKind::InvalidValue if value.is_empty() => Failure::new(format!("{argument} 没有写值")),
        ErrorKind::InvalidValue => Failure::new(format!("{argument} 不能是“{value}”")),
        ErrorKind::ValueValidation => {
            let why =
                std::error::Error::source(&error).map(|source| format!("：{source}")).unwrap_or_default();
            Failure::new(format!("{argument} 的值“{value}”不对{why}"))
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            Failure::new(format!("{argument} 的值太多"))
        }
        _ => Failure::new(error.to_string().trim().to_owned()),
    };
    let mut near: Vec<String> = Vec::new();
    for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue] {
        near.extend(Some(context(kind)).filter(|text| !text.is_empty()));
    }
    let valid = context(ContextKind::ValidValue);
    let failure = near.into_iter().fold(failure, |failure, near| failure.hint(format!("是不是 {near}？")));
    let failure = if valid.is_empty() { failure } else { failure.hint(format!("可写：{valid}")) };
    failure.hint("看说明：jifen --help，或 jifen 命令 --help")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_is_well_formed() {
        super::dressed().debug_assert();
    }
}
