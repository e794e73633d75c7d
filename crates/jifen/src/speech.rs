//! Words that several verbs say, in both languages.

use policy::model::{Decision, Policy};
use score::Status;
use score::explain::Language;
use terms::Range;

/// One of two texts.
pub fn say<'t>(language: Language, chinese: &'t str, english: &'t str) -> &'t str {
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

/// A policy's name for something, in the language.
pub fn name<'p>(policy: &'p Policy, chinese: &'p str, language: Language) -> &'p str {
    match language {
        Language::Chinese => chinese,
        Language::English => policy.english(chinese),
    }
}

/// An item's path in the language, part by part.
pub fn path(policy: &Policy, path: &str, language: Language) -> String {
    let parts: Vec<&str> = path.split('·').map(|part| name(policy, part, language)).collect();
    parts.join("·")
}

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
