//! `jifen completions`: scripts by which a shell completes the command's words.

use crate::command::Completions;
use crate::failure::{Failure, Verdict};
use crate::{page, usage};

pub fn run(arguments: &Completions) -> Result<Verdict, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut usage::dressed(), "jifen", &mut script);
    page::print(&String::from_utf8_lossy(&script))?;
    Ok(Verdict::Fine)
}
