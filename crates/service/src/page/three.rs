//! Three things, three places, three dates: the page for the fridge, in large type.

use super::bring::{Bring, reasons};
use super::sent::{About, Missing, Sent, faulty};
use super::{Shell, parts};
use crate::reply;
use crate::search::{Wanted, search};
use crate::view::View;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use policy::actions::Action;
use policy::record::{Record, record_to_json};
use score::{Changed, Plan, Status};
use std::collections::BTreeMap;
use terms::Date;

/// How many of each.
const COUNT: usize = 3;
/// How many months ahead dates are looked for.
const MONTHS: u32 = 36;

/// The page of a result; of a plan where the form names a use.
pub async fn filled(sent: Sent) -> Result<Response, Missing> {
    let about = sent.about()?;
    let Ok(record) = sent.site.record(sent.fields.get("record").unwrap_or_default()) else {
        return Ok(faulty(sent.view));
    };
    let mut plan = None;
    if let Some(name) = sent.fields.get("use") {
        let scheme = about.scheme.id.to_string();
        let wanted = Wanted {
            scheme,
            record: record.clone(),
            use_name: name.to_owned(),
            on: about.on,
            months: super::plan::MONTHS,
        };
        let found = search(&sent.site, wanted).await.ok_or(Missing(sent.view))?;
        plan = found.plans.soonest.map(|plan| (name, plan)).filter(|_| found.now.0 != Status::Met);
    }
    Ok(draw(&about, &record, plan.as_ref()))
}

/// One of three: what, and a word about it.
struct Line {
    what: Markup,
    about: Markup,
}

fn draw(about: &About<'_>, record: &Record, plan: Option<&(&str, Plan)>) -> Response {
    let About { site, scheme, policy, on, .. } = *about;
    let view = View { large: true, ..about.view };
    let mut assessment = score::assess(policy, record, on);
    let explanation = score::explain::explain(&mut assessment, view.language);
    let bring = Bring::of(&assessment);
    let title = view.say("三件事、三个地方、三个日子", "Three things, three places, three dates");
    let json = record_to_json(record, site.vocabulary());
    let lists = [
        (
            view.say("三件事", "Three things"),
            things(about, &bring, plan),
            view.say("规定里没有再写别的要准备的。", "The rules name nothing else to prepare."),
        ),
        (
            view.say("三个地方", "Three places"),
            places(about, &bring),
            view.say("规定里没有再写别的地方。", "The rules name no other place."),
        ),
        (
            view.say("三个日子", "Three dates"),
            dates(about, record, plan),
            view.say("没有别的已经知道的日子。", "No other date is known."),
        ),
    ];
    let content = html! {
        h1 { (title) }
        p.lede { @if policy.nodes.is_empty() { (parts::title_of(view, policy)) } @else { (explanation.text(explanation.summary)) } }
        div.three {
            @for (head, lines, rest) in lists {
                section {
                    h2 { (head) }
                    @if !lines.is_empty() { ol { @for line in lines.iter().take(COUNT) { li { b { (line.what) } br; span.soft { (line.about) } } } } }
                    @if lines.len() < COUNT { p.soft { (rest) } }
                }
            }
        }
        p.note { (parts::title_of(view, policy)) "，" (policy.id) (view.say("；申请日 ", "; applied on ")) (on) (view.say("。按公开的规定试算，以主管部门核定为准。", ". Computed from the published rules; the office in charge decides.")) }
        form.actions method="post" action=(about.to("result")) {
            input type="hidden" name="record" value=(json); input type="hidden" name="on" value=(on);
            button { (view.say("回到结果", "Back to the result")) }
            span.soft { (view.say("要纸的，用浏览器的“打印”。", "For paper, use your browser’s Print.")) }
        }
    };
    let above = parts::trail(view, site, scheme);
    reply::private_page(StatusCode::OK, Shell { view, title, here: None, above: &above }.draw(content))
}

/// The next steps of a plan, then the papers that are for most.
fn things(about: &About<'_>, bring: &Bring<'_>, plan: Option<&(&str, Plan)>) -> Vec<Line> {
    let About { view, policy, site, .. } = *about;
    let mut lines = Vec::new();
    let action = |at: usize| -> Option<&Action> { site.library().actions.get(at) };
    for (action, done) in
        plan.iter().flat_map(|(_, plan)| &plan.steps).filter_map(|(at, done)| Some((action(*at)?, done)))
    {
        lines.push(Line {
            what: html! { (view.say(&action.name, &action.english)) },
            about: html! { (view.say("最早 ", "by ")) span.num { (done) } (view.say(" 办成", " at the earliest")) },
        });
    }
    let mut papers: Vec<_> = bring.papers.iter().collect();
    papers.sort_by_key(|paper| std::cmp::Reverse(paper.reasons.len()));
    lines.extend(papers.into_iter().map(|paper| Line {
        what: html! { (view.say("带上", "Bring: ")) (parts::name(view, policy, paper.name)) },
        about: html! { (view.say("为了：", "For: ")) (reasons(view, policy, paper)) },
    }));
    lines
}

/// Offices of what is open, then the office in charge, then who confirms.
fn places(about: &About<'_>, bring: &Bring<'_>) -> Vec<Line> {
    let About { view, policy, .. } = *about;
    let line = |needed: &super::bring::Needed<'_>, word: &str| Line {
        what: html! { (parts::name(view, policy, needed.name)) },
        about: html! { (word) (reasons(view, policy, needed)) },
    };
    let mut lines: Vec<Line> =
        bring.offices.iter().map(|office| line(office, view.say("办：", "For: "))).collect();
    let named = |office: &String| bring.offices.iter().any(|known| known.name == office);
    lines.extend(policy.office.iter().filter(|office| !named(office)).map(|office| Line {
        what: html! { (parts::name(view, policy, office)) },
        about: html! { (view.say("主管部门，核定以它为准", "in charge; what it decides holds")) },
    }));
    lines.extend(bring.departments.iter().map(|of| line(of, view.say("认定：", "Confirms: "))));
    lines
}

/// What has to be done by a day, what a plan reaches, and when something changes by itself; earliest first.
fn dates(about: &About<'_>, record: &Record, plan: Option<&(&str, Plan)>) -> Vec<Line> {
    let About { view, policy, site, scheme, on } = *about;
    // Whether a date can wait for others to be named first, the date, and what it is about.
    let mut found: Vec<(bool, Date, Markup)> = Vec::new();
    let going_on = record.going_on(on, site.vocabulary());
    for due in site.library().reminders.iter().filter_map(|reminder| reminder.next(&going_on, on)) {
        let name = view.say(&due.reminder.name, &due.reminder.english);
        found.push((false, due.to, html! { (name) (view.say("，从 ", ", from ")) (due.from) (view.say(" 起可以办，这天以前办好", " on; to be done by this day")) }));
    }
    if let Some((name, plan)) = plan {
        found.push((false, plan.on, html! { (view.say("照计划做，这天起满足：", "by the plan, met from this day: ")) (parts::name(view, policy, name)) }));
    }
    let course = score::forecast(scheme, &going_on, on, MONTHS);
    for change in &course.changes {
        let said = match &change.what {
            Changed::Use(name, _, Some(Status::Met)) => {
                html! { (view.say("这天起满足：", "met from this day: ")) (parts::name(view, policy, name)) }
            }
            Changed::Use(name, Some(Status::Met), _) => {
                html! { (view.say("这天起不再满足：", "no longer met from this day: ")) (parts::name(view, policy, name)) }
            }
            Changed::Total(from, to) => {
                html! { (view.say("总分从 ", "the total goes from ")) (parts::range(view, *from)) (view.say(" 变成 ", " to ")) (parts::range(view, *to)) }
            }
            Changed::Version(_) => html! { (view.say("规定换新版本，重新算一次", "new rules: count again")) },
            _ => continue,
        };
        found.push((matches!(change.what, Changed::Total(..)), change.on, said));
    }
    if let Some(day) = course.no_rule_from {
        found.push((
            false,
            day,
            html! { (view.say("现在的规定到前一天为止", "the rules of today end the day before")) },
        ));
    }
    // First what has to be done and what opens or closes; the total changes often.
    found.retain(|(_, day, _)| *day >= on);
    found.sort_by_key(|(later, day, _)| (*later, *day));
    let mut days: BTreeMap<Date, Vec<Markup>> = BTreeMap::new();
    for (_, day, about) in found {
        if days.contains_key(&day) || days.len() < COUNT {
            days.entry(day).or_default().push(about);
        }
    }
    let line = |(day, all): (Date, Vec<Markup>)| Line {
        what: html! { span.num { (day) } },
        about: html! { @for (at, about) in all.into_iter().enumerate() { @if at > 0 { br; } (about) } },
    };
    days.into_iter().map(line).collect()
}
