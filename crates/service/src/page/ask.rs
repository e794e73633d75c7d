//! The self-check, one question a page: only what can still change what the reader wants to know.

use super::full;
use super::sent::{About, Missing, Sent};
use super::{Shell, begin, parts, review, shell, standing};
use crate::form::answers::{Draft, draft};
use crate::form::progress::Progress;
use crate::form::{Drawn, Questions};
use crate::reply;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use policy::record::{Record, RecordProblem, record_to_json};

/// One step: takes the answer that was sent, and asks the next question or goes where the reader wants.
pub async fn step(sent: Sent) -> Result<Response, Missing> {
    let about = sent.about()?;
    let (policy, fields) = (about.policy, &sent.fields);
    let mut progress = Progress::of(policy, about.on, fields);
    let before = Draft::of(fields.get("record").unwrap_or_default());
    let mut draft = draft(fields, &Questions::sent(policy, fields));
    let asked = fields.get("q").filter(|key| !Questions::one(policy, key).chapters.is_empty());
    let go = fields.get("go").unwrap_or_default();
    if let Some(key) = asked.filter(|_| go == "unknown") {
        draft.put(key, None);
        draft.dispute(key, false);
    }
    let record = match (sent.site.record(&draft.text()), asked) {
        (Ok(record), _) => {
            // Whatever the answers came from, they go on in the one form that a saved file has.
            draft = Draft::of(&record_to_json(&record, sent.site.vocabulary()));
            record
        }
        (Err(problems), Some(key)) => {
            let page = Page { about: &about, progress: &progress, draft: &draft, key };
            return Ok(page.draw(None, &problems, None));
        }
        (Err(problems), None) => {
            return Ok(full::form(&about, &draft, &problems, None, StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let earlier = asked.and_then(|_| sent.site.record(&before.text()).ok());
    if let Some(key) = fields.get("edit").filter(|key| !Questions::one(policy, key).chapters.is_empty()) {
        progress.reviewing = true;
        let page = Page { about: &about, progress: &progress, draft: &draft, key };
        return Ok(page.draw(Some((&record, None)), &[], None));
    }
    if let (Some(key), Some(_)) = (asked, fields.get("more")) {
        let page = Page { about: &about, progress: &progress, draft: &draft, key };
        return Ok(page.draw(Some((&record, None)), &[], Some(key)));
    }
    if let (Some(key), "back") = (asked, go) {
        let Some(key) = progress.before(key).map(str::to_owned) else {
            return Ok(begin::again(&about, &progress, &draft));
        };
        let page = Page { about: &about, progress: &progress, draft: &draft, key: &key };
        return Ok(page.draw(Some((&record, None)), &[], None));
    }
    if let Some(key) = asked {
        progress.answered(key);
    }
    if go == "review" || (progress.reviewing && asked.is_some()) {
        return Ok(review::draw(&about, &progress, &draft, &record));
    }
    progress.reviewing = false;
    let open = progress.open(policy, &record, about.on);
    let Some(next) = progress.next(policy, &record, about.on, &open) else {
        return Ok(review::draw(&about, &progress, &draft, &record));
    };
    let key = &policy.vocabulary.fact(next).key;
    let page = Page { about: &about, progress: &progress, draft: &draft, key };
    Ok(page.draw(Some((&record, earlier.as_ref())), &[], None))
}

/// A question on its page.
struct Page<'p> {
    about: &'p About<'p>,
    progress: &'p Progress,
    draft: &'p Draft,
    key: &'p str,
}

impl Page<'_> {
    /// Draws it: over the record and the one before the last answer, or with what is wrong; with an empty row more.
    fn draw(
        &self,
        records: Option<(&Record, Option<&Record>)>,
        problems: &[RecordProblem],
        more: Option<&str>,
    ) -> Response {
        let About { site, view, scheme, policy, on } = *self.about;
        let here = self.about.to("check");
        let questions = Questions::one(policy, self.key);
        let (progress, draft) = (self.progress, self.draft);
        let drawn =
            Drawn { view, questions: &questions, draft, problems, more, here: &here, on, alone: true };
        let grid = questions.all().any(|(_, question)| question.fact.kind.is_spans());
        let id = policy.vocabulary.find(self.key);
        let name = id.map_or("", |id| {
            let fact = policy.vocabulary.fact(id);
            if view.english() && !fact.english.is_empty() { &fact.english } else { &fact.name }
        });
        let content = html! {
            @if let Some((record, before)) = records { @if progress.reviewing { (standing::summary(self.about, progress, record)) } @else { (standing::draw(self.about, progress, record, before)) } }
            (full::wrong(view, draft, problems))
            form.ask method="post" action=(here) {
                input type="hidden" name="record" value=(draft.text());
                input type="hidden" name="on" value=(on);
                input type="hidden" name="q" value=(self.key);
                (progress.hidden(policy))
                // The first button is the one that the Enter key presses.
                button hidden tabindex="-1" aria-hidden="true" name="go" value="next" { (view.say("下一步", "Continue")) }
                (drawn.alone())
                @if let Some(id) = id { (self.why(id)) }
                div.actions {
                    button.main name="go" value="next" { (if progress.reviewing { view.say("改好了", "Done") } else { view.say("下一步", "Continue") }) }
                    button name="go" value="unknown" { (view.say("不清楚，先跳过", "Not known, skip")) }
                }
                div.actions.small {
                    button.plain name="go" value="back" { (view.say("上一步", "Back")) }
                    button.plain name="go" value="review" { (view.say("检查你的回答", "Check your answers")) }
                    button.plain formaction=(self.about.to("result")) { (view.say("就到这里，看结果", "Stop here and see the result")) }
                }
            }
            @if grid { (shell::script()) }
        };
        let above = parts::trail(view, site, scheme);
        let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let shell = Shell { view, title: name, here: None, above: &above };
        reply::private_page(status, shell.draw(content))
    }

    /// What looks at the answer: why it is asked.
    fn why(&self, id: policy::vocabulary::FactId) -> Markup {
        let About { view, policy, .. } = *self.about;
        let (items, uses) = score::asked_for(policy, id);
        let named = items.iter().map(|id| &policy[*id].name);
        let names: Vec<&String> =
            named.chain(uses.iter().filter_map(|at| Some(&policy.uses.get(*at)?.name))).collect();
        html! {
            @if !names.is_empty() {
                p.note.why { (view.say("问这个，因为它关系到：", "Asked because these look at it: "))
                    @for (at, name) in names.iter().take(6).enumerate() { @if at > 0 { (view.say("、", ", ")) } (parts::name(view, policy, name)) }
                    @if names.len() > 6 { (view.say(" 等 ", " and others, ")) (names.len()) (view.say(" 项", " in all")) }
                }
            }
        }
    }
}
