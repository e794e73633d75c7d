//! `jifen check --reach --json`

use crate::reach::Reach;
use serde::Serialize;
use service::wire::Number;
use terms::Date;

/// What no person of a group can reach.
#[derive(Serialize)]
pub struct Out {
    format: &'static str,
    applied_on: String,
    versions: Vec<One>,
}

#[derive(Serialize)]
struct One {
    version: String,
    most: Number,
    standard: Option<String>,
    closed: Vec<Closed>,
}

#[derive(Serialize)]
struct Closed {
    #[serde(rename = "use")]
    purpose: String,
    failing: Vec<String>,
}

/// The JSON of what is out of reach.
pub fn reach(on: Date, all: &[Reach<'_>]) -> Out {
    let one = |reach: &Reach<'_>| One {
        version: reach.policy.id.to_string(),
        most: Number::of(reach.most()),
        standard: reach.policy.standard.map(|standard| standard.to_string()),
        closed: reach
            .closed()
            .into_iter()
            .map(|(purpose, tests)| Closed {
                purpose: purpose.to_owned(),
                failing: tests.into_iter().map(str::to_owned).collect(),
            })
            .collect(),
    };
    Out { format: "jifen.reach/1", applied_on: on.to_string(), versions: all.iter().map(one).collect() }
}
