//! The annex of a sheet on paper: months on a grid, with what became of each.

use crate::view::View;
use maud::{Markup, html};
use policy::model::{MeasureId, Policy};
use policy::record::{Entry, Held};
use policy::vocabulary::{Fact, FactId, Kind};
use score::{Assessment, Evidence};
use terms::{Month, Months};

/// A grid for each history by months that the version looks at and the record holds.
pub fn months(view: View, policy: &Policy, assessment: &Assessment<'_>) -> Markup {
    let asked = policy.asked();
    let shown = policy
        .vocabulary
        .facts()
        .filter(|(id, fact)| fact.kind == Kind::MonthSpans && asked.contains_key(id));
    html! {
        @for (id, fact) in shown {
            @if let Held::Entries(entries) = &assessment.record.get(id).held { (grid(view, policy, assessment, id, fact, entries)) }
        }
    }
}

fn grid(
    view: View,
    policy: &Policy,
    assessment: &Assessment<'_>,
    id: FactId,
    fact: &Fact,
    entries: &[Entry],
) -> Markup {
    let now = Month::of(assessment.as_of);
    let ends = |entry: &Entry| (Month::of(entry.from), entry.to.map_or(now, Month::of).min(now));
    let spans: Vec<(Month, Month)> = entries.iter().map(ends).filter(|(from, to)| from <= to).collect();
    let (Some(first), Some(last)) =
        (spans.iter().map(|span| span.0).min(), spans.iter().map(|span| span.1).max())
    else {
        return html! {};
    };
    let counted = counted(policy, assessment, id);
    let mark = |month: Month| {
        let times = spans.iter().filter(|(from, to)| (*from..=*to).contains(&month)).count();
        match times {
            _ if month < first || month > last => "",
            0 => view.say("断", "–"),
            1 if counted.contains(month) => view.say("计", "✓"),
            1 => view.say("未", "·"),
            _ => view.say("重", "2"),
        }
    };
    html! {
        table.annex {
            caption { (view.say("附：", "Annex: ")) (if view.english() { &fact.english } else { &fact.name })
                span.soft { (view.say("　计：算进了某一项；未：没有算进；断：没有；重：不止一条", " · ✓ counted somewhere; · not counted; – none; 2 more than one")) } }
            thead { tr { th scope="col" { (view.say("年", "Year")) } @for month in 1..=12 { th scope="col" { (month) } } } }
            tbody {
                @for year in first.year()..=last.year() {
                    tr { th scope="row" { (year) } @for month in (1..=12).filter_map(|month| Month::new(year, month)) { td { (mark(month)) } } }
                }
            }
        }
    }
}

/// The months of a fact that some measure surely counted.
fn counted(policy: &Policy, assessment: &Assessment<'_>, id: FactId) -> Months {
    let mut months = Months::default();
    for (at, measure) in (0..).map(MeasureId).zip(&policy.measures) {
        if !measure.sources.iter().any(|source| source.fact == id) {
            continue;
        }
        if let Some(Evidence::Months(sets)) = assessment.measure(at).map(|result| &result.evidence) {
            months = months.union(&sets.0);
        }
    }
    months
}
