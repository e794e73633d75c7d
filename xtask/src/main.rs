//! `cargo xtask`: what developers of Jifen run. One file a command, one file a house rule.

mod command;
mod markdown;
mod repository;
mod rust_text;
mod tidy;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match repository::enter().and_then(|()| command::run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            command::complain(&failure);
            ExitCode::FAILURE
        }
    }
}
