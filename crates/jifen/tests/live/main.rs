//! The running service as people and programs meet it: in a browser, on a phone and at a desk, in both languages, with scripts and
//! without; and asked by other people's tools.
//!
//! `cargo xtask test` installs what they need and runs these; `cargo test -p jifen --test live` runs them alone.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod accessible;
mod api;
mod chromium;
mod eyes;
mod grid;
mod journeys;
mod kept;
mod keyboard;
mod people;
mod site;
