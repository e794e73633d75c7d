//! One person under many schemes, side by side: what pages, the command and the API draw and write.

use crate::speech::say;
use policy::model::Policy;
use policy::recognition::{Purpose, Recognition};
use policy::record::Record;
use policy::scheme::{Library, Scheme};
use score::explain::{Explanation, Language, explain, is_subtracted};
use score::{Assessment, Outcome};
use terms::{Date, Exact, Range};

/// Whether a scheme is one of a listed city's, and not of the made-up one; where no city is listed, every scheme is taken for
/// one.
pub fn of_a_city(library: &Library, scheme: &Scheme) -> bool {
    library.cities.is_empty() || library.cities.get(scheme.id.city()).is_some_and(|city| !city.fictional)
}

/// One scheme's answer.
pub struct Side<'a> {
    /// The scheme.
    pub scheme: &'a Scheme,
    /// Its version in force.
    pub policy: &'a Policy,
    /// The numbers.
    pub assessment: Assessment<'a>,
    /// The words.
    pub explanation: Explanation<'a>,
}

/// All of them.
pub struct Table<'a> {
    /// The policies.
    pub library: &'a Library,
    /// The person.
    pub record: &'a Record,
    /// The day of application.
    pub on: Date,
    /// The language of the explanations.
    pub language: Language,
    /// The schemes with a version in force.
    pub sides: Vec<Side<'a>>,
    /// Schemes without a version in force.
    pub silent: Vec<&'a Scheme>,
    /// What binds every city and needs no points.
    pub floor: Vec<(&'a Scheme, Assessment<'a>)>,
}

/// What a recognition says about this record.
pub struct Edge<'a> {
    /// The rule.
    pub of: &'a Recognition,
    /// The places in the record that it is about.
    pub places: Vec<String>,
}

impl<'a> Side<'a> {
    /// Lines that points are held against: the standard score, and what conditions of uses ask of a total.
    pub fn lines(&self) -> Vec<(&'a str, Exact)> {
        let mut found = Vec::new();
        for result in &self.assessment.uses {
            let Some(of) = self.policy.uses.get(result.at) else { continue };
            for leaf in &result.leaves {
                let line = leaf.right.and_then(Range::exactly);
                if let (true, Some(line)) =
                    (leaf.text.starts_with("总分") || leaf.text.starts_with("分数"), line)
                    && !found.contains(&(of.name.as_str(), line))
                {
                    found.push((of.name.as_str(), line));
                }
            }
        }
        found
    }

    /// The line in a word: the standard score, else the one line of its uses.
    pub fn line(&self) -> Option<Exact> {
        let lines = self.lines();
        let first = lines.first().map(|(_, line)| *line);
        self.policy.standard.or(first.filter(|first| lines.iter().all(|(_, line)| line == first)))
    }

    /// Items with the points that enter the sum; those that are subtracted are negative.
    pub fn items(&self) -> Vec<(&'a str, Range, Outcome<'a>)> {
        let mut found = Vec::new();
        for item in &self.explanation.items {
            if item.kind == policy::model::NodeKind::Item {
                let points = self.assessment.node(item.node).map_or(Range::ZERO, |node| node.points);
                let points = match (item.counted, is_subtracted(self.policy, item.node)) {
                    (false, _) => Range::ZERO,
                    (true, true) => -points,
                    (true, false) => points,
                };
                found.push((self.policy[item.node].path.as_str(), points, item.result));
            }
        }
        found
    }
}

impl<'a> Table<'a> {
    /// One person under all schemes of all cities, and under what binds every city.
    pub fn of_all(library: &'a Library, record: &'a Record, on: Date, language: Language) -> Table<'a> {
        let chosen: Vec<&Scheme> =
            library.schemes.iter().filter(|scheme| of_a_city(library, scheme)).collect();
        let everywhere = library.schemes.iter().filter(|scheme| !of_a_city(library, scheme));
        let everywhere = everywhere.filter_map(|scheme| Some((scheme, scheme.on(on)?)));
        let everywhere = everywhere.filter(|(_, policy)| policy.nodes.is_empty());
        let floor = everywhere.map(|(scheme, policy)| (scheme, score::assess(policy, record, on))).collect();
        Table { floor, ..Table::of(library, record, on, language, &chosen) }
    }

    /// One person under some schemes.
    pub fn of(
        library: &'a Library,
        record: &'a Record,
        on: Date,
        language: Language,
        chosen: &[&'a Scheme],
    ) -> Table<'a> {
        let (mut sides, mut silent) = (Vec::new(), Vec::new());
        for scheme in chosen {
            let Some(policy) = scheme.on(on) else {
                silent.push(*scheme);
                continue;
            };
            let mut assessment = score::assess(policy, record, on);
            let explanation = explain(&mut assessment, language);
            sides.push(Side { scheme, policy, assessment, explanation });
        }
        Table { library, record, on, language, sides, silent, floor: Vec::new() }
    }

    /// One of two texts.
    pub fn say<'t>(&self, chinese: &'t str, english: &'t str) -> &'t str {
        say(self.language, chinese, english)
    }

    /// A city's name.
    pub fn city(&self, scheme: &'a Scheme) -> &'a str {
        self.library
            .cities
            .get(scheme.id.city())
            .map_or(scheme.id.city(), |city| say(self.language, &city.name, &city.english))
    }

    /// What is recognised of this record's places on that day.
    pub fn edges(&self) -> Vec<Edge<'a>> {
        let mut found = Vec::new();
        for of in &self.library.recognition {
            let Some(side) = self.sides.iter().find(|side| side.scheme.id == of.into) else { continue };
            let own = self.library.cities.get(of.into.city()).map_or("", |city| city.name.as_str());
            let open = match &of.purpose {
                Purpose::Use(name) => side
                    .assessment
                    .uses
                    .iter()
                    .any(|result| side.policy.uses.get(result.at).is_some_and(|of| of.name == *name)),
                Purpose::All | Purpose::Nothing => true,
            };
            let places = of.touched(self.record, &self.library.vocabulary, own);
            if of.since <= self.on && open && !places.is_empty() {
                found.push(Edge { of, places });
            }
        }
        found
    }

    /// Names of items that several schemes have, with the points each gives.
    pub fn shared(&self) -> Vec<(&'a str, Vec<(&Side<'a>, Range)>)> {
        let mut found: Vec<(&'a str, Vec<(&Side<'a>, Range)>)> = Vec::new();
        for side in &self.sides {
            for (item, points, _) in side.items() {
                match found.iter_mut().find(|(known, _)| *known == item) {
                    Some((_, sides)) => sides.push((side, points)),
                    None => found.push((item, vec![(side, points)])),
                }
            }
        }
        found.retain(|(_, sides)| sides.len() > 1);
        found
    }
}
