//! What is served: the policies, their texts, and what day it is.

use crate::account::Keeping;
use crate::side::of_a_city;
use policy::claims::Claim;
use policy::document::SourceFile;
use policy::doors::Door;
use policy::model::Policy;
use policy::record::{Record, RecordProblem, read_record};
use policy::scheme::{Library, Scheme};
use policy::vocabulary::Vocabulary;
use score::explain::Language;
use std::collections::BTreeMap;
use terms::Date;

/// Everything that answers are made from. It never changes while the service runs.
pub struct Site {
    library: Library,
    texts: BTreeMap<String, String>,
    today: Box<dyn Fn() -> Date + Send + Sync>,
    keeping: Option<Keeping>,
}

impl Site {
    /// A site of these policies, their files, and a function that says what day it is.
    pub fn new(
        library: Library,
        files: Vec<SourceFile>,
        today: impl Fn() -> Date + Send + Sync + 'static,
    ) -> Site {
        let texts = files.into_iter().map(|file| (file.path, file.text)).collect();
        Site { library, texts, today: Box::new(today), keeping: None }
    }

    /// The same site, which keeps records for those who want it.
    #[must_use]
    pub fn keeping(mut self, keeping: Keeping) -> Site {
        self.keeping = Some(keeping);
        self
    }

    /// How records are kept; nothing on a site for guests only.
    pub fn kept(&self) -> Option<&Keeping> {
        self.keeping.as_ref()
    }

    /// All schemes and the vocabulary.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// What is said about points, held against the rules.
    pub fn claims(&self) -> &[Claim] {
        self.library.claims.as_ref().map_or(&[], |claims| &claims.all)
    }

    /// The doors that uses stand behind.
    pub fn doors(&self) -> &[Door] {
        &self.library.doors
    }

    /// The door of an address.
    pub fn door(&self, key: &str) -> Option<&Door> {
        self.library.doors.iter().find(|door| door.key == key)
    }

    /// The facts.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.library.vocabulary
    }

    /// Today.
    pub fn today(&self) -> Date {
        (self.today)()
    }

    /// The text of a file of the policy folder.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// The scheme of a city and a name.
    pub fn scheme(&self, city: &str, scheme: &str) -> Option<&Scheme> {
        self.library.scheme(&format!("{city}/{scheme}"))
    }

    /// The version of `city/scheme` or `city/scheme@date` for a day: the one in force, and where none is, the nearest.
    pub fn version(&self, id: &str, on: Date) -> Option<(&Scheme, &Policy)> {
        let (id, at) = id.split_once('@').map_or((id, None), |(id, at)| (id, Some(at)));
        let scheme = self.library.scheme(id)?;
        match at {
            None => Some((scheme, current(scheme, on)?)),
            Some(at) => {
                let day = policy::language::phrase::day(at)?;
                Some((scheme, scheme.version(day).or_else(|| scheme.on(day))?))
            }
        }
    }

    /// A record, checked; or everything that is wrong with it.
    pub fn record(&self, text: &str) -> Result<Record, Vec<RecordProblem>> {
        read_record(text, self.vocabulary())
    }

    /// The folders of real cities that have schemes, in the order of the city table's keys.
    pub fn cities(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for scheme in &self.library.schemes {
            let city = scheme.id.city();
            if of_a_city(&self.library, scheme) && !found.contains(&city) {
                found.push(city);
            }
        }
        found
    }

    /// What a city's folder is called; a folder that is no city of the table has no name.
    pub fn city_name(&self, city: &str, language: Language) -> Option<&str> {
        let city = self.library.cities.get(city)?;
        Some(if language == Language::Chinese { &city.name } else { &city.english })
    }

    /// The schemes of a city's folder.
    pub fn schemes_of<'s>(&'s self, city: &'s str) -> impl Iterator<Item = &'s Scheme> {
        self.library.schemes.iter().filter(move |scheme| scheme.id.city() == city)
    }

    /// Schemes without any indicator: what holds everywhere and asks for no points.
    pub fn without_points(&self) -> impl Iterator<Item = &Scheme> {
        self.library.schemes.iter().filter(|scheme| {
            !self.library.cities.contains_key(scheme.id.city())
                && scheme.versions.last().is_some_and(|policy| policy.nodes.is_empty())
        })
    }
}

/// The version in force on a day; where there is none, the last before it, else the first after it.
pub fn current(scheme: &Scheme, on: Date) -> Option<&Policy> {
    scheme
        .on(on)
        .or_else(|| scheme.versions.iter().rev().find(|policy| policy.id.effective <= on))
        .or_else(|| scheme.versions.first())
}
