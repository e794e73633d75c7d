//! The lines that an explanation says about an item or a use.

use crate::view::View;
use maud::{Markup, html};
use score::explain::{Explanation, LineKind, Lines};

/// Readings and silences, apart from what was counted.
pub fn readings(view: View, explanation: &Explanation<'_>, lines: Lines) -> Markup {
    let mut found = Vec::new();
    let mut open = explanation.lines(lines).peekable();
    while let Some((kind, text)) = open.next() {
        match kind {
            LineKind::Reading => {
                let other = open.next_if(|(kind, _)| *kind == LineKind::OtherReading).map(|(_, text)| text);
                found.push((text, other));
            }
            LineKind::Unspecified => found.push((text, None)),
            _ => {}
        }
    }
    html! {
        @if !found.is_empty() {
            details {
                summary.soft { (view.say("条文怎么读", "How the text is read")) }
                ul {
                    @for (taken, other) in found {
                        li.faint { (taken) @if let Some(other) = other { br; (view.say("另解：", "Other reading: ")) (other) } }
                    }
                }
            }
        }
    }
}

/// The word before a line, where it needs one.
pub fn label(view: View, kind: LineKind) -> &'static str {
    match (kind, view.english()) {
        (LineKind::Department, false) => "认定：",
        (LineKind::Department, true) => "Confirmed by: ",
        (LineKind::Papers, false) => "材料：",
        (LineKind::Papers, true) => "Bring: ",
        _ => "",
    }
}

/// The class of a line in a list.
pub fn class(kind: LineKind) -> Option<&'static str> {
    match kind {
        LineKind::Missing | LineKind::Unverified | LineKind::Unspecified => Some("doubt"),
        LineKind::Skipped | LineKind::Outside | LineKind::Note | LineKind::Department | LineKind::Papers => {
            Some("faint")
        }
        _ => None,
    }
}
