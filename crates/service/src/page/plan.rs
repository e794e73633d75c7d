//! What would reach a use: soonest, with the fewest steps, by waiting alone; or why nothing does.

use super::sent::{About, Missing, Sent, faulty};
use super::{Shell, parts, uses};
use crate::reply;
use crate::search::{Found, Wanted, search};
use crate::view::View;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use policy::actions::Action;
use policy::record::record_to_json;
use score::{Best, Plan};
use terms::{Date, Range};

/// How many months a plan looks ahead.
pub const MONTHS: u32 = 60;

/// The plans for the use that a result page's button names.
pub async fn filled(sent: Sent) -> Result<Response, Missing> {
    let about = sent.about()?;
    let (site, fields) = (&sent.site, &sent.fields);
    let Ok(record) = site.record(fields.get("record").unwrap_or_default()) else {
        return Ok(faulty(sent.view));
    };
    let json = record_to_json(&record, site.vocabulary());
    let use_name = fields.get("use").unwrap_or_default().to_owned();
    let scheme = about.scheme.id.to_string();
    let wanted = Wanted { scheme, record, use_name: use_name.clone(), on: about.on, months: MONTHS };
    let found = search(site, wanted).await.ok_or(Missing(sent.view))?;
    Ok(draw(&about, &json, &use_name, &found))
}

fn draw(about: &About<'_>, json: &str, use_name: &str, found: &Found) -> Response {
    let About { site, view, scheme, policy, on } = *about;
    let actions = &site.library().actions;
    let plans = &found.plans;
    let title = view.say("怎样够得上", "What would reach it");
    let content = html! {
        h1 { (title) (view.say("：", ": ")) (parts::name(view, policy, use_name)) }
        p.lede { (view.say("现在", "Now")) " " (uses::status(view, found.now.0))
            @if !policy.nodes.is_empty() { " · " (view.say("这个用途的分数 ", "the score for this use is ")) (parts::range(view, found.now.1)) } }
        @if found.now.0 == score::Status::Met {
            p { (view.say("条件已经满足，不用再做什么。", "The conditions are met; nothing needs to be done.")) }
        } @else {
            (plan(view, view.say("最早", "Soonest"), plans.soonest.as_ref(), actions))
            @if plans.fewest != plans.soonest { (plan(view, view.say("要做的事最少", "Fewest steps"), plans.fewest.as_ref(), actions)) }
            @if plans.waiting.is_none() || plans.waiting != plans.soonest { (waiting(view, plans.waiting.as_ref(), found.by)) }
            @if let Some(best) = &plans.best { (out_of_reach(about, best)) }
        }
        p.note { (view.say(
            "每一步写的是最早能办成的日子，是通常的下限，不是承诺；没有写进行动表的事没有算。按今天公布的规定推算，以主管部门核定为准。",
            "Each day is the earliest by which the step is usually done, not a promise; what the list of actions lacks was not tried. By the rules published today; the office in charge decides."
        )) }
        form.actions method="post" action=(view.link(&format!("/{}/result", scheme.id))) {
            input type="hidden" name="record" value=(json); input type="hidden" name="on" value=(on);
            button { (view.say("回到结果", "Back to the result")) }
            button name="use" value=(use_name) formaction=(about.to("three")) { (view.say("三件事、三个地方、三个日子", "Three things, three places, three dates")) }
        }
    };
    let above = parts::trail(view, site, scheme);
    reply::private_page(StatusCode::OK, Shell { view, title, here: None, above: &above }.draw(content))
}

fn plan(view: View, label: &str, plan: Option<&Plan>, actions: &[Action]) -> Markup {
    let Some(plan) = plan else { return html! {} };
    html! {
        section {
            h2 { (label) (view.say("：", ": ")) span.num { (plan.on) } (view.say(" 起满足", ", met from that day")) }
            @if plan.steps.is_empty() {
                p { (view.say("什么也不用做，照现在这样过下去。", "Nothing to do; go on as now.")) }
            } @else {
                ol {
                    @for (at, done) in &plan.steps {
                        @if let Some(action) = actions.get(*at) {
                            li { (view.say(&action.name, &action.english)) (view.say("：最早 ", ": by ")) span.num { (done) } (view.say(" 办成", " at the earliest")) }
                        }
                    }
                }
            }
            @if plan.score != Range::ZERO { p.soft { (view.say("那时的分数 ", "The score will then be ")) (parts::range(view, plan.score)) } }
        }
    }
}

fn waiting(view: View, plan: Option<&Plan>, by: Date) -> Markup {
    html! {
        section {
            h2 { (view.say("只是等", "Waiting alone")) }
            @match plan {
                Some(plan) => { p { span.num { (plan.on) } (view.say(" 起满足。", " is the first day on which it is met.")) } }
                None => { p { (view.say("等到 ", "Not by ")) span.num { (by) } (view.say(" 也不够。", ".")) } }
            }
        }
    }
}

fn out_of_reach(about: &About<'_>, best: &Best) -> Markup {
    let About { view, policy, .. } = *about;
    let lists = [
        (&best.failing, view.say("做什么也满足不了：", "No choice meets: ")),
        (&best.missing, view.say("还不清楚，说清楚了再算：", "Not known, so that it cannot be told: ")),
        (&best.capped, view.say("已经到上限，再多也不加分：", "At its cap, more gives nothing: ")),
    ];
    html! {
        section {
            h2 { (view.say("够不上，原因是", "Out of reach, because")) }
            p { (view.say("到 ", "By ")) span.num { (best.on) } (view.say(" 为止，行动表里的事全做也够不上。", " nothing in the list of actions reaches it.")) }
            @if let Some(high) = best.score.high { p { (view.say("那时的分数最多是 ", "The score can then be at most ")) (parts::number(view, high)) } }
            ul {
                @for (names, label) in lists {
                    @if !names.is_empty() { li { (label) @for (at, one) in names.iter().enumerate() { @if at > 0 { (view.say("、", ", ")) } (parts::name(view, policy, one)) } } }
                }
            }
        }
    }
}
