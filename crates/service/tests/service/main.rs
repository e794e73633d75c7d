//! The pages and the API, asked as a browser and a program ask, in the same process.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod any_form;
mod api;
mod ask;
mod common;
mod pages;
mod take_along;
