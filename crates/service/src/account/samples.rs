//! Made-up people to try things on.

use super::draw::onward;
use super::visitor::failed;
use crate::page::{Shell, nothing_here};
use crate::reply;
use crate::site::Site;
use crate::store::SamplePerson;
use crate::view::View;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;
use std::sync::Arc;

/// All of them.
pub async fn all(State(site): State<Arc<Site>>, view: View) -> Result<Response, Response> {
    let people = people(&site, view).await?;
    let title = title(view);
    let content = html! {
        h1 { (title) }
        p.lede { (view.say("这些人是虚构的，单位、住处也是。用他们试一试，再填自己的。", "These people are fictional, and so are their employers and homes. Try things on them, then fill in your own answers.")) }
        @if people.is_empty() { p { (view.say("这里没有。", "There are none here.")) } }
        ul.doors {
            @for (place, person) in (1..).zip(&people) {
                li { a href=(view.link(&format!("/samples/{place}"))) { b { (name(view, person)) } } }
            }
        }
    };
    let shell = Shell { view, title, here: Some("/samples"), above: &[] };
    Ok(reply::private_page(StatusCode::OK, shell.draw(content)))
}

/// One of them, and what to do with the record.
pub async fn one(
    State(site): State<Arc<Site>>,
    view: View,
    Path(place): Path<usize>,
) -> Result<Response, Response> {
    let people = people(&site, view).await?;
    let Some(person) = place.checked_sub(1).and_then(|at| people.get(at)) else {
        return Ok(nothing_here(view).await);
    };
    let content = html! {
        h1 { (name(view, person)) }
        p { (view.say("虚构的人。看看他在各地的积分：", "A fictional person. See the score in each city:")) }
        (onward(view, &site, &person.record))
    };
    let here = format!("/samples/{place}");
    let above = [(title(view).to_owned(), "/samples".to_owned())];
    let shell = Shell { view, title: name(view, person), here: Some(&here), above: &above };
    Ok(reply::private_page(StatusCode::OK, shell.draw(content)))
}

async fn people(site: &Site, view: View) -> Result<Vec<SamplePerson>, Response> {
    match site.kept() {
        Some(keeping) => keeping.keeper.sample_people().await.map_err(|error| failed(view, &error)),
        None => Ok(Vec::new()),
    }
}

fn title(view: View) -> &'static str {
    if view.english() { "Made-up people" } else { "虚构的人" }
}

fn name(view: View, person: &SamplePerson) -> &str {
    view.say(&person.chinese, &person.english)
}
