//! Any text as the tables of a round, each after a line `=== NAME`: what can be run is published, and the recount finds no fault.
//!
//! `cargo +nightly fuzz run run_round fuzz/corpus/run_round`
#![no_main]

use libfuzzer_sys::fuzz_target;
use places::files::{Files, read};
use recount::recount;

fuzz_target!(|text: &str| {
    let mut files = Files::new();
    for part in text.split("=== ").skip(1) {
        let (name, table) = part.split_once('\n').unwrap_or((part, ""));
        files.insert(name.trim().to_owned(), table.to_owned());
    }
    // A folder that somebody made up is recounted without falling over.
    recount(&files);
    if let Ok(run) = read(&files).and_then(|(round, _)| round.run()) {
        let found = recount(&run.publish(&files));
        assert!(found.faults.is_empty(), "{:?}", found.faults);
    }
});
