//! What a version opens, and whether points have anything to do with it.

use policy::model::{Cond, Decision, Expr, Operand, Policy, Test, Use};
use terms::Date;

/// The uses of a version that are in force on a day; where the version itself is not, those of its first day.
pub fn uses(policy: &Policy, on: Date) -> impl Iterator<Item = &Use> {
    let day = if policy.in_force(on) { on } else { policy.id.effective };
    policy
        .uses
        .iter()
        .filter(move |of| of.in_force.is_none_or(|(from, to)| from <= day && to.is_none_or(|to| day <= to)))
}

/// True when neither the condition nor the order of a use looks at points.
pub fn needs_no_points(policy: &Policy, of: &Use) -> bool {
    of.score.is_none()
        && of.decision == Decision::Line
        && of.keys.is_empty()
        && of.cond.as_ref().is_none_or(|cond| !looks_at_points(policy, cond))
}

fn looks_at_points(policy: &Policy, cond: &Cond) -> bool {
    let of_points = |expr: &Expr| {
        let mut found = false;
        expr.visit(&mut |expr| {
            found |= matches!(expr, Expr::Total | Expr::Score | Expr::Standard | Expr::Node(_))
        });
        found
    };
    let mut found = false;
    cond.leaves(&mut |leaf| {
        found |= match &leaf.test {
            Test::Numbers(left, _, right) => of_points(left) || of_points(right),
            Test::Choice(Operand::Node(_), _) | Test::Flag(Operand::Node(_)) => true,
            Test::Named(id) => looks_at_points(policy, &policy[*id].cond),
            _ => false,
        }
    });
    found
}
