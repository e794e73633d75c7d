//! Any text as a version of a policy: it is read, checked, drawn and printed, and nothing fails.
//!
//! `cargo +nightly fuzz run scan_policy fuzz/corpus/scan_policy policies/*/*/`
#![no_main]

use libfuzzer_sys::fuzz_target;
use policy::check::check;
use policy::diagnostic::render;
use policy::document::{SourceFile, print, scan};
use policy::scheme::Library;
use std::sync::LazyLock;

static FACTS: LazyLock<SourceFile> = LazyLock::new(|| SourceFile {
    path: "facts.md".into(),
    text: include_str!("../../policies/facts.md").into(),
});

fuzz_target!(|text: String| {
    let printed = print(&scan(&text).document);
    let again = print(&scan(&printed).document);
    assert_eq!(printed, again, "printing twice changes the text");
    let version = SourceFile { path: "shifan/points/2026-01-01.md".into(), text };
    let files = [FACTS.clone(), version];
    let (library, mut problems) = Library::read(&files);
    for scheme in &library.schemes {
        problems.extend(check(scheme));
    }
    for problem in &problems {
        let text = files.iter().find(|file| file.path == problem.file).map_or("", |file| &file.text);
        render(problem, text, false);
    }
});
