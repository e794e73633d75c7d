//! `jifen policies`: what can be asked for.

use crate::command::{Policies, Shared};
use crate::failure::{Failure, Verdict};
use crate::library::{Shelf, in_force};
use crate::page;
use score::explain::Language;
use std::fmt::Write as _;

pub fn run(_arguments: &Policies, shared: &Shared) -> Result<Verdict, Failure> {
    let shelf = Shelf::open(shared.policies.as_deref())?;
    let mut text = String::new();
    for scheme in &shelf.library.schemes {
        let _ = writeln!(text, "{}  {}", scheme.id, scheme.title());
        for version in &scheme.versions {
            let _ = writeln!(text, "  {}  {}", version.id, in_force(version, Language::Chinese));
        }
    }
    page::print(&text)?;
    Ok(Verdict::Fine)
}
