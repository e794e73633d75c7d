//! What a score opens: each use with the tests it hangs on, where to go and what to bring.

use super::{lines, parts};
use crate::view::View;
use maud::{Markup, html};
use score::explain::{Explanation, LineKind, Reason, UseExplanation};
use score::{Assessment, Status};
use terms::Tri;

/// All uses: those that are open, those that may be, those that are not.
pub fn draw(view: View, assessment: &Assessment<'_>, explanation: &Explanation<'_>) -> Markup {
    let groups = [
        (Status::Met, view.say("条件都满足", "Conditions met")),
        (Status::Unknown, view.say("还不能定，缺几件事实", "Not certain yet: facts are missing")),
        (Status::NotMet, view.say("条件还不满足", "Conditions not met")),
    ];
    html! {
        @for (status, title) in groups {
            @let uses: Vec<&UseExplanation<'_>> = explanation.uses.iter().filter(|of| of.status == status).collect();
            @if !uses.is_empty() {
                h3 { (title) }
                @for of in uses { (one(view, assessment, explanation, of)) }
            }
        }
    }
}

/// How a status is shown.
pub fn status(view: View, status: Status) -> Markup {
    match status {
        Status::Met => html! { span.tag.yes { "✓ " (view.say("满足", "met")) } },
        Status::NotMet => html! { span.tag.no { "✗ " (view.say("不满足", "not met")) } },
        Status::Unknown => html! { span.tag.open { "? " (view.say("不能定", "not certain")) } },
    }
}

fn one(
    view: View,
    assessment: &Assessment<'_>,
    explanation: &Explanation<'_>,
    of: &UseExplanation<'_>,
) -> Markup {
    let id = assessment.uses.get(of.at).and_then(|result| assessment.policy.uses.get(result.at));
    let id = id.filter(|_| of.status != Status::Met).map(|of| of.name.as_str());
    let reasons = explanation.reasons(of);
    let line = |wanted: LineKind| {
        explanation.lines(of.lines).filter(move |(kind, _)| *kind == wanted).map(|(_, text)| text)
    };
    let plain = of.status == Status::Met && line(LineKind::Decision).next().is_none();
    html! {
        details.card.use open[of.status == Status::Unknown] {
            summary { b { (of.name) } " " (status(view, of.status)) " " span.soft { (explanation.text(of.category)) } }
            @if !plain { p { (explanation.text(of.sentence)) } }
            @for text in line(LineKind::Missing) { p.doubt { (text) } }
            @for text in line(LineKind::Office) { p { (view.say("办理：", "Where: ")) (text) } }
            @for text in line(LineKind::Papers) { p { (view.say("材料：", "Bring: ")) (text) } }
            @if !reasons.is_empty() {
                h4 { (view.say("条件", "Conditions")) }
                ul.reasons { @for reason in reasons { (test(view, explanation, reason)) } }
            }
            @for text in line(LineKind::Decision) { p { (text) } }
            @for text in line(LineKind::Note) { p.note { (text) } }
            p.soft { (view.say("依据：", "Basis: ")) (parts::cited(view, explanation.text(of.basis), of.grade)) }
            (lines::readings(view, explanation, of.lines))
            @if let Some(id) = id { p.screen { button name="use" value=(id) { (view.say("怎样够得上", "What would reach it")) } } }
        }
    }
}

fn test(view: View, explanation: &Explanation<'_>, reason: &Reason) -> Markup {
    let (sign, class, said) = match reason.holds {
        Tri::Yes => ("✓", "yes", view.say("满足", "holds")),
        Tri::No => ("✗", "no", view.say("不满足", "does not hold")),
        Tri::Unknown => ("?", "open", view.say("不清楚", "not known")),
    };
    let (held, wanted) = (explanation.text(reason.held), explanation.text(reason.wanted));
    html! {
        li class=[(reason.depth > 0).then(|| format!("d{}", reason.depth.min(3)))] {
            span class=(format!("tag {class}")) role="img" aria-label=(said) { (sign) } " "
            (explanation.text(reason.text))
            @if !wanted.is_empty() { " " span.soft { (view.say("（", "(")) (wanted) (view.say("）", ")")) } }
            @if !held.is_empty() { (view.say("：现为 ", ": is ")) (held) }
        }
    }
}
