//! `jifen schema`: what a record may hold, for machines or for people.

use crate::command::{Schema, Shared};
use crate::failure::{Failure, Verdict};
use crate::library::Shelf;
use crate::page;
use policy::vocabulary::{record_schema, reference_page};

pub fn run(arguments: &Schema, shared: &Shared) -> Result<Verdict, Failure> {
    let shelf = Shelf::open(shared.policies.as_deref())?;
    let vocabulary = &shelf.library.vocabulary;
    if arguments.reference {
        page::print(&reference_page(vocabulary))?;
    } else {
        crate::json::print(&record_schema(vocabulary))?;
    }
    Ok(Verdict::Fine)
}
