//! One record in all cities, side by side. Every cell leads to its reasons.

use super::sent::Sent;
use super::{Shell, chart, parts, uses};
use crate::reply;
use crate::side::{Side, Table};
use crate::site::Site;
use crate::view::View;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use maud::{Markup, html};
use policy::recognition::Purpose;
use policy::record::{Record, RecordProblem, record_to_json};
use score::{Assessment, Status};
use std::sync::Arc;
use terms::{Date, Range};

/// The page before there is a record.
pub async fn empty(State(site): State<Arc<Site>>, view: View, headers: HeaderMap) -> Response {
    let _ = site;
    let content = html! { (intro(view)) (open(view, &[])) };
    let title = view.say("各城市比较", "Compare cities");
    reply::public_page(&headers, Shell { view, title, here: Some("/compare"), above: &[] }.draw(content))
}

/// The table.
pub async fn filled(sent: Sent) -> Response {
    let view = sent.view;
    let (status, content) = match sent.site.record(sent.fields.get("record").unwrap_or_default()) {
        Ok(record) => (StatusCode::OK, table(&sent.site, view, &record, sent.day())),
        Err(problems) => (StatusCode::UNPROCESSABLE_ENTITY, html! { (intro(view)) (open(view, &problems)) }),
    };
    let title = view.say("各城市比较", "Compare cities");
    let here = (status != StatusCode::OK).then_some("/compare");
    reply::private_page(status, Shell { view, title, here, above: &[] }.draw(content))
}

fn intro(view: View) -> Markup {
    html! {
        h1 { (view.say("同一份记录，拿到每个城市算一遍", "One record, counted in every city")) }
        p.lede { (view.say(
            "先在任何一个城市做一次自测，在结果页点“看看别的城市”；或者把以前存的文件粘贴在这里。",
            "Do a self-check in any city and choose “Other cities” on the result; or paste a file you saved before."
        )) }
    }
}

fn open(view: View, problems: &[RecordProblem]) -> Markup {
    html! {
        @if !problems.is_empty() {
            div.wrong role="alert" {
                h2 { (view.say("这份记录有错", "There are mistakes in this record")) }
                ul lang="zh-Hans" { @for problem in problems { li { (problem.name) "：" (problem.message) @if let Some(hint) = problem.hint() { "。" (hint) } } } }
            }
        }
        form method="post" action=(view.link("/compare")) {
            label for="record" { (view.say("文件的内容", "Contents of the file")) }
            textarea id="record" name="record" spellcheck="false" {}
            p { button.main { (view.say("比较", "Compare")) } }
        }
    }
}

fn table(site: &Site, view: View, record: &Record, on: Date) -> Markup {
    let json = record_to_json(record, site.vocabulary());
    let table = Table::of_all(site.library(), record, on, view.language);
    html! {
        h1 { (view.say("各城市比较", "Compare cities")) }
        p.soft { (view.say("申请日 ", "Applied on ")) (on) (view.say("。各城市分制不同，分数不能直接相比；要看离各自的线多远、能办什么。点方案看理由。", ". Scales differ from city to city: compare the distance to each line and what opens, not the numbers. Choose a scheme for the reasons.")) }
        form method="post" {
            input type="hidden" name="record" value=(json); input type="hidden" name="on" value=(on);
            table.stack.compare {
                thead { tr {
                    th scope="col" { (view.say("城市", "City")) }
                    th scope="col" { (view.say("方案", "Scheme")) }
                    th.points scope="col" { (view.say("总分", "Total")) }
                    th scope="col" { span.skip { (view.say("图", "Chart")) } }
                    th.points scope="col" { (view.say("线", "Line")) }
                    th scope="col" { (view.say("能办的", "Opens")) }
                } }
                tbody { @for side in &table.sides { (row(view, &table, side)) } }
            }
        }
        (beside(view, &table))
    }
}

/// What lies in other places and counts, or does not; and schemes without a rule for the day.
fn beside(view: View, table: &Table<'_>) -> Markup {
    let edges = table.edges();
    html! {
        @if !edges.is_empty() {
            h2 { (view.say("在别处缴的、住的，认不认", "Months paid and years lived elsewhere")) }
            ul.reasons {
                @for edge in &edges {
                    @let counts = edge.of.purpose != Purpose::Nothing;
                    @let fact = table.library.vocabulary.fact(edge.of.fact);
                    @let city = table.library.cities.get(edge.of.into.city());
                    li {
                        span class=(if counts { "tag yes" } else { "tag no" }) { (if counts { view.say("✓ 认", "✓ counts") } else { view.say("✗ 不认", "✗ does not count") }) } " "
                        @if let Some(city) = city { b { (view.say(&city.name, &city.english)) } " ← " }
                        (edge.places.join(view.say("、", ", "))) " · " (view.say(&fact.name, &fact.english)) " "
                        span.soft { (edge.of.basis.citation.as_deref().unwrap_or_default()) } " " (parts::grade(view, edge.of.basis.grade))
                    }
                }
            }
            p.note { (view.say("其余的没有查到；没有查到不等于不认。", "Of the others nothing was found, which does not mean that they refuse.")) }
        }
        @if !table.silent.is_empty() {
            p.note { (view.say("这一天没有施行中的版本，没有比较：", "No version in force on that day: "))
                @for (at, scheme) in table.silent.iter().enumerate() { @if at > 0 { (view.say("、", ", ")) } a href=(view.link(&format!("/{}", scheme.id))) { (parts::title(view, scheme, table.on)) } } }
        }
    }
}

fn row(view: View, table: &Table<'_>, side: &Side<'_>) -> Markup {
    let (policy, one, standard) = (side.policy, &side.assessment, side.line());
    let scheme = &policy.id.scheme;
    let total = one.total.range();
    let count = |status| one.uses.iter().filter(|of| of.status == status).count();
    let met: Vec<&str> = one
        .uses
        .iter()
        .filter(|of| of.status == Status::Met)
        .filter_map(|of| policy.uses.get(of.at))
        .map(|of| of.name.as_str())
        .collect();
    let name = |chinese: &str| parts::name(view, policy, chinese);
    html! {
        tr {
            th scope="row" { (table.city(side.scheme)) }
            td { button.plain formaction=(view.link(&format!("/{scheme}/result"))) { (parts::title_of(view, policy)) } }
            td.points data-label=(view.say("总分", "Total")) { (parts::range(view, total)) }
            td.barcell.empty[standard.is_none()] { @if let Some(standard) = standard { (chart::bar(total, chart::scale([total, Range::known(standard)].into_iter()))) } }
            td.points data-label=(view.say("线", "Line")) { @match standard { Some(standard) => { (parts::number(view, standard)) " " (line(view, one)) } None => { (view.say("看排名", "by rank")) } } }
            td data-label=(view.say("能办的", "Opens")) {
                @if met.is_empty() { span.soft { (view.say("没有", "nothing yet")) } }
                @else { @for (at, of) in met.iter().take(4).enumerate() { @if at > 0 { (view.say("、", ", ")) } (name(of)) } @if met.len() > 4 { (view.say(" 等 ", " and more: ")) (met.len()) } }
                @if count(Status::Unknown) > 0 { " " span.tag.open { "? " (count(Status::Unknown)) } }
            }
        }
    }
}

fn line(view: View, one: &Assessment<'_>) -> Markup {
    match one.meets_standard() {
        Some(terms::Tri::Yes) => uses::status(view, Status::Met),
        Some(terms::Tri::No) => uses::status(view, Status::NotMet),
        Some(terms::Tri::Unknown) => uses::status(view, Status::Unknown),
        None => html! {},
    }
}
