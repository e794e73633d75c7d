//! Opening, exporting and deleting what was kept.

use super::draw::{day, onward, wrong};
use super::home::{name, ways_in};
use super::visitor::{Sent, Visitor, failed};
use crate::form::answers::Fields;
use crate::keep::{Kept, KeptRecord, ResumeCode};
use crate::reply;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

/// Opens the record of a code.
pub async fn open_by_code(visitor: Visitor, sent: Sent) -> Result<Response, Response> {
    let fields = visitor.fields(sent)?;
    let code = code(&visitor, &fields)?;
    let record = of_code(&visitor, &code).await?;
    let hidden = html! { input type="hidden" name="code" value=(code); };
    Ok(opened(&visitor, &record, under_a_code(&visitor), &hidden, "/my/code/export", "/my/code/delete"))
}

/// The record of a code as a file, the same bytes as were kept.
pub async fn export_by_code(visitor: Visitor, sent: Sent) -> Result<Response, Response> {
    let fields = visitor.fields(sent)?;
    let code = code(&visitor, &fields)?;
    Ok(file(of_code(&visitor, &code).await?))
}

/// Deletes the record of a code, after asking.
pub async fn delete_by_code(visitor: Visitor, sent: Sent) -> Result<Response, Response> {
    let fields = visitor.fields(sent)?;
    let code = code(&visitor, &fields)?;
    if fields.get("sure").is_none() {
        of_code(&visitor, &code).await?;
        let hidden = html! { input type="hidden" name="code" value=(code); };
        return Ok(asked(&visitor, under_a_code(&visitor), &hidden, "/my/code/delete"));
    }
    match visitor.keeper()?.delete(Kept::By(&code)).await {
        Ok(true) => Ok(gone(&visitor)),
        Ok(false) => Err(not_there(&visitor)?),
        Err(error) => Err(failed(visitor.view, &error)),
    }
}

/// Opens a record of somebody who signed in.
pub async fn open(visitor: Visitor, sent: Sent) -> Result<Response, Response> {
    let fields = visitor.fields(sent)?;
    let record = of_person(&visitor, &fields).await?;
    let hidden = html! { input type="hidden" name="id" value=(record.id); };
    let title = name(&visitor, &record);
    Ok(opened(&visitor, &record, &title, &hidden, "/my/export", "/my/delete"))
}

/// A record of somebody who signed in as a file, the same bytes as were kept.
pub async fn export(visitor: Visitor, sent: Sent) -> Result<Response, Response> {
    let fields = visitor.fields(sent)?;
    Ok(file(of_person(&visitor, &fields).await?))
}

/// Deletes a record of somebody who signed in, after asking.
pub async fn delete(visitor: Visitor, sent: Sent) -> Result<Response, Response> {
    let fields = visitor.fields(sent)?;
    let person = visitor.signed_in()?;
    if fields.get("sure").is_none() {
        let record = of_person(&visitor, &fields).await?;
        let hidden = html! { input type="hidden" name="id" value=(record.id); };
        return Ok(asked(&visitor, &name(&visitor, &record), &hidden, "/my/delete"));
    }
    let id = fields.get("id").unwrap_or_default();
    match visitor.keeper()?.delete(Kept::Of(person, id)).await {
        Ok(true) => Ok(visitor.go("/my")),
        Ok(false) => Err(not_there(&visitor)?),
        Err(error) => Err(failed(visitor.view, &error)),
    }
}

/// The code that was typed, or the page that says that it is mistyped.
fn code(visitor: &Visitor, fields: &Fields) -> Result<ResumeCode, Response> {
    let view = visitor.view;
    let typed = fields.get("code").unwrap_or_default();
    match ResumeCode::read(typed) {
        Ok(code) => Ok(code),
        Err(_) => Err(again(
            visitor,
            typed,
            StatusCode::UNPROCESSABLE_ENTITY,
            view.say(
                "恢复码输错了，请对照着再输一遍。",
                "The code is mistyped; please compare it and type it again.",
            ),
        )?),
    }
}

async fn of_code(visitor: &Visitor, code: &ResumeCode) -> Result<KeptRecord, Response> {
    let found = visitor.keeper()?.give_back(Kept::By(code)).await;
    match found.map_err(|error| failed(visitor.view, &error))? {
        Some(record) => Ok(record),
        None => Err(not_there(visitor)?),
    }
}

async fn of_person(visitor: &Visitor, fields: &Fields) -> Result<KeptRecord, Response> {
    let person = visitor.signed_in()?;
    let id = fields.get("id").unwrap_or_default();
    let found = visitor.keeper()?.give_back(Kept::Of(person, id)).await;
    match found.map_err(|error| failed(visitor.view, &error))? {
        Some(record) => Ok(record),
        None => Err(not_there(visitor)?),
    }
}

fn not_there(visitor: &Visitor) -> Result<Response, Response> {
    let days = visitor.keeper()?.keep_days();
    let text = if visitor.view.english() {
        format!("No such record. It may have been deleted, by you or after {days} days without use.")
    } else {
        format!("没有这份记录。可能已经删除，或者 {days} 天没有用，到期删除了。")
    };
    again(visitor, "", StatusCode::NOT_FOUND, &text)
}

fn again(visitor: &Visitor, typed: &str, status: StatusCode, text: &str) -> Result<Response, Response> {
    let view = visitor.view;
    let content = ways_in(visitor, Some(wrong(view, text)), typed)?;
    Ok(visitor.page(status, view.say("我的记录", "My records"), None, content))
}

fn file(record: KeptRecord) -> Response {
    reply::file("application/json; charset=utf-8", "jifen.json", record.body)
}

fn opened(
    visitor: &Visitor,
    record: &KeptRecord,
    title: &str,
    hidden: &Markup,
    export: &str,
    delete: &str,
) -> Response {
    let view = visitor.view;
    let content = html! {
        h1 { (title) }
        p.soft {
            (view.say("上次保存 ", "Last written ")) (day(record.changed)) " · "
            (view.say("再不打开就在 ", "deleted on ")) (day(record.until)) (view.say(" 删除", " unless it is opened again"))
        }
        h2 { (view.say("接着做什么", "What next")) }
        (onward(view, &visitor.site, &record.body))
        h2 { (view.say("导出和删除", "Export and delete")) }
        form.actions method="post" action=(view.link(export)) {
            (visitor.token()) (hidden)
            button { (view.say("导出", "Export")) }
            button formaction=(view.link(delete)) { (view.say("删除", "Delete")) }
        }
    };
    visitor.page(StatusCode::OK, title, None, content)
}

/// What a record is called that has no account in which it could have a name.
fn under_a_code(visitor: &Visitor) -> &'static str {
    visitor.view.say("用恢复码保存的记录", "The record under your code")
}

fn asked(visitor: &Visitor, what: &str, hidden: &Markup, delete: &str) -> Response {
    let view = visitor.view;
    let title = view.say("真的删除吗", "Really delete it?");
    let content = html! {
        h1 { (title) }
        p { (what) (view.say("：删除以后，记录和它的密钥都没有了，不能恢复。", ": record and key will be gone, and cannot be recovered.")) }
        form.actions method="post" action=(view.link(delete)) {
            (visitor.token()) (hidden)
            input type="hidden" name="sure" value="1";
            button.main { (view.say("删除", "Delete")) }
            a.button href=(view.link("/my")) { (view.say("不删", "Keep it")) }
        }
    };
    visitor.page(StatusCode::OK, title, None, content)
}

fn gone(visitor: &Visitor) -> Response {
    let view = visitor.view;
    let title = view.say("已经删除", "Deleted");
    let content = html! {
        h1 { (title) }
        p { (view.say("这个恢复码没有用了。", "The code opens nothing any more.")) }
        p.actions { a.button href=(view.link("/")) { (view.say("回到首页", "Back to the start")) } }
    };
    visitor.page(StatusCode::OK, title, None, content)
}
