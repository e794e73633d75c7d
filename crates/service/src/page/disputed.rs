//! What somebody says, and an office sees differently: told beside the result, because it is in none of its numbers.

use super::parts;
use crate::form::answers::Draft;
use crate::form::told;
use crate::view::View;
use maud::{Markup, html};
use policy::model::Policy;
use policy::record::Record;
use policy::vocabulary::Fact;

/// The facts in dispute that a version looks at; nothing when there are none.
pub fn draw(view: View, policy: &Policy, record: &Record, json: &str) -> Markup {
    let disputed: Vec<&Fact> = policy
        .asked()
        .into_keys()
        .filter(|id| record.get(*id).disputed)
        .map(|id| policy.vocabulary.fact(id))
        .collect();
    if disputed.is_empty() {
        return html! {};
    }
    let draft = Draft::of(json);
    html! {
        section.card #disputed aria-label=(view.say("有争议的", "In dispute")) {
            p { span.tag.open { (view.say("有争议", "in dispute")) } " "
                (view.say(
                    "下面这些还没有定。定下来以前不算有，也不算没有，所以结果可能是一个范围。等复核的结果出来，再回去改。",
                    "These are not settled. Until they are, they count neither as given nor as none, so that the result may be a range. Change them when the review is over."
                ))
            }
            dl.answers {
                @for fact in disputed {
                    div {
                        dt { (parts::fact(view, fact)) }
                        dd { @if let Some(held) = draft.fact(&fact.key) { (view.say("你说的：", "You say: ")) (told(view, fact, held)) } }
                    }
                }
            }
        }
    }
}
