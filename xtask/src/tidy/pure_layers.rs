//! The date, the dice and the disk are arguments: the layers below the service neither open files, nor ask the clock or
//! the environment, nor print. The service listens and logs, and the driver of its database opens what is behind the address that
//! it is handed; what time it is, dice and keys are handed to it too.

use super::Violation;
use crate::repository::Repository;
use crate::rust_text::{Kind, is_test_file, outside_tests};

const PURE: &[&str] =
    &["terms", "policy", "score", "columns", "places", "recount", "sheet", "casework", "lab"];

const FORBIDDEN: &[(&str, &str)] = &[
    ("std::fs", "opens files"),
    ("std::net", "opens connections"),
    ("std::env", "asks the environment"),
    ("std::process", "runs programs"),
    ("SystemTime", "asks the clock"),
    ("Instant::now", "asks the clock"),
    ("Zoned::now", "asks the clock"),
    ("Timestamp::now", "asks the clock"),
    ("stdin()", "reads the terminal"),
    ("stdout()", "prints"),
    ("println!", "prints"),
];

/// What the service leaves to the command, although it is no pure layer.
const FORBIDDEN_TO_SERVICE: &[(&str, &str)] = &[
    ("std::fs", "opens files"),
    ("tokio::fs", "opens files"),
    ("std::env", "asks the environment"),
    ("std::process", "runs programs"),
    ("SystemTime", "asks the clock"),
    ("Zoned::now", "asks the clock"),
    ("Timestamp::now", "asks the clock"),
    ("Utc::now", "asks the clock"),
    ("getrandom", "draws dice"),
    ("rand::rng", "draws dice"),
    ("rand::random", "draws dice"),
];

pub fn check(repository: &Repository) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, text) in repository.ending_in(".rs") {
        let within = |name: &&&str| path.starts_with(&format!("crates/{name}/src/"));
        let (name, forbidden) = match PURE.iter().find(within) {
            Some(name) => (*name, FORBIDDEN),
            None if within(&&"service") => ("service", FORBIDDEN_TO_SERVICE),
            None => continue,
        };
        if is_test_file(path) {
            continue;
        }
        for piece in outside_tests(text).iter().filter(|piece| piece.kind == Kind::Code) {
            for (word, does) in forbidden.iter().filter(|(word, _)| piece.text.contains(word)) {
                let what = format!("`{word}` {does}, and `{name}` takes such things as arguments");
                found.push(Violation::new(path, piece.line, what));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[test]
    fn the_disk_is_found_in_a_pure_layer_but_not_in_its_tests_nor_in_the_command() {
        let pure =
            "//! std::fs is not used here\nuse std::fs;\n#[cfg(test)]\nmod tests {\n    use std::env;\n}\n";
        let repository = Repository::of(&[
            ("crates/score/src/assess.rs", pure),
            ("crates/score/tests/cases.rs", "use std::fs;"),
            ("crates/jifen/src/main.rs", "use std::fs;"),
            ("crates/service/src/server.rs", "use std::net::IpAddr;\nuse std::time::SystemTime;"),
        ]);
        expect(
            check,
            &repository,
            &[
                "crates/score/src/assess.rs:2: `std::fs` opens files, and `score` takes such things as arguments",
                "crates/service/src/server.rs:2: `SystemTime` asks the clock, and `service` takes such things as arguments",
            ],
        );
    }
}
