//! Measures in `jifen score --json`: every value and what it was counted from.

use super::score::{EntryOut, From};
use super::{Number, tri};
use policy::model::{Measure, MeasureId, ValueKind};
use score::{DateValue, Evidence, MeasureResult, Value as Known, Words};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
#[schema(as = measures::MeasureOut)]
pub struct MeasureOut {
    id: String,
    value: Value,
    surely: Option<Vec<[String; 2]>>,
    maybe: Option<Vec<[String; 2]>>,
    entries: Vec<EntryOut>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = measures::Value)]
#[serde(rename_all = "snake_case")]
enum Value {
    Number(Number),
    Flag(&'static str),
    Choice(Vec<String>),
    Words(Option<String>),
    Date(Option<String>),
    Unknown(bool),
    Entries(usize),
}

impl<'a> From<'_, 'a> {
    /// Every measure that was asked for.
    pub fn measures(&self) -> Vec<MeasureOut> {
        let policy = self.policy();
        let ids = (0..u16::try_from(policy.measures.len()).unwrap_or(u16::MAX)).map(MeasureId);
        ids.filter_map(|id| Some(self.measure(&policy[id], self.assessment.measure(id)?))).collect()
    }

    fn measure(&self, measure: &'a Measure, result: &MeasureResult<'a>) -> MeasureOut {
        let (surely, maybe) = match &result.evidence {
            Evidence::Nothing => (None, None),
            Evidence::Months(sets) => {
                let runs = |set: &terms::Months| {
                    set.runs().iter().map(|(a, b)| [a.to_string(), b.to_string()]).collect::<Vec<_>>()
                };
                let (surely, maybe) = (runs(&sets.0), runs(&sets.1));
                (Some(surely), (sets.0 != sets.1).then_some(maybe))
            }
            Evidence::Days(days) => {
                let (surely, maybe) = &**days;
                let runs = |set: &terms::Days| {
                    set.runs().map(|(a, b)| [a.to_string(), b.to_string()]).collect::<Vec<_>>()
                };
                (Some(runs(surely)), (surely != maybe).then(|| runs(maybe)))
            }
        };
        MeasureOut {
            id: measure.name.clone(),
            value: value(measure, result),
            surely,
            maybe,
            entries: result.entries.iter().filter_map(|used| self.entry(used)).collect(),
        }
    }
}

fn value(measure: &Measure, result: &MeasureResult<'_>) -> Value {
    match result.value {
        Known::Number(range) => Value::Number(Number::of(range)),
        Known::Flag(flag) => Value::Flag(tri(flag)),
        Known::Choice(mask) | Known::Many(_, mask) => {
            let options = match &measure.kind {
                ValueKind::Choice(options) => options.as_slice(),
                _ => &[],
            };
            Value::Choice(
                options
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| mask >> at & 1 == 1)
                    .map(|(_, option)| option.clone())
                    .collect(),
            )
        }
        Known::Words(Words::Known(text)) => Value::Words(Some(text.to_owned())),
        Known::Words(Words::Absent) => Value::Words(None),
        Known::Date(DateValue::Known(day)) => Value::Date(Some(day.to_string())),
        Known::Date(DateValue::Absent) => Value::Date(None),
        Known::Words(Words::Unknown) | Known::Date(DateValue::Unknown(_)) => Value::Unknown(true),
        Known::Entries => Value::Entries(result.entries.iter().filter(|used| used.counts.possible()).count()),
    }
}
