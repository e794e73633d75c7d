//! A scheme: its versions in time, and what they share; and the library of all schemes.

mod files;

use crate::actions::{Action, read_actions};
use crate::build::{Built, Shared, build};
use crate::claims::{Claims, read_claims};
use crate::diagnostic::{Diagnostic, Span, order};
use crate::document::SourceFile;
use crate::doors::{Door, read_doors};
use crate::model::{Instrument, Policy};
use crate::recognition::{Recognition, read_recognition};
use crate::reminders::{Reminder, read_reminders};
use crate::vocabulary::{Vocabulary, read_vocabulary};
use std::collections::BTreeMap;
use std::sync::Arc;
use terms::{Date, SchemeId};

/// A scheme with all its versions.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// `city/scheme`.
    pub id: SchemeId,
    /// The versions that are free of errors, earliest first.
    pub versions: Vec<Policy>,
    /// What could be read of versions with errors: for checks and for nothing else.
    pub drafts: Vec<Policy>,
    /// Instruments and where they were read.
    pub instruments: Arc<[Instrument]>,
    /// Case files, as they are.
    pub cases: Vec<SourceFile>,
}

impl Scheme {
    /// The version in force on a day.
    pub fn on(&self, day: Date) -> Option<&Policy> {
        self.versions.iter().rev().find(|policy| policy.in_force(day))
    }

    /// The version that took effect on a day.
    pub fn version(&self, effective: Date) -> Option<&Policy> {
        self.versions.iter().find(|policy| policy.id.effective == effective)
    }

    /// The title of the latest version.
    pub fn title(&self) -> &str {
        self.versions.last().map_or("", |policy| policy.title.as_str())
    }
}

/// Every scheme of a policy folder, and the vocabulary.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// The facts that all schemes share.
    pub vocabulary: Arc<Vocabulary>,
    /// The schemes, by id.
    pub schemes: Vec<Scheme>,
    /// What a person can do that may change a score.
    pub actions: Vec<Action>,
    /// The cities by folder: how facts call them, and their English name.
    pub cities: BTreeMap<String, City>,
    /// The doors that uses stand behind, in the order of a start page.
    pub doors: Vec<Door>,
    /// Who recognises whose months.
    pub recognition: Vec<Recognition>,
    /// What has to be done by a day although no score hangs on it.
    pub reminders: Vec<Reminder>,
    /// What people say points are good for, and whether it holds.
    pub claims: Option<Claims>,
}

/// A city, as `policies/cities.md` has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct City {
    /// How facts call it.
    pub name: String,
    /// Its English name.
    pub english: String,
    /// Whether it is made up: a model to start from, not a place where one lives.
    pub fictional: bool,
}

impl Library {
    /// The place where what a person begins under the rules of a city takes place, in the word of facts: the city; the
    /// made-up one for rules of no listed city.
    pub fn place_of<'a>(&'a self, city: &'a str) -> &'a str {
        let made_up = || self.cities.values().find(|city| city.fictional);
        self.cities.get(city).or_else(made_up).map_or(city, |city| city.name.as_str())
    }

    /// Reads a whole policy folder from its files. Whatever is wrong in any of them is said; versions with errors are left
    /// out.
    pub fn read(files: &[SourceFile]) -> (Library, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let vocabulary = match files.iter().find(|file| file.path == VOCABULARY) {
            Some(file) => {
                let (vocabulary, found) = read_vocabulary(&file.text, &file.path);
                problems.extend(found.into_iter().map(|problem| problem.file(&file.path)));
                vocabulary
            }
            None => {
                let problem =
                    Diagnostic::error("file-name", Span::default(), format!("没有事实词表 {VOCABULARY}"));
                problems.push(problem.file(VOCABULARY));
                Vocabulary::default()
            }
        };
        let vocabulary = Arc::new(vocabulary);
        let mut folders: BTreeMap<SchemeId, Vec<&SourceFile>> = BTreeMap::new();
        for file in files {
            let mut parts = file.path.splitn(3, '/');
            if let (Some(city), Some(scheme), Some(_)) = (parts.next(), parts.next(), parts.next())
                && let Some(id) = SchemeId::parse(&format!("{city}/{scheme}"))
            {
                folders.entry(id).or_default().push(file);
            }
        }
        let schemes =
            folders.into_iter().map(|(id, files)| scheme(id, &files, &vocabulary, &mut problems)).collect();
        let named = |name: &str| files.iter().find(|file| file.path == name);
        let mut actions = Vec::new();
        if let Some(file) = named(ACTIONS) {
            let (read, found) = read_actions(file, &vocabulary);
            problems.extend(found);
            actions = read;
        }
        let cities = named(CITIES).map(|file| files::cities(file, &mut problems)).unwrap_or_default();
        let mut keep = |found| problems.extend::<Vec<Diagnostic>>(found);
        let mut library = Library { vocabulary, schemes, actions, cities, ..Library::default() };
        if let Some(file) = named(RECOGNITION) {
            let (read, found) = read_recognition(file, &library.vocabulary, &library.schemes);
            keep(found);
            library.recognition = read;
        }
        if let Some(file) = named(REMINDERS) {
            let (read, found) = read_reminders(file, &library.vocabulary);
            keep(found);
            library.reminders = read;
        }
        if let Some(file) = named(DOORS) {
            let (read, found) = read_doors(file);
            keep(found);
            library.doors = read;
        }
        if let Some(file) = named(CLAIMS) {
            let (read, found) = read_claims(file);
            keep(found);
            library.claims = Some(read);
        }
        problems.sort_by(order);
        problems.dedup();
        (library, problems)
    }

    /// The scheme of an id.
    pub fn scheme(&self, id: &str) -> Option<&Scheme> {
        self.schemes.iter().find(|scheme| scheme.id.as_str() == id)
    }
}

/// The file of actions.
pub const ACTIONS: &str = "actions.md";
/// The file of statements.
pub const CLAIMS: &str = "claims.md";
/// The file of who recognises whose months.
pub const RECOGNITION: &str = "recognition.md";
/// The file of what has to be done by a day.
pub const REMINDERS: &str = "reminders.md";
/// The file of doors.
pub const DOORS: &str = "doors.md";
/// The file of cities.
pub const CITIES: &str = "cities.md";
/// The vocabulary's file.
pub const VOCABULARY: &str = "facts.md";

fn scheme(
    id: SchemeId,
    files: &[&SourceFile],
    vocabulary: &Arc<Vocabulary>,
    problems: &mut Vec<Diagnostic>,
) -> Scheme {
    let prefix = format!("{id}/");
    let inside = |file: &SourceFile| file.path.strip_prefix(&prefix).unwrap_or_default().to_owned();
    let mut shared = Shared::default();
    let mut cases = Vec::new();
    let mut versions = Vec::new();
    for file in files {
        let name = inside(file);
        match name.as_str() {
            "instruments.md" => shared.instruments = files::instruments(file, problems).into(),
            "english.md" => shared.english = Arc::new(files::english(file, problems)),
            "README.md" | "CHANGES.md" => {}
            _ if name.starts_with("parameters/") => {
                shared.parameters.extend(files::parameter(file, problems))
            }
            _ if name.starts_with("cases/") => cases.push((*file).clone()),
            _ if is_version(&name) => versions.push(*file),
            _ => {
                let problem = Diagnostic::error("file-name", Span::default(), format!("不认识文件 {name}"));
                let hint = "版本以施行日命名（2018-01-01.md）；还可有 cases/、parameters/、instruments.md、english.md、CHANGES.md、README.md";
                problems.push(problem.hint(hint).file(&file.path));
            }
        }
    }
    let (mut whole, mut drafts) = (Vec::new(), Vec::new());
    for file in versions {
        let (built, found) = build(&id, file, &shared, vocabulary);
        problems.extend(found);
        match built {
            Built::Whole(policy) => whole.push(*policy),
            Built::Draft(policy) => drafts.push(*policy),
            Built::Nothing => {}
        }
    }
    whole.sort_by_key(|policy| policy.id.effective);
    drafts.sort_by_key(|policy| policy.id.effective);
    Scheme { id, versions: whole, drafts, instruments: shared.instruments, cases }
}

fn is_version(name: &str) -> bool {
    name.strip_suffix(".md").is_some_and(|day| crate::language::phrase::day(day).is_some())
}
