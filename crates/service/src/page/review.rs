//! Check your answers: everything said so far, each with the way to change it, and what was not asked.

use super::sent::About;
use super::{Shell, parts, standing};
use crate::form::answers::Draft;
use crate::form::progress::Progress;
use crate::form::{Questions, told};
use crate::reply;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use policy::record::Record;
use policy::vocabulary::Fact;
use std::collections::BTreeSet;

/// Draws it.
pub fn draw(about: &About<'_>, progress: &Progress, draft: &Draft, record: &Record) -> Response {
    let About { site, view, scheme, policy, on } = *about;
    let open: BTreeSet<&str> = progress
        .open(policy, record, on)
        .into_iter()
        .map(|id| policy.vocabulary.fact(id).key.as_str())
        .collect();
    let title = view.say("检查你的回答", "Check your answers");
    let questions = Questions::of(policy);
    let asked = |fact: &Fact| progress.seen.contains(&fact.key) && draft.fact(&fact.key).is_none();
    let facts = || questions.all().map(|(_, question)| question.fact);
    let unknown: Vec<&Fact> = facts().filter(|fact| asked(fact)).collect();
    let idle: Vec<&Fact> = facts()
        .filter(|fact| draft.fact(&fact.key).is_none() && !asked(fact) && !open.contains(fact.key.as_str()))
        .collect();
    let content = html! {
        h1 { (title) }
        (standing::summary(about, progress, record))
        form method="post" action=(about.to("check")) {
            input type="hidden" name="record" value=(draft.text());
            input type="hidden" name="on" value=(on);
            (progress.hidden(policy))
            div.actions {
                @if open.is_empty() {
                    button.main formaction=(about.to("result")) { (view.say("看结果", "Show the result")) }
                } @else {
                    button.main name="go" value="next" { (view.say("继续回答，最多还有 ", "Go on: at most ")) (open.len()) (view.say(" 问", " to go")) }
                    button formaction=(about.to("result")) { (view.say("就到这里，看结果", "Stop here and see the result")) }
                }
            }
            @for chapter in &questions.chapters {
                @let said: Vec<&Fact> = chapter.questions.iter().map(|question| question.fact).filter(|fact| draft.fact(&fact.key).is_some()).collect();
                @if !said.is_empty() {
                    h2 lang="zh-Hans" { (chapter.name) }
                    dl.answers {
                        @for fact in said {
                            div {
                                dt { (name(about, fact)) }
                                dd { @if let Some(held) = draft.fact(&fact.key) { (told(view, fact, held)) }
                                    @if draft.is_disputed(&fact.key) { p { span.tag.open { (view.say("有争议，定下来以前不算", "in dispute, not counted until settled")) } } } }
                                dd.change { (change(about, fact, view.say("改", "Change"))) }
                            }
                        }
                    }
                }
            }
            @if !unknown.is_empty() {
                h2 { (view.say("你说不清楚的", "You said not known")) }
                p.soft { (view.say("结果因此是一个范围。问清楚了随时可以补。", "They make the result a range. Fill them in whenever you know.")) }
                dl.answers { @for fact in unknown { div { dt { (name(about, fact)) } dd { (view.say("不清楚", "not known")) } dd.change { (change(about, fact, view.say("补上", "Fill in"))) } } } }
            }
            @if !idle.is_empty() {
                details {
                    summary { (view.say("没有问的 ", "Not asked: ")) (idle.len()) (view.say(" 件：无论是什么，都不会改变你想知道的", ", which cannot change what you want to know")) }
                    dl.answers { @for fact in idle { div { dt { (name(about, fact)) } dd {} dd.change { (change(about, fact, view.say("也填上", "Fill in anyway"))) } } } }
                }
            }
            div.actions {
                button name="go" value="keep" formaction="/record" { (view.say("存成文件", "Save as a file")) }
                button formaction=(about.to("form")) { (view.say("全部填写在一页上", "All questions on one page")) }
            }
        }
    };
    let above = parts::trail(view, site, scheme);
    reply::private_page(StatusCode::OK, Shell { view, title, here: None, above: &above }.draw(content))
}

fn name(about: &About<'_>, fact: &Fact) -> Markup {
    parts::fact(about.view, fact)
}

/// A button that leads to a question; its name says to which.
fn change(about: &About<'_>, fact: &Fact, label: &str) -> Markup {
    html! { button.plain name="edit" value=(fact.key) { (label) span.skip { " " (name(about, fact)) } } }
}
