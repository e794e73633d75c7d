//! Texts in one of two languages, for pages and for the command.

use policy::model::Policy;
use score::explain::Language;

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
