//! A form that a page sent: read once, for every page that answers one.

use super::shell::{mistake, nowhere};
use crate::form::answers::Fields;
use crate::site::{Site, current};
use crate::view::View;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use policy::model::Policy;
use policy::scheme::Scheme;
use std::sync::Arc;
use terms::Date;

/// A form as it was sent, and what its address says.
pub struct Sent {
    /// The site.
    pub site: Arc<Site>,
    /// How the reader wants the answer.
    pub view: View,
    /// What was filled in.
    pub fields: Fields,
    city: String,
    scheme: String,
}

impl Sent {
    /// What the form is about: the scheme of its address and the version for its day.
    pub fn about(&self) -> Result<About<'_>, Missing> {
        About::of(&self.site, self.view, &self.city, &self.scheme, self.fields.get("on"))
    }

    /// The day of the form, else today.
    pub fn day(&self) -> Date {
        day(&self.site, self.fields.get("on"))
    }
}

impl FromRequest<Arc<Site>> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Arc<Site>) -> Result<Sent, Response> {
        let (mut parts, body) = request.into_parts();
        let place = Place::of(&mut parts, site).await;
        let form = Form::from_request(Request::from_parts(parts, body), site).await;
        let Form(pairs) = form.map_err(|rejection| refused(place.view, &rejection))?;
        Ok(place.sent(site, Fields::of(pairs)))
    }
}

/// Where a form was sent to.
pub struct Place {
    /// How the reader wants the answer.
    pub view: View,
    city: String,
    scheme: String,
}

impl Place {
    /// What an address says.
    pub async fn of(parts: &mut axum::http::request::Parts, site: &Arc<Site>) -> Place {
        let view = View::of(parts.uri.query().unwrap_or_default());
        let mut place = Place { view, city: String::new(), scheme: String::new() };
        if let Ok(params) = RawPathParams::from_request_parts(parts, site).await {
            for (key, value) in &params {
                match key {
                    "city" => value.clone_into(&mut place.city),
                    "scheme" => value.clone_into(&mut place.scheme),
                    _ => {}
                }
            }
        }
        place
    }

    /// A form sent there.
    pub fn sent(self, site: &Arc<Site>, fields: Fields) -> Sent {
        Sent { site: site.clone(), view: self.view, fields, city: self.city, scheme: self.scheme }
    }
}

/// What a form page is about: a scheme, its version, and the day of application.
#[derive(Clone, Copy)]
pub struct About<'s> {
    /// The site.
    pub site: &'s Site,
    /// How the reader wants it.
    pub view: View,
    /// The scheme.
    pub scheme: &'s Scheme,
    /// The version.
    pub policy: &'s Policy,
    /// The day of application.
    pub on: Date,
}

impl<'s> About<'s> {
    /// The version of a scheme for a day: the one given, else today.
    pub fn of(
        site: &'s Site,
        view: View,
        city: &str,
        name: &str,
        given: Option<&str>,
    ) -> Result<About<'s>, Missing> {
        let scheme = site.scheme(city, name).ok_or(Missing(view))?;
        let on = day(site, given);
        let policy = current(scheme, on).ok_or(Missing(view))?;
        Ok(About { site, view, scheme, policy, on })
    }

    /// The address of one of the scheme's pages.
    pub fn to(&self, page: &str) -> String {
        self.view.link(&format!("/{}/{page}", self.scheme.id))
    }
}

fn day(site: &Site, given: Option<&str>) -> Date {
    let given = given.and_then(|day| policy::language::phrase::day(&crate::form::texts::date(day)));
    given.unwrap_or_else(|| site.today())
}

/// The address names nothing that is here.
pub struct Missing(pub View);

impl IntoResponse for Missing {
    fn into_response(self) -> Response {
        nowhere(self.0)
    }
}

/// A form that could not be read at all.
pub fn refused(view: View, rejection: &FormRejection) -> Response {
    let status = rejection.status();
    let title = if status == StatusCode::PAYLOAD_TOO_LARGE {
        view.say("填的内容太长", "Too long")
    } else {
        view.say("表单没有读懂", "The form could not be read")
    };
    mistake(view, status, title, view.say("请退回上一页再试。", "Please go back and try again."))
}

/// A record that has mistakes in it where only a sound one will do.
pub fn faulty(view: View) -> Response {
    mistake(
        view,
        StatusCode::UNPROCESSABLE_ENTITY,
        view.say("这份记录有错", "There are mistakes in this record"),
        view.say("回到自测页改好再来。", "Go back to the self-check, correct them, then come again."),
    )
}
