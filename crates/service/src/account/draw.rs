//! Pieces that several of these pages share.

use super::visitor::Visitor;
use crate::page::parts;
use crate::site::Site;
use crate::store::Moment;
use crate::view::View;
use maud::{Markup, html};
use terms::{Date, civil};

/// Seconds by which China's time is ahead of UTC.
const AHEAD: i64 = 8 * 3600;

/// The day of a moment, in China.
pub fn day(moment: Moment) -> Date {
    let number = moment.later(AHEAD).0.div_euclid(24 * 3600);
    civil::day_of_number(i32::try_from(number).unwrap_or(i32::MAX))
}

/// A field with its label and a note.
pub fn field(name: &str, label: &str, kind: &str, fill: &str, held: &str, note: &str) -> Markup {
    let noted = format!("{name}-note");
    html! {
        div.question {
            label for=(name) { (label) }
            @if !note.is_empty() { p.note id=(noted) { (note) } }
            input type=(kind) id=(name) name=(name) value=(held) size="28" autocomplete=(fill) aria-describedby=[(!note.is_empty()).then_some(noted)];
        }
    }
}

/// What is wrong with what was sent.
pub fn wrong(view: View, text: &str) -> Markup {
    html! { div.wrong role="alert" tabindex="-1" { h2 { (view.say("没有办成", "Not done")) } p { (text) } } }
}

/// What one can do with a record at hand: see it in any scheme, compare cities, take it along as a file.
pub fn onward(view: View, site: &Site, record: &str) -> Markup {
    html! {
        form method="post" action=(view.link("/compare")) {
            input type="hidden" name="record" value=(record);
            p.actions {
                button.main { (view.say("各城市比一比", "Compare all cities")) }
                button formaction=(view.link("/record")) { (view.say("保存到文件", "Save to a file")) }
            }
            h3 { (view.say("看在一个地方能得多少分", "See the score in one place")) }
            p.note { (view.say("答案也在那里改：打开一个地方的结果，点「改答案」。", "Answers are changed there too: open the result of a place and choose “Change answers”.")) }
            p.actions {
                @for city in site.cities() {
                    @for scheme in site.schemes_of(city) {
                        button formaction=(view.link(&format!("/{}/result", scheme.id))) { (parts::title(view, scheme, site.today())) }
                    }
                }
            }
        }
    }
}

/// The way to a city's identity provider, where there is one; a record at hand is carried along.
pub fn by_provider(visitor: &Visitor, record: Option<&str>) -> Markup {
    let view = visitor.view;
    let provider = visitor.site.kept().and_then(|keeping| keeping.provider.as_ref());
    let Some(provider) = provider else { return html! {} };
    let label = html! { (view.say("用", "Sign in with ")) (provider.name()) (view.say("登录", "")) };
    let to = view.link("/my/provider");
    html! {
        @match record {
            None => { p { a.button href=(to) { (label) } } }
            Some(record) => {
                form.actions method="post" action=(to) {
                    (visitor.token())
                    input type="hidden" name="record" value=(record);
                    button { (label) }
                }
            }
        }
    }
}

/// Name and passphrase, for those who have an account; a record at hand is carried along.
pub fn sign_in(visitor: &Visitor, record: Option<&str>, name: &str) -> Markup {
    let view = visitor.view;
    html! {
        form method="post" action=(view.link("/my/sign-in")) {
            (visitor.token())
            @if let Some(record) = record { input type="hidden" name="record" value=(record); }
            (field("name", view.say("名字", "Name"), "text", "username", name, ""))
            (field("passphrase", view.say("口令", "Passphrase"), "password", "current-password", "", ""))
            p.actions {
                button.main { (view.say("登录", "Sign in")) }
                button formaction=(view.link("/my/sign-up")) name="draw" value="1" { (view.say("没有账户，注册一个", "No account yet: sign up")) }
            }
        }
    }
}
