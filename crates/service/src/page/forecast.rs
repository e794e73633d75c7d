//! How a score goes on if life goes on as it does: the course as a picture, every change as a row.

use super::chart::{Step, course};
use super::parts;
use crate::view::View;
use maud::{Markup, html};
use policy::model::Policy;
use policy::reminders::Due;
use score::{Changed, Forecast, Status};

/// Draws a forecast.
pub fn draw(view: View, policy: &Policy, forecast: &Forecast<'_>) -> Markup {
    let steps: Vec<Step> = forecast
        .points
        .iter()
        .map(|point| Step {
            label: (point.on.month() == 1 && point.on.year() % 2 == 0).then(|| point.on.year().to_string()),
            score: point.total,
        })
        .collect();
    let title = view.say("以后各月的总分", "The total in the months to come");
    let told = forecast.changes.iter().filter(|change| !matches!(change.what, Changed::Item(..)));
    let changes: Vec<_> = told.collect();
    html! {
        @if steps.len() > 1 && !policy.nodes.is_empty() {
            (course(title, &steps, policy.standard))
            p.legend {
                (title) (view.say("：实线是最多，虚线是最少，两条重合就是确定的数", ": the solid line is the most, the dashed one the least; where they meet, the number is certain"))
                @if policy.standard.is_some() { (view.say("；红虚线是标准分值", "; the red dashes are the standard score")) } (view.say("。", "."))
            }
        }
        @if changes.is_empty() {
            p { (view.say("总分和能办的事都不会变。", "Neither the total nor what it opens changes.")) }
        } @else {
            details open[changes.len() <= 12] {
                summary { (view.say("哪一天变、变什么", "What changes, and when")) "（" (changes.len()) "）" }
                div.scroll { table {
                    thead { tr { th scope="col" { (view.say("从哪天起", "From")) } th scope="col" { (view.say("什么", "What")) } th scope="col" { (view.say("怎样变", "How")) } } }
                    tbody {
                        @for change in changes {
                            tr { th scope="row" { span.num { (change.on) } } (row(view, policy, &change.what)) }
                        }
                    }
                } }
            }
        }
        @if let Some(day) = forecast.no_rule_from {
            p.note { (view.say("再往后没有已经公布的规定：从 ", "No published rule goes further: from ")) (day) (view.say(" 起不知道怎么算。", " on it is not known how it will be counted.")) }
        }
    }
}

/// What has to be done by a day although no score hangs on it.
pub fn due(view: View, due: &[Due<'_>]) -> Markup {
    html! {
        @if !due.is_empty() {
            h3 { (view.say("别忘了办", "Do not forget")) }
            ul {
                @for one in due {
                    li {
                        b { (view.say(&one.reminder.name, &one.reminder.english)) } (view.say("：", ": "))
                        span.num { (one.from) } (view.say(" 至 ", " to ")) span.num { (one.to) }
                        span.soft { (view.say("，每 ", ", every ")) (one.reminder.every) (view.say(" 个月一次。", " months. ")) }
                        @if let Some(citation) = &one.reminder.basis.citation { span.soft { (view.say("依据：", "Basis: ")) (citation) " " } }
                        (parts::grade(view, one.reminder.basis.grade))
                    }
                }
            }
        }
    }
}

fn row(view: View, policy: &Policy, what: &Changed) -> Markup {
    html! {
        @match what {
            Changed::Total(from, to) => { td { (view.say("总分", "Total")) } td.num { (parts::range(view, *from)) " → " (parts::range(view, *to)) } }
            Changed::Item(name, from, to) => { td { (parts::name(view, policy, name)) } td.num { (parts::range(view, *from)) " → " (parts::range(view, *to)) } }
            Changed::Use(name, from, to) => { td { (parts::name(view, policy, name)) } td { (status(view, *from)) " → " (status(view, *to)) } }
            Changed::Version(id) => { td { (view.say("规定换了版本", "Another version of the rules")) } td { (id) } }
        }
    }
}

fn status(view: View, status: Option<Status>) -> Markup {
    match status {
        Some(status) => super::uses::status(view, status),
        None => html! { span.tag.nil { (view.say("没有这一项", "not there")) } },
    }
}
