//! A statement's number is missing, stands twice, or is beyond the last one.
//!
//! `claims.md` answers an article statement by statement, and says under its title how many there are. A missing number is a
//! statement that nobody answered; a number that stands twice has two answers.
//!
//! In `claims.md`, which says `- 条数：3`:
//!
//! ```text
//! ### 1 甲    ### 2 乙    ### 2 丙           wrong: 2 twice, 3 missing
//! ### 1 甲    ### 2 乙    ### 3 丙           right
//! ```

use crate::claims::Claims;
use crate::diagnostic::{Diagnostic, Span};
use crate::scheme::CLAIMS;

pub(super) fn find(claims: &Claims) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut bad = |place: Span, message: String| {
        let problem = Diagnostic::error("claims-number", place, message);
        found.push(problem.hint("从 1 起，一条一个号，不缺不重").file(CLAIMS));
    };
    for (at, claim) in claims.all.iter().enumerate() {
        if claims.all.iter().take(at).any(|before| before.number == claim.number) {
            bad(claim.place, format!("第 {} 条写了两次", claim.number));
        }
        if claims.count.is_some_and(|count| claim.number > count) || claim.number == 0 {
            bad(claim.place, format!("没有第 {} 条，一共 {} 条", claim.number, claims.count.unwrap_or(0)));
        }
    }
    let missing: Vec<String> = (1..=claims.count.unwrap_or(0))
        .filter(|number| claims.all.iter().all(|claim| claim.number != *number))
        .map(|number| number.to_string())
        .collect();
    if !missing.is_empty() {
        bad(claims.place, format!("缺第 {} 条", missing.join("、")));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{claims_file, folder_said};

    #[test]
    fn missing_and_doubled_numbers_are_named() {
        let said = |numbers: &[u32]| {
            folder_said("claims-number", &[("claims.md", claims_file("- 条数：3", numbers, "无"))])
        };
        assert_eq!(said(&[1, 2, 3]), [""; 0]);
        assert_eq!(said(&[1, 2, 2]), ["缺第 3 条 @ 说法", "第 2 条写了两次 @ 2 一句话"]);
        assert_eq!(said(&[1, 2, 3, 4]), ["没有第 4 条，一共 3 条 @ 4 一句话"]);
    }
}
