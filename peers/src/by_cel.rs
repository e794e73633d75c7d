//! `cel`: the whole policy as one compiled expression. It gives the number and no trace.

use crate::person::{AWARD, EDUCATION, INPUTS, Person, TITLE};
use crate::rounds::{Engine, timed};
use cel::{Context, Env, Value};
use std::sync::Arc;

/// The expression over a context for each person.
pub fn engines(persons: &[Person]) -> Result<Vec<Engine<'static>>, String> {
    let env = Arc::new(Env::stdlib());
    let program = env.compile(&expression()).map_err(|error| format!("cel: {error}"))?;
    let contexts: Vec<Context<'static, 'static>> = persons
        .iter()
        .map(|person| {
            let mut context = Context::with_env(Arc::clone(&env));
            for (name, number) in INPUTS.into_iter().zip(person.numbers()) {
                context.add_variable_from_value(name, number);
            }
            context
        })
        .collect();
    let round = move || {
        timed(
            contexts.iter(),
            |context| program.execute(context).map_err(|error| format!("cel: {error}")),
            |value| match value {
                Value::Int(total) => Ok(total),
                other => Err(format!("cel: {other:?} is no whole number")),
            },
        )
    };
    Ok(vec![Engine { name: "cel 0.15, one expression", round: Box::new(round) }])
}

fn expression() -> String {
    let larger = |a: &str, b: &str| format!("({a} >= {b} ? {a} : {b})");
    let smaller = |a: &str, b: &str| format!("({a} <= {b} ? {a} : {b})");
    format!(
        "(age <= 43 ? 30 : age <= 55 ? 30 - 2 * (age - 43) : age <= 60 ? 5 : 0) + {} + 3 * (si_months / 12) \
         + (base < 800 ? 0 : base < 1000 ? 25 : base < 2000 ? 50 : 100) + {} \
         + (remote_months / 12 >= 5 ? {} : 0) + {} - 150 * falsif",
        larger(&ranks("edu", &EDUCATION), &ranks("title", &TITLE)),
        smaller("40", "(4 * (spouse_months / 12))"),
        smaller("20", "(2 * (remote_months / 12))"),
        ranks("award", &AWARD),
    )
}

/// Points by rank: `(edu == 0 ? 0 : (edu == 1 ? 50 : …))`.
fn ranks(name: &str, points: &[i64]) -> String {
    points
        .iter()
        .enumerate()
        .rev()
        .fold("0".to_owned(), |rest, (rank, points)| format!("({name} == {rank} ? {points} : {rest})"))
}
