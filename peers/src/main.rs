//! Jifen beside other engines that run on one core in one process: the same policy of nine inputs, the same made-up persons,
//! one thread, in turns. `cargo xtask bench --peers` runs it and writes `docs/benchmarks.md` from what it prints.
//!
//! Every engine's total of every person in every round is compared with a plain loop over the rules; one that differs ends the
//! run. What is timed is the evaluation alone: records, contexts and input objects are made before the clock starts, and
//! results are dropped while it runs.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "what the program prints is its result")]

mod by_cel;
mod by_jifen;
mod by_zen;
mod person;
mod rounds;

use std::process::ExitCode;

// The allocator of the command, for all engines.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PERSONS: usize = 4000;
const ROUNDS: usize = 31;
const SEED: u64 = 20_260_101;

fn main() -> ExitCode {
    match compare() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn compare() -> Result<(), String> {
    let persons = person::made_up(PERSONS, SEED);
    let expected: Vec<i64> = persons.iter().map(person::Person::plain_total).collect();
    let policy = by_jifen::read_policy()?;
    let mut engines = by_jifen::engines(&policy, &persons)?;
    engines.extend(by_cel::engines(&persons)?);
    engines.extend(by_zen::engines(&persons)?);
    let medians = rounds::medians(&mut engines, &expected, ROUNDS)?;
    println!("# {PERSONS} persons, {ROUNDS} rounds, every total as the plain loop has it");
    println!("# engine\tnanoseconds for one person");
    for (engine, median) in engines.iter().zip(medians) {
        println!("{}\t{median}", engine.name);
    }
    Ok(())
}
