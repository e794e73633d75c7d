//! The peers' half of `docs/benchmarks.md`: other engines and ours on one policy in one run, `peers/`.

use std::process::Command;

/// What begins the half.
pub const HEADING: &str = "## Peers";

/// What an engine gives, by the name that `peers/` prints.
const GIVES: &[(&str, &str)] = &[
    (TOTAL, "the total"),
    ("cel 0.15, one expression", "the total"),
    ("zen-engine 2.1, decision graph", "the total and every item"),
    ("zen-engine 2.1, policy document", "the total and every item"),
    (ASSESS, "every item with the row that hit, its article and what it was counted from; every use"),
    ("zen-engine 2.1, decision graph, with trace", "every item with the row that hit and what it read"),
    ("zen-engine 2.1, policy document, with trace", "every item with the row that hit and what it read"),
    (EXPLAIN, "the same as `assess`, with every sentence of the printed sheet written"),
];

const TOTAL: &str = "Jifen, total";
const ASSESS: &str = "Jifen, assess";
const EXPLAIN: &str = "Jifen, assess and explain";

/// What others took for the same policy that are not run here: they are not Rust crates.
const EARLIER: &[(&str, &str)] = &[
    ("regelrecht, with trace", "43 µs"),
    ("publicodes 1.10", "1.0 ms"),
    ("OpenFisca-core 46, one person, with trace", "1.0 ms"),
];

/// Builds and runs `peers/`; what it prints.
pub fn run() -> Result<String, String> {
    let line = ["run", "--release", "--quiet", "--locked", "--manifest-path", "peers/Cargo.toml"];
    let output = Command::new(super::program())
        .args(line)
        .output()
        .map_err(|error| format!("`cargo {}` could not be started: {error}", line.join(" ")))?;
    if !output.status.success() {
        return Err(format!("the peers: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The half of the page that a run's output makes.
pub fn section(text: &str) -> Result<String, String> {
    let times = times(text);
    let time = |name: &str| {
        let found = times.iter().find(|(known, _)| *known == name);
        found
            .map(|(_, time)| *time)
            .filter(|time| *time > 0)
            .ok_or_else(|| format!("the peers printed no time of `{name}`"))
    };
    let ours = [time(TOTAL)?, time(ASSESS)?, time(EXPLAIN)?];
    let mut section = format!(
        "{HEADING}\n\nWritten by `cargo xtask bench --peers`, all engines in one run of [`peers/`](../peers/): a policy of nine flat inputs (no\n\
         histories, unlike the table above), some thousand made-up persons from a fixed seed, one thread, in turns, medians of the\n\
         rounds for one person. Every engine has to give every person the same total, or the run fails. What is timed is the\n\
         evaluation alone, not the making of records and inputs. The peers take several minutes to build, hence `--peers`; without\n\
         it the page keeps this half as it was.\n\n\
         | engine | gives | time | of Jifen's total | of assess | of assess and explain |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for (name, gives) in GIVES {
        let time = time(name)?;
        let ratios: Vec<String> = ours.iter().map(|own| ratio(time, *own)).collect();
        section.push_str(&format!("| {name} | {gives} | {} | {} |\n", shown(time), ratios.join(" | ")));
    }
    section.push_str(
        "\nOnly the peers marked `with trace` say where points come from, and none of them has articles or sentences.\n\n\
         Measured earlier, with the same policy on a machine of the same kind but not in this run, input objects included; only the\n\
         order of magnitude compares:\n\n| peer | time |\n| --- | --- |\n",
    );
    for (peer, time) in EARLIER {
        section.push_str(&format!("| {peer} | {time} |\n"));
    }
    Ok(section)
}

/// The names and nanoseconds of a run's output.
fn times(text: &str) -> Vec<(&str, u64)> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, time)| Some((name, time.parse().ok()?)))
        .collect()
}

/// `912 ns`, `3.41 µs`, `26.0 µs`.
fn shown(time: u64) -> String {
    match time {
        ..1_000 => format!("{time} ns"),
        1_000..10_000 => format!("{}.{:02} µs", time / 1_000, time % 1_000 / 10),
        _ => format!("{}.{} µs", time / 1_000, time % 1_000 / 100),
    }
}

/// `0.25×`, `3.4×`, `34×`.
fn ratio(time: u64, own: u64) -> String {
    let hundredths = (time * 100 + own / 2) / own;
    match hundredths {
        ..100 => format!("0.{hundredths:02}×"),
        100..1_000 => format!("{}.{}×", hundredths / 100, hundredths % 100 / 10),
        _ => format!("{}×", (time + own / 2) / own),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_ratios_are_written_short() {
        assert_eq!([912, 3_419, 26_049].map(shown), ["912 ns", "3.41 µs", "26.0 µs"]);
        assert_eq!(
            [250, 1_000, 3_449, 33_600].map(|time| ratio(time, 1_000)),
            ["0.25×", "1.0×", "3.4×", "34×"]
        );
    }

    #[test]
    fn every_engine_has_its_row() {
        let mut text = String::from("# a remark\n");
        for (name, _) in GIVES {
            text.push_str(&format!("{name}\t1500\n"));
        }
        let section = section(&text).expect("a section");
        assert!(
            GIVES
                .iter()
                .all(|(name, gives)| section.contains(&format!("| {name} | {gives} | 1.50 µs | 1.0× |"))),
            "{section}"
        );
    }

    #[test]
    fn an_engine_that_was_not_timed_is_named() {
        let missing = section("Jifen, total\t500\n").expect_err("not all ran");
        assert!(missing.contains(ASSESS), "{missing}");
    }
}
