//! The self-check: the questions of a version, drawn empty, from a record, or with what is wrong.

use super::{Shell, mistake, nothing_here, parts};
use crate::form::answers::{Draft, Fields, draft};
use crate::form::{Drawn, Questions};
use crate::reply;
use crate::site::{Site, current};
use crate::view::{View, asked_for};
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;
use policy::model::Policy;
use policy::record::{RecordProblem, record_to_json};
use policy::scheme::Scheme;
use std::sync::Arc;
use terms::Date;

/// A form as it was sent.
pub type Sent = Result<Form<Vec<(String, String)>>, FormRejection>;

/// What a form page is about: a scheme, its version, and the day of application.
pub struct About<'s> {
    /// The site.
    pub site: &'s Site,
    /// How the reader wants it.
    pub view: View,
    /// The scheme.
    pub scheme: &'s Scheme,
    /// The version.
    pub policy: &'s Policy,
    /// The day of application.
    pub on: Date,
}

impl<'s> About<'s> {
    /// The version of a scheme for a day: the one of the form, else today.
    pub fn of(site: &'s Site, view: View, city: &str, name: &str, day: Option<&str>) -> Option<About<'s>> {
        let scheme = site.scheme(city, name)?;
        let on = day.and_then(|day| policy::language::phrase::day(&crate::form::texts::date(day)));
        let on = on.unwrap_or_else(|| site.today());
        Some(About { site, view, scheme, policy: current(scheme, on)?, on })
    }
}

/// The form, empty.
pub async fn empty(
    State(site): State<Arc<Site>>,
    view: View,
    Path((city, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let day = asked_for(query.as_deref().unwrap_or_default(), "on");
    match About::of(&site, view, &city, &name, day.as_deref()) {
        Some(about) => form(&about, &Draft::empty(), &[], None, StatusCode::OK),
        None => nothing_here(view).await,
    }
}

/// The form again: with more rows, from a file, or to change answers.
pub async fn filled(
    State(site): State<Arc<Site>>,
    view: View,
    Path((city, name)): Path<(String, String)>,
    sent: Sent,
) -> Response {
    let fields = match sent {
        Ok(Form(pairs)) => Fields::of(pairs),
        Err(rejection) => return refused(view, &rejection),
    };
    let Some(about) = About::of(&site, view, &city, &name, fields.get("on")) else {
        return nothing_here(view).await;
    };
    if let Some(text) = fields.get("file") {
        return match site.record(text) {
            Ok(record) => {
                let draft = Draft::of(&record_to_json(&record, site.vocabulary()));
                form(&about, &draft, &[], None, StatusCode::OK)
            }
            Err(problems) => form(&about, &Draft::empty(), &problems, None, StatusCode::UNPROCESSABLE_ENTITY),
        };
    }
    let questions = Questions::of(about.policy);
    let draft = draft(&fields, &questions);
    form(&about, &draft, &[], fields.get("more"), StatusCode::OK)
}

/// The record as a file to keep. It is made from the form and goes straight back.
pub async fn save(State(site): State<Arc<Site>>, view: View, sent: Sent) -> Response {
    let fields = match sent {
        Ok(Form(pairs)) => Fields::of(pairs),
        Err(rejection) => return refused(view, &rejection),
    };
    match site.record(fields.get("record").unwrap_or_default()) {
        Ok(record) => reply::file(
            "application/json; charset=utf-8",
            "jifen.json",
            record_to_json(&record, site.vocabulary()),
        ),
        Err(_) => mistake(
            view,
            StatusCode::UNPROCESSABLE_ENTITY,
            view.say("这份记录有错", "There are mistakes in this record"),
            view.say("回到自测页改好再保存。", "Go back to the self-check, correct them, then save."),
        ),
    }
}

/// A form that could not be read at all.
pub fn refused(view: View, rejection: &FormRejection) -> Response {
    let status = rejection.status();
    let title = if status == StatusCode::PAYLOAD_TOO_LARGE {
        view.say("填的内容太长", "Too long")
    } else {
        view.say("表单没有读懂", "The form could not be read")
    };
    mistake(view, status, title, view.say("请退回上一页再试。", "Please go back and try again."))
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
    let here = view.link(&format!("/{}/check", scheme.id));
    let drawn = Drawn { view, questions: &questions, draft, problems, more, here: &here };
    let title = format!(
        "{}{}{}",
        view.say("自测", "Self-check"),
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
        @if !problems.is_empty() {
            div.wrong role="alert" tabindex="-1" {
                h2 { (view.say("有几处要改", "Please correct")) }
                ul lang="zh-Hans" {
                    @for problem in problems {
                        li { a href=(format!("#{}", target(problem))) { (problem.name) "：" (problem.message) } @if let Some(hint) = problem.hint() { "。" (hint) } }
                    }
                }
            }
        }
        details {
            summary { (view.say("打开以前保存的文件", "Open a file saved before")) }
            form method="post" action=(here) {
                label for="file" { (view.say("把文件的内容粘贴在这里", "Paste the contents of the file here")) }
                textarea id="file" name="file" spellcheck="false" {}
                input type="hidden" name="on" value=(on);
                p { button { (view.say("打开", "Open")) } }
            }
        }
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
    let path = format!("/{}/check", scheme.id);
    let shell = Shell { view, title: &title, here: Some(&path), above: &above };
    reply::private_page(status, shell.draw(content))
}

/// The question a problem belongs to.
fn target(problem: &RecordProblem) -> String {
    let rest = problem.path.strip_prefix("$.facts.").unwrap_or_default();
    let key: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    if key.is_empty() { "main".to_owned() } else { format!("q-{key}") }
}
