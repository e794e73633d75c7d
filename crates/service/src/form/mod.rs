//! The self-check as a plain form: its questions come from the rules, its answers become a record.

pub mod answers;
mod draw;
pub mod grid;
pub mod progress;
pub mod texts;
mod told;

pub use draw::{Drawn, unsaid};
pub use told::told;

use answers::Fields;
use policy::model::Policy;
use policy::vocabulary::{Attribute, AttributeId, Fact};

/// What a version asks, in the vocabulary's chapters.
pub struct Questions<'p> {
    /// The chapters, each with its questions.
    pub chapters: Vec<Chapter<'p>>,
}

/// A chapter of questions.
pub struct Chapter<'p> {
    /// Its name, as the vocabulary has it.
    pub name: &'p str,
    /// Its questions.
    pub questions: Vec<Question<'p>>,
}

/// One question: a fact, and of spans and events the attributes that matter.
pub struct Question<'p> {
    /// The fact.
    pub fact: &'p Fact,
    /// The attributes that some rule looks at.
    pub attributes: Vec<AttributeId>,
}

impl<'p> Questions<'p> {
    /// What a version asks of a person.
    pub fn of(policy: &'p Policy) -> Questions<'p> {
        let asked = policy.asked();
        let mut chapters: Vec<Chapter<'p>> = Vec::new();
        for (id, fact) in policy.vocabulary.facts() {
            let Some(attributes) = asked.get(&id) else { continue };
            let question = Question { fact, attributes: attributes.iter().copied().collect() };
            match chapters.iter_mut().find(|chapter| chapter.name == fact.chapter) {
                Some(chapter) => chapter.questions.push(question),
                None => chapters.push(Chapter { name: &fact.chapter, questions: vec![question] }),
            }
        }
        Questions { chapters }
    }

    /// The question of one fact, if the version asks it.
    pub fn one(policy: &'p Policy, key: &str) -> Questions<'p> {
        let mut questions = Questions::of(policy);
        questions.chapters.iter_mut().for_each(|chapter| chapter.questions.retain(|one| one.fact.key == key));
        questions.chapters.retain(|chapter| !chapter.questions.is_empty());
        questions
    }

    /// The questions that a form asked: one of them, all, or none where it only carries a record along.
    pub fn sent(policy: &'p Policy, fields: &Fields) -> Questions<'p> {
        match (fields.get("q"), fields.get("form")) {
            (Some(key), _) => Questions::one(policy, key),
            (None, Some(_)) => Questions::of(policy),
            (None, None) => Questions { chapters: Vec::new() },
        }
    }

    /// All questions with the number of their chapter.
    pub fn all(&self) -> impl Iterator<Item = (usize, &Question<'p>)> {
        self.chapters
            .iter()
            .enumerate()
            .flat_map(|(at, chapter)| chapter.questions.iter().map(move |question| (at, question)))
    }
}

impl Question<'_> {
    /// The keys of a row's dates.
    pub fn dates(&self) -> &'static [&'static str] {
        if self.fact.kind.is_spans() { &["from", "to"] } else { &["date"] }
    }

    /// The attributes that matter.
    pub fn asked(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes.iter().filter_map(|id| self.fact.attributes.get(usize::from(id.0)))
    }
}
