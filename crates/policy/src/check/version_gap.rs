//! Days between two versions of a scheme on which none is in force.
//!
//! Whoever applies on such a day cannot be scored. Regulations do lapse; then `CHANGES.md` says so. More often an end date was
//! mistyped. The message says which days.
//!
//! In `2023-01-01.md`, which `2026-01-01.md` follows:
//!
//! ```text
//! - 施行：2023-01-01 至 2025-11-30           wrong
//! - 施行：2023-01-01 至 2025-12-31           right
//! ```

use crate::diagnostic::Diagnostic;
use crate::model::Policy;
use crate::scheme::Scheme;
use terms::civil::{day_before, next_day};

pub(super) fn find(scheme: &Scheme) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (earlier, later) in pairs(scheme) {
        let Some(until) = earlier.until.filter(|until| next_day(*until) < later.id.effective) else {
            continue;
        };
        let message = format!("{} 至 {} 没有版本施行", next_day(until), day_before(later.id.effective));
        let problem = Diagnostic::warning("version-gap", earlier.places.in_force, message);
        found.push(problem.hint("确有空档的，在 CHANGES.md 里写明").file(&earlier.file));
    }
    found
}

/// Versions with the next one in time, those with errors among them.
pub(super) fn pairs(scheme: &Scheme) -> Vec<(&Policy, &Policy)> {
    let mut all: Vec<&Policy> = scheme.versions.iter().chain(&scheme.drafts).collect();
    all.sort_by_key(|policy| policy.id.effective);
    all.iter().copied().zip(all.iter().copied().skip(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{header_in_force, said_of};

    #[test]
    fn days_without_a_version_are_named() {
        let newer = header_in_force("2026-01-01 起");
        let found = |older: &str| {
            let files = [("2023-01-01.md", header_in_force(older)), ("2026-01-01.md", newer.clone())];
            said_of("version-gap", &files)
        };
        assert_eq!(
            found("2023-01-01 至 2025-11-30"),
            ["2025-12-01 至 2025-12-31 没有版本施行 @ 2023-01-01 至 2025-11-30"]
        );
        assert_eq!(found("2023-01-01 至 2025-12-31"), [""; 0]);
    }

    #[test]
    fn a_version_with_errors_still_covers_its_days() {
        let broken = format!("{}\n- 上线：3\n", header_in_force("2024-01-01 至 2025-12-31"));
        let files = [
            ("2023-01-01.md", header_in_force("2023-01-01 至 2023-12-31")),
            ("2024-01-01.md", broken),
            ("2026-01-01.md", header_in_force("2026-01-01 起")),
        ];
        assert_eq!(said_of("version-gap", &files), [""; 0]);
    }
}
