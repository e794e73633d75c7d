//! Who asks, and whether a form was sent from a page of ours.
//!
//! One cookie serves both: before somebody signs in it is a random text of no meaning, afterwards it is the session's token. Every
//! form carries a token made from the cookie, which no other site can know; where a browser says from which site a form comes, it
//! has to be this one.

use super::Keeping;
use crate::form::answers::Fields;
use crate::guard::Sender;
use crate::keep::{KeepError, Keeper, Person, Ticket};
use crate::page::{Shell, mistake};
use crate::reply;
use crate::site::Site;
use crate::view::View;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use maud::{Markup, html};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// The cookie's name.
const COOKIE: &str = "jifen";
/// The field of a form that carries the token.
const TOKEN: &str = "token";
/// How long a cookie's text is: 32 bytes in hexadecimal.
const COOKIE_LENGTH: usize = 64;

/// A form as it was sent.
pub type Sent = Result<Form<Vec<(String, String)>>, FormRejection>;

/// Somebody who asks for a page of theirs.
pub struct Visitor {
    /// The site.
    pub site: Arc<Site>,
    /// How they want to see it.
    pub view: View,
    /// Who they are, if they signed in.
    pub person: Option<Person>,
    cookie: String,
    fresh: bool,
    from_elsewhere: bool,
    from: IpAddr,
}

impl FromRequestParts<Arc<Site>> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Visitor, Response> {
        let view = View::of(parts.uri.query().unwrap_or_default());
        let Some(keeping) = site.kept() else { return Err(keeps_nothing(view)) };
        let sent = cookie(&parts.headers);
        let from_elsewhere = from_elsewhere(&parts.headers);
        let from = parts.extensions.get::<Sender>();
        let from = from.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |sender| sender.0);
        let person = match &sent {
            Some(token) => keeping.keeper.who_is(token).await.map_err(|error| failed(view, &error))?,
            None => None,
        };
        let fresh = sent.is_none();
        let cookie = match sent {
            Some(cookie) => cookie,
            None => keeping.keeper.fresh::<32>().map_err(|error| failed(view, &error))?,
        };
        Ok(Visitor { site: site.clone(), view, person, cookie, fresh, from_elsewhere, from })
    }
}

impl Visitor {
    /// How the site keeps records.
    ///
    /// # Errors
    /// The page that says that it keeps none.
    pub fn keeping(&self) -> Result<&Keeping, Response> {
        self.site.kept().ok_or_else(|| keeps_nothing(self.view))
    }

    /// Who keeps the records.
    ///
    /// # Errors
    /// The page that says that the site keeps none.
    pub fn keeper(&self) -> Result<&Keeper, Response> {
        Ok(&self.keeping()?.keeper)
    }

    /// The session's token or what stands in its place.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Where they are, as far as limits go.
    pub fn from(&self) -> IpAddr {
        self.from
    }

    /// Who signed in.
    ///
    /// # Errors
    /// The way to the page where one signs in.
    pub fn signed_in(&self) -> Result<&Person, Response> {
        self.person.as_ref().ok_or_else(|| reply::go(&self.view.link("/my/sign-in")))
    }

    /// The fields of a form that was sent from a page of ours.
    ///
    /// # Errors
    /// The page that says that it was not, or that it could not be read.
    pub fn fields(&self, sent: Sent) -> Result<Fields, Response> {
        let fields = self.unguarded_fields(sent)?;
        let token = fields.get(TOKEN).unwrap_or_default();
        if !self.fresh && !self.from_elsewhere && self.keeper()?.knows_form_token(&self.cookie, token) {
            return Ok(fields);
        }
        let view = self.view;
        Err(mistake(
            view,
            StatusCode::FORBIDDEN,
            view.say("这个表单不是从本站的页面来的", "This form does not come from a page of this site"),
            view.say(
                "也可能是浏览器不接受 Cookie，或者页面开得太久。请回到「我的记录」重新来一次。",
                "Or the browser takes no cookies, or the page was open for too long. Please start again from My records.",
            ),
        ))
    }

    /// The fields of a form that any page may send, because nothing is done with it but to draw another page.
    ///
    /// # Errors
    /// The page that says that it could not be read.
    pub fn unguarded_fields(&self, sent: Sent) -> Result<Fields, Response> {
        let rejection = match sent {
            Ok(Form(pairs)) => return Ok(Fields::of(pairs)),
            Err(rejection) => rejection,
        };
        let view = self.view;
        let title = view.say("表单没有读懂", "The form could not be read");
        let text =
            view.say("可能太长了。请退回上一页再试。", "It may be too long. Please go back and try again.");
        Err(mistake(view, rejection.status(), title, text))
    }

    /// What every form of these pages carries.
    pub fn token(&self) -> Markup {
        let token = self.site.kept().and_then(|keeping| keeping.keeper.form_token(&self.cookie).ok());
        html! { input type="hidden" name=(TOKEN) value=(token.unwrap_or_default()); }
    }

    /// A page of theirs, kept by no cache.
    pub fn page(&self, status: StatusCode, title: &str, here: Option<&str>, content: Markup) -> Response {
        let above = [(self.view.say("我的记录", "My records").to_owned(), "/my".to_owned())];
        let above = if here == Some("/my") { &[] } else { above.as_slice() };
        let shell = Shell { view: self.view, title, here, above };
        let mut response = reply::private_page(status, shell.draw(content));
        if self.fresh {
            self.set_cookie(&mut response, &self.cookie);
        }
        response
    }

    /// The same visitor after signing in: another cookie, so that one that somebody knew before is worth nothing.
    ///
    /// # Errors
    /// The page that says what failed.
    pub async fn entered(&self, ticket: Ticket) -> Result<Visitor, Response> {
        let keeper = self.keeper()?;
        keeper.sign_out(&self.cookie).await.map_err(|error| failed(self.view, &error))?;
        let person = keeper.who_is(&ticket.0).await.map_err(|error| failed(self.view, &error))?;
        Ok(Visitor {
            site: self.site.clone(),
            view: self.view,
            person,
            cookie: ticket.0,
            fresh: true,
            from_elsewhere: false,
            from: self.from,
        })
    }

    /// Sends them on to one of these pages, with their cookie.
    pub fn go(&self, to: &str) -> Response {
        self.go_to(&self.view.link(to))
    }

    /// Sends them on to an address as it stands, with their cookie.
    pub fn go_to(&self, to: &str) -> Response {
        let mut response = reply::go(to);
        if self.fresh {
            self.set_cookie(&mut response, &self.cookie);
        }
        response
    }

    /// Sends them on without a cookie.
    pub fn leave(&self, to: &str) -> Response {
        let mut response = reply::go(&self.view.link(to));
        self.set_cookie(&mut response, "");
        response
    }

    fn set_cookie(&self, response: &mut Response, value: &str) {
        let secure = self.site.kept().is_some_and(|keeping| keeping.secure);
        let secure = if secure { "; Secure" } else { "" };
        let ends = if value.is_empty() { "; Max-Age=0" } else { "" };
        let text = format!("{COOKIE}={value}; Path=/my; HttpOnly; SameSite=Lax{secure}{ends}");
        if let Ok(text) = HeaderValue::from_str(&text) {
            response.headers_mut().insert(header::SET_COOKIE, text);
        }
    }
}

/// The cookie of ours, if it has the shape of one.
fn cookie(headers: &HeaderMap) -> Option<String> {
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = sent.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(name, _)| *name == COOKIE)?;
    let well = value.len() == COOKIE_LENGTH && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    well.then(|| value.to_owned())
}

/// True when the browser says that the form was sent from another site.
fn from_elsewhere(headers: &HeaderMap) -> bool {
    let said = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    !matches!(said, None | Some("same-origin" | "none"))
}

/// The page of a site for guests only.
fn keeps_nothing(view: View) -> Response {
    let title = view.say("本站不保存记录", "This site keeps no records");
    let content = html! {
        h1 { (title) }
        p { (view.say(
            "填的内容只在你自己的页面里。要留着，在结果页上「保存到文件」，下次从文件打开。",
            "Your answers live in your own page. To keep them, save them to a file on the result page, and open that file next time."
        )) }
        p { a.button href=(view.link("/")) { (view.say("回到首页", "Back to the start")) } }
    };
    let shell = Shell { view, title, here: Some("/my"), above: &[] };
    reply::private_page(StatusCode::OK, shell.draw(content))
}

/// The page for what the site could not do. The log says why, without anything of a person.
pub fn failed(view: View, error: &KeepError) -> Response {
    tracing::error!(why = %error, "not kept");
    let (status, text) = match error {
        KeepError::Busy => (
            StatusCode::SERVICE_UNAVAILABLE,
            view.say(
                "现在登录的人太多，过一会儿再试。",
                "Too many people are signing in; try again in a moment.",
            ),
        ),
        KeepError::Enough => (StatusCode::TOO_MANY_REQUESTS, enough(view)),
        KeepError::NoRoom => (StatusCode::INSUFFICIENT_STORAGE, no_room(view)),
        KeepError::Damaged | KeepError::OtherKey | KeepError::OlderKey => (
            StatusCode::INTERNAL_SERVER_ERROR,
            view.say(
                "存着的内容打不开。请告诉开这个网站的人。",
                "What is kept cannot be opened. Please tell whoever runs this site.",
            ),
        ),
        KeepError::Store(_) | KeepError::Dice => (
            StatusCode::SERVICE_UNAVAILABLE,
            view.say(
                "存记录的地方现在连不上。已经存的还在；这一次没有存，也没有改。可以先保存到自己的文件，过一会儿再试。",
                "The place where records are kept cannot be reached. What was kept before is still there; nothing was kept or changed now. You can save to a file of your own and try again in a moment.",
            ),
        ),
    };
    come_again(mistake(view, status, view.say("现在办不了", "Not possible right now"), text))
}

/// Says when to come again, where that helps.
pub fn come_again(mut response: Response) -> Response {
    let after = match response.status() {
        StatusCode::SERVICE_UNAVAILABLE => "5",
        // A day is counted from its first record, so that it is over then at the latest.
        StatusCode::TOO_MANY_REQUESTS => "86400",
        _ => return response,
    };
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(after));
    response
}

/// What is said to an address that has left as much in a day as it may.
pub fn enough(view: View) -> &'static str {
    view.say(
        "没有保存：从你这个网络今天存的已经够多了（同一个学校、单位、小区的人可能共用一个网络）。先存到自己的文件，明天再来；已经有账户的可以登录以后存。",
        "Not kept: enough has been left from your network today (people of one school, office or block may share it). Save to a file of your own and come back tomorrow; who has an account can sign in and keep it there.",
    )
}

/// What is said when as much is kept under codes as may be.
pub fn no_room(view: View) -> &'static str {
    view.say(
        "没有保存：本站用恢复码存的记录已经满了。先存到自己的文件，或者登录以后存到账户。",
        "Not kept: this site holds as many records under codes as it can. Save to a file of your own, or sign in and keep it in your account.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_cookie_of_our_shape_is_taken() {
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(text).unwrap());
            cookie(&headers)
        };
        let ours = "0123456789abcdef".repeat(4);
        assert_eq!(of(&format!("a=b; jifen={ours}; c=d")), Some(ours.clone()));
        assert_eq!(of(&format!("xjifen={ours}")), None);
        assert_eq!(of("jifen=short"), None);
        assert_eq!(of(&format!("jifen={}", "g".repeat(64))), None);
    }
}
