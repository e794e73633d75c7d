//! Pictures of numbers: bars and steps, drawn in whole units, each beside the table that says the same.

use crate::view::View;
use maud::{Markup, html};
use terms::{Exact, Range};

/// How many units a bar's full length has.
const LENGTH: i64 = 1000;

/// Where a value lies on a scale from 0 to `full`, in units.
fn along(value: Exact, full: Exact) -> i64 {
    let share = value.checked_div(full).and_then(|share| share.checked_mul(Exact::from(LENGTH)));
    share.map_or(0, Exact::floor).clamp(0, LENGTH)
}

/// The size of a value, whatever its sign.
fn size(value: Exact) -> Exact {
    if value.is_negative() { value.checked_neg().unwrap_or(Exact::from(i64::MAX)) } else { value }
}

/// One item's bar: what is sure, then what may come; deductions in another tone.
pub fn bar(points: Range, full: Exact) -> Markup {
    let (low, high) = (points.low.unwrap_or(Exact::ZERO), points.high.unwrap_or(full));
    let minus = high <= Exact::ZERO && low.is_negative();
    let (near, far) = if minus { (size(high), size(low)) } else { (low.max(Exact::ZERO), high) };
    let (sure, most) = (along(near, full), along(far, full));
    html! {
        svg.chart viewBox="0 0 1000 40" preserveAspectRatio="none" aria-hidden="true" {
            rect.track x="0" y="14" width="1000" height="12" {}
            rect class=(if minus { "minus" } else { "fill" }) x="0" y="4" width=(sure) height="32" {}
            @if most > sure { rect class=(if minus { "minus" } else { "maybe" }) x=(sure) y="4" width=(most - sure) height="32" {} }
        }
    }
}

/// The greatest size among some points, for a common scale.
pub fn scale(points: impl Iterator<Item = Range>) -> Exact {
    let sizes = points.flat_map(|points| [points.low, points.high]).flatten().map(size);
    sizes.fold(Exact::ONE, Exact::max)
}

/// A scale with a little room above it.
fn with_room(scale: Exact) -> Exact {
    scale.checked_mul(Exact::ratio(11, 10)).unwrap_or(scale)
}

/// The total against the line of the standard.
pub fn total(view: View, total: Range, standard: Option<Exact>) -> Markup {
    let full = with_room(scale([total, Range::known(standard.unwrap_or(Exact::ZERO))].into_iter()));
    let low = total.low.unwrap_or(Exact::ZERO);
    let (sure, most) = (along(low, full), along(total.high.unwrap_or(full), full));
    let line = standard.map(|standard| along(standard, full));
    let title = match standard {
        Some(standard) => format!(
            "{} {}{}{} {}",
            view.say("总分", "Total"),
            super::parts::range(view, total),
            view.say("，", ", "),
            view.say("标准分值", "standard score"),
            super::parts::number(view, standard)
        ),
        None => format!("{} {}", view.say("总分", "Total"), super::parts::range(view, total)),
    };
    html! {
        svg.chart viewBox="0 0 1000 60" preserveAspectRatio="none" role="img" height="28" {
            title { (title) }
            rect.track x="0" y="14" width="1000" height="32" {}
            rect.fill x="0" y="14" width=(sure) height="32" {}
            @if most > sure { rect.maybe x=(sure) y="14" width=(most - sure) height="32" {} }
            @if let Some(line) = line { line.standard x1=(line) x2=(line) y1="2" y2="58" vector-effect="non-scaling-stroke" {} }
        }
    }
}

/// A point of a course: how many months on, the label where there is one, and the score.
pub struct Step {
    /// A label below the axis.
    pub label: Option<String>,
    /// The score.
    pub score: Range,
}

const WIDTH: i64 = 400;
const HEIGHT: i64 = 200;
const LEFT: i64 = 36;
const RIGHT: i64 = 8;
const TOP: i64 = 12;
const BOTTOM: i64 = 26;

/// A course over time, with the line of the standard.
pub fn course(title: &str, steps: &[Step], standard: Option<Exact>) -> Markup {
    let standard_range = standard.map(Range::known);
    let full = with_room(scale(steps.iter().map(|step| step.score).chain(standard_range)));
    let y = |value: Exact| HEIGHT - BOTTOM - along(value, full) * (HEIGHT - TOP - BOTTOM) / LENGTH;
    let last = i64::try_from(steps.len().saturating_sub(1)).unwrap_or(1).max(1);
    let x = |at: usize| LEFT + i64::try_from(at).unwrap_or(0) * (WIDTH - LEFT - RIGHT) / last;
    let path = |of: &dyn Fn(Range) -> Exact| {
        let mut path = String::new();
        for (at, step) in steps.iter().enumerate() {
            let level = y(of(step.score));
            if at == 0 {
                path.push_str(&format!("M{} {level}", x(at)))
            } else {
                path.push_str(&format!("H{}V{level}", x(at)))
            }
        }
        path
    };
    let low = path(&|score| score.low.unwrap_or(Exact::ZERO));
    let high = path(&|score| score.high.unwrap_or(full));
    let marks = [0, 1, 2, 3, 4].map(|at| full.checked_mul(Exact::ratio(at, 4)).unwrap_or(full));
    html! {
        svg.chart.course viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="img" aria-label=(title) {
            title { (title) }
            @for mark in marks {
                line.axis x1=(LEFT) x2=(WIDTH - RIGHT) y1=(y(mark)) y2=(y(mark)) {}
                text x=(LEFT - 4) y=(y(mark) + 4) text-anchor="end" { (mark.floor()) }
            }
            @for (at, step) in steps.iter().enumerate() {
                @if let Some(label) = &step.label { text x=(x(at)) y=(HEIGHT - 8) text-anchor="middle" { (label) } }
            }
            @if low != high { path.curve.low d=(low) {} }
            path.curve d=(high) {}
            @if let Some(standard) = standard { line.standard x1=(LEFT) x2=(WIDTH - RIGHT) y1=(y(standard)) y2=(y(standard)) stroke-dasharray="6 4" {} }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_points() {
        let full = Exact::from(200);
        assert_eq!(along(Exact::from(50), full), 250);
        assert_eq!(along(Exact::from(500), full), 1000);
        assert_eq!(along(-Exact::from(5), full), 0);
        let text = bar(Range::between(Exact::from(50), Exact::from(100)), full).into_string();
        assert!(text.contains("width=\"250\"") && text.contains("x=\"250\""), "{text}");
    }
}
