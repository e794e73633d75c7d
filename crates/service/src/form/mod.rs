//! The self-check as a plain form: its questions come from the rules, its answers become a record.

pub mod answers;
mod draw;
pub mod texts;

pub use draw::Drawn;

use policy::model::Policy;
use policy::vocabulary::{AttributeId, Fact};

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

    /// All questions with the number of their chapter.
    pub fn all(&self) -> impl Iterator<Item = (usize, &Question<'p>)> {
        self.chapters
            .iter()
            .enumerate()
            .flat_map(|(at, chapter)| chapter.questions.iter().map(move |question| (at, question)))
    }
}

impl Question<'_> {
    /// The keys of a row's fields, dates first.
    pub fn fields(&self) -> Vec<&str> {
        let mut fields = if self.fact.kind.is_spans() { vec!["from", "to"] } else { vec!["date"] };
        fields.extend(self.attributes.iter().filter_map(|id| {
            self.fact.attributes.get(usize::from(id.0)).map(|attribute| attribute.key.as_str())
        }));
        fields
    }
}
