//! `jifen completions`: scripts by which a shell completes the command's words.

use crate::command::{Command, Completions};
use crate::failure::{Failure, Verdict};
use crate::page;
use clap::CommandFactory as _;

pub fn run(arguments: &Completions) -> Result<Verdict, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Command::command(), "jifen", &mut script);
    page::print(&String::from_utf8_lossy(&script))?;
    Ok(Verdict::Fine)
}
