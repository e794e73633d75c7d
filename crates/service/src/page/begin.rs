//! Where a self-check begins: what is wanted, for which day, and a file saved before.

use super::sent::{About, Missing, Place, Sent};
use super::shell::nowhere;
use super::{Shell, full, mistake, parts, review};
use crate::form::answers::{Draft, Fields};
use crate::form::progress::{Progress, TOTAL};
use crate::reply;
use crate::site::Site;
use crate::view::{View, asked_for};
use axum::extract::{FromRequest, Multipart, Path, RawQuery, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use policy::model::Use;
use policy::record::{RecordProblem, record_to_json};
use score::Goals;
use std::sync::Arc;

/// The beginning, with the uses behind a door chosen already where the reader came through one.
pub async fn empty(
    State(site): State<Arc<Site>>,
    view: View,
    Path((city, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Missing> {
    let query = query.unwrap_or_default();
    let about = About::of(&site, view, &city, &name, asked_for(&query, "on").as_deref())?;
    let mut goals = Goals::all(about.policy, about.on);
    if let Some(door) = asked_for(&query, "door").and_then(|key| site.door(&key)) {
        let behind = |at: &usize| about.policy.uses.get(*at).is_some_and(|of| of.category == door.category);
        let uses: Vec<usize> = goals.uses.iter().copied().filter(behind).collect();
        if !uses.is_empty() {
            goals = Goals { total: false, uses };
        }
    }
    Ok(draw(&about, &goals, [""; 2], &[], StatusCode::OK))
}

/// The beginning again, with what has been said so far.
pub fn again(about: &About<'_>, progress: &Progress, draft: &Draft) -> Response {
    draw(
        about,
        &progress.goals,
        [&draft.text(), progress.other.as_deref().unwrap_or_default()],
        &[],
        StatusCode::OK,
    )
}

/// A file saved before, chosen or pasted: to the answers in it.
pub async fn open(State(site): State<Arc<Site>>, request: Request) -> Response {
    match uploaded(&site, request).await {
        Ok(sent) => opened(&sent).unwrap_or_else(|Missing(view)| nowhere(view)),
        Err(mistake) => mistake,
    }
}

/// What a form with files sent; or the page that says that it could not be read.
pub async fn uploaded(site: &Arc<Site>, request: Request) -> Result<Sent, Response> {
    let (mut parts, body) = request.into_parts();
    let place = Place::of(&mut parts, site).await;
    let form = Multipart::from_request(Request::from_parts(parts, body), site).await;
    let pairs = match form {
        Ok(form) => pairs(form).await,
        Err(_) => None,
    };
    let view = place.view;
    pairs.map(|pairs| place.sent(site, Fields::of(pairs))).ok_or_else(|| {
        let title = view.say("文件没有读懂", "The file could not be read");
        let text = view.say(
            "请退回上一页，选以前存下的文件。",
            "Please go back and choose a file that you saved before.",
        );
        mistake(view, StatusCode::BAD_REQUEST, title, text)
    })
}

fn opened(sent: &Sent) -> Result<Response, Missing> {
    let about = sent.about()?;
    let given = |field: &str| sent.fields.get(field).map(str::trim).filter(|text| !text.is_empty());
    let text = given("upload").or_else(|| given("file")).unwrap_or_default();
    let progress = Progress::of(about.policy, about.on, &sent.fields);
    Ok(match about.site.record(text.trim_start_matches('\u{feff}')) {
        Ok(record) => {
            let draft = Draft::of(&record_to_json(&record, about.site.vocabulary()));
            review::draw(&about, &progress, &draft, &record)
        }
        Err(problems) => draw(&about, &progress.goals, [""; 2], &problems, StatusCode::UNPROCESSABLE_ENTITY),
    })
}

/// The fields of a form with a file in it; nothing when it is no such form, or no text.
async fn pairs(mut form: Multipart) -> Option<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    while let Some(field) = form.next_field().await.ok()? {
        let name = field.name()?.to_owned();
        pairs.push((name, field.text().await.ok()?));
    }
    Some(pairs)
}

fn draw(
    about: &About<'_>,
    goals: &Goals,
    [record, other]: [&str; 2],
    problems: &[RecordProblem],
    status: StatusCode,
) -> Response {
    let About { site, view, scheme, policy, on } = *about;
    let title = format!("{}{}", view.say("自测：", "Self-check: "), parts::title_of(view, policy));
    let count = policy.asked().len();
    let content = html! {
        h1 { (title) }
        p.lede { (view.say(
            "一次问一件事，只问还会改变结果的；够了就停。不知道的就说不知道：结果会是一个范围，不会当成没有。",
            "One question at a time, and only those that can still change the result. What you do not know makes the result a range; it is never taken for none."
        )) }
        p.soft { (parts::in_force(view, policy)) (view.say(" · 最多 ", " · at most ")) (count) (view.say(" 问 · 填的内容不存在服务器上", " questions · nothing is kept on the server")) }
        (full::wrong(view, &Draft::empty(), problems))
        form method="post" action=(about.to("check")) {
            @if !record.is_empty() { input type="hidden" name="record" value=(record); }
            @if !other.is_empty() { input type="hidden" name="other" value=(other); }
            (wanted(about, goals))
            div.question {
                label for="on" { (view.say("哪一天申请", "Day of application")) }
                p.note { (view.say("用那一天施行的版本，事实也算到那一天前后。", "The version in force that day is used, and facts are counted to it.")) }
                input type="text" id="on" name="on" value=(on) inputmode="numeric" autocomplete="off";
            }
            div.actions {
                button.main name="go" value="next" { (view.say("开始", "Begin")) }
                a href=(about.to("form")) { (view.say("全部填写在一页上", "All questions on one page")) }
            }
        }
        (file(about))
    };
    let above = parts::trail(view, site, scheme);
    let path = format!("/{}/check", scheme.id);
    let shell = Shell { view, title: &title, here: Some(&path), above: &above };
    reply::private_page(status, shell.draw(content))
}

/// What the reader wants to know: the total, and the uses under their doors.
fn wanted(about: &About<'_>, goals: &Goals) -> Markup {
    let About { view, policy, on, .. } = *about;
    let all = Goals::all(policy, on);
    let uses: Vec<(usize, &Use)> =
        all.uses.iter().filter_map(|at| Some((*at, policy.uses.get(*at)?))).collect();
    html! {
        @if all.total || uses.len() > 1 {
            fieldset.question.stacked {
                legend { (view.say("想知道什么", "What do you want to know?")) }
                p.note { (view.say("勾得少，问得少。", "The fewer, the fewer questions.")) }
                @if all.total {
                    label.choice { input type="checkbox" name="want" value=(TOTAL) checked[goals.total]; (view.say("总分是多少，算到底", "The total, to the point")) }
                }
                @for (at, of) in uses {
                    label.choice { input type="checkbox" name="want" value=(of.name) checked[goals.uses.contains(&at)];
                        span { (parts::name(view, policy, &of.name)) " " span.soft { (of.category) } } }
                }
            }
        }
    }
}

fn file(about: &About<'_>) -> Markup {
    let view = about.view;
    html! {
        details {
            summary { (view.say("打开以前保存的文件", "Open a file saved before")) }
            form method="post" enctype="multipart/form-data" action=(about.to("open")) {
                p { label for="upload" { (view.say("选文件", "Choose the file")) } input type="file" id="upload" name="upload" accept=".json,application/json"; }
                label for="file" { (view.say("或者把文件的内容粘贴在这里", "Or paste its contents here")) }
                textarea id="file" name="file" spellcheck="false" {}
                input type="hidden" name="on" value=(about.on);
                p { button { (view.say("打开", "Open")) } }
            }
        }
    }
}
