//! What is said about points, held against what the rules say.

use super::Shell;
use crate::reply;
use crate::site::Site;
use crate::view::{View, asked_for, encoded};
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use policy::claims::{Claim, Link, Verdict};
use std::sync::Arc;

/// The page, or what of it holds the words of `?q=…`.
pub async fn page(
    State(site): State<Arc<Site>>,
    view: View,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let words = asked_for(query.as_deref().unwrap_or_default(), "q").unwrap_or_default();
    let words = words.trim();
    let all = site.claims();
    let found: Vec<&Claim> = all.iter().filter(|claim| holds(claim, words)).collect();
    let title = view.say("说法核对", "What is said, and what holds");
    let mut chapters: Vec<&str> = found.iter().map(|claim| claim.chapter.as_str()).collect();
    chapters.dedup();
    let content = html! {
        h1 { (title) }
        p.lede { (view.say(
            "网上、亲友间关于积分的说法，一句一句对照各城市的规定。没有查到的写“无据”，不等于一定错。",
            "What is said about points, sentence by sentence against the rules. “No source” means that none was found, not that it is wrong. The sentences are in Chinese."
        )) }
        form method="get" action="/claims" role="search" {
            div.fields {
                div { label for="q" { (view.say("找哪几个字", "Search")) } input type="search" id="q" name="q" value=(words); }
                @if view.english() { input type="hidden" name="lang" value="en"; }
                @if view.large { input type="hidden" name="size" value="large"; }
                button { (view.say("找", "Search")) }
            }
        }
        p.soft { (found.len()) " / " (all.len()) " · "
            @for verdict in Verdict::ALL { (badge(view, verdict)) " " (found.iter().filter(|claim| claim.verdict == verdict).count()) " " } }
        @for chapter in chapters {
            h2 lang="zh-Hans" { (chapter) }
            @for claim in found.iter().filter(|claim| claim.chapter == chapter) { (one(&site, view, claim)) }
        }
    };
    reply::public_page(&headers, Shell { view, title, here: Some("/claims"), above: &[] }.draw(content))
}

fn holds(claim: &Claim, words: &str) -> bool {
    claim.text.contains(words) || claim.plain.contains(words)
}

fn badge(view: View, verdict: Verdict) -> Markup {
    let class = match verdict {
        Verdict::Holds => "tag yes",
        Verdict::Fails => "tag no",
        Verdict::Outdated => "tag open",
        Verdict::NoSource => "tag nil",
    };
    html! { span class=(class) { (view.say(verdict.word(), verdict.english())) } }
}

fn one(site: &Site, view: View, claim: &Claim) -> Markup {
    html! {
        article.card id=(format!("c{}", claim.number)) {
            h3 { span lang="zh-Hans" { (claim.number) " " (claim.text) } " " (badge(view, claim.verdict)) }
            p lang="zh-Hans" { (claim.plain) }
            @if !claim.links.is_empty() || claim.since.is_some() {
                p.soft {
                    @if !claim.links.is_empty() { (view.say("凭据：", "Evidence: ")) }
                    @for (at, link) in claim.links.iter().enumerate() { @if at > 0 { (view.say("、", ", ")) } (evidence(site, view, link)) }
                    @if let Some(since) = claim.since { (view.say("；自 ", "; since ")) span.num { (since) } }
                }
            }
        }
    }
}

/// Evidence with its address.
fn evidence(site: &Site, view: View, link: &Link) -> Markup {
    let version = site.library().scheme(&link.scheme).and_then(|scheme| scheme.version(link.version));
    let Some(version) = version else { return html! { (link.name) } };
    let id = if link.of_use { format!("用途·{}", link.name) } else { link.name.clone() };
    let to = format!("/{}/{}#{}", link.scheme, link.version, encoded(&id));
    html! { a href=(view.link(&to)) lang="zh-Hans" { (version.title) " " (link.name) } }
}
