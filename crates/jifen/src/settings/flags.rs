//! A flag for every setting.

use super::table::TABLE;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};
use std::collections::BTreeMap;

/// What flags say, by setting.
#[derive(Clone, Default, Debug)]
pub struct Flags(BTreeMap<&'static str, String>);

/// Given to every verb, and therefore no flag of this one.
const ELSEWHERE: &str = "policies";

impl Flags {
    /// What the flag of a setting says.
    pub fn get(&self, key: &str) -> Option<String> {
        self.0.get(key).cloned()
    }
}

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        TABLE.iter().filter(|setting| setting.key != ELSEWHERE).fold(command, |command, setting| {
            let arg = Arg::new(setting.key).long(setting.key).value_name(setting.shape);
            command.arg(arg.help(setting.about))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Flags::augment_args(command)
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Flags, clap::Error> {
        let mut flags = Flags::default();
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for setting in TABLE.iter().filter(|setting| setting.key != ELSEWHERE) {
            if let Some(text) = matches.get_one::<String>(setting.key) {
                self.0.insert(setting.key, text.clone());
            }
        }
        Ok(())
    }
}
