//! Two versions of a scheme are in force on the same day.
//!
//! A day has one law. Where an older version has no end although a newer one exists, or ends after the newer one begins, the same
//! person has two scores on the same day. The message says on which days, the hint where the older version ends.
//!
//! In `2023-01-01.md`, which `2026-01-01.md` follows:
//!
//! ```text
//! - 施行：2023-01-01 起                      wrong
//! - 施行：2023-01-01 至 2025-12-31           right
//! ```

use crate::diagnostic::Diagnostic;
use crate::scheme::Scheme;
use terms::civil::day_before;

pub(super) fn find(scheme: &Scheme) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (earlier, later) in super::version_gap::pairs(scheme) {
        let from = later.id.effective;
        let message = match earlier.until {
            None => format!("{from} 起另有新版本，这一版没有写到哪天为止"),
            Some(until) if until >= from => format!("{from} 至 {until} 有两个版本同时施行"),
            Some(_) => continue,
        };
        let problem = Diagnostic::error("version-overlap", earlier.places.in_force, message);
        found.push(problem.hint(format!("施行写到 {}", day_before(from))).file(&earlier.file));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{header_in_force, said_of};

    #[test]
    fn an_older_version_ends_before_the_newer_begins() {
        let newer = header_in_force("2026-01-01 起");
        let found = |older: &str| {
            let files = [("2023-01-01.md", header_in_force(older)), ("2026-01-01.md", newer.clone())];
            said_of("version-overlap", &files)
        };
        assert_eq!(
            found("2023-01-01 起"),
            ["2026-01-01 起另有新版本，这一版没有写到哪天为止 @ 2023-01-01 起"]
        );
        assert_eq!(
            found("2023-01-01 至 2026-02-01"),
            ["2026-01-01 至 2026-02-01 有两个版本同时施行 @ 2023-01-01 至 2026-02-01"]
        );
        assert_eq!(found("2023-01-01 至 2025-12-31"), [""; 0]);
    }
}
