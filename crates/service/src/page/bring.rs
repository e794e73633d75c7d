//! What to bring and where to go: papers and offices that the rules name, each with what it is for. Nothing else is named.

use super::parts;
use crate::view::View;
use maud::{Markup, html};
use policy::model::{NodeKind, Policy};
use score::{Assessment, Outcome, Status};
use terms::Tri;

/// A paper or a place, and what it is for.
pub struct Needed<'a> {
    /// Its name in the policy.
    pub name: &'a str,
    /// The items, conditions and uses it is for.
    pub reasons: Vec<&'a str>,
}

/// Papers and places of an assessment.
#[derive(Default)]
pub struct Bring<'a> {
    /// Papers, in the policy's order.
    pub papers: Vec<Needed<'a>>,
    /// Offices of the uses that are open or may be.
    pub offices: Vec<Needed<'a>>,
    /// Departments that confirm what counted.
    pub departments: Vec<Needed<'a>>,
}

impl<'a> Bring<'a> {
    /// What the rules name for what counted, for the conditions that hold and for the uses that are met or may be.
    pub fn of(assessment: &Assessment<'a>) -> Bring<'a> {
        let policy = assessment.policy;
        let mut bring = Bring::default();
        for id in policy.node_ids() {
            let node = &policy[id];
            let counted = assessment.node(id).is_some_and(|result| result.outcome == Outcome::Counted);
            if !counted || node.kind == NodeKind::Group {
                continue;
            }
            node.papers.iter().for_each(|paper| add(&mut bring.papers, paper, &node.name));
            node.department.iter().for_each(|of| add(&mut bring.departments, of, &node.name));
        }
        for (at, condition) in (0..).map(policy::model::ConditionId).zip(&policy.conditions) {
            if assessment.condition(at) == Some(Tri::Yes) {
                condition.papers.iter().for_each(|paper| add(&mut bring.papers, paper, &condition.name));
            }
        }
        for wanted in [Status::Met, Status::Unknown] {
            for result in assessment.uses.iter().filter(|result| result.status == wanted) {
                let Some(of) = policy.uses.get(result.at) else { continue };
                of.papers.iter().for_each(|paper| add(&mut bring.papers, paper, &of.name));
                of.office.iter().for_each(|office| add(&mut bring.offices, office, &of.name));
            }
        }
        bring
    }
}

fn add<'a>(to: &mut Vec<Needed<'a>>, name: &'a str, reason: &'a str) {
    match to.iter_mut().find(|one| one.name == name) {
        Some(one) if one.reasons.contains(&reason) => {}
        Some(one) => one.reasons.push(reason),
        None => to.push(Needed { name, reasons: vec![reason] }),
    }
}

/// The section of a result page.
pub fn draw(view: View, policy: &Policy, bring: &Bring<'_>) -> Markup {
    let nothing = bring.papers.is_empty() && bring.offices.is_empty();
    html! {
        h2 #bring { (view.say("带什么、去哪里", "What to bring, and where")) }
        @if nothing {
            p { (view.say("对你得分的各项和能办的事，写进来的规定没有说要带什么、去哪里。", "For what counted and what is open to you, the rules that are here name no papers and no office."))
                @if let Some(office) = &policy.office { (view.say("可以问主管部门：", " The office in charge: ")) (parts::name(view, policy, office)) (view.say("。", ".")) } }
        }
        (table(view, policy, view.say("带什么", "Bring"), &bring.papers))
        (table(view, policy, view.say("去哪里", "Go to"), &bring.offices))
        (table(view, policy, view.say("由谁认定", "Confirmed by"), &bring.departments))
        @if !nothing { p.note { (view.say("只列规定里写明的；没有列的不等于不要。原件和复印件各要几份，窗口说了算。", "Only what the rules name; what is not listed may still be asked for. How many originals and copies, the counter decides.")) } }
    }
}

fn table(view: View, policy: &Policy, head: &str, needed: &[Needed<'_>]) -> Markup {
    html! {
        @if !needed.is_empty() {
            table.stack.bring {
                thead { tr { th scope="col" { (head) } th scope="col" { (view.say("为了", "For")) } } }
                tbody {
                    @for one in needed {
                        tr { th scope="row" { (parts::name(view, policy, one.name)) } td { (reasons(view, policy, one)) } }
                    }
                }
            }
        }
    }
}

/// What something is for, as a list in a line.
pub fn reasons(view: View, policy: &Policy, needed: &Needed<'_>) -> Markup {
    html! { @for (at, reason) in needed.reasons.iter().enumerate() { @if at > 0 { (view.say("、", ", ")) } (parts::name(view, policy, reason)) } }
}
