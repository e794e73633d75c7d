//! Any text as a record: it is read, and what was read is written and read again as the same.
//!
//! `cargo +nightly fuzz run read_record fuzz/corpus/read_record examples`
#![no_main]

use libfuzzer_sys::fuzz_target;
use policy::record::{read_record, record_to_json};
use policy::vocabulary::{Vocabulary, read_vocabulary};
use std::sync::LazyLock;

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| read_vocabulary(include_str!("../../policies/facts.md"), "facts.md").0);

fuzz_target!(|text: &str| {
    if let Ok(record) = read_record(text, &VOCABULARY) {
        let written = record_to_json(&record, &VOCABULARY);
        assert_eq!(read_record(&written, &VOCABULARY).as_ref(), Ok(&record), "{written}");
    }
});
