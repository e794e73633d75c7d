//! The figures of `places`: how long rounds of a large city take. Prints a line a figure, `name<TAB>microseconds`, of the best of a
//! few runs; `cargo xtask bench` puts them into `docs/benchmarks.md`.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::panic,
    reason = "a benchmark measures time and prints"
)]

#[path = "../tests/made/mod.rs"]
mod made;

use made::{Size, make};
use places::seats::{Mechanism, allocate, objections};
use std::hint::black_box;
use std::time::Instant;

// The allocator of the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CITY: Size =
    Size { applicants: 1_000_000, schools: 2_000, wishes: 10, reserves: 0, seats_per_cent: 95 };

/// The best of a few runs, in microseconds; with many processes on a machine, the best is the least disturbed.
fn best<T>(runs: u32, mut run: impl FnMut() -> T) -> (u128, T) {
    let mut times = Vec::new();
    let mut last = None;
    for _ in 0..runs {
        let from = Instant::now();
        let made = black_box(run());
        times.push(from.elapsed().as_micros());
        last = Some(made);
    }
    let Some(last) = last else { panic!("no run") };
    (times.into_iter().min().unwrap_or_default(), last)
}

fn figure<T>(name: &str, runs: u32, run: impl FnMut() -> T) -> T {
    let (time, made) = best(runs, run);
    println!("{name}\t{time}");
    made
}

fn seats() {
    let made = make(CITY, 7);
    let keys = made.keys.clone();
    figure("order_of_a_million", 3, || places::ranking::order(&keys, None));
    let market = made.market(Mechanism::Deferred);
    let outcome = figure("seats_deferred", 3, || allocate(&market));
    let (places, none) = outcome.distribution(&market);
    println!(
        "# proposals {} first {} none {none}",
        outcome.proposals,
        places.first().copied().unwrap_or_default()
    );
    let found = figure("objections", 3, || objections(&market, &outcome));
    assert!(found.is_empty());
    let market = make(CITY, 7).market(Mechanism::Immediate);
    let outcome = figure("seats_immediate", 3, || allocate(&market));
    let (places, none) = outcome.distribution(&market);
    println!(
        "# proposals {} first {} none {none}",
        outcome.proposals,
        places.first().copied().unwrap_or_default()
    );
    let market = make(Size { reserves: 8, ..CITY }, 7).market(Mechanism::Deferred);
    let outcome = figure("seats_eight_reserves", 3, || allocate(&market));
    let found = figure("objections_eight_reserves", 3, || objections(&market, &outcome));
    assert!(found.is_empty());
}

fn main() {
    seats();
}
