//! Every expression of a policy, with where it stands.

use crate::model::{Amount, Cond, Count, Expr, Place, Policy, RowValue, Rule, Table};

/// Calls `see` with every expression of the policy, parts included.
pub(super) fn each(policy: &Policy, see: &mut impl FnMut(&Expr, Place)) {
    let mut at = |expr: &Expr, place: Place| expr.visit(&mut |part| see(part, place));
    at(&policy.total, policy.places.total);
    for node in &policy.nodes {
        conditions(node.applies.as_ref(), node.place, &mut at);
        match &node.rule {
            Rule::Table(table) => of_table(table, &mut at),
            Rule::Flag(expr) | Rule::Each(expr) | Rule::Formula(expr) => at(expr, node.place),
            Rule::Children | Rule::Marginal(_) | Rule::Number(_) => {}
        }
    }
    for measure in &policy.measures {
        for source in &measure.sources {
            conditions(source.filter.as_ref(), measure.place, &mut at);
            if let Some(Amount::Number(expr)) = &source.amount {
                at(expr, measure.place);
            }
        }
        match &measure.count {
            Count::Formula(expr) => at(expr, measure.place),
            Count::Table(table) => of_table(table, &mut at),
            _ => {}
        }
    }
    for condition in &policy.conditions {
        conditions(Some(&condition.cond), condition.place, &mut at);
    }
    for veto in &policy.vetoes {
        conditions(veto.cond.as_ref(), veto.place, &mut at);
    }
    for of in &policy.uses {
        conditions(of.cond.as_ref(), of.place, &mut at);
        of.score.iter().for_each(|expr| at(expr, of.place));
        of.keys.iter().for_each(|key| at(&key.expr, of.place));
    }
}

fn of_table(table: &Table, at: &mut impl FnMut(&Expr, Place)) {
    for row in &table.rows {
        if let RowValue::Given(expr) = &row.value {
            at(expr, row.place);
        }
    }
}

fn conditions(cond: Option<&Cond>, place: Place, at: &mut impl FnMut(&Expr, Place)) {
    if let Some(cond) = cond {
        cond.expressions(&mut |expr| at(expr, place));
    }
}
