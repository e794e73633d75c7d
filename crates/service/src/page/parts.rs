//! Small pieces that several pages share.

use crate::site::Site;
use crate::view::View;
use maud::{Markup, html};
use policy::model::Policy;
use policy::scheme::Scheme;
use policy::vocabulary::Fact;
use score::explain::Language;
use terms::{Date, Exact, Grade, Range};

/// A name or sentence of a policy in the reader's language; where there is no English, the Chinese, marked as such.
pub fn name(view: View, policy: &Policy, chinese: &str) -> Markup {
    if !view.english() {
        return html! { (chinese) };
    }
    let english = policy.english(chinese);
    if english == chinese {
        html! { span lang="zh-Hans" { (chinese) } }
    } else {
        html! { (english) }
    }
}

/// The name of a fact.
pub fn fact(view: View, fact: &Fact) -> Markup {
    let english = view.english() && !fact.english.is_empty();
    html! { @if english { (fact.english) } @else { span lang="zh-Hans" { (fact.name) } } }
}

/// An evidence grade, with what it means.
pub fn grade(view: View, grade: Grade) -> Markup {
    let class = match grade {
        Grade::Verified => "grade verified",
        Grade::Copied => "grade copied",
        Grade::Unverified => "grade unverified",
    };
    html! { span class=(class) title=(view.grade_meaning(grade)) { (view.grade(grade)) } }
}

/// What the grades mean, for the foot of a page.
pub fn grades(view: View) -> Markup {
    html! {
        p.legend {
            (view.say("核实等级：", "Evidence: "))
            @for one in [Grade::Verified, Grade::Copied, Grade::Unverified] {
                (grade(view, one)) " " (view.grade_meaning(one)) " "
            }
        }
    }
}

/// A citation with its grade.
pub fn basis(view: View, policy: &Policy, basis: &policy::model::Basis) -> Markup {
    html! {
        @match &basis.citation {
            Some(citation) => { (name(view, policy, citation)) }
            None => { "—" }
        }
        " " (grade(view, basis.grade))
    }
}

/// A citation that an explanation has put into words, with the rule's own grade as a badge, and the weakest grade of what it
/// rests on where that is weaker.
pub fn cited(view: View, text: &str, weakest: Grade) -> Markup {
    let grades = [Grade::Verified, Grade::Copied, Grade::Unverified];
    let ends = |grade: &Grade| {
        let own = view.grade(*grade);
        text.strip_suffix(&format!("（{own}）")).or_else(|| text.strip_suffix(&format!(" ({own})")))
    };
    let Some((own, plain)) = grades.iter().find_map(|grade| Some((*grade, ends(grade)?))) else {
        return html! { (text) " " (grade(view, weakest)) };
    };
    html! {
        (plain) " " (grade(view, own))
        @if weakest < own { " " (view.say("所用口径、参数", "with measures or numbers")) " " (grade(view, weakest)) }
    }
}

/// When a version is in force.
pub fn in_force(view: View, policy: &Policy) -> String {
    let from = policy.id.effective;
    match (policy.until, view.language) {
        (Some(until), Language::Chinese) => format!("{from} 至 {until} 施行"),
        (None, Language::Chinese) => format!("{from} 起施行"),
        (Some(until), Language::English) => format!("in force {from} to {until}"),
        (None, Language::English) => format!("in force from {from}"),
    }
}

/// The title of a scheme, from its version for a day.
pub fn title(view: View, scheme: &Scheme, on: Date) -> String {
    let Some(policy) = crate::site::current(scheme, on) else { return scheme.id.to_string() };
    title_of(view, policy).to_owned()
}

/// The title of a version.
pub fn title_of(view: View, policy: &Policy) -> &str {
    if view.english() { policy.english(&policy.title) } else { &policy.title }
}

/// What a city's folder is called; the title of its first scheme where it is no city of the table.
pub fn city(view: View, site: &Site, folder: &str) -> String {
    if let Some(name) = site.city_name(folder, view.language) {
        return name.to_owned();
    }
    site.schemes_of(folder)
        .next()
        .map_or_else(|| folder.to_owned(), |scheme| title(view, scheme, site.today()))
}

/// The way down to a scheme's pages.
pub fn trail(view: View, site: &Site, scheme: &Scheme) -> Vec<(String, String)> {
    let folder = scheme.id.city();
    let (city, title) = (city(view, site, folder), title(view, scheme, site.today()));
    let mut trail = vec![(city.clone(), format!("/{folder}"))];
    if title != city {
        trail.push((title, format!("/{}", scheme.id)));
    }
    trail
}

/// A number of points.
pub fn number(view: View, value: Exact) -> String {
    range(view, Range::known(value))
}

/// An interval of points.
pub fn range(view: View, range: Range) -> String {
    score::explain::number(range, view.language)
}
