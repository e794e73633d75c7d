//! The part of `docs/benchmarks.md` on scarce places: rounds of a large city, and the peer that does the same at its size.

use super::tools;
use std::process::Command;

/// What begins the part.
pub const HEADING: &str = "## Scarce places";

/// The variable by which the benchmark is told of the peer.
const PEER: &str = "PLACES_PEER";

/// A figure's name, what it is, and what it is meant to stay under.
const MEANINGS: &[(&str, &str, &str)] = &[
    ("order", "a million applicants put in order by two keys", ""),
    ("checked", "the lists of a million applicants checked and put together", ""),
    ("seats", "a million applicants, 2,000 schools, ten wishes each: deferred acceptance", "1 s"),
    ("seats_reserves", "the same with eight reserves at each school, unfilled seats flowing on", "2 s"),
    ("seats_immediate", "the same by first wishes first", ""),
    ("objections", "everything that could be objected to the outcome, looked for", "0.1 s"),
    ("objections_reserves", "the same with eight reserves", "0.1 s"),
    ("explanations", "a sentence for each of ten million wishes: why it did or did not come true", "5 s"),
    ("odds", "a lottery of 100,000 pupils drawn a thousand times, two threads", "60 s"),
    ("auction", "a million bids decided and on disk, two thousand made safe at a time", "5 s"),
    ("auction_replay", "the same million read from the journal and decided again", ""),
    ("auction_clear", "who wins among 400,000 bidders", ""),
    (
        "published",
        "100,000 applicants, 200 schools, three reserves: from filed tables to the published folder",
        "",
    ),
    ("recount", "that folder recounted from its files", ""),
];

/// Builds and runs the benchmark, the peer in the same run; what it prints.
pub fn run() -> Result<String, String> {
    let python = std::path::absolute(tools::matching()?).map_err(|error| error.to_string())?;
    let output = Command::new(super::program())
        .args(["bench", "--quiet", "--package", "places", "--bench", "figures"])
        .env(PEER, python)
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!("the figures of places: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The part of the page that a run's output makes.
pub fn section(text: &str) -> Result<String, String> {
    let value = |name: &str| number(text, name).ok_or_else(|| format!("no figure `{name}` was printed"));
    let mut section = format!(
        "{HEADING}\n\nWritten by `cargo xtask bench`; one thread unless said, the best of a few runs, made-up applicants from a fixed seed. What\n\
         is timed is the round itself, on a market that was read and checked.\n\n\
         | benchmark | what | time | meant to stay under |\n| --- | --- | --- | --- |\n"
    );
    for (name, what, goal) in MEANINGS {
        section.push_str(&format!("| `{name}` | {what} | {} | {goal} |\n", shown(value(name)?)));
    }
    let bids = 1_000_000_000_000_u64 / value("auction")?.max(1);
    section.push_str(&format!(
        "\nThe auction takes {} events a second with its journal on disk (meant to stay above 200,000).\n\n\
         With the same lists {} of the applicants have their first wish under deferred acceptance and {} by first wishes first; {} and {}\n\
         have none. Why more first wishes is not better is in [the page on mechanisms](concepts/mechanisms.md).\n",
        grouped(bids),
        per_cent(value("seats.first")?),
        per_cent(value("seats_immediate.first")?),
        per_cent(value("seats.none")?),
        per_cent(value("seats_immediate.none")?),
    ));
    Ok(format!("{section}\n{}", peer(&value)?))
}

fn peer(value: &impl Fn(&str) -> Result<u64, String>) -> Result<String, String> {
    let (ours, solving) = (value("peer_ours")?, value("peer_solving")?);
    let (our_all, all) = (ours + value("peer_ours_checked")?, solving + value("peer_making")?);
    let row = |name: &str, own: u64, theirs: u64| {
        format!("| {name} | {} | {} | {}× |\n", shown(own), shown(theirs), grouped(theirs / own.max(1)))
    };
    Ok(format!(
        "### Beside a Python package\n\n10,000 applicants, 200 schools, five wishes; the same market and, or the run fails, the same outcome.\n\n\
         | what | ours | `matching` 1.4.3 | ratio |\n| --- | --- | --- | --- |\n{}{}",
        row("the mechanism", ours, solving),
        row("with checking and putting together the market", our_all, all)
    ))
}

fn number(text: &str, name: &str) -> Option<u64> {
    let mut lines = text.lines().filter_map(|line| line.split_once('\t'));
    lines.find(|(known, _)| *known == name)?.1.parse().ok()
}

/// `244 µs`, `13.4 ms`, `0.347 s`, `27.6 s`.
fn shown(micros: u64) -> String {
    match micros {
        ..1_000 => format!("{micros} µs"),
        1_000..100_000 => format!("{}.{} ms", micros / 1_000, micros % 1_000 / 100),
        100_000..10_000_000 => format!("{}.{:02} s", micros / 1_000_000, micros % 1_000_000 / 10_000),
        _ => format!("{}.{} s", micros / 1_000_000, micros % 1_000_000 / 100_000),
    }
}

/// Tenths of a percent as a percentage.
fn per_cent(tenths: u64) -> String {
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_numbers_are_written_short() {
        assert_eq!([244, 13_398, 347_216, 27_612_252].map(shown), ["244 µs", "13.3 ms", "0.34 s", "27.6 s"]);
        assert_eq!([7, 1_234, 1_234_567].map(grouped), ["7", "1,234", "1,234,567"]);
    }

    #[test]
    fn figures_are_found_by_name() {
        assert_eq!(number("# c\nseats\t12\nseats.first\t3\n", "seats.first"), Some(3));
        assert_eq!(number("seats\t12\n", "first"), None);
    }
}
