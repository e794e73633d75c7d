//! The way in: doors and cities, and first of all what needs no points.

use super::{Shell, nothing_here, parts};
use crate::reply;
use crate::rights;
use crate::site::{Site, current};
use crate::view::{View, asked_for};
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use policy::doors::Door;
use policy::model::{Policy, Use};
use policy::scheme::Scheme;
use std::sync::Arc;

/// The start page.
pub async fn home(State(site): State<Arc<Site>>, view: View, headers: HeaderMap) -> Response {
    let name = view.say("积分", "Jifen");
    let content = html! {
        h1 { (view.say("在这座城市，我能享受什么？", "What am I entitled to in this city?")) }
        p.lede { (view.say(
            "先看不用积分就有的，再看积分能换来的。每一条都写明依据哪一条规定、核实到什么程度、去哪里办、带什么。",
            "First what needs no points, then what points open. Every rule names its article, how well it is known, where to go and what to bring."
        )) }
        h2 { (view.say("想办什么", "What is it about?")) }
        (doors(view, &site, None, |door| format!("/door/{}", door.key)))
        h2 #cities { (view.say("住在哪个城市", "Which city?")) }
        (cities(view, &site, None))
        h2 { (view.say("不看积分的权利", "Rights that need no points")) }
        p { (view.say("有居住证就有，全国一样；城市可以给得更多，不能更少。", "They come with a residence permit, everywhere alike; a city may give more, never less.")) }
        @for scheme in site.without_points() {
            @if let Some(policy) = current(scheme, site.today()) { (short_list(view, &site, scheme, policy)) }
        }
        (parts::grades(view))
    };
    reply::public_page(&headers, Shell { view, title: name, here: Some("/"), above: &[] }.draw(content))
}

/// A door, before a city is chosen.
pub async fn door(
    State(site): State<Arc<Site>>,
    view: View,
    headers: HeaderMap,
    Path(key): Path<String>,
) -> Response {
    let Some(door) = site.door(&key) else { return nothing_here(view).await };
    let here = format!("/door/{key}");
    let title = view.say(&door.category, &door.english);
    let content = html! {
        h1 { (title) }
        (doors(view, &site, Some(door), |door| format!("/door/{}", door.key)))
        (national(view, &site, door))
        h2 { (view.say("各城市的规定", "City by city")) }
        @let behind = cities_behind(&site, door);
        @if behind.is_empty() { p { (view.say("还没有城市的规定写进来。", "No city's rules are here yet.")) } }
        ul.cities {
            @for city in behind {
                li { a href=(view.link(&format!("/{city}?door={key}"))) { (parts::city(view, &site, city)) } }
            }
        }
        (parts::grades(view))
    };
    let above = [(title.to_owned(), here.clone())];
    reply::public_page(&headers, Shell { view, title, here: Some(&here), above: &above }.draw(content))
}

/// A city: its doors, its rights, its schemes.
pub async fn city(
    State(site): State<Arc<Site>>,
    view: View,
    headers: HeaderMap,
    Path(folder): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let schemes: Vec<&Scheme> = site.schemes_of(&folder).collect();
    if schemes.is_empty() {
        return nothing_here(view).await;
    }
    let door = asked_for(query.as_deref().unwrap_or_default(), "door").and_then(|key| site.door(&key));
    let name = parts::city(view, &site, &folder);
    let here = match door {
        Some(door) => format!("/{folder}?door={}", door.key),
        None => format!("/{folder}"),
    };
    let content = html! {
        h1 { (name) }
        (doors(view, &site, door, |door| format!("/{folder}?door={}", door.key)))
        @if let Some(door) = door {
            (national(view, &site, door))
            h2 { (name) (view.say("：", ": ")) (view.say(&door.category, &door.english)) }
            (behind(view, &site, &schemes, door))
        }
        h2 { (view.say("积分方案", "Schemes")) }
        @for scheme in &schemes { (scheme_card(view, &site, scheme)) }
        h2 { (view.say("别的城市", "Other cities")) }
        (cities(view, &site, Some(&folder)))
        (parts::grades(view))
    };
    let above = [(name.clone(), format!("/{folder}"))];
    reply::public_page(&headers, Shell { view, title: &name, here: Some(&here), above: &above }.draw(content))
}

fn doors(view: View, site: &Site, current: Option<&Door>, to: impl Fn(&Door) -> String) -> Markup {
    html! {
        ul.doors {
            @for door in site.doors() {
                li {
                    a href=(view.link(&to(door))) aria-current=[current.filter(|open| open.key == door.key).map(|_| "page")] {
                        b { (view.say(&door.category, &door.english)) }
                        small { (view.say(&door.about, &door.about_english)) }
                    }
                }
            }
        }
    }
}

fn cities(view: View, site: &Site, current: Option<&str>) -> Markup {
    html! {
        ul.cities {
            @for city in site.cities() {
                li { a href=(view.link(&format!("/{city}"))) aria-current=[(current == Some(city)).then_some("page")] { (parts::city(view, site, city)) } }
            }
        }
    }
}

fn cities_behind<'s>(site: &'s Site, door: &Door) -> Vec<&'s str> {
    let today = site.today();
    let mut cities = site.cities();
    cities.retain(|city| {
        site.schemes_of(city)
            .filter_map(|scheme| current(scheme, today))
            .any(|policy| rights::uses(policy, today).any(|of| of.category == door.category))
    });
    cities
}

/// What holds everywhere behind a door.
fn national(view: View, site: &Site, door: &Door) -> Markup {
    let today = site.today();
    html! {
        @for scheme in site.without_points() {
            @if let Some(policy) = current(scheme, today) {
                @let uses: Vec<&Use> = rights::uses(policy, today).filter(|of| of.category == door.category).collect();
                @if !uses.is_empty() {
                    h2 { (view.say("不看积分，全国都有", "Without points, everywhere")) }
                    @for of in uses { (right(view, scheme, policy, of, false)) }
                }
            }
        }
    }
}

fn behind(view: View, site: &Site, schemes: &[&Scheme], door: &Door) -> Markup {
    let today = site.today();
    let mut free = Vec::new();
    let mut paid = Vec::new();
    for scheme in schemes {
        let Some(policy) = current(scheme, today) else { continue };
        for of in rights::uses(policy, today).filter(|of| of.category == door.category) {
            if rights::needs_no_points(policy, of) {
                free.push((*scheme, policy, of))
            } else {
                paid.push((*scheme, policy, of))
            }
        }
    }
    html! {
        @if free.is_empty() && paid.is_empty() {
            p { (view.say("这个城市的规定里没有这一类。", "The rules of this city that are here say nothing about this.")) }
        }
        @for (title, list) in [(view.say("不看积分", "Without points"), free), (view.say("要看积分", "With points"), paid)] {
            @if !list.is_empty() {
                h3 { (title) }
                @for (scheme, policy, of) in list { (right(view, scheme, policy, of, true)) }
            }
        }
    }
}

/// A right, on a card of its own or `below` a heading: what must hold, where to go, what to bring, on what it rests.
fn right(view: View, scheme: &Scheme, policy: &Policy, of: &Use, below: bool) -> Markup {
    let place = format!("/{}/{}#{}", scheme.id, policy.id.effective, super::rules::anchor("用途", &of.name));
    html! {
        article.card {
            @let link = html! { a href=(view.link(&place)) { (parts::name(view, policy, &of.name)) } };
            @if below { h4 { (link) } } @else { h3 { (link) } }
            @if let Some(office) = &of.office { p { (view.say("办理：", "Where: ")) (parts::name(view, policy, office)) } }
            @if !of.papers.is_empty() {
                p { (view.say("材料：", "Bring: ")) @for (at, paper) in of.papers.iter().enumerate() { @if at > 0 { (view.say("、", ", ")) } (parts::name(view, policy, paper)) } }
            }
            p.soft { (view.say("依据：", "Basis: ")) (parts::basis(view, policy, &of.basis)) }
        }
    }
}

/// Rights as a list of links, for the start page.
fn short_list(view: View, site: &Site, scheme: &Scheme, policy: &Policy) -> Markup {
    html! {
        table.stack {
            thead { tr {
                th scope="col" { (view.say("权利", "Right")) }
                th scope="col" { (view.say("办理", "Where")) }
                th scope="col" { (view.say("依据", "Basis")) }
            } }
            tbody {
                @for of in rights::uses(policy, site.today()) {
                    @let place = format!("/{}/{}#{}", scheme.id, policy.id.effective, super::rules::anchor("用途", &of.name));
                    tr {
                        th scope="row" { a href=(view.link(&place)) { (parts::name(view, policy, &of.name)) } }
                        td class=[of.office.is_none().then_some("empty")] { @if let Some(office) = &of.office { (parts::name(view, policy, office)) } @else { "—" } }
                        td.soft { (parts::basis(view, policy, &of.basis)) }
                    }
                }
            }
        }
        p { a.button href=(view.link(&format!("/{}/check", scheme.id))) { (view.say("看看我合不合条件", "Do I meet the conditions?")) } }
    }
}

fn scheme_card(view: View, site: &Site, scheme: &Scheme) -> Markup {
    let Some(policy) = current(scheme, site.today()) else { return html! {} };
    let in_force = policy.in_force(site.today());
    html! {
        article.card {
            h3 { a href=(view.link(&format!("/{}", scheme.id))) { (parts::title_of(view, policy)) } }
            p.soft {
                (parts::in_force(view, policy))
                @if !in_force { " " span.tag.no { (view.say("今天不在施行期内", "not in force today")) } }
                @if let Some(standard) = policy.standard { (view.say(" · 标准分值 ", " · standard score ")) (parts::number(view, standard)) }
            }
            p.actions {
                a.button.main href=(view.link(&format!("/{}/check", scheme.id))) { (view.say("自测", "Self-check")) }
                a.button href=(view.link(&format!("/{}", scheme.id))) { (view.say("看规定", "Read the rules")) }
            }
        }
    }
}
