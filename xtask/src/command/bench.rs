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
const ONLY_PLACES: &str = "--places";

/// Runs the benchmarks of `score` and `places`, and with `--peers` those of other engines after them, prints what they print, and
/// writes the figures to `docs/benchmarks.md`. With `--places` only those of `places` are run, and the rest of the page stays. Other
/// arguments go to the benchmarks of `score`, such as a filter; then nothing is written.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let given = |option: &str| arguments.iter().any(|argument| argument == option);
    let rest: Vec<&str> =
        arguments.iter().map(String::as_str).filter(|one| ![WITH_PEERS, ONLY_PLACES].contains(one)).collect();
    let before = std::fs::read_to_string(PAGE).map_err(|error| format!("{PAGE}: {error}"))?;
    let ours = if given(ONLY_PLACES) { part(&before, "", bench_places::HEADING)? } else { score(&rest)? };
    if !rest.is_empty() {
        return Ok(());
    }
    let text = bench_places::run()?;
    println!("{text}");
    let places = bench_places::section(&text)?;
    let peers = if given(WITH_PEERS) { ran()? } else { part(&before, peers::HEADING, "")? };
    let page = [ours, places, peers].map(|part| part.trim_end().to_owned()).join("\n\n") + "\n";
    std::fs::write(PAGE, page).map_err(|error| format!("{PAGE}: {error}"))
}

/// The benchmarks of `score`, as the page has them.
fn score(arguments: &[&str]) -> Result<String, String> {
    let line = [["bench", "--package", "score", "--bench", "assess", "--"].as_slice(), arguments].concat();
    let output = Command::new("cargo").args(&line).output().map_err(|error| format!("cargo: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    println!("{text}");
    if !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stderr));
        return Err("a benchmark failed".into());
    }
    Ok(page(&medians(&text)))
}

/// The peers' half as this run has it.
fn ran() -> Result<String, String> {
    let text = peers::run()?;
    println!("{text}");
    peers::section(&text)
}

/// The page from one heading to another; an empty one is the page's beginning or end.
fn part(page: &str, from: &str, to: &str) -> Result<String, String> {
    let missing = |heading: &str| format!("{PAGE} has no `{heading}`");
    let start = page.find(from).ok_or_else(|| missing(from))?;
    let rest = page.get(start..).unwrap_or_default();
    let end = if to.is_empty() { rest.len() } else { rest.find(to).ok_or_else(|| missing(to))? };
    Ok(rest.get(..end).unwrap_or_default().to_owned())
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
    fn parts_of_the_page_are_kept() {
        let page = "# B\n\na\n\n## S\n\nb\n\n## P\n\nc\n";
        assert_eq!(part(page, "", "## S"), Ok("# B\n\na\n\n".to_owned()));
        assert_eq!(part(page, "## P", ""), Ok("## P\n\nc\n".to_owned()));
        assert!(part(page, "## X", "").is_err());
    }

    #[test]
    fn the_medians_are_found() {
        let text = "assess      fastest │ slowest │ median │ mean\n├─ assess   13 µs   │ 70 µs  │ 13.3 µs │ 14 µs │ 100 │ 100\n│  ├─ Chinese 1 │ 2 │ 3 │ 4\n╰─ total_alone 6 µs │ 9 µs │ 7 µs │ 8 µs";
        assert_eq!(
            medians(text),
            vec![("assess".into(), "13.3 µs".into()), ("total_alone".into(), "7 µs".into())]
        );
    }
}
