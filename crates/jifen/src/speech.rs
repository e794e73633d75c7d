//! Words that several verbs say, in both languages.

pub use service::speech::{name, path, say};

use policy::model::{Decision, Policy};
use score::Status;
use score::explain::Language;
use terms::Range;

/// A use's status in a word or two; `decision` says what met means.
pub fn status(status: Status, decision: Option<Decision>, language: Language) -> &'static str {
    match (status, decision) {
        (Status::Met, Some(Decision::Rank(_))) => say(language, "可以参加排名", "may join the ranking"),
        (Status::Met, _) => say(language, "满足", "met"),
        (Status::NotMet, _) => say(language, "不满足", "not met"),
        (Status::Unknown, _) => say(language, "还不能定", "not known yet"),
    }
}

/// `✓ `, `✗ `, `? `
pub fn mark(status: Status) -> &'static str {
    match status {
        Status::Met => "✓ ",
        Status::NotMet => "✗ ",
        Status::Unknown => "? ",
    }
}

/// How a use decides.
pub fn decision(policy: &Policy, use_name: &str) -> Option<Decision> {
    policy.uses.iter().find(|of| of.name == use_name).map(|of| of.decision)
}

/// `30 → 28 分`
pub fn moved(was: Range, is: Range, language: Language) -> String {
    format!("{} → {}", score::explain::number(was, language), score::explain::points(is, language))
}

/// A difference with its sign: `+3`, `−2`, `0`.
pub fn signed(by: Range, language: Language) -> String {
    let text = score::explain::number(by, language);
    match by.low {
        Some(low) if low > terms::Exact::ZERO => format!("+{text}"),
        _ => text,
    }
}
