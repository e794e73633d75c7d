//! What a careful reader of a policy would find: one file a check.
//!
//! Each file holds the rule, its message, its hint and its tests. The comment at its top is its page in
//! `docs/reference/checks/`: what it finds, why that matters, a bad example and a good one, which a test runs.

mod bounds;
mod catalogue;
mod domain;
mod expressions;

mod cap_never_reached;
mod claims_cited;
mod claims_link;
mod claims_number;
mod cliff;
mod english_missing;
mod floor_never_reached;
mod line_unreachable;
mod mixed_timeline;
mod no_source;
mod not_monotone;
mod number_not_in_source;
mod parameter_missing;
mod silent_change;
mod source_number_unused;
mod tier_gap;
mod tier_overlap;
mod tier_unreachable;
mod unused_name;
mod version_gap;
mod version_overlap;

pub mod source;

pub use catalogue::{Finder, Meaning, catalogue};

use crate::diagnostic::{Diagnostic, order};
use crate::document::SourceFile;
use crate::model::{Count, Policy, Rule};
use crate::scheme::{Library, Scheme};
use bounds::Bounds;
use domain::{Owner, Tiers};

/// Looks for everything in every version of a scheme. Versions with errors are looked at as far as they could be read.
pub fn check(scheme: &Scheme) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for policy in &scheme.versions {
        found.extend(check_version(policy, true));
    }
    for draft in &scheme.drafts {
        found.extend(check_version(draft, false));
    }
    for check in OF_SCHEMES {
        found.extend(check(scheme));
    }
    found.sort_by(order);
    found.dedup();
    found
}

/// Looks for what only the whole folder shows: changes that nobody wrote down, statements whose rules are not there.
pub fn check_folder(library: &Library, files: &[SourceFile]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for scheme in &library.schemes {
        found.extend(silent_change::find(scheme, files));
    }
    if let Some(claims) = &library.claims {
        found.extend(claims_number::find(claims));
        found.extend(claims_link::find(library, claims));
        found.extend(claims_cited::find(claims, files));
    }
    found.sort_by(order);
    found
}

fn check_version(policy: &Policy, whole: bool) -> Vec<Diagnostic> {
    let version = Version::of(policy);
    let mut found = Vec::new();
    for check in OF_PARTS {
        found.extend(check(&version));
    }
    if whole {
        for check in OF_VERSIONS {
            found.extend(check(&version));
        }
    }
    for problem in &mut found {
        if problem.file.is_empty() {
            problem.file.clone_from(&policy.file);
        }
    }
    found
}

type Check = fn(&Version<'_>) -> Vec<Diagnostic>;

/// Checks that look at one part of a version at a time, so that a mistake elsewhere does not mislead them.
const OF_PARTS: &[Check] = &[
    tier_overlap::find,
    tier_unreachable::find,
    tier_gap::find,
    not_monotone::find,
    cliff::find,
    no_source::find,
    mixed_timeline::find,
];

/// Checks that need all of a version to be right.
const OF_VERSIONS: &[Check] = &[
    cap_never_reached::find,
    floor_never_reached::find,
    line_unreachable::find,
    parameter_missing::find,
    english_missing::find,
];

/// Checks over all versions of a scheme together.
const OF_SCHEMES: &[fn(&Scheme) -> Vec<Diagnostic>] =
    &[version_overlap::find, version_gap::find, unused_name::find];

/// A version with what several checks need to know of it.
struct Version<'a> {
    policy: &'a Policy,
    bounds: Bounds<'a>,
    tables: Vec<Tiers<'a>>,
}

impl<'a> Version<'a> {
    /// Tables of which every row could be read.
    fn whole_tables(&self) -> impl Iterator<Item = &Tiers<'a>> {
        self.tables.iter().filter(|tiers| !tiers.table.partial)
    }
}

impl<'a> Version<'a> {
    fn of(policy: &'a Policy) -> Version<'a> {
        let bounds = Bounds::of(policy);
        let of_nodes = policy.node_ids().filter_map(|id| match &policy[id].rule {
            Rule::Table(table) => Some(Tiers::of(&bounds, Owner::Node(id), table)),
            _ => None,
        });
        let of_measures = policy.measures.iter().filter_map(|measure| match &measure.count {
            Count::Table(table) => Some(Tiers::of(&bounds, Owner::Measure(measure), table)),
            _ => None,
        });
        let tables = of_nodes.chain(of_measures).collect();
        Version { policy, bounds, tables }
    }
}

#[cfg(test)]
mod tests;
