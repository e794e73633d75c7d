//! The self-check on one page: all questions of a version, drawn empty, from a record, or with what is wrong.

use super::sent::{About, Missing, Sent};
use super::{Shell, parts};
use crate::form::answers::{Draft, draft};
use crate::form::{Drawn, Questions, unsaid};
use crate::reply;
use crate::site::Site;
use crate::view::{View, asked_for};
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use policy::record::RecordProblem;
use std::sync::Arc;

/// The form, empty.
pub async fn empty(
    State(site): State<Arc<Site>>,
    view: View,
    Path((city, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Missing> {
    let day = asked_for(query.as_deref().unwrap_or_default(), "on");
    let about = About::of(&site, view, &city, &name, day.as_deref())?;
    Ok(form(&about, &Draft::empty(), &[], None, StatusCode::OK))
}

/// The form again: with more rows, or to change answers.
pub async fn filled(sent: Sent) -> Result<Response, Missing> {
    let about = sent.about()?;
    let draft = draft(&sent.fields, &Questions::sent(about.policy, &sent.fields));
    Ok(form(&about, &draft, &[], sent.fields.get("more"), StatusCode::OK))
}

/// Draws the form.
pub fn form(
    about: &About<'_>,
    draft: &Draft,
    problems: &[RecordProblem],
    more: Option<&str>,
    status: StatusCode,
) -> Response {
    let About { site, view, scheme, policy, on } = *about;
    let questions = Questions::of(policy);
    let here = view.link(&format!("/{}/form", scheme.id));
    let drawn = Drawn { view, questions: &questions, draft, problems, more, here: &here, on, alone: false };
    let title = format!(
        "{}{}{}",
        view.say("全部填写", "All questions"),
        view.say("：", ": "),
        parts::title_of(view, policy)
    );
    let count: usize = questions.chapters.iter().map(|chapter| chapter.questions.len()).sum();
    let content = html! {
        h1 { (title) }
        p.lede { (view.say(
            "只问这份规定要看的事。不知道的就留着“不清楚”：结果会是一个范围，不会当成没有。",
            "Only what these rules look at is asked. Leave what you do not know as it is: the result is then a range; unknown is never taken for none."
        )) }
        p.soft {
            (parts::in_force(view, policy)) " · " (count) (view.say(" 个问题 · 填的内容不存在服务器上", " questions · nothing is kept on the server"))
        }
        (wrong(view, draft, problems))
        (drawn.contents())
        form method="post" action=(view.link(&format!("/{}/result", scheme.id))) {
            div.question {
                label for="on" { (view.say("哪一天申请", "Day of application")) }
                p.note { (view.say("用那一天施行的版本，事实也算到那一天前后。", "The version in force that day is used, and facts are counted to it.")) }
                input type="text" id="on" name="on" value=(on) inputmode="numeric" autocomplete="off";
            }
            // The first button is the one that the Enter key presses.
            button.main hidden tabindex="-1" aria-hidden="true" { (view.say("看结果", "Show the result")) }
            (drawn.fields())
            div.bar { button.main { (view.say("看结果", "Show the result")) } }
        }
    };
    let above = parts::trail(view, site, scheme);
    let path = format!("/{}/form", scheme.id);
    let shell = Shell { view, title: &title, here: Some(&path), above: &above };
    reply::private_page(status, shell.draw(content))
}

/// What is wrong, each with a link to its question.
pub fn wrong(view: View, draft: &Draft, problems: &[RecordProblem]) -> Markup {
    html! {
        @if !problems.is_empty() {
            div.wrong role="alert" tabindex="-1" {
                h2 { (view.say("有几处要改", "Please correct")) }
                ul lang="zh-Hans" {
                    @for problem in problems {
                        @match disputed(draft, problem) {
                            Some(key) => { li lang=(view.say("zh-Hans", "en")) { a href=(format!("#q-{key}")) { (unsaid(view)) } } }
                            None => { li { a href=(format!("#{}", target(problem))) { (problem.name) "：" (problem.message) } @if let Some(hint) = problem.hint() { "。" (hint) } } }
                        }
                    }
                }
            }
        }
    }
}

/// The question that is said to be in dispute, and nothing else of it.
fn disputed<'d>(draft: &'d Draft, problem: &RecordProblem) -> Option<&'d str> {
    let place = problem.path.strip_prefix("$.disputed[")?.strip_suffix(']')?.parse().ok()?;
    draft.disputed_at(place).filter(|key| draft.fact(key).is_none())
}

/// The question a problem belongs to.
fn target(problem: &RecordProblem) -> String {
    let rest = problem.path.strip_prefix("$.facts.").unwrap_or_default();
    let key: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    if key.is_empty() { "main".to_owned() } else { format!("q-{key}") }
}
