//! The grid itself: a year a row, twelve boxes, and what the months have in common.

use super::{Group, groups};
use crate::form::Question;
use crate::view::View;
use maud::{Markup, html};
use policy::vocabulary::Kind;
use serde_json::Value;
use terms::Month;

/// Years shown before anything is ticked, and older ones that can be opened.
const YEARS: (i32, i32) = (6, 15);

/// The grids of a fact's spans: one for each group of them, and `empty` more.
pub fn grids(
    view: View,
    question: &Question<'_>,
    held: &[Value],
    upto: Month,
    empty: usize,
    attributes: impl Fn(usize, Option<&Value>) -> Markup,
) -> Markup {
    let key = &question.fact.key;
    let mut all = groups(question.fact.kind, held, upto);
    let known = all.len();
    all.resize_with(known + empty, Group::default);
    html! {
        input type="hidden" name=(format!("g.{key}")) value=(all.len());
        input type="hidden" name=(format!("t.{key}")) value=(upto);
        @for (at, group) in all.iter().enumerate() {
            fieldset.row.stretch {
                legend { (view.say("第 ", "Stretch ")) (at + 1) (view.say(" 段", "")) }
                @if question.fact.kind == Kind::DaySpans {
                    (days(view, key, at, group))
                    @if at < known && !group.months.is_empty() {
                        details { summary { (view.say("在格子上按月改", "Change it month by month")) } (years(view, key, at, group, upto)) }
                    } @else { (years(view, key, at, group, upto)) }
                } @else {
                    (range(view, key, at, group))
                    (years(view, key, at, group, upto))
                }
                label.choice { input type="checkbox" name=(format!("u.{key}.{at}")) value="1" checked[group.running]; (view.say("现在还在继续", "Still going on")) }
                (attributes(at, (at < known).then(|| Value::Object(group.shared.clone())).as_ref()))
            }
        }
    }
}

/// The quick way: a first and a last month, added to what is ticked.
fn range(view: View, key: &str, at: usize, group: &Group) -> Markup {
    html! {
        (ends(key, at, group, "201903", [
            view.say("从哪个月", "From month"),
            view.say("到哪个月（还在继续就空着）", "To month (empty if it goes on)"),
        ]))
        p.note { (view.say("填起止月份，或者在下面一个月一个月地勾；两样都填就合起来算。", "Give the months here, or tick them below; both together count.")) }
    }
}

/// The first and the last day, which whole months on the grid say only roughly.
fn days(view: View, key: &str, at: usize, group: &Group) -> Markup {
    html! {
        (ends(key, at, group, "20190315", [
            view.say("从哪一天", "From day"),
            view.say("到哪一天（还在继续就空着）", "To day (empty if it goes on)"),
        ]))
        p.note {
            @if group.typed.0.is_empty() {
                (view.say(
                    "写起止的日子；只记得月份就写月份，或者在下面勾，都按整月算。",
                    "Give the days. If you only remember the months, give these or tick them below: whole months are then taken."
                ))
            } @else {
                (view.say(
                    "这里写的日子照原样算，在格子上另外勾的月份按整月算。要删掉这一段，就把两格都清空，并去掉“还在继续”。",
                    "These days are taken as they stand; months that you tick besides are taken whole. To remove the stretch, empty both fields and untick “still going on”."
                ))
            }
        }
    }
}

/// The fields for both ends of a stretch.
fn ends(key: &str, at: usize, group: &Group, shape: &str, labels: [&str; 2]) -> Markup {
    let field = |field: &str| format!("e.{key}.{at}.{field}");
    let [from, to] = labels;
    html! {
        div.fields {
            @for (name, label, typed) in [("from", from, &group.typed.0), ("to", to, &group.typed.1)] {
                div { label for=(field(name)) { (label) } input type="text" inputmode="numeric" autocomplete="off" id=(field(name)) name=(field(name)) value=(typed) placeholder=(shape); }
            }
        }
    }
}

/// The years of a stretch and those beside it; of an empty one the last years, and older ones when opened.
fn years(view: View, key: &str, at: usize, group: &Group, upto: Month) -> Markup {
    let runs = group.months.runs();
    let (first, last) = match (runs.first(), runs.last()) {
        (Some((from, _)), Some((_, to))) => {
            (from.year() - 1, (to.year() + 1).min(upto.year().max(to.year())))
        }
        _ => (upto.year() - YEARS.0 + 1, upto.year()),
    };
    let end = runs.last().map_or(upto, |(_, to)| (*to).max(upto));
    html! {
        @if runs.is_empty() {
            details.older {
                summary { (first - YEARS.1) "–" (first - 1) (view.say(" 年", "")) }
                @for year in first - YEARS.1..first { (row(view, key, at, group, year, end)) }
            }
        }
        @for year in first..=last { (row(view, key, at, group, year, end)) }
    }
}

fn row(view: View, key: &str, at: usize, group: &Group, year: i32, last: Month) -> Markup {
    let months = (1..=12).filter_map(|month| Month::new(year, month)).filter(|month| *month <= last);
    html! {
        fieldset.year {
            legend.num { (year) (view.say(" 年", "")) }
            label.whole { input type="checkbox" name=(format!("y.{key}.{at}")) value=(year); (view.say("全年", "All")) }
            @for month in months {
                label.month { input type="checkbox" name=(format!("m.{key}.{at}")) value=(month) checked[group.months.contains(month)]; (month.month()) (view.say("月", "")) }
            }
        }
    }
}
