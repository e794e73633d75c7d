//! A question that is left out cannot change what a person wants to know, whatever its answer and the answers to all others
//! that are left out; and who answers only what is asked learns the same as who says everything.

mod library;
mod people;

use people::Dice;
use policy::model::Policy;
use policy::record::{Held, Record, State};
use policy::scheme::Library;
use policy::vocabulary::{FactId, Vocabulary};
use score::{Goals, best_question, open_facts, standing};
use std::collections::BTreeSet;
use terms::Date;
use terms::civil::{day_number, day_of_number};

fn application(policy: &Policy, dice: &mut Dice) -> Date {
    let from = day_number(policy.id.effective);
    let to = day_number(policy.until.unwrap_or(Date::constant(2026, 12, 31)));
    day_of_number(from + dice.below((to - from + 1) as u64) as i32)
}

fn forget(record: &Record, vocabulary: &Vocabulary, of_a_hundred: u64, dice: &mut Dice) -> Record {
    let mut less = record.clone();
    for (id, _) in vocabulary.facts() {
        if dice.chance(of_a_hundred) {
            less.put(id, State::default());
        } else if let Held::Entries(entries) = &record.get(id).held {
            let mut entries = entries.clone();
            entries.iter_mut().flat_map(|entry| &mut entry.attributes).for_each(|attribute| {
                if dice.chance(of_a_hundred / 8) {
                    *attribute = None;
                }
            });
            less.put(id, State { held: Held::Entries(entries), disputed: dice.chance(3) });
        }
    }
    less
}

/// Some of what a version says, or all of it.
fn goals(policy: &Policy, on: Date, dice: &mut Dice) -> Goals {
    let mut goals = Goals::all(policy, on);
    if dice.chance(50) {
        goals.total = dice.chance(50);
        goals.uses.retain(|_| dice.chance(50));
    }
    goals
}

fn versions(library: &Library) -> impl Iterator<Item = (&Policy, &str)> {
    library.schemes.iter().flat_map(move |scheme| {
        let city = library.place_of(scheme.id.city());
        scheme.versions.iter().map(move |policy| (policy, city))
    })
}

#[test]
fn facts_that_are_left_out_change_nothing_whatever_they_are() {
    let library = library::real();
    let mut left_out = 0;
    for (policy, city) in versions(&library) {
        for seed in 0..60 {
            let mut dice = Dice(seed);
            let whole = people::person(&library.vocabulary, city, &mut dice);
            let other = people::person(&library.vocabulary, city, &mut dice);
            let percent = 5 + dice.below(90);
            let less = forget(&whole, &library.vocabulary, percent, &mut dice);
            let on = application(policy, &mut dice);
            let goals = goals(policy, on, &mut dice);
            let open = open_facts(policy, &less, on, &goals);
            let mut more = less.clone();
            for id in policy.asked().into_keys().filter(|id| !open.contains(id)) {
                if *less.get(id) == State::default() && dice.chance(80) {
                    more.put(id, other.get(id).clone());
                    left_out += 1;
                }
            }
            let (before, after) = (standing(policy, &less, on, &goals), standing(policy, &more, on, &goals));
            assert_eq!(before.uses, after.uses, "{} {seed} {on}", policy.id);
            assert!(!goals.total || before.total == after.total, "{} {seed} {on}", policy.id);
        }
    }
    assert!(left_out > 5_000, "{left_out}");
}

/// The record of who answers what is asked, as `whole` would, and how many questions that took.
fn asked(policy: &Policy, whole: &Record, on: Date, goals: &Goals) -> (Record, usize) {
    let mut record = Record::unknown(policy.vocabulary.len());
    let mut unknown: BTreeSet<FactId> = BTreeSet::new();
    for count in 0.. {
        let open: BTreeSet<FactId> = &open_facts(policy, &record, on, goals) - &unknown;
        let Some(id) = best_question(policy, &record, on, goals, &open) else { return (record, count) };
        if whole.get(id).held == Held::Unknown {
            unknown.insert(id);
        }
        record.put(id, whole.get(id).clone());
    }
    (record, 0)
}

#[test]
fn who_answers_what_is_asked_learns_the_same_as_who_says_everything() {
    let library = library::real();
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for (policy, city) in versions(&library) {
        let mut dice = Dice(7);
        let known = people::person(&library.vocabulary, city, &mut dice);
        for percent in [0, 15] {
            let whole = forget(&known, &library.vocabulary, percent, &mut dice);
            let on = application(policy, &mut dice);
            let goals = goals(policy, on, &mut dice);
            let (record, count) = asked(policy, &whole, on, &goals);
            let (all, told) = (standing(policy, &whole, on, &goals), standing(policy, &record, on, &goals));
            assert_eq!(all.uses, told.uses, "{} {on}", policy.id);
            assert!(!goals.total || all.total == told.total, "{} {on}", policy.id);
            counts.push((count, policy.asked().len()));
        }
    }
    counts.sort_unstable();
    assert!(counts.iter().all(|(count, most)| count <= most));
    let middle = counts.get(counts.len() / 2).map_or(0, |(count, _)| *count);
    assert!(middle <= 25, "half of them are asked more than {middle} questions: {counts:?}");
}

#[test]
fn what_is_asked_can_change_something() {
    let library = library::real();
    let (mut all, mut idle) = (0, Vec::new());
    for (policy, city) in versions(&library) {
        let mut dice = Dice(11);
        let on = application(policy, &mut dice);
        let goals = Goals::all(policy, on);
        let mut record = Record::unknown(library.vocabulary.len());
        for _ in 0..6 {
            let open = open_facts(policy, &record, on, &goals);
            let Some(id) = best_question(policy, &record, on, &goals, &open) else { break };
            all += 1;
            // With all else answered in some way, does another answer to this one make a difference?
            let moves = (0..80).any(|_| {
                let mut somebody = || people::person(&library.vocabulary, city, &mut dice);
                let (one, other) = (somebody(), somebody());
                let mut with = record.clone();
                open.iter().for_each(|id| with.put(*id, one.get(*id).clone()));
                let first = standing(policy, &with, on, &goals);
                with.put(id, other.get(id).clone());
                standing(policy, &with, on, &goals) != first
            });
            if !moves {
                idle.push(policy.vocabulary.fact(id).name.clone());
            }
            let known = people::person(&library.vocabulary, city, &mut dice);
            record.put(id, known.get(id).clone());
        }
    }
    // Random people seldom meet rare conditions, so that some differences are not found.
    assert!(idle.len() * 5 < all, "{} of {all} questions moved nothing: {idle:?}", idle.len());
}

#[test]
fn nothing_is_asked_once_everything_wanted_is_decided() {
    let library = library::real();
    for (policy, city) in versions(&library) {
        let whole = people::person(&library.vocabulary, city, &mut Dice(3));
        let on = policy.id.effective;
        let goals = Goals::all(policy, on);
        assert_eq!(open_facts(policy, &whole, on, &goals), BTreeSet::new(), "{}", policy.id);
        let nothing = Goals { total: false, uses: Vec::new() };
        let record = Record::unknown(library.vocabulary.len());
        assert_eq!(open_facts(policy, &record, on, &nothing), BTreeSet::new(), "{}", policy.id);
    }
}
