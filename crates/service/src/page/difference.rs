//! What changed between two versions of a scheme.

use super::{Shell, nothing_here, parts};
use crate::reply;
use crate::site::Site;
use crate::view::{View, asked_for};
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use policy::diff::{Aspect, Change, ClauseChange, Difference, RowChange, SectionChange, Side, diff};
use policy::document::scan;
use policy::model::Policy;
use policy::scheme::Scheme;
use std::sync::Arc;

/// The page: the two latest versions, or those of `?before=…&after=…`.
pub async fn page(
    State(site): State<Arc<Site>>,
    view: View,
    headers: HeaderMap,
    Path((city, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(scheme) = site.scheme(&city, &name) else { return nothing_here(view).await };
    let query = query.unwrap_or_default();
    let Some((before, after)) = pair(scheme, &query) else { return nothing_here(view).await };
    let text = |policy: &Policy| scan(site.text(&policy.file).unwrap_or_default()).document;
    let found = diff(&text(before), &text(after));
    let title = view.say("版本之间改了什么", "What changed between versions");
    let (from, to) = (before.id.effective, after.id.effective);
    let content = html! {
        h1 { (title) }
        p.lede { (parts::title_of(view, after)) }
        (choice(view, scheme, before, after))
        (summary(view, &found))
        @if !found.header.is_empty() { h2 { (view.say("总则", "General")) } (clauses(view, &found.header)) }
        @for section in found.sections.iter().filter(|section| section.touches_rule()) { (section_change(view, section)) }
        @let quiet: Vec<&SectionChange> = found.sections.iter().filter(|section| !section.touches_rule()).collect();
        @if !quiet.is_empty() {
            h2 { (view.say("不影响得分的改动：依据、出处、说法", "Changes that cannot change points: citations, sources, wording")) }
            @for section in quiet { (section_change(view, section)) }
        }
    };
    let above = parts::trail(view, &site, scheme);
    let here = format!("/{}/changes?before={from}&after={to}", scheme.id);
    reply::public_page(&headers, Shell { view, title, here: Some(&here), above: &above }.draw(content))
}

fn pair<'s>(scheme: &'s Scheme, query: &str) -> Option<(&'s Policy, &'s Policy)> {
    let named = |key: &str| {
        let day = policy::language::phrase::day(&asked_for(query, key)?)?;
        scheme.version(day)
    };
    match (named("before"), named("after"), scheme.versions.as_slice()) {
        (Some(before), Some(after), _) => Some((before, after)),
        (_, _, [.., before, after]) => Some((before, after)),
        (_, _, [only]) => Some((only, only)),
        _ => None,
    }
}

fn choice(view: View, scheme: &Scheme, before: &Policy, after: &Policy) -> Markup {
    let options = |chosen: &Policy| html! { @for policy in &scheme.versions { option value=(policy.id.effective) selected[policy.id == chosen.id] { (policy.id.effective) } } };
    html! {
        form method="get" action=(format!("/{}/changes", scheme.id)) {
            div.fields {
                div { label for="before" { (view.say("前", "From")) } select #before name="before" { (options(before)) } }
                div { label for="after" { (view.say("后", "To")) } select #after name="after" { (options(after)) } }
                @if view.english() { input type="hidden" name="lang" value="en"; }
                @if view.large { input type="hidden" name="size" value="large"; }
                button { (view.say("比较", "Compare")) }
            }
        }
    }
}

fn summary(view: View, found: &Difference) -> Markup {
    let rules = found.sections.iter().filter(|section| section.touches_rule()).count();
    html! {
        @if found.is_empty() { p { (view.say("没有不同。", "Nothing differs.")) } }
        @else { p { (found.sections.len()) (view.say(" 处不同，其中 ", " differences, of which ")) (rules) (view.say(" 处会影响得分。", " can change points.")) } }
    }
}

fn section_change(view: View, section: &SectionChange) -> Markup {
    let (word, class) = match &section.change {
        Change::Added => (view.say("新增", "added"), "yes"),
        Change::Removed => (view.say("删去", "removed"), "no"),
        Change::Renamed { .. } => (view.say("改名", "renamed"), "open"),
        Change::Moved { .. } => (view.say("移动", "moved"), "open"),
        Change::Changed => (view.say("修改", "changed"), "nil"),
    };
    let from = match &section.change {
        Change::Renamed { from } | Change::Moved { from } => Some(from),
        _ => None,
    };
    html! {
        section {
            h3 { span lang="zh-Hans" { (section.name) } " " span class=(format!("tag {class}")) { (word) }
                @if section.touches_rule() { " " span.tag.open { (view.say("影响得分", "can change points")) } } }
            p.soft lang="zh-Hans" { (section.kind.word()) @if !section.under.is_empty() { " · " (section.under) } @if let Some(from) = from { " · 原为 " (from) } }
            (clauses(view, &section.clauses))
            @if !section.rows.is_empty() { (rows(view, &section.rows)) }
            @for (side, note) in &section.notes {
                p.note lang="zh-Hans" { @if *side == Side::Before { del { (note) } } @else { ins { (note) } } }
            }
        }
    }
}

fn clauses(view: View, clauses: &[ClauseChange]) -> Markup {
    if clauses.is_empty() {
        return html! {};
    }
    html! {
        div.scroll { table {
            thead { tr { th scope="col" { (view.say("条目", "Clause")) } th scope="col" { (view.say("原来", "Before")) } th scope="col" { (view.say("现在", "After")) } } }
            tbody lang="zh-Hans" {
                @for clause in clauses {
                    tr class=[(clause.aspect != Aspect::Rule).then_some("soft")] {
                        th scope="row" { (clause.key) }
                        td.before { @match &clause.before { Some(text) => { (text) } None => { "—" } } }
                        td.after { @match &clause.after { Some(text) => { (text) } None => { "—" } } }
                    }
                }
            }
        } }
    }
}

fn rows(view: View, rows: &[RowChange]) -> Markup {
    let cells = |cells: &Option<Vec<(String, String)>>| match cells {
        None => html! { "—" },
        Some(cells) => {
            html! { @for (head, cell) in cells { @if !cell.is_empty() { span.soft { (head) "：" } (cell) br; } } }
        }
    };
    html! {
        div.scroll { table {
            thead { tr { th scope="col" { (view.say("哪一行", "Row")) } th scope="col" { (view.say("原来", "Before")) } th scope="col" { (view.say("现在", "After")) } } }
            tbody lang="zh-Hans" {
                @for row in rows { tr { th scope="row" { (row.when.join(" · ")) } td.before { (cells(&row.before)) } td.after { (cells(&row.after)) } } }
            }
        } }
    }
}
