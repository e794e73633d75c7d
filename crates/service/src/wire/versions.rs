//! `jifen policies --json`, `GET /api/v1/policies`

use policy::model::Policy;
use policy::scheme::{Library, Scheme};
use serde::Serialize;
use utoipa::ToSchema;

/// `jifen policies --json`
#[derive(Serialize, ToSchema)]
#[schema(as = versions::Versions)]
pub struct Versions {
    format: &'static str,
    schemes: Vec<SchemeVersions>,
}

/// A scheme and its versions.
#[derive(Serialize, ToSchema)]
#[schema(as = versions::SchemeVersions)]
pub struct SchemeVersions {
    id: String,
    title: String,
    title_english: String,
    versions: Vec<Version>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = versions::Version)]
struct Version {
    id: String,
    effective: String,
    until: Option<String>,
    title: String,
    uses: Vec<String>,
}

/// All versions of a library.
pub fn versions(library: &Library) -> Versions {
    let schemes = library.schemes.iter().map(scheme_versions);
    Versions { format: "jifen.policies/1", schemes: schemes.collect() }
}

/// The versions of a scheme.
pub fn scheme_versions(scheme: &Scheme) -> SchemeVersions {
    let english = scheme.versions.last().map(|policy| policy.english(&policy.title).to_owned());
    SchemeVersions {
        id: scheme.id.to_string(),
        title: scheme.title().to_owned(),
        title_english: english.unwrap_or_default(),
        versions: scheme.versions.iter().map(version).collect(),
    }
}

fn version(policy: &Policy) -> Version {
    let mut uses: Vec<String> = Vec::new();
    for of in &policy.uses {
        if !uses.contains(&of.name) {
            uses.push(of.name.clone());
        }
    }
    Version {
        id: policy.id.to_string(),
        effective: policy.id.effective.to_string(),
        until: policy.until.map(|until| until.to_string()),
        title: policy.title.clone(),
        uses,
    }
}
