//! A plan is never beaten by trying everything.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod library;
mod people;

use people::Dice;
use policy::actions::{Action, Ready};
use policy::record::{Entry, Held, Record, State};
use score::{Goal, Status};
use terms::civil::months_after;
use terms::{Date, Month};

const SCHEME: &str = "shanghai/residence-points";
const CITY: &str = "上海";

/// The record after doing each action so many times, each as early as it can be.
fn done(
    base: &Record,
    library: &policy::scheme::Library,
    actions: &[Action],
    times: &[u32],
    from: Date,
    until: Date,
) -> Record {
    let policy = library.scheme(SCHEME).unwrap().on(from).unwrap();
    let wage = policy.parameters[0].on(from).map(|row| row.value);
    let mut record = base.clone();
    for (action, times) in actions.iter().zip(times) {
        let Some(ready) = action.ready(&library.vocabulary, CITY, wage) else { continue };
        for time in 0..*times {
            let day = months_after(from, action.lead + time * action.every);
            if day > until {
                continue;
            }
            let state = record.get(action.fact).clone();
            let kind = library.vocabulary.fact(action.fact).kind;
            let first =
                if kind == policy::vocabulary::Kind::MonthSpans { Month::of(day).first_day() } else { day };
            match &ready {
                Ready::Set(value) => {
                    if !matches!(&state.held, Held::Value(known, _) if known >= value) {
                        record.put(
                            action.fact,
                            State { held: Held::Value(value.clone(), Some(day)), disputed: false },
                        );
                    }
                }
                Ready::Add(entry) => {
                    let mut entries = match state.held {
                        Held::Entries(entries) => entries,
                        _ => Vec::new(),
                    };
                    entries.push(Entry { from: first, to: entry.to.map(|_| day), ..(**entry).clone() });
                    entries.sort_by_key(|entry| entry.from);
                    record.put(action.fact, State { held: Held::Entries(entries), disputed: false });
                }
                Ready::Change(values) => {
                    let Held::Entries(mut entries) = state.held else { continue };
                    let mut changed = Vec::new();
                    for entry in entries.iter_mut().filter(|entry| entry.to.is_none() && entry.from < first) {
                        let mut next = Entry { from: first, ..entry.clone() };
                        for (place, value) in values {
                            next.attributes[*place] = Some(value.clone());
                        }
                        entry.to = Some(terms::civil::day_before(first));
                        changed.push(next);
                    }
                    entries.extend(changed);
                    entries.sort_by_key(|entry| entry.from);
                    record.put(action.fact, State { held: Held::Entries(entries), disputed: false });
                }
            }
        }
    }
    record
}

/// All ways to do each action between never and as often as it may be done.
fn ways(actions: &[Action]) -> Vec<Vec<u32>> {
    let mut ways = vec![Vec::new()];
    for action in actions {
        ways = ways
            .into_iter()
            .flat_map(|way: Vec<u32>| (0..=action.most).map(move |times| [way.clone(), vec![times]].concat()))
            .collect();
    }
    ways
}

#[test]
fn nothing_beats_a_plan() {
    let library = library::real();
    let scheme = library.scheme(SCHEME).expect(SCHEME);
    let from = Date::constant(2023, 3, 15);
    let months = 26;
    let mut found = [0; 3];
    for seed in 0..50 {
        let mut dice = Dice(seed);
        let mut person = people::person(&library.vocabulary, CITY, &mut dice);
        // Someone without a record, who can get there.
        for key in ["detentions", "convictions", "false_papers"] {
            let id = library.vocabulary.find(key).expect(key);
            person.put(id, State { held: Held::Nothing, disputed: false });
        }
        // And who has a permit and pays in.
        let json = format!(
            "{{\"facts\": {{\"residence_permit\": [{{\"from\": \"2015-01-01\", \"place\": \"{CITY}\"}}], \"hukou_city\": \"安徽\",
            \"children\": [{{\"date\": \"2009-05-01\", \"学段\": \"初中\", \"就读地\": \"{CITY}\", \"居住凭证\": true}}], \"spouse_hukou_city\": null, \"awards\": [],
            \"birth_date\": \"{}-05-05\", \"employee_insurance\": [{{\"from\": \"20{}-01\", \"place\": \"{CITY}\", \"base\": \"{}\"}}]}}}}",
            1972 + dice.below(25),
            14 + dice.below(8),
            5000 + dice.below(20_000),
        );
        let steady = policy::record::read_record(&json, &library.vocabulary).expect("a valid record");
        for key in [
            "residence_permit",
            "employee_insurance",
            "hukou_city",
            "birth_date",
            "children",
            "awards",
            "spouse_hukou_city",
        ] {
            let id = library.vocabulary.find(key).expect(key);
            person.put(id, steady.get(id).clone());
        }
        let mut actions: Vec<Action> = library.actions.clone();
        // Two that carry far, and three more.
        actions.sort_by_key(|action| !matches!(action.name.as_str(), "取得中级职称" | "按两倍平均工资缴费"));
        while actions.len() > 5 {
            actions.remove(2 + dice.below(actions.len() as u64 - 2) as usize);
        }
        for action in &mut actions {
            action.most = action.most.min(2);
            action.lead = action.lead.min(1 + dice.below(20) as u32);
        }
        let policy = scheme.on(from).unwrap();
        let any = policy.uses[dice.below(policy.uses.len() as u64) as usize].name.clone();
        let name = if dice.chance(60) { "参加普通高中招生".to_owned() } else { any };
        let goal = Goal { use_name: &name, from, months, city: CITY };
        let Some(plans) = score::plan(scheme, &person, goal, &actions) else { continue };
        let base = person.going_on(from, &library.vocabulary);
        // Trying everything: the earliest day, and the fewest steps of any.
        let mut soonest: Option<(Date, u32)> = None;
        let mut fewest: Option<(u32, Date)> = None;
        for way in ways(&actions) {
            for month in 0..=months {
                let day = months_after(from, month);
                // A step that comes later is no part of what is done by then.
                let steps: u32 = actions
                    .iter()
                    .zip(&way)
                    .map(|(action, times)| {
                        (0..*times)
                            .filter(|time| months_after(from, action.lead + time * action.every) <= day)
                            .count() as u32
                    })
                    .sum();
                if steps != way.iter().sum::<u32>() {
                    continue;
                }
                let record = done(&base, &library, &actions, &way, from, day);
                let Some(result) = score::status(scheme.on(day).unwrap(), &record, day, &name) else {
                    continue;
                };
                if result.status == Status::Met {
                    soonest = Some(soonest.map_or((day, steps), |best| best.min((day, steps))));
                    fewest = Some(fewest.map_or((steps, day), |best| best.min((steps, day))));
                }
            }
        }
        // Plans are exact to the day; what is tried here is one day a month.
        let grid =
            |on: Date| (0..=months).map(|month| months_after(from, month)).find(|day| on <= *day).unwrap();
        let short =
            |plan: &Option<score::Plan>| plan.as_ref().map(|plan| (grid(plan.on), plan.steps.len() as u32));
        assert_eq!(short(&plans.soonest), soonest, "seed {seed}: soonest to {name}");
        assert_eq!(
            short(&plans.fewest),
            fewest.map(|(steps, day)| (day, steps)),
            "seed {seed}: fewest to {name}"
        );
        assert_eq!(plans.waiting.is_some(), fewest.is_some_and(|(steps, _)| steps == 0));
        assert_eq!(plans.best.is_some(), soonest.is_none());
        if let Some(best) = &plans.best {
            found[0] += 1;
            assert!(
                !best.failing.is_empty() || best.score != terms::Range::ANY,
                "seed {seed}: a reason is given"
            );
        }
        found[1] += usize::from(fewest.is_some_and(|(steps, _)| steps == 0));
        found[2] += usize::from(fewest.is_some_and(|(steps, _)| steps > 0));
    }
    assert!(
        found.iter().all(|count| *count > 2),
        "unreachable, waiting and doing should all occur: {found:?}"
    );
}
