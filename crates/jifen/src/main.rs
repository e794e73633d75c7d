//! The command. It opens files, asks what day it is, and prints; it computes nothing itself.
//!
//! [`command`] says what can be asked; each verb has a file of its own, `verb_….rs`; [`library`] finds policies.

mod asked;
mod clock;
mod command;
mod command_ahead;
mod coverage;
mod failure;
mod grid;
mod input;
mod json;
mod keeping;
mod library;
mod outlook;
mod page;
mod reach;
mod round_folder;
mod samples;
mod settings;
mod sheet;
mod side;
mod speech;
mod usage;
mod verb_cases;
mod verb_check;
mod verb_claims;
mod verb_compare;
mod verb_completions;
mod verb_diff;
mod verb_docs;
mod verb_fmt;
mod verb_forecast;
mod verb_places;
mod verb_plan;
mod verb_policies;
mod verb_recount;
mod verb_schema;
mod verb_score;
mod verb_serve;
mod verb_show;
mod verb_why;

use command::{Command, Verb};
use failure::{Failure, Verdict};
use std::process::ExitCode;

// An explanation is many small texts: this allocator gives them out in half the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match usage::read().and_then(|command| run(&command)) {
        Ok(Verdict::Fine) => ExitCode::SUCCESS,
        Ok(Verdict::NotMet) => ExitCode::from(1),
        Ok(Verdict::Refused) => ExitCode::from(2),
        Err(failure) => {
            failure.print();
            ExitCode::from(2)
        }
    }
}

fn run(command: &Command) -> Result<Verdict, Failure> {
    match &command.verb {
        Verb::Score(arguments) => verb_score::run(arguments, &command.shared),
        Verb::Compare(arguments) => verb_compare::run(arguments, &command.shared),
        Verb::Plan(arguments) => verb_plan::run(arguments, &command.shared),
        Verb::Forecast(arguments) => verb_forecast::run(arguments, &command.shared),
        Verb::Why(arguments) => verb_why::run(arguments, &command.shared),
        Verb::Claims(arguments) => verb_claims::run(arguments, &command.shared),
        Verb::Policies(arguments) => verb_policies::run(arguments, &command.shared),
        Verb::Show(arguments) => verb_show::run(arguments, &command.shared),
        Verb::Diff(arguments) => verb_diff::run(arguments, &command.shared),
        Verb::Check(arguments) => verb_check::run(arguments, &command.shared),
        Verb::Fmt(arguments) => verb_fmt::run(arguments, &command.shared),
        Verb::Cases(arguments) => verb_cases::run(arguments, &command.shared),
        Verb::Places(arguments) => verb_places::run(arguments),
        Verb::Recount(arguments) => verb_recount::run(arguments),
        Verb::Schema(arguments) => verb_schema::run(arguments, &command.shared),
        Verb::Docs(arguments) => verb_docs::run(arguments, &command.shared),
        Verb::Serve(arguments) => verb_serve::run(arguments, &command.shared),
        Verb::Completions(arguments) => verb_completions::run(arguments),
    }
}
