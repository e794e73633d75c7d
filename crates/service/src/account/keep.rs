//! Leaving a record with the site.

use super::draw::{by_provider, field, sign_in, wrong};
use super::home::{declared, name};
use super::visitor::{Sent, Visitor, come_again, enough, failed, no_room};
use crate::form::answers::Fields;
use crate::keep::{KeepError, Kept, KeptRecord, ResumeCode};
use crate::page::mistake;
use crate::store::StoreError;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use policy::record::record_to_json;

/// The ways to keep the record that a result page sent. Nothing is kept yet, so the form needs no token.
pub async fn page(visitor: Visitor, sent: Sent) -> Result<Response, Response> {
    let fields = visitor.unguarded_fields(sent)?;
    let record = record(&visitor, &fields)?;
    draw(&visitor, &record, None, StatusCode::OK).await
}

/// The page on which one chooses how to keep a record.
///
/// # Errors
/// The page that says what failed.
pub async fn draw(
    visitor: &Visitor,
    record: &str,
    wrong: Option<Markup>,
    status: StatusCode,
) -> Result<Response, Response> {
    let view = visitor.view;
    let keeper = visitor.keeper()?;
    let title = view.say("保存这份记录", "Keep this record");
    let mine = match &visitor.person {
        Some(person) => keeper.titles(person).await.map_err(|error| failed(view, &error))?,
        None => Vec::new(),
    };
    let content = html! {
        h1 { (title) }
        @if let Some(wrong) = wrong { (wrong) }
        @if visitor.person.is_some() {
            h2 #account { (view.say("存到我的账户", "In my account")) }
            (in_account(visitor, record, &mine))
        }
        h2 #code { (view.say("用恢复码保存，不用登录", "Under a resume code, without signing in")) }
        p { (view.say(
            "给你一个恢复码，下次凭它打开。码只显示一次，丢了就打不开了。",
            "You get a code to come back with. It is shown once; without it the record cannot be opened."
        )) }
        form method="post" action=(view.link("/my/keep/code")) {
            (visitor.token())
            input type="hidden" name="record" value=(record);
            p.actions { button.main[visitor.person.is_none()] { (view.say("给我一个恢复码", "Give me a code")) } }
        }
        details {
            summary { (view.say("已经有恢复码，换成这一份", "I have a code already: put this record in the place of the old one")) }
            form method="post" action=(view.link("/my/keep/code")) {
                (visitor.token())
                input type="hidden" name="record" value=(record);
                (field("code", view.say("恢复码", "Resume code"), "text", "off", "", ""))
                p.actions { button { (view.say("替换", "Replace")) } }
            }
        }
        @if visitor.person.is_none() {
            h2 #sign-in { (view.say("登录以后保存", "Sign in to keep it")) }
            (by_provider(visitor, Some(record)))
            (sign_in(visitor, Some(record), ""))
        }
        form method="post" action=(view.link("/record")) {
            h2 { (view.say("只存到自己的文件", "Only to a file of my own")) }
            input type="hidden" name="record" value=(record);
            p.actions { button { (view.say("保存到文件", "Save to a file")) } }
        }
        (declared(visitor, keeper.keep_days()))
    };
    Ok(visitor.page(status, title, None, content))
}

fn in_account(visitor: &Visitor, record: &str, mine: &[KeptRecord]) -> Markup {
    let view = visitor.view;
    html! {
        form method="post" action=(view.link("/my/keep/account")) {
            (visitor.token())
            input type="hidden" name="record" value=(record);
            (field("title", view.say("叫什么", "Its name"), "text", "off", "", view.say("自己认得就行，如：我、孩子爸爸。可以不写。", "Anything you recognise. May stay empty.")))
            @if !mine.is_empty() {
                div.question {
                    label for="id" { (view.say("存在哪里", "Where")) }
                    select id="id" name="id" {
                        option value="" { (view.say("新的一份", "As a new record")) }
                        @for one in mine { option value=(one.id) { (view.say("替换：", "In the place of: ")) (name(visitor, one)) } }
                    }
                }
            }
            p.actions { button.main { (view.say("保存", "Keep")) } }
        }
    }
}

/// Keeps a record under a new code, or in the place of what a known code keeps.
pub async fn by_code(visitor: Visitor, sent: Sent) -> Result<Response, Response> {
    let fields = visitor.fields(sent)?;
    let view = visitor.view;
    let record = record(&visitor, &fields)?;
    let keeper = visitor.keeper()?;
    let Some(typed) = fields.get("code") else {
        let kept = match keeper.count_guest(visitor.from()).await {
            Ok(()) => keeper.keep_by_code("", &record).await,
            Err(error) => Err(error),
        };
        // The record is still in the page, and the other ways to keep it are below what is said.
        let (status, text) = match kept {
            Ok(code) => return Ok(given(&visitor, &code)),
            Err(KeepError::Enough) => (StatusCode::TOO_MANY_REQUESTS, enough(view)),
            Err(KeepError::NoRoom) => (StatusCode::INSUFFICIENT_STORAGE, no_room(view)),
            Err(error) => return Err(failed(view, &error)),
        };
        return draw(&visitor, &record, Some(wrong(view, text)), status).await.map(come_again);
    };
    let replaced = match ResumeCode::read(typed) {
        Err(_) => Err(view.say(
            "恢复码输错了，请对照着再输一遍。",
            "The code is mistyped; please compare it and type it again.",
        )),
        Ok(code) => match keeper
            .rewrite(Kept::By(&code), None, &record)
            .await
            .map_err(|error| failed(view, &error))?
        {
            true => Ok(()),
            false => Err(view.say("这个恢复码下没有记录。", "Nothing is kept under this code.")),
        },
    };
    match replaced {
        Ok(()) => {
            let title = view.say("已经替换", "Replaced");
            let content = html! {
                h1 { (title) }
                p { (view.say("恢复码不变，下次凭它打开的是这一份。", "The code stays the same; next time it opens this record.")) }
                p.actions { a.button href=(view.link("/")) { (view.say("回到首页", "Back to the start")) } }
            };
            Ok(visitor.page(StatusCode::OK, title, None, content))
        }
        Err(text) => draw(&visitor, &record, Some(wrong(view, text)), StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}

/// The page on which a code is shown, this once.
fn given(visitor: &Visitor, code: &ResumeCode) -> Response {
    let view = visitor.view;
    let title = view.say("已经保存，请记下恢复码", "Kept. Please write the code down");
    let content = html! {
        h1 { (title) }
        div.card {
            p { output.code #code { (code) } }
            p { (view.say(
                "只显示这一次。抄下来、拍照或打印；谁有它，谁就能打开这份记录。",
                "It is shown this once. Write it down, photograph it or print it; whoever has it can open the record."
            )) }
        }
        p { (view.say("下次在「我的记录」里输入它。丢了不能找回。", "Next time, type it under My records. If it is lost it cannot be recovered.")) }
        p.actions { a.button href=(view.link("/my")) { (view.say("我的记录", "My records")) } a.button href=(view.link("/")) { (view.say("回到首页", "Back to the start")) } }
    };
    visitor.page(StatusCode::OK, title, None, content)
}

/// Keeps a record for somebody who signed in, as a new one or in the place of another.
pub async fn for_person(visitor: Visitor, sent: Sent) -> Result<Response, Response> {
    let fields = visitor.fields(sent)?;
    let view = visitor.view;
    let record = record(&visitor, &fields)?;
    let title = fields.get("title").unwrap_or_default();
    let keeper = visitor.keeper()?;
    let Some(person) = &visitor.person else {
        let text = view.say(
            "登录已经结束，请重新登录再保存。",
            "Your session has ended; please sign in again to keep this.",
        );
        return draw(&visitor, &record, Some(wrong(view, text)), StatusCode::UNAUTHORIZED).await;
    };
    let done = match fields.get("id").filter(|id| !id.is_empty()) {
        None => keeper.keep_for(person, title, &record).await.map(|_| true),
        Some(id) => {
            let title = Some(title).filter(|title| !title.trim().is_empty());
            keeper.rewrite(Kept::Of(person, id), title, &record).await
        }
    };
    let text = match done {
        Ok(true) => return Ok(visitor.go("/my")),
        Ok(false) => {
            view.say("要替换的那一份已经不在了。", "The record to be replaced is not there any more.")
        }
        Err(KeepError::Store(StoreError::Full)) => view.say(
            "账户里的记录已经满了，先删掉或替换一份。",
            "Your account is full; delete or replace a record first.",
        ),
        Err(error) => return Err(failed(view, &error)),
    };
    draw(&visitor, &record, Some(wrong(view, text)), StatusCode::UNPROCESSABLE_ENTITY).await
}

/// The record of a form in its one form, or the page that says that there are mistakes in it.
pub fn record(visitor: &Visitor, fields: &Fields) -> Result<String, Response> {
    let view = visitor.view;
    match visitor.site.record(fields.get("record").unwrap_or_default()) {
        Ok(record) => Ok(record_to_json(&record, visitor.site.vocabulary())),
        Err(_) => Err(mistake(
            view,
            StatusCode::UNPROCESSABLE_ENTITY,
            view.say("这份记录有错", "There are mistakes in this record"),
            view.say("回到自测页改好再保存。", "Go back to the self-check, correct them, then keep it."),
        )),
    }
}
