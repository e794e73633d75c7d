//! Signing up, in and out, another passphrase, and closing an account.

use super::draw::{by_provider, field, sign_in, wrong};
use super::keep;
use super::visitor::{Sent, Visitor, come_again, enough, failed};
use crate::form::answers::Fields;
use crate::keep::{KeepError, Refusal, Ticket, Weak};
use crate::view::View;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use maud::{Markup, html};

/// The form to sign in.
pub async fn in_page(visitor: Visitor) -> Response {
    draw_in(&visitor, &Fields::default(), None, StatusCode::OK)
}

/// Signs in; a record that came along is kept next.
pub async fn in_(visitor: Visitor, sent: Sent) -> Result<Response, Response> {
    let fields = visitor.fields(sent)?;
    let (name, passphrase) = name_and_passphrase(&fields);
    match visitor.keeper()?.sign_in(name, passphrase).await {
        Ok(ticket) => enter(&visitor, &fields, ticket).await,
        Err(refusal) => {
            refused(visitor.view, refusal, |text, status| draw_in(&visitor, &fields, Some(text), status))
        }
    }
}

/// The form to sign up.
pub async fn up_page(visitor: Visitor) -> Response {
    draw_up(&visitor, &Fields::default(), None, StatusCode::OK)
}

/// Signs up; a record that came along is kept next. The button of another form that only asks for this page says so.
pub async fn up(visitor: Visitor, sent: Sent) -> Result<Response, Response> {
    let fields = visitor.fields(sent)?;
    if fields.get("draw").is_some() {
        return Ok(draw_up(&visitor, &fields, None, StatusCode::OK));
    }
    let (name, passphrase) = name_and_passphrase(&fields);
    match visitor.keeper()?.sign_up(name, passphrase, visitor.from()).await {
        Ok(ticket) => enter(&visitor, &fields, ticket).await,
        Err(refusal) => {
            refused(visitor.view, refusal, |text, status| draw_up(&visitor, &fields, Some(text), status))
        }
    }
}

/// Signs out.
pub async fn out(visitor: Visitor, sent: Sent) -> Result<Response, Response> {
    visitor.fields(sent)?;
    visitor.keeper()?.sign_out(visitor.cookie()).await.map_err(|error| failed(visitor.view, &error))?;
    Ok(visitor.leave("/my"))
}

/// The form for another passphrase.
pub async fn passphrase_page(visitor: Visitor) -> Result<Response, Response> {
    visitor.signed_in()?;
    Ok(draw_passphrase(&visitor, None, StatusCode::OK))
}

/// Puts another passphrase in the place of the one so far. Whoever was signed in elsewhere is signed out.
pub async fn passphrase(visitor: Visitor, sent: Sent) -> Result<Response, Response> {
    let fields = visitor.fields(sent)?;
    let person = visitor.signed_in()?;
    let before = fields.get("before").unwrap_or_default();
    let after = fields.get("passphrase").unwrap_or_default();
    match visitor.keeper()?.change_passphrase(person, before, after).await {
        Ok(ticket) => Ok(visitor.entered(ticket).await?.go("/my")),
        Err(refusal) => {
            refused(visitor.view, refusal, |text, status| draw_passphrase(&visitor, Some(text), status))
        }
    }
}

/// Asks whether to close the account.
pub async fn close_page(visitor: Visitor) -> Result<Response, Response> {
    visitor.signed_in()?;
    let view = visitor.view;
    let title = view.say("注销账户", "Close account");
    let content = html! {
        h1 { (title) }
        p { (view.say("账户、里面的全部记录和它们的密钥都会删除，不能恢复。要留着的先导出。", "The account, all its records and their keys will be deleted for good. Export first what you want to have.")) }
        form.actions method="post" action=(view.link("/my/close")) {
            (visitor.token())
            button.main { (view.say("全部删除", "Delete everything")) }
            a.button href=(view.link("/my")) { (view.say("不注销", "Keep it")) }
        }
    };
    Ok(visitor.page(StatusCode::OK, title, None, content))
}

/// Closes the account.
pub async fn close(visitor: Visitor, sent: Sent) -> Result<Response, Response> {
    visitor.fields(sent)?;
    let person = visitor.signed_in()?;
    visitor.keeper()?.close_account(person).await.map_err(|error| failed(visitor.view, &error))?;
    Ok(visitor.leave("/my"))
}

fn name_and_passphrase(fields: &Fields) -> (&str, &str) {
    (fields.get("name").unwrap_or_default(), fields.get("passphrase").unwrap_or_default())
}

async fn enter(visitor: &Visitor, fields: &Fields, ticket: Ticket) -> Result<Response, Response> {
    let entered = visitor.entered(ticket).await?;
    if fields.get("record").is_some_and(|record| !record.is_empty()) {
        let record = keep::record(&entered, fields)?;
        return keep::draw(&entered, &record, None, StatusCode::OK).await;
    }
    Ok(entered.go("/my"))
}

fn refused(
    view: View,
    refusal: Refusal,
    draw: impl Fn(&str, StatusCode) -> Response,
) -> Result<Response, Response> {
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    let (status, text) = match refusal {
        Refusal::Wrong => {
            (StatusCode::UNAUTHORIZED, view.say("名字和口令对不上。", "Name and passphrase do not match."))
        }
        Refusal::TooMany => (
            StatusCode::TOO_MANY_REQUESTS,
            view.say("试的次数太多，过一刻钟再来。", "Too many attempts; come back in a quarter of an hour."),
        ),
        Refusal::Taken => {
            (unprocessable, view.say("这个名字已经有人用了，换一个。", "This name is taken; choose another."))
        }
        Refusal::Name => {
            (unprocessable, view.say("名字要有一到四十个字。", "A name has one to forty characters."))
        }
        Refusal::Weak(Weak::Short) => (
            unprocessable,
            view.say(
                "口令太短：至少六个汉字，或者十二个字母、数字。",
                "The passphrase is too short: at least twelve characters.",
            ),
        ),
        Refusal::Weak(Weak::Long) => (unprocessable, view.say("口令太长了。", "The passphrase is too long.")),
        Refusal::Weak(Weak::Guessable) => (
            unprocessable,
            view.say(
                "这个口令太容易猜，换一个，比如几个不相干的词。",
                "This passphrase is easy to guess; choose another, such as a few unrelated words.",
            ),
        ),
        Refusal::Failed(KeepError::Enough) => {
            return Ok(come_again(draw(enough(view), StatusCode::TOO_MANY_REQUESTS)));
        }
        Refusal::Failed(error) => return Err(failed(view, &error)),
    };
    let mut response = draw(text, status);
    if status == StatusCode::TOO_MANY_REQUESTS {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("900"));
    }
    Ok(response)
}

fn draw_in(visitor: &Visitor, fields: &Fields, text: Option<&str>, status: StatusCode) -> Response {
    let view = visitor.view;
    let title = view.say("登录", "Sign in");
    let content = html! {
        h1 { (title) }
        @if let Some(text) = text { (wrong(view, text)) }
        (by_provider(visitor, fields.get("record").filter(|record| !record.is_empty())))
        (sign_in(visitor, fields.get("record"), fields.get("name").unwrap_or_default()))
        p { a href=(view.link("/my#code")) { (view.say("用恢复码打开", "Come back with a code")) } }
    };
    visitor.page(status, title, text.is_none().then_some("/my/sign-in"), content)
}

fn draw_up(visitor: &Visitor, fields: &Fields, text: Option<&str>, status: StatusCode) -> Response {
    let view = visitor.view;
    let title = view.say("注册", "Sign up");
    let content = html! {
        h1 { (title) }
        @if let Some(text) = text { (wrong(view, text)) }
        p { (view.say("不要手机号、身份证号和邮箱。口令丢了不能找回。", "No telephone number, no identity number, no e-mail. A lost passphrase cannot be recovered.")) }
        form method="post" action=(view.link("/my/sign-up")) {
            (visitor.token())
            @if let Some(record) = fields.get("record") { input type="hidden" name="record" value=(record); }
            (field("name", view.say("名字", "Name"), "text", "username", fields.get("name").unwrap_or_default(), view.say("不必是真名。加密存放。", "Need not be your real one. It is kept encrypted.")))
            (new_passphrase(view))
            p.actions { button.main { (title) } }
        }
    };
    visitor.page(status, title, text.is_none().then_some("/my/sign-up"), content)
}

fn draw_passphrase(visitor: &Visitor, text: Option<&str>, status: StatusCode) -> Response {
    let view = visitor.view;
    let title = view.say("换口令", "Change passphrase");
    let content = html! {
        h1 { (title) }
        @if let Some(text) = text { (wrong(view, text)) }
        p { (view.say("换了以后，别处的登录全部退出。", "Afterwards you are signed out everywhere else.")) }
        form method="post" action=(view.link("/my/passphrase")) {
            (visitor.token())
            (field("before", view.say("现在的口令", "Present passphrase"), "password", "current-password", "", ""))
            (new_passphrase(view))
            p.actions { button.main { (title) } }
        }
    };
    visitor.page(status, title, None, content)
}

fn new_passphrase(view: View) -> Markup {
    field(
        "passphrase",
        view.say("新口令", "New passphrase"),
        "password",
        "new-password",
        "",
        view.say("至少六个汉字，或者十二个字母、数字。", "At least twelve characters."),
    )
}
