//! The result: one plain sentence, then everything behind it.

use super::bring::{self, Bring};
use super::full::form;
use super::sent::{About, Missing, Sent};
use super::sheet::Sheet;
use super::{Shell, chart, disputed, forecast, lines, parts, uses};
use crate::form::Questions;
use crate::form::answers::draft;
use crate::reply;
use crate::view::View;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use policy::record::{Record, record_to_json};
use score::Assessment;
use score::explain::{Explanation, LineKind, explain};
use terms::Tri;

/// How many months a forecast looks ahead.
const MONTHS: u32 = 120;

/// Without answers there is no result: to the questions.
pub async fn empty(view: View, Path((city, name)): Path<(String, String)>) -> Response {
    let to = format!("/{}/{}/check", crate::view::encoded(&city), crate::view::encoded(&name));
    reply::go(&view.link(&to))
}

/// The result of a form, or the form again with what is wrong.
pub async fn filled(sent: Sent) -> Result<Response, Missing> {
    let about = sent.about()?;
    let draft = draft(&sent.fields, &Questions::sent(about.policy, &sent.fields));
    Ok(match sent.site.record(&draft.text()) {
        Ok(record) => draw(&about, &record, sent.fields.get("other").unwrap_or_default()),
        Err(problems) => form(&about, &draft, &problems, None, StatusCode::UNPROCESSABLE_ENTITY),
    })
}

fn draw(about: &About<'_>, record: &Record, other: &str) -> Response {
    let About { site, view, scheme, policy, on } = *about;
    let mut assessment = score::assess(policy, record, on);
    let explanation = explain(&mut assessment, view.language);
    let json = record_to_json(record, site.vocabulary());
    let sheet = Sheet { view, assessment: &assessment, explanation: &explanation };
    let going_on = record.going_on(on, site.vocabulary());
    let course = score::forecast(scheme, &going_on, on, MONTHS);
    let due: Vec<_> =
        site.library().reminders.iter().filter_map(|reminder| reminder.next(&going_on, on)).collect();
    let title = policy.sheet_name.as_deref().map_or(parts::title_of(view, policy), |name| {
        if view.english() { policy.english(name) } else { name }
    });
    let points = !policy.nodes.is_empty();
    let content = html! {
        h1 { (title) }
        (head(about))
        (verdict(view, &assessment, &explanation))
        (actions(about, &json))
        @if points { (sheet.makeup()) }
        (missing(about, &explanation, &json))
        (disputed::draw(view, policy, record, &json))
        (parents(about, &json, other))
        h2 #uses { (view.say("能办什么", "What it opens")) }
        (vetoes(view, &explanation))
        @if explanation.uses.is_empty() { p { (view.say("这个版本在这一天没有列出用途。", "This version lists no use on this day.")) } }
        form method="post" action=(view.link(&format!("/{}/plan", scheme.id))) {
            input type="hidden" name="record" value=(json); input type="hidden" name="on" value=(on);
            (uses::draw(view, &assessment, &explanation))
        }
        (bring::draw(view, policy, &Bring::of(&assessment)))
        @if points {
            h2 #sheet { (view.say("逐项说明", "Item by item")) }
            (sheet.groups())
        }
        h2 #later { (view.say("照现在这样过下去", "If life goes on as it does")) }
        (forecast::draw(view, policy, &course))
        (forecast::due(view, &due))
        (general_readings(view, &explanation))
        p.note { (view.say("以上按公开的规定试算，以主管部门核定为准。", "Computed from the published rules; the office in charge decides.")) }
        (parts::grades(view))
        (actions(about, &json))
    };
    let above = parts::trail(view, site, scheme);
    reply::private_page(StatusCode::OK, Shell { view, title, here: None, above: &above }.draw(content))
}

fn head(about: &About<'_>) -> Markup {
    let About { view, policy, on, .. } = *about;
    html! {
        p.soft {
            (view.say("自测，不是凭证", "Self-check, not a certificate")) " · "
            (view.say("版本 ", "Version ")) (policy.id) " · " (parts::in_force(view, policy)) " · "
            (view.say("申请日 ", "applied on ")) (on) " · " (view.say("事实算到 ", "facts counted to ")) (policy.as_of.on(on))
        }
        @if !policy.in_force(on) {
            p { span.tag.open { (view.say("申请日不在这个版本的施行期内，以下只供比较。", "The version is not in force on that day; what follows is for comparison only.")) } }
        }
    }
}

/// The first thing a reader sees: the number, the line, one sentence.
fn verdict(view: View, assessment: &Assessment<'_>, explanation: &Explanation<'_>) -> Markup {
    let policy = assessment.policy;
    let total = assessment.total.range();
    let met = assessment.meets_standard().map(|meets| match meets {
        Tri::Yes => html! { span.tag.yes { "✓ " (view.say("达到标准分值", "reaches the standard score")) } },
        Tri::No => html! { span.tag.no { "✗ " (view.say("没有达到标准分值", "below the standard score")) } },
        Tri::Unknown => html! { span.tag.open { "? " (view.say("够不够还不能定", "not certain yet")) } },
    });
    html! {
        section.verdict aria-label=(view.say("结果", "Result")) {
            @if policy.nodes.is_empty() {
                @let open = assessment.uses.iter().filter(|of| of.status == score::Status::Met).count();
                p.big { (open) small { " / " (assessment.uses.len()) (view.say(" 项条件都满足", " open to you")) } }
                p { (view.say("这里的权利都不看分数。", "None of these rights asks for points.")) }
            } @else {
                p.big { (parts::range(view, total)) small { (view.say("分", "points")) } }
                div {
                    @if let Some(met) = met { p { (met) @if let Some(standard) = policy.standard { " " span.soft { (view.say("标准分值 ", "standard ")) (parts::number(view, standard)) } } } }
                    p { (explanation.text(explanation.summary)) }
                    (chart::total(view, total, policy.standard))
                }
            }
        }
        @for (kind, line) in explanation.lines(explanation.total) {
            @if matches!(kind, LineKind::Rule | LineKind::Limited) { p { (line) } }
        }
    }
}

/// What can be done with the answers: change them, keep them, take them to other cities, print.
fn actions(about: &About<'_>, json: &str) -> Markup {
    let About { view, scheme, on, .. } = *about;
    html! {
        div.actions {
            form method="post" action=(view.link(&format!("/{}/check", scheme.id))) {
                input type="hidden" name="record" value=(json); input type="hidden" name="on" value=(on);
                button name="go" value="review" { (view.say("改答案", "Change answers")) }
            }
            form method="post" action="/record" { input type="hidden" name="record" value=(json); button { (view.say("存成文件", "Save as a file")) } }
            form method="post" action=(view.link("/my/keep")) { input type="hidden" name="record" value=(json); button { (view.say("保存这份记录", "Keep this record")) } }
            form method="post" action=(view.link("/compare")) { input type="hidden" name="record" value=(json); input type="hidden" name="on" value=(on); button { (view.say("看看别的城市", "Other cities")) } }
            form method="post" action=(about.to("three")) { input type="hidden" name="record" value=(json); input type="hidden" name="on" value=(on); button { (view.say("三件事、三个地方、三个日子", "Three things, three places, three dates")) } }
            @if !about.policy.nodes.is_empty() { form method="post" action=(about.to("sheet")) { input type="hidden" name="record" value=(json); input type="hidden" name="on" value=(on); button { (view.say("打印的积分单", "The sheet on paper")) } } }
        }
    }
}

/// Where either parent may apply, the way to lay two parents side by side.
fn parents(about: &About<'_>, json: &str, other: &str) -> Markup {
    let About { view, policy, on, .. } = *about;
    let either = |of: &&policy::model::Use| of.applicant == policy::model::Applicant::EitherParent;
    let uses: Vec<_> = crate::rights::uses(policy, on).filter(either).collect();
    html! {
        @if !uses.is_empty() {
            form.card.screen method="post" action=(about.to("household")) {
                input type="hidden" name="record" value=(json); input type="hidden" name="on" value=(on);
                @if !other.is_empty() { input type="hidden" name="other" value=(other); }
                p { (view.say("父母任一方都能申请，用分高的一方：", "Either parent may apply, with the better sheet: "))
                    @for (at, of) in uses.iter().enumerate() { @if at > 0 { (view.say("、", ", ")) } (parts::name(view, policy, &of.name)) } }
                p { button { (if other.is_empty() { view.say("和另一方比一比", "Compare with the other parent") } else { view.say("两个人放在一起比", "Lay both side by side") }) } }
            }
        }
    }
}

fn missing(about: &About<'_>, explanation: &Explanation<'_>, json: &str) -> Markup {
    let About { view, scheme, policy, on, .. } = *about;
    if explanation.missing.is_empty() {
        return html! {};
    }
    html! {
        h2 { (view.say("还不清楚、会影响总分的", "Not known yet, and moving the total")) }
        form method="post" action=(view.link(&format!("/{}/check", scheme.id))) {
            input type="hidden" name="record" value=(json); input type="hidden" name="on" value=(on);
            ul.zero {
                @for missing in &explanation.missing {
                    @let fact = policy.vocabulary.fact(missing.fact);
                    @let attribute = missing.attribute.and_then(|id| fact.attributes.get(usize::from(id.0)));
                    li { (if view.english() { &fact.english } else { &fact.name })
                        @if let Some(attribute) = attribute { "（" (if view.english() { &attribute.english } else { &attribute.name }) "）" }
                        @if missing.disputed { " " span.tag.open { (view.say("有争议", "disputed")) } } }
                }
            }
            p { button.main { (view.say("回去补答", "Answer these")) } }
        }
    }
}

fn vetoes(view: View, explanation: &Explanation<'_>) -> Markup {
    html! {
        @for veto in &explanation.vetoes {
            div.wrong {
                p { b { (view.say("一票否决：", "Disqualifying: ")) (veto.name) } " " (explanation.text(veto.sentence)) }
                p.soft { (view.say("依据：", "Basis: ")) (parts::cited(view, explanation.text(veto.basis), veto.grade)) }
            }
        }
    }
}

fn general_readings(view: View, explanation: &Explanation<'_>) -> Markup {
    lines::readings(view, explanation, explanation.total)
}
