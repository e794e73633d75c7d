//! Where one comes back: my records for those who signed in, the ways in for everybody else.

use super::draw::{by_provider, day, field, sign_in};
use super::visitor::{Visitor, failed};
use crate::keep::{KeptRecord, Person};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

/// The page.
pub async fn page(visitor: Visitor) -> Result<Response, Response> {
    let view = visitor.view;
    let content = match &visitor.person {
        Some(person) => {
            let records = visitor.keeper()?.titles(person).await.map_err(|error| failed(view, &error))?;
            mine(&visitor, person, &records)
        }
        None => ways_in(&visitor, None, "")?,
    };
    Ok(visitor.page(StatusCode::OK, view.say("我的记录", "My records"), Some("/my"), content))
}

/// The ways in: a code, or an account; with the code as it was typed.
///
/// # Errors
/// The page that says that the site keeps no records.
pub fn ways_in(visitor: &Visitor, wrong: Option<Markup>, typed: &str) -> Result<Markup, Response> {
    let view = visitor.view;
    let days = visitor.keeper()?.keep_days();
    Ok(html! {
        h1 { (view.say("我的记录", "My records")) }
        @if let Some(wrong) = wrong { (wrong) }
        p.lede { (view.say(
            "不登录也能自测，什么也不留下。想下次接着用，在结果页上选「保存这份记录」。",
            "You can use everything without signing in, and nothing is kept. To go on another time, choose “Keep this record” on a result page."
        )) }
        h2 #code { (view.say("用恢复码打开", "Come back with a code")) }
        form method="post" action=(view.link("/my/code")) {
            (visitor.token())
            (field("code", view.say("恢复码", "Resume code"), "text", "off", typed, view.say(
                "二十个字母和数字，大小写、有没有横线都可以。",
                "Twenty letters and digits; capitals and dashes do not matter."
            )))
            p.actions { button.main { (view.say("打开", "Open")) } }
        }
        h2 #sign-in { (view.say("登录", "Sign in")) }
        (by_provider(visitor, None))
        (sign_in(visitor, None, ""))
        (declared(visitor, days))
    })
}

/// What is kept, how long, and who can read it.
pub fn declared(visitor: &Visitor, days: u16) -> Markup {
    let view = visitor.view;
    html! {
        h2 { (view.say("保存了什么", "What is kept")) }
        ul {
            li { (view.say("只保存你要求保存的记录，加密存放，每份一把密钥。", "Only what you ask us to keep, encrypted, each record under a key of its own.")) }
            li { (view.say("用恢复码保存的，没有恢复码谁也打不开，我们也不能。", "What is kept under a resume code cannot be opened without it by anyone, not by us either.")) }
            li { (view.say("连续 ", "After ")) (days) (view.say(" 天没有打开，记录和它的密钥一起删除。", " days without being opened, a record is deleted together with its key.")) }
            li { (view.say("随时可以导出（和存进来时一字不差）、删除。", "You can export it, byte for byte as you left it, or delete it at any time.")) }
        }
    }
}

fn mine(visitor: &Visitor, person: &Person, records: &[KeptRecord]) -> Markup {
    let view = visitor.view;
    html! {
        h1 { (view.say("我的记录", "My records")) }
        p.soft { (view.say("已登录：", "Signed in as ")) (person.name) }
        @if records.is_empty() {
            p { (view.say("还没有保存过记录。做完自测，在结果页上选「保存这份记录」。", "Nothing is kept yet. After a self-check, choose “Keep this record” on the result page.")) }
            p { a.button href=(view.link("/")) { (view.say("去自测", "To the self-check")) } }
        } @else {
            table.stack {
                thead { tr {
                    th scope="col" { (view.say("记录", "Record")) }
                    th scope="col" { (view.say("上次保存", "Last written")) }
                    th scope="col" { (view.say("不用就删除", "Deleted if unused")) }
                    th scope="col" { (view.say("操作", "Actions")) }
                } }
                tbody {
                    @for record in records {
                        tr {
                            th scope="row" { (name(visitor, record)) }
                            td data-label=(view.say("上次保存", "Last written")) { (day(record.changed)) }
                            td data-label=(view.say("不用就删除", "Deleted if unused")) { (day(record.until)) }
                            td { form.actions method="post" action=(view.link("/my/open")) {
                                (visitor.token())
                                input type="hidden" name="id" value=(record.id);
                                button.main { (view.say("打开", "Open")) }
                                button formaction=(view.link("/my/export")) { (view.say("导出", "Export")) }
                                button formaction=(view.link("/my/delete")) { (view.say("删除", "Delete")) }
                            } }
                        }
                    }
                }
            }
        }
        h2 { (view.say("账户", "Account")) }
        form.actions method="post" action=(view.link("/my/sign-out")) {
            (visitor.token())
            button { (view.say("退出登录", "Sign out")) }
            @if person.has_passphrase { a.button href=(view.link("/my/passphrase")) { (view.say("换口令", "Change passphrase")) } }
            a.button href=(view.link("/my/close")) { (view.say("注销账户", "Close account")) }
        }
    }
}

/// What a record is called, or that it has no name.
pub fn name(visitor: &Visitor, record: &KeptRecord) -> String {
    if record.title.is_empty() {
        visitor.view.say("没有名字的记录", "A record without a name").to_owned()
    } else {
        record.title.clone()
    }
}
