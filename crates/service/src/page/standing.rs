//! How far the result is known while questions are being answered.

use super::sent::About;
use super::{chart, parts};
use crate::form::progress::Progress;
use maud::{Markup, html};
use policy::record::Record;
use score::{Standing, Status, standing};

/// How many questions have been asked and may come, and what is known; beside it what was known before the last answer.
pub fn draw(about: &About<'_>, progress: &Progress, record: &Record, before: Option<&Record>) -> Markup {
    let view = about.view;
    let left = progress.open(about.policy, record, about.on).len();
    html! {
        section.standing aria-label=(view.say("目前知道的", "Known so far")) {
            p.steps {
                (view.say("第 ", "Question ")) (progress.seen.len() + 1) (view.say(" 问", ""))
                @if left > 0 { span.soft { (view.say("，最多还有 ", ", at most ")) (left) (view.say(" 问", " to go")) } }
                @else { span.soft { (view.say("，再没有会改变结果的问题", ", none left that could change the result")) } }
            }
            (known(about, progress, record, before))
        }
    }
}

/// What is known.
pub fn summary(about: &About<'_>, progress: &Progress, record: &Record) -> Markup {
    let view = about.view;
    html! {
        section.standing aria-label=(view.say("目前知道的", "Known so far")) {
            @if progress.open(about.policy, record, about.on).is_empty() {
                p { (view.say("会改变结果的都问到了。", "Everything that could change the result has been asked.")) }
            }
            (known(about, progress, record, None))
        }
    }
}

fn known(about: &About<'_>, progress: &Progress, record: &Record, before: Option<&Record>) -> Markup {
    let About { view, policy, on, .. } = *about;
    let now = standing(policy, record, on, &progress.goals);
    let then = before.map(|before| standing(policy, before, on, &progress.goals));
    html! {
        @if !policy.nodes.is_empty() {
            p { (view.say("总分 ", "The total: ")) b.num { (parts::range(view, now.total.range())) }
                @if let Some(then) = then.as_ref().filter(|then| then.total != now.total) {
                    span.soft { (view.say("（答上一问以前是 ", " (before the last answer: ")) (parts::range(view, then.total.range())) (view.say("）", ")")) }
                }
            }
            (chart::total(view, now.total.range(), policy.standard))
        }
        @if !now.uses.is_empty() { (uses(about, &now, then.as_ref())) }
    }
}

fn uses(about: &About<'_>, now: &Standing, then: Option<&Standing>) -> Markup {
    let view = about.view;
    let count = |standing: &Standing, wanted: Status| {
        standing.uses.iter().filter(|(_, status, _)| *status == wanted).count()
    };
    let open = count(now, Status::Unknown);
    let decided = then.map_or(0, |then| count(then, Status::Unknown).saturating_sub(open));
    html! {
        p {
            span.tag.yes { "✓ " (view.say("满足 ", "met ")) (count(now, Status::Met)) } " "
            span.tag.no { "✗ " (view.say("不满足 ", "not met ")) (count(now, Status::NotMet)) } " "
            span.tag.open { "? " (view.say("不能定 ", "not certain ")) (open) }
            @if decided > 0 { span.soft { (view.say("，刚才的回答定下了 ", ", the last answer decided ")) (decided) (view.say(" 项", "")) } }
        }
    }
}
