//! The pages and the API, asked as a browser and a program ask, in the same process.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod any_form;
mod api;
mod ask;
mod common;
mod disputed;
mod homes;
mod operation;
mod pages;
mod problems;
mod server;
mod take_along;
