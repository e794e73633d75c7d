//! Two parents, one child: two records side by side, and for each use that either may apply for, who stands better.

use super::sent::{About, Missing, Sent, faulty};
use super::shell::nowhere;
use super::{Shell, full, parts, uses};
use crate::form::answers::Draft;
use crate::reply;
use crate::site::Site;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use policy::record::{Record, RecordProblem, record_to_json};
use score::{Better, Household};
use std::sync::Arc;

/// The page before there is any record.
pub async fn empty(
    State(site): State<Arc<Site>>,
    view: crate::view::View,
    Path((city, name)): Path<(String, String)>,
) -> Result<Response, Missing> {
    let about = About::of(&site, view, &city, &name, None)?;
    Ok(gather(&about, "", &[], StatusCode::OK))
}

/// Both records side by side; with one of them, the ways to come to the other.
pub async fn filled(sent: Sent) -> Result<Response, Missing> {
    both(&sent)
}

/// The same from files.
pub async fn open(State(site): State<Arc<Site>>, request: Request) -> Response {
    match super::begin::uploaded(&site, request).await {
        Ok(sent) => both(&sent).unwrap_or_else(|Missing(view)| nowhere(view)),
        Err(mistake) => mistake,
    }
}

fn both(sent: &Sent) -> Result<Response, Missing> {
    let about = sent.about()?;
    let text = |field: &str| {
        let text = sent.fields.get(field).unwrap_or_default();
        text.trim().trim_start_matches('\u{feff}').to_owned()
    };
    let (first, second) = (text("record"), text("other"));
    if first.is_empty() && second.is_empty() {
        return Ok(gather(&about, "", &[], StatusCode::OK));
    }
    let read = |text: &str| about.site.record(text);
    Ok(match (read(&first), read(&second)) {
        (Ok(first), Ok(second)) => draw(&about, [&first, &second]),
        (Ok(first), Err(problems)) => {
            let json = record_to_json(&first, about.site.vocabulary());
            if second.is_empty() {
                gather(&about, &json, &[], StatusCode::OK)
            } else {
                gather(&about, &json, &problems, StatusCode::UNPROCESSABLE_ENTITY)
            }
        }
        (Err(_), Ok(second)) if first.is_empty() => {
            gather(&about, &record_to_json(&second, about.site.vocabulary()), &[], StatusCode::OK)
        }
        (Err(problems), _) if !first.is_empty() => {
            gather(&about, "", &problems, StatusCode::UNPROCESSABLE_ENTITY)
        }
        _ => faulty(sent.view),
    })
}

/// The uses that either parent may apply for, in the version.
fn either<'p>(about: &About<'p>) -> Vec<&'p policy::model::Use> {
    let wanted = policy::model::Applicant::EitherParent;
    crate::rights::uses(about.policy, about.on).filter(|of| of.applicant == wanted).collect()
}

/// The way to two records: files, or a self-check for the other parent.
fn gather(about: &About<'_>, first: &str, problems: &[RecordProblem], status: StatusCode) -> Response {
    let About { site, view, scheme, policy, on } = *about;
    let title = view.say("父母两个人放在一起比", "Two parents side by side");
    let uses = either(about);
    let content = html! {
        h1 { (title) }
        @if uses.is_empty() {
            p.lede { (view.say("这个版本没有写哪件事父母任一方都能申请；下面只把两个人的分数放在一起看，不相加。", "This version names nothing that either parent may apply for; two scores are only laid side by side, never added.")) }
        } @else {
            p.lede { (view.say("这些事父母任一方都能申请，用分高的一方，两个人的分不相加：", "Either parent may apply for these, with the better sheet; two parents’ points are not added: "))
                @for (at, of) in uses.iter().enumerate() { @if at > 0 { (view.say("、", ", ")) } (parts::name(view, policy, &of.name)) } }
        }
        (full::wrong(view, &Draft::empty(), problems))
        form method="post" enctype="multipart/form-data" action=(about.to("household/open")) {
            input type="hidden" name="on" value=(on);
            @if first.is_empty() {
                div.question { label for="record" { (view.say("一方存下的文件", "One parent’s file")) } input type="file" id="record" name="record" accept=".json,application/json"; }
            } @else {
                p { span.tag.yes { "✓ " (view.say("一方的记录已经在这里", "One parent’s record is here")) } }
                input type="hidden" name="record" value=(first);
            }
            div.question { label for="other" { (view.say("另一方存下的文件", "The other parent’s file")) } input type="file" id="other" name="other" accept=".json,application/json"; }
            p { button.main { (view.say("放在一起比", "Compare")) } }
        }
        @if !first.is_empty() {
            form method="post" action=(about.to("check")) {
                input type="hidden" name="other" value=(first); input type="hidden" name="on" value=(on);
                p { (view.say("另一方还没有做过：", "The other parent has no file yet: ")) button name="go" value="next" { (view.say("现在替另一方自测", "Do a self-check for the other parent")) } }
            }
        }
    };
    let above = parts::trail(view, site, scheme);
    let path = format!("/{}/household", scheme.id);
    let here = first.is_empty().then_some(path.as_str());
    reply::private_page(status, Shell { view, title, here, above: &above }.draw(content))
}

fn draw(about: &About<'_>, parents: [&Record; 2]) -> Response {
    let About { site, view, scheme, policy, on } = *about;
    let title = view.say("父母两个人放在一起比", "Two parents side by side");
    let json = parents.map(|parent| record_to_json(parent, site.vocabulary()));
    let names = [view.say("一方", "One parent"), view.say("另一方", "The other")];
    let [first, second] = names;
    let found = score::household(policy, parents, on);
    let totals = parents.map(|parent| score::total(policy, parent, on).range());
    let content = html! {
        h1 { (title) }
        p.soft { (parts::title_of(view, policy)) " · " (view.say("版本 ", "version ")) (policy.id) " · " (view.say("申请日 ", "applied on ")) (on) }
        @if !policy.nodes.is_empty() {
            table {
                caption { (view.say("两个人各自的总分，不相加", "Each parent’s total; they are not added")) }
                thead { tr { @for name in names { th scope="col" { (name) } } } }
                tbody { tr { @for total in totals { td { b.num { (parts::range(view, total)) } } } } }
            }
        }
        @if found.is_empty() {
            p { (view.say("这个版本没有写哪件事父母任一方都能申请。各办各的，看各自的结果。", "This version names nothing that either parent may apply for: see each result by itself.")) }
        }
        @for one in &found { (one_use(about, one, names)) }
        div.actions {
            @let [one, other] = &json;
            @for (name, json, other) in [(first, one, other), (second, other, one)] {
                form method="post" action=(about.to("result")) {
                    input type="hidden" name="record" value=(json); input type="hidden" name="on" value=(on);
                    input type="hidden" name="other" value=(other);
                    button { (name) (view.say("的结果", ": result")) }
                }
            }
        }
        p.note { (view.say("以上按公开的规定试算，以主管部门核定为准。", "Computed from the published rules; the office in charge decides.")) }
    };
    let above = parts::trail(view, site, scheme);
    reply::private_page(StatusCode::OK, Shell { view, title, here: None, above: &above }.draw(content))
}

fn one_use(about: &About<'_>, found: &Household, names: [&str; 2]) -> Markup {
    let About { view, policy, .. } = *about;
    let Some(of) = policy.uses.get(found.at) else { return html! {} };
    let [first, second] = names;
    let (class, said) = match found.better {
        Better::First => ("yes", format!("{}{first}", view.say("由这一方申请：", "Should apply: "))),
        Better::Second => ("yes", format!("{}{second}", view.say("由这一方申请：", "Should apply: "))),
        Better::Either => ("yes", view.say("谁申请都一样", "It makes no difference who applies").to_owned()),
        Better::Neither => {
            ("no", view.say("两个人现在都不满足", "Neither meets the conditions now").to_owned())
        }
        Better::Open => (
            "open",
            view.say("还不能定，要看不清楚的事", "Not certain: it hangs on what is not known").to_owned(),
        ),
    };
    html! {
        section.card {
            h2 { (parts::name(view, policy, &of.name)) }
            p { span class=(format!("tag {class}")) { (said) } }
            table {
                thead { tr { th scope="col" { (view.say("谁", "Who")) } th scope="col" { (view.say("条件", "Conditions")) } th.points scope="col" { (view.say("这件事的分数", "Score for this")) } } }
                tbody { @for (name, (status, score)) in names.iter().zip(&found.sides) { tr { th scope="row" { (name) } td { (uses::status(view, *status)) } td.points { (parts::range(view, *score)) } } } }
            }
            p.soft { (view.say("父母任一方能申请。依据：", "Either parent may apply. Basis: ")) (parts::basis(view, policy, &of.basis)) }
        }
    }
}
