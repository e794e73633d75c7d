//! Rounds in which every engine takes its turn, so that what else the machine does falls on all of them alike.

use std::hint::black_box;
use std::time::Instant;

/// An engine, and one round of it over all persons.
pub struct Engine<'a> {
    /// Stands in the printed table.
    pub name: &'static str,
    /// Evaluates everyone once.
    pub round: Box<dyn FnMut() -> Result<Round, String> + 'a>,
}

/// What one round came to.
pub struct Round {
    /// By person.
    pub totals: Vec<i64>,
    /// For all persons together.
    pub nanoseconds: u128,
}

/// Evaluates each input while the clock runs; reads the totals off afterwards.
pub fn timed<I, T>(
    inputs: impl ExactSizeIterator<Item = I>,
    mut evaluate: impl FnMut(I) -> Result<T, String>,
    read: impl Fn(T) -> Result<i64, String>,
) -> Result<Round, String> {
    let mut answers = Vec::with_capacity(inputs.len());
    let start = now();
    for input in inputs {
        answers.push(evaluate(black_box(input))?);
    }
    let nanoseconds = start.elapsed().as_nanos();
    let totals = answers.into_iter().map(read).collect::<Result<_, _>>()?;
    Ok(Round { totals, nanoseconds })
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

/// The median of each engine over all rounds, in nanoseconds for one person. A total that is not the expected one is an error,
/// in whichever round.
pub fn medians(engines: &mut [Engine<'_>], expected: &[i64], rounds: usize) -> Result<Vec<u128>, String> {
    let mut times = vec![Vec::with_capacity(rounds); engines.len()];
    // The first round only warms up.
    for round in 0..=rounds {
        for (engine, times) in engines.iter_mut().zip(&mut times) {
            let Round { totals, nanoseconds } = (engine.round)()?;
            compare(engine.name, &totals, expected)?;
            if round > 0 {
                times.push(nanoseconds);
            }
        }
    }
    Ok(times.into_iter().map(|times| median(times) / expected.len().max(1) as u128).collect())
}

fn compare(name: &str, totals: &[i64], expected: &[i64]) -> Result<(), String> {
    if totals.len() != expected.len() {
        return Err(format!("{name} scored {} of {} persons", totals.len(), expected.len()));
    }
    match totals.iter().zip(expected).position(|(total, expected)| total != expected) {
        None => Ok(()),
        Some(at) => Err(format!(
            "{name} gives person {at} {:?} points, the plain loop {:?}",
            totals.get(at).unwrap_or(&0),
            expected.get(at).unwrap_or(&0)
        )),
    }
}

fn median(mut times: Vec<u128>) -> u128 {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn always(name: &'static str, total: i64) -> Engine<'static> {
        Engine { name, round: Box::new(move || Ok(Round { totals: vec![total; 2], nanoseconds: 10 })) }
    }

    #[test]
    fn engines_that_agree_have_medians() {
        let mut engines = [always("one", 30), always("other", 30)];
        assert_eq!(medians(&mut engines, &[30, 30], 3), Ok(vec![5, 5]));
    }

    #[test]
    fn a_total_that_differs_ends_the_run() {
        let mut engines = [always("one", 30), always("other", 31)];
        assert_eq!(
            medians(&mut engines, &[30, 30], 3),
            Err("other gives person 0 31 points, the plain loop 30".into())
        );
    }

    #[test]
    fn a_person_left_out_ends_the_run() {
        let mut engines = [always("one", 30)];
        assert_eq!(medians(&mut engines, &[30], 3), Err("one scored 2 of 1 persons".into()));
    }
}
