//! Two schemes item by item: what makes them differ.

use super::head;
use crate::page::{Ink, Page};
use crate::speech::{name, signed};
use score::Outcome;
use score::explain::{Explanation, ItemExplanation, LineKind, points};
use service::side::{Side, Table};
use terms::Range;

pub fn draw(page: &mut Page, table: &Table<'_>, left: &Side<'_>, right: &Side<'_>) {
    head(page, table.say("差在哪里", "What makes the difference"));
    let (a, b) = (left.assessment.total.range(), right.assessment.total.range());
    let comma = table.say("，", ", ");
    let mut line = format!(
        "{} {}{comma}{} {}",
        table.city(left.scheme),
        points(a, table.language),
        table.city(right.scheme),
        points(b, table.language)
    );
    if a.is_known() && b.is_known() {
        let by = signed(b - a, table.language);
        line.push_str(&format!("{}{by}{}", table.say("（", " ("), table.say("）", ")")));
    }
    page.paragraph(0, 0, Ink::Strong, &line);
    let items = |side: &Side<'_>| -> Vec<String> {
        side.items().iter().map(|(item, ..)| (*item).to_owned()).collect()
    };
    let (of_left, of_right) = (items(left), items(right));
    let both: Vec<&String> = of_left.iter().filter(|item| of_right.contains(item)).collect();
    if !both.is_empty() {
        page.gap();
        page.line(Ink::Strong, table.say("两边都有的指标", "Items that both have"));
        for item in &both {
            page.paragraph(0, 2, Ink::Strong, name(left.policy, item, table.language));
            one(page, table, left, item, 2, true);
            one(page, table, right, item, 2, true);
        }
    }
    for (side, own, other) in [(left, &of_left, &of_right), (right, &of_right, &of_left)] {
        let only: Vec<&String> = own.iter().filter(|item| !other.contains(item)).collect();
        if only.is_empty() {
            continue;
        }
        page.gap();
        let city = table.city(side.scheme);
        let head = match table.language {
            score::explain::Language::Chinese => format!("只有{city}有的指标"),
            score::explain::Language::English => format!("Items that only {city} has"),
        };
        page.line(Ink::Strong, &head);
        let nothing: Vec<&str> = only
            .iter()
            .filter(|item| gives(side, item) == Range::ZERO)
            .map(|item| name(side.policy, item, table.language))
            .collect();
        for item in only.iter().filter(|item| gives(side, item) != Range::ZERO) {
            one(page, table, side, item, 0, false);
        }
        if !nothing.is_empty() {
            let label = table.say("没有得分的：", "no points: ");
            page.labelled(0, (Ink::Faint, label), Ink::Faint, &nothing.join(table.say("、", ", ")));
        }
    }
}

fn gives(side: &Side<'_>, item: &str) -> Range {
    side.items().iter().find(|(known, ..)| *known == item).map_or(Range::ZERO, |(_, points, _)| *points)
}

/// An item's points and why.
fn one(page: &mut Page, table: &Table<'_>, side: &Side<'_>, item: &str, indent: usize, by_city: bool) {
    let Some(found) = side.policy.find(item).and_then(|id| side.explanation.item(id)) else { return };
    let explanation = &side.explanation;
    let mut right = points(gives(side, item), table.language);
    let outcome = explanation.text(found.outcome);
    if !outcome.is_empty() {
        right = format!("{outcome}  {right}");
    }
    let left = if by_city { table.city(side.scheme) } else { found.name };
    page.across(indent, (Ink::Plain, left), (Ink::Plain, &right));
    if found.result == Outcome::NotHeld {
        return;
    }
    why(page, explanation, found, indent + 2);
    for part in &side.policy[found.node].children {
        let Some(part) = explanation.item(*part) else { continue };
        let gives = side.assessment.node(part.node).map_or(Range::ZERO, |node| node.points);
        if gives == Range::ZERO || !part.counted {
            continue;
        }
        let text = format!("{} {}", part.name, points(gives, table.language));
        page.paragraph(indent + 2, 2, Ink::Plain, &text);
        why(page, explanation, part, indent + 4);
    }
}

/// The facts and the rule where it counts; else what keeps it from counting.
fn why(page: &mut Page, explanation: &Explanation<'_>, item: &ItemExplanation<'_>, indent: usize) {
    let counts = matches!(item.result, Outcome::Counted | Outcome::Unknown) && item.counted;
    let wanted = |kind: LineKind| match kind {
        LineKind::Facts | LineKind::Rule | LineKind::Limited => counts,
        LineKind::Applies | LineKind::Skipped | LineKind::Outside | LineKind::Lost => !counts,
        LineKind::Missing | LineKind::Unspecified => true,
        _ => false,
    };
    for (kind, line) in explanation.lines(item.lines) {
        if wanted(kind) {
            page.paragraph(indent, 2, Ink::Faint, line);
        }
    }
}
