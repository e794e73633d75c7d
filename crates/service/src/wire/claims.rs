//! `jifen claims --json`

use policy::claims::{Claim, Verdict};
use score::explain::Language;
use serde::Serialize;
use utoipa::ToSchema;

/// Statements and what the rules say of them.
#[derive(Serialize, ToSchema)]
#[schema(as = claims::Claims)]
pub struct Claims {
    format: &'static str,
    language: &'static str,
    all: usize,
    claims: Vec<One>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = claims::One)]
struct One {
    number: u32,
    chapter: String,
    text: String,
    verdict: &'static str,
    since: Option<String>,
    links: Vec<Link>,
    plain: String,
}

#[derive(Serialize, ToSchema)]
#[schema(as = claims::Link)]
struct Link {
    version: String,
    kind: &'static str,
    id: String,
}

/// The JSON of some statements out of `all`.
pub fn claims(found: &[&Claim], all: usize, language: Language) -> Claims {
    let one = |claim: &Claim| One {
        number: claim.number,
        chapter: claim.chapter.clone(),
        text: claim.text.clone(),
        verdict: match claim.verdict {
            Verdict::Holds => "holds",
            Verdict::Fails => "fails",
            Verdict::NoSource => "no_source",
            Verdict::Outdated => "outdated",
        },
        since: claim.since.map(|day| day.to_string()),
        links: claim
            .links
            .iter()
            .map(|link| Link {
                version: format!("{}@{}", link.scheme, link.version),
                kind: if link.of_use { "use" } else { "item" },
                id: link.name.clone(),
            })
            .collect(),
        plain: claim.plain.clone(),
    };
    Claims {
        format: "jifen.claims/1",
        language: crate::speech::say(language, "zh", "en"),
        all,
        claims: found.iter().map(|claim| one(claim)).collect(),
    }
}
