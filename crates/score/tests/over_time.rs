//! Forecasts and reasons for change agree with plain assessments.

mod library;
mod people;

use people::Dice;
use policy::model::NodeKind;
use score::{Changed, Status};
use terms::civil::{day_before, months_after};
use terms::{Date, Exact, Range};

const SCHEME: &str = "shanghai/residence-points";
const CITY: &str = "上海";

#[test]
fn a_forecast_is_the_assessment_of_that_day() {
    let library = library::real();
    let scheme = library.scheme(SCHEME).expect(SCHEME);
    let from = Date::constant(2014, 2, 28);
    let mut changes = 0;
    for seed in 0..12 {
        let mut dice = Dice(seed);
        let person = people::person(&library.vocabulary, CITY, &mut dice).going_on(from, &library.vocabulary);
        let forecast = score::forecast(scheme, &person, from, 120);
        assert_eq!(forecast.points.len(), 121);
        for (month, point) in forecast.points.iter().enumerate() {
            assert_eq!(point.on, months_after(from, month as u32));
            let now = score::assess(scheme.on(point.on).unwrap(), &person, point.on);
            assert_eq!(now.total.range(), point.total);
            for (name, status) in &point.uses {
                assert_eq!(now.use_named(name).map(|result| result.status), Some(*status));
            }
        }
        let mut total = forecast.points[0].total;
        for change in &forecast.changes {
            changes += 1;
            let at = |day: Date| score::assess(scheme.on(day).unwrap(), &person, day);
            let (before, after) = (at(day_before(change.on)), at(change.on));
            match &change.what {
                Changed::Total(was, is) => {
                    assert_eq!((before.total.range(), after.total.range()), (*was, *is));
                    assert_eq!(*was, total, "totals follow on each other");
                    total = *is;
                }
                Changed::Item(name, was, is) => {
                    let points = |run: &score::Assessment<'_>| {
                        run.policy
                            .find(name)
                            .and_then(|id| run.node(id))
                            .map_or(Range::ZERO, |node| node.points)
                    };
                    assert_eq!((points(&before), points(&after)), (*was, *is), "{name}");
                }
                Changed::Use(name, was, is) => {
                    let status =
                        |run: &score::Assessment<'_>| run.use_named(name).map(|result| result.status);
                    assert_eq!((status(&before), status(&after)), (*was, *is), "{name}");
                }
                Changed::Version(id) => assert_eq!(*id, after.policy.id.to_string()),
            }
        }
        assert_eq!(total, forecast.points[120].total, "every change of the total is there");
    }
    assert!(changes > 100, "{changes} changes are too few to mean much");
}

#[test]
fn the_causes_of_a_change_add_up() {
    let library = library::real();
    let scheme = library.scheme(SCHEME).expect(SCHEME);
    let mut by_cause = [0; 3];
    for seed in 0..80 {
        let mut dice = Dice(seed);
        let person = people::person(&library.vocabulary, CITY, &mut dice);
        let from = months_after(Date::constant(2013, 7, 1), dice.below(60) as u32);
        let to = months_after(from, 1 + dice.below(90) as u32);
        let why = score::why(scheme, &person, from, to).expect("versions on both days");
        let number = |range: Range| range.exactly().expect("all is known");
        let sum = |causes: &score::Causes| number(causes.date) + number(causes.facts) + number(causes.rule);
        assert_eq!(number(why.before) + sum(&why.total), number(why.after));
        assert_eq!(number(why.after), score::total(scheme.on(to).unwrap(), &person, to).exactly().unwrap());
        for item in &why.items {
            assert_eq!(number(item.before) + sum(&item.causes), number(item.after), "{}", item.name);
            for (count, cause) in
                by_cause.iter_mut().zip([item.causes.date, item.causes.facts, item.causes.rule])
            {
                *count += usize::from(number(cause) != Exact::ZERO);
            }
        }
        let policy = scheme.on(to).unwrap();
        for id in policy.node_ids().filter(|id| policy[*id].kind == NodeKind::Item) {
            if !why.items.iter().any(|item| item.name == policy[id].path) {
                let then = person.as_it_stood(from, &library.vocabulary);
                let old = scheme.on(from).unwrap();
                let before = score::assess(old, &then, from);
                let was = old
                    .find(&policy[id].path)
                    .and_then(|id| before.node(id))
                    .map_or(Range::ZERO, |node| node.points);
                let after = score::assess(policy, &person, to);
                assert_eq!(
                    was,
                    after.node(id).map_or(Range::ZERO, |node| node.points),
                    "{} changed unsaid",
                    policy[id].path
                );
            }
        }
    }
    assert!(by_cause.iter().all(|count| *count > 3), "each cause should occur: {by_cause:?}");
}

#[test]
fn as_it_stood_has_no_future() {
    let library = library::real();
    let scheme = library.scheme(SCHEME).expect(SCHEME);
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let person = people::person(&library.vocabulary, CITY, &mut dice);
        let on = months_after(Date::constant(2014, 1, 15), dice.below(120) as u32);
        let policy = scheme.on(on).unwrap();
        let then = person.as_it_stood(on, &library.vocabulary);
        let (a, b) = (score::assess(policy, &person, on), score::assess(policy, &then, on));
        // Whatever lies after a day has no part in that day's score.
        assert_eq!(a.total, b.total, "seed {seed} on {on}");
        let met = |run: &score::Assessment<'_>| {
            run.uses.iter().map(|result| result.status == Status::Met).collect::<Vec<_>>()
        };
        assert_eq!(met(&a).len(), met(&b).len());
    }
}
