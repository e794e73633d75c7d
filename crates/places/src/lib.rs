//! Scarce places: rankings and quotas, seats by wishes, lotteries, auctions, exam slots.
//!
//! This crate ranks numbers and does not know what they are for. It knows no policy and no score, opens no file, asks no clock and
//! draws no dice: tickets come out of a seed that is handed in, and the same round gives the same bytes, on any number of threads.
//!
//! - [`ranking`]: lexicographic keys, competition ranks, a quota or a line, equals at its end, places that become free.
//! - [`seats`]: lists of wishes and schools with pools of seats, from immediate through parallel to deferred acceptance.
//! - [`why`]: why somebody got no place, in one sentence that can be checked.
//! - [`lottery`]: commitment, seed, tickets; by hand with `sha256sum`.
//! - [`auction`]: plates, in two phases, replayed byte for byte from its journal.
//! - [`slots`]: exam slots by class and waiting time, with a bound on waiting; bookings that are made whole or not at all.
//! - [`files`]: a round as tables, filed and published.

pub mod auction;
pub mod files;
pub mod lottery;
mod names;
pub mod problem;
pub mod ranking;
pub mod seats;
pub mod slots;
pub mod why;

pub use names::{Applicant, Names, School};
pub use problem::{Problem, Severity};
