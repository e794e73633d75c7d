//! The sheet: every item with its points, the facts, the arithmetic, the citation, and what was not counted and why.

use super::{chart, lines, parts};
use crate::view::View;
use maud::{Markup, html};
use policy::model::{NodeId, NodeKind};
use score::explain::{Explanation, ItemExplanation, LineKind};
use score::{Assessment, Outcome, Skip};
use terms::{Exact, Range};

/// A sheet as it is to be drawn.
pub struct Sheet<'s, 'a> {
    /// How the reader wants it.
    pub view: View,
    /// The numbers.
    pub assessment: &'s Assessment<'a>,
    /// The words.
    pub explanation: &'s Explanation<'a>,
}

/// How much is said of an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// Its name, under those that are not held.
    Line,
    /// And why it gives nothing.
    Why,
    /// Everything.
    Full,
}

impl<'s, 'a> Sheet<'s, 'a> {
    /// Every group.
    pub fn groups(&self) -> Markup {
        html! { @for group in &self.assessment.policy.groups { (self.group(*group)) } }
    }

    /// The items that move the total, as bars in a table.
    pub fn makeup(&self) -> Markup {
        let view = self.view;
        let counted = |item: &&ItemExplanation<'a>| {
            item.kind == NodeKind::Item && item.counted && self.points(item.node) != Range::ZERO
        };
        let items: Vec<&ItemExplanation<'a>> = self.explanation.items.iter().filter(counted).collect();
        if items.is_empty() {
            return html! {};
        }
        let signed = |item: &ItemExplanation<'a>| {
            let points = self.points(item.node);
            let subtracted = item.deducts && points.low.is_none_or(|low| !low.is_negative());
            if subtracted { points.times(Range::known(-Exact::ONE)) } else { points }
        };
        let full = chart::scale(items.iter().map(|item| signed(item)));
        html! {
            table {
                caption { (view.say("分数由哪几项组成", "What the score is made of")) }
                thead { tr { th scope="col" { (view.say("指标", "Indicator")) } th scope="col" { span.skip { (view.say("图", "Chart")) } } th.points scope="col" { (view.say("分", "Points")) } } }
                tbody {
                    @for item in items {
                        tr {
                            th scope="row" { a href=(format!("#i{}", item.node.index())) { (item.name) } }
                            td.barcell { (chart::bar(signed(item), full)) }
                            td.points { (parts::range(view, signed(item))) }
                        }
                    }
                }
            }
        }
    }

    fn points(&self, id: NodeId) -> Range {
        self.assessment.node(id).map_or(Range::ZERO, |result| result.points)
    }

    fn group(&self, id: NodeId) -> Markup {
        let Some(group) = self.explanation.item(id) else { return html! {} };
        let children = &self.assessment.policy[id].children;
        let items: Vec<(Detail, &ItemExplanation<'a>)> = children
            .iter()
            .filter_map(|child| self.explanation.item(*child))
            .map(|item| (self.detail(item, true), item))
            .collect();
        let nothing: Vec<&str> =
            items.iter().filter(|(detail, _)| *detail == Detail::Line).map(|(_, item)| item.name).collect();
        html! {
            section.group {
                h3 { (group.name) " " span.num { (self.explanation.text(group.points)) } }
                (self.lines(group, Detail::Full))
                @for wanted in [Detail::Full, Detail::Why] {
                    @for (_, item) in items.iter().filter(|(detail, _)| *detail == wanted) { (self.item(item, wanted)) }
                }
                @if !nothing.is_empty() {
                    div.item {
                        p.soft { (self.view.say("没有这些，不得分：", "Not held, no points: ")) (nothing.join(self.view.say("、", ", "))) }
                    }
                }
            }
        }
    }

    fn detail(&self, item: &ItemExplanation<'a>, above_counts: bool) -> Detail {
        let zero = self.points(item.node) == Range::ZERO;
        match item.result {
            Outcome::NotHeld => Detail::Line,
            _ if !item.counted => Detail::Why,
            Outcome::NotApplicable | Outcome::NotCounted(Skip::Filter(_) | Skip::Window) => Detail::Why,
            Outcome::NotCounted(_) if item.kind == NodeKind::Part && above_counts && zero => Detail::Why,
            _ => Detail::Full,
        }
    }

    fn item(&self, item: &ItemExplanation<'a>, detail: Detail) -> Markup {
        let outcome = self.explanation.text(item.outcome);
        let tone = match item.result {
            Outcome::Counted if item.deducts => "no",
            Outcome::Counted if item.counted => "yes",
            Outcome::Unknown | Outcome::Unspecified => "open",
            _ => "nil",
        };
        let counts = self.points(item.node) != Range::ZERO;
        let part = item.kind == NodeKind::Part;
        html! {
            div class=(if part { "item part" } else { "item" }) id=(format!("i{}", item.node.index())) {
                header {
                    h4 { (item.name) }
                    span.points { @if item.deducts && item.result == Outcome::Counted { span.tag.no { (self.view.say("减分", "deduction")) } " " } @if !outcome.is_empty() { span class=(format!("tag {tone}")) { (outcome) } " " } (self.explanation.text(item.points)) }
                }
                @for part in &self.assessment.policy[item.node].children {
                    @if let Some(part) = self.explanation.item(*part) {
                        @let detail = self.detail(part, counts);
                        @if detail == Detail::Line { p.soft.part { (part.name) " · " (self.explanation.text(part.outcome)) } }
                        @else { (self.item(part, detail)) }
                    }
                }
                (self.lines(item, detail))
            }
        }
    }

    fn lines(&self, item: &ItemExplanation<'a>, detail: Detail) -> Markup {
        let full = detail == Detail::Full;
        // What lies outside the time looked at is worth a line only where nothing else keeps an item from counting.
        let hide_outside = item.result == Outcome::Counted
            || self.explanation.lines(item.lines).any(|(kind, _)| kind == LineKind::Skipped);
        let shown = self.explanation.lines(item.lines).filter(|(kind, _)| match kind {
            LineKind::Reading | LineKind::OtherReading | LineKind::Note => false,
            LineKind::Department | LineKind::Papers => full && item.result == Outcome::Counted,
            LineKind::Unspecified => item.result == Outcome::Unspecified,
            LineKind::Outside if hide_outside => false,
            LineKind::Applies => full || item.result == Outcome::NotApplicable,
            LineKind::Lost => true,
            LineKind::Skipped | LineKind::Outside => full || item.counted,
            _ => full,
        });
        let mut lines: Vec<(LineKind, &str)> = Vec::new();
        for (kind, line) in shown {
            // Measures of one formula may leave out the same for the same reason.
            if !lines.contains(&(kind, line)) {
                lines.push((kind, line));
            }
        }
        html! {
            @if !lines.is_empty() { ul { @for (kind, line) in lines { li class=[lines::class(kind)] { (lines::label(self.view, kind)) (line) } } } }
            @if item.kind != NodeKind::Group && full {
                @if item.kind == NodeKind::Item || self.differs(item) {
                    p.basis {
                        (self.view.say("依据：", "Basis: ")) (parts::cited(self.view, self.explanation.text(item.basis), item.grade))
                    }
                }
                (lines::readings(self.view, self.explanation, item.lines))
            }
        }
    }

    /// True when a part's citation is not that of its item.
    fn differs(&self, part: &ItemExplanation<'_>) -> bool {
        let parent =
            self.assessment.policy[part.node].parent.and_then(|parent| self.explanation.item(parent));
        parent.is_none_or(|parent| self.explanation.text(parent.basis) != self.explanation.text(part.basis))
    }
}
