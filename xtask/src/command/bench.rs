//! `cargo xtask bench`: the benchmarks of the evaluators and of `places`, with `--peers` other engines too, and `docs/benchmarks.md` made from
//! them.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "what a task prints is its result")]

use super::{bench_places, peers};
use std::process::Command;

/// What a benchmark shows, by its name: a sentence, and what it is meant to stay under.
const MEANINGS: &[(&str, &str, &str)] = &[
    ("total_alone", "one person's total and items, nothing explained", "5 µs"),
    ("assess", "one person assessed, with what each point was counted from", ""),
    ("assess_and_explain", "the same with every sentence of the printed sheet written", "20 µs"),
    ("read_the_record", "that person's record read from JSON and checked", ""),
    ("load_and_check_all_policies", "the whole policy folder read and checked", "50 ms"),
    ("all_schemes_for_one_person", "one person in every scheme", "5 ms"),
    ("forecast_of_ten_years", "a forecast by months, with the day of each change", "5 ms"),
    ("plan_of_ten_years", "the soonest and the fewest steps to a use, exactly", "50 ms"),
];

const PAGE: &str = "docs/benchmarks.md";
const WITH_PEERS: &str = "--peers";

/// Runs the benchmarks of `score` and `places`, and with `--peers` those of other engines after them, prints what they print, and writes the
/// figures to `docs/benchmarks.md`. Other arguments go to the benchmarks, such as a filter; then nothing is written.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let (with_peers, arguments): (Vec<&str>, Vec<&str>) =
        arguments.iter().map(String::as_str).partition(|argument| *argument == WITH_PEERS);
    let line = [["bench", "--package", "score", "--bench", "assess", "--"].as_slice(), &arguments].concat();
    let output = Command::new("cargo").args(&line).output().map_err(|error| format!("cargo: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    println!("{text}");
    if !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stderr));
        return Err("a benchmark failed".into());
    }
    if !arguments.is_empty() {
        return Ok(());
    }
    let ours = page(&medians(&text));
    let before = std::fs::read_to_string(PAGE).map_err(|error| format!("{PAGE}: {error}"))?;
    let text = bench_places::run(!with_peers.is_empty())?;
    println!("{text}");
    let places = bench_places::section(&text, &before)?;
    let peers = if with_peers.is_empty() { kept(&before)? } else { ran()? };
    std::fs::write(PAGE, format!("{ours}\n{places}\n{peers}")).map_err(|error| format!("{PAGE}: {error}"))
}

/// The peers' half as this run has it.
fn ran() -> Result<String, String> {
    let text = peers::run()?;
    println!("{text}");
    peers::section(&text)
}

/// The peers' half as the page has it.
fn kept(page: &str) -> Result<String, String> {
    page.find(peers::HEADING)
        .and_then(|at| page.get(at..))
        .map(str::to_owned)
        .ok_or_else(|| format!("{PAGE} has no `{}`", peers::HEADING))
}

/// The name and the median of each benchmark, from the table that divan prints.
fn medians(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for line in text.lines() {
        let Some(rest) = line.strip_prefix("├─ ").or_else(|| line.strip_prefix("╰─ ")) else {
            continue;
        };
        let mut cells = rest.split('│');
        let first = cells.next().unwrap_or_default();
        let name = first.split_whitespace().next().unwrap_or_default();
        if let Some(median) = cells.nth(1).map(str::trim).filter(|median| !median.is_empty()) {
            found.push((name.to_owned(), median.to_owned()));
        }
    }
    found
}

fn page(medians: &[(String, String)]) -> String {
    let mut page = String::from(
        "# Benchmarks\n\nWritten by `cargo xtask bench`; medians, one thread, on the machine where it last ran. The person has fifteen years of\n\
         history; the policy is the residence points of the largest city in the library, with all uses.\n\n\
         | benchmark | what | median | meant to stay under |\n| --- | --- | --- | --- |\n",
    );
    for (name, what, goal) in MEANINGS {
        let median =
            medians.iter().find(|(known, _)| known == name).map_or("—", |(_, median)| median.as_str());
        page.push_str(&format!("| `{name}` | {what} | {median} | {goal} |\n"));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_medians_are_found() {
        let text = "assess      fastest │ slowest │ median │ mean\n├─ assess   13 µs   │ 70 µs  │ 13.3 µs │ 14 µs │ 100 │ 100\n│  ├─ Chinese 1 │ 2 │ 3 │ 4\n╰─ total_alone 6 µs │ 9 µs │ 7 µs │ 8 µs";
        assert_eq!(
            medians(text),
            vec![("assess".into(), "13.3 µs".into()), ("total_alone".into(), "7 µs".into())]
        );
    }
}
