//! The frame of every page: head, skip link, choices of language and size, foot.

use crate::reply;
use crate::view::View;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use maud::{DOCTYPE, Markup, html};
use std::sync::LazyLock;

const STYLE: &str = include_str!("../style.css");

/// The style sheet's address: another when it is changed.
static STYLE_ADDRESS: LazyLock<String> =
    LazyLock::new(|| format!("/style.css?v={:08x}", reply::digest(STYLE.as_bytes()) >> 32));

/// The style sheet.
pub async fn style(headers: HeaderMap) -> Response {
    reply::tagged(
        &headers,
        "text/css; charset=utf-8",
        "public, max-age=31536000, immutable",
        STYLE.to_owned(),
    )
}

const SCRIPT: &str = include_str!("../grid.js");

/// The script's address.
static SCRIPT_ADDRESS: LazyLock<String> =
    LazyLock::new(|| format!("/grid.js?v={:08x}", reply::digest(SCRIPT.as_bytes()) >> 32));

/// The script that makes month grids quicker to tick. Pages do without it.
pub async fn grid_script(headers: HeaderMap) -> Response {
    reply::tagged(
        &headers,
        "text/javascript; charset=utf-8",
        "public, max-age=31536000, immutable",
        SCRIPT.to_owned(),
    )
}

/// Asks for the script, on pages that have a grid.
pub fn script() -> Markup {
    html! { script src=(*SCRIPT_ADDRESS) defer {} }
}

/// A page before it is put into its frame.
pub struct Shell<'t> {
    /// How the reader wants it.
    pub view: View,
    /// The title, without the name of the site.
    pub title: &'t str,
    /// Where the page is, for the choices of language and size; none where an address alone does not lead back, as after a
    /// form was sent.
    pub here: Option<&'t str>,
    /// The way down to the page: names and addresses.
    pub above: &'t [(String, String)],
}

impl Shell<'_> {
    /// The whole page.
    pub fn draw(&self, content: Markup) -> String {
        let view = self.view;
        let name = view.say("积分", "Jifen");
        let body = html! {
            (DOCTYPE)
            html lang=(view.code()) class=[view.large.then_some(if view.larger { "large larger" } else { "large" })] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) @if self.title != name { " · " (name) } }
                    link rel="stylesheet" href=(*STYLE_ADDRESS);
                }
                body {
                    a.skip href="#main" { (view.say("跳到正文", "Skip to content")) }
                    header.site {
                        div.wrap {
                            a.mark href=(view.link("/")) { span aria-hidden="true" { "积" } (name) }
                            nav aria-label=(view.say("全站", "Site")) {
                                a href=(view.link("/compare")) { (view.say("各城市比较", "Compare cities")) }
                                a href=(view.link("/claims")) { (view.say("说法核对", "Claims")) }
                                a href=(view.link("/my")) { (view.say("我的记录", "My records")) }
                            }
                            (self.choices())
                        }
                    }
                    @if !self.above.is_empty() {
                        nav.trail aria-label=(view.say("所在位置", "You are here")) {
                            div.wrap {
                                a href=(view.link("/")) { (view.say("首页", "Home")) }
                                @for (name, to) in self.above {
                                    span aria-hidden="true" { "›" }
                                    a href=(view.link(to)) { (name) }
                                }
                            }
                        }
                    }
                    main #main tabindex="-1" { div.wrap { (content) } }
                    footer.site {
                        div.wrap {
                            p { (view.say(
                                "按公开的规定试算，以主管部门核定为准；这里出的单子不是凭证。不用登录；填的内容只在你自己的页面和文件里，你要保存的才保存。",
                                "Computed from the published rules; the office in charge decides, and nothing printed here is an official document. No sign-in; your answers live in your own page and files, and only what you ask us to keep is kept."
                            )) }
                            p { a href=(view.link("/samples")) { (view.say("虚构的人", "Made-up people")) } " · " a href="/api/v1/policies" { (view.say("开放接口", "API")) } }
                        }
                    }
                }
            }
        };
        body.into_string()
    }

    fn choices(&self) -> Markup {
        let Some(here) = self.here else { return html! {} };
        let view = self.view;
        let other = View { language: opposite(view), ..view };
        let sizes = [
            (View { large: false, larger: false, ..view }, view.say("标准字", "Normal type")),
            (View { large: true, larger: false, ..view }, view.say("大字", "Large type")),
            (View { large: true, larger: true, ..view }, view.say("特大字", "Largest type")),
        ];
        html! {
            nav.choices aria-label=(view.say("语言和字号", "Language and size")) {
                a href=(other.link(here)) lang=(other.code()) hreflang=(other.code()) { (other.say("中文", "English")) }
                @for (sized, name) in sizes.into_iter().filter(|(sized, _)| *sized != view) { a href=(sized.link(here)) { (name) } }
            }
        }
    }
}

fn opposite(view: View) -> score::explain::Language {
    use score::explain::Language::{Chinese, English};
    if view.english() { Chinese } else { English }
}

/// A page for an address that leads nowhere.
pub async fn nothing_here(view: View) -> Response {
    nowhere(view)
}

/// The same, for those who find out on the way.
pub fn nowhere(view: View) -> Response {
    mistake(
        view,
        StatusCode::NOT_FOUND,
        view.say("没有这一页", "There is no such page"),
        view.say(
            "地址可能写错了，或者这个方案、版本不在这里。",
            "The address may be wrong, or the scheme or version is not here.",
        ),
    )
}

/// A page that says what went wrong and how to go on.
pub fn mistake(view: View, status: StatusCode, title: &str, text: &str) -> Response {
    let content = html! {
        h1 { (title) }
        p { (text) }
        p { a.button href=(view.link("/")) { (view.say("回到首页", "Back to the start")) } }
    };
    let shell = Shell { view, title, here: None, above: &[] };
    reply::private_page(status, shell.draw(content))
}
