//! Every small market there is, against the textbook's definitions. Three applicants and two schools with all lists, all priorities
//! and all numbers of seats; three applicants and three schools with all full lists; four applicants and two schools.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod plain;

use places::Applicant;
use places::seats::{Mechanism, allocate, objections};
use plain::{Plain, all_lists, permutations, schools, tuples};

/// All priorities of all schools: a permutation is the rank of each applicant.
fn all_ranks(applicants: usize, schools: usize) -> Vec<Vec<Vec<u16>>> {
    let one: Vec<Vec<u16>> = permutations(applicants)
        .into_iter()
        .map(|ranks| ranks.into_iter().map(|rank| rank as u16 * 2).collect())
        .collect();
    tuples(&one, schools)
}

/// Markets of a size. Applicants are exchangeable, so the lists of the first may stand in order: every other market is one of these
/// with its applicants renamed, and renaming is tested by itself.
fn markets(
    applicants: usize,
    schools: usize,
    lists: &[Vec<usize>],
    seats: &[u32],
    mut each: impl FnMut(&Plain),
) -> u64 {
    let mut count = 0;
    let sorted = tuples(&(0..lists.len()).collect::<Vec<_>>(), applicants);
    let all_ranks = all_ranks(applicants, schools);
    let all_seats = tuples(seats, schools);
    for choice in sorted.iter().filter(|choice| choice.is_sorted()) {
        let chosen: Vec<Vec<usize>> = choice.iter().map(|at| lists[*at].clone()).collect();
        for ranks in &all_ranks {
            // A round without a single seat is refused; a school without one is not.
            for seats in all_seats.iter().filter(|seats| seats.iter().any(|seats| *seats > 0)) {
                each(&Plain::open(seats, chosen.clone(), ranks.clone()));
                count += 1;
            }
        }
    }
    count
}

fn full_lists(schools: usize) -> Vec<Vec<usize>> {
    permutations(schools)
}

/// Stable, best for every applicant among all stable results, and those seated are the same in all of them, school by school where a
/// school has free seats (the rural hospitals theorem).
fn check_against_all_stable(plain: &Plain) {
    let market = plain.market();
    let outcome = allocate(&market);
    let result = schools(&outcome);
    assert!(plain.stable(&result), "{plain:?} {result:?}");
    assert_eq!(result, plain.deferred(false), "{plain:?}");
    assert_eq!(result, plain.deferred(true), "{plain:?}");
    assert!(objections(&market, &outcome).is_empty(), "{plain:?}");
    let count = |result: &[Option<usize>], school| result.iter().filter(|own| **own == Some(school)).count();
    for other in plain.all_stable() {
        for applicant in 0..result.len() {
            assert!(
                plain.place(applicant, result[applicant]) <= plain.place(applicant, other[applicant]),
                "{plain:?}"
            );
            assert_eq!(result[applicant].is_some(), other[applicant].is_some(), "{plain:?}");
        }
        for (school, pools) in plain.pools.iter().enumerate() {
            assert_eq!(count(&result, school), count(&other, school), "{plain:?}");
            if count(&result, school) < pools[0].1 as usize {
                let seated = |result: &[Option<usize>]| -> Vec<usize> {
                    (0..result.len()).filter(|one| result[*one] == Some(school)).collect()
                };
                assert_eq!(seated(&result), seated(&other), "{plain:?}");
            }
        }
    }
}

#[test]
fn the_outcome_is_stable_best_for_all_applicants_and_seats_whom_every_stable_outcome_seats() {
    let mut count = markets(3, 2, &all_lists(2), &[0, 1, 2], check_against_all_stable);
    count += markets(3, 3, &full_lists(3), &[1], check_against_all_stable);
    count += markets(4, 2, &full_lists(2), &[1, 2], check_against_all_stable);
    println!("{count} markets against all their stable results");
    assert!(count > 30_000);
}

/// Nobody gains by any other list; nobody loses by standing higher at a school, nor by more seats anywhere.
fn check_incentives(plain: &Plain, lists: &[Vec<usize>]) {
    let result = schools(&allocate(&plain.market()));
    for (applicant, school) in result.iter().enumerate() {
        let own = plain.place(applicant, *school);
        for list in lists {
            let mut untrue = plain.clone();
            untrue.lists[applicant] = list.clone();
            let got = schools(&allocate(&untrue.market()))[applicant];
            assert!(own <= plain.place(applicant, got), "{plain:?}: {applicant} gains by {list:?}");
        }
        for school in 0..plain.pools.len() {
            let mut higher = plain.clone();
            // Between the two who came next before, or before all.
            let rank = &mut higher.ranks[school][applicant];
            let Some(above) = rank.checked_sub(2) else { continue };
            *rank = above;
            higher.ranks[school]
                .iter_mut()
                .enumerate()
                .filter(|(one, rank)| *one != applicant && **rank == above)
                .for_each(|(_, rank)| *rank += 2);
            let got = schools(&allocate(&higher.market()))[applicant];
            assert!(
                plain.place(applicant, got) <= own,
                "{plain:?}: {applicant} loses by more points at {school}"
            );
        }
    }
    for school in 0..plain.pools.len() {
        let mut larger = plain.clone();
        larger.pools[school][0].1 += 1;
        let got = schools(&allocate(&larger.market()));
        for applicant in 0..got.len() {
            assert!(
                plain.place(applicant, got[applicant]) <= plain.place(applicant, result[applicant]),
                "{plain:?}: {applicant} loses by a seat more at {school}"
            );
        }
    }
}

#[test]
fn a_true_list_is_best_and_more_points_or_seats_never_hurt() {
    let lists = all_lists(2);
    let mut count = markets(3, 2, &lists, &[1, 2], |plain| check_incentives(plain, &lists));
    let lists = all_lists(3);
    count += markets(3, 3, &full_lists(3), &[1], |plain| check_incentives(plain, &lists));
    println!("{count} markets, all other lists, all steps up, a seat more at each school");
    assert!(count > 10_000);
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let shuffles = permutations(3);
    let count = markets(3, 2, &all_lists(2), &[1, 2], |plain| {
        let result = schools(&allocate(&plain.market()));
        for shuffle in &shuffles {
            let mut moved = plain.clone();
            for (to, from) in shuffle.iter().enumerate() {
                moved.lists[to] = plain.lists[*from].clone();
                for school in 0..plain.ranks.len() {
                    moved.ranks[school][to] = plain.ranks[school][*from];
                }
            }
            let other = schools(&allocate(&moved.market()));
            for (to, from) in shuffle.iter().enumerate() {
                assert_eq!(other[to], result[*from], "{plain:?} {shuffle:?}");
            }
        }
    });
    assert!(count > 1_000);
}

/// Immediate acceptance by its own definition: rounds of first wishes, second wishes and so on, all final.
fn immediate(plain: &Plain, band: impl Fn(usize) -> usize) -> Vec<Option<usize>> {
    let longest = plain.lists.iter().map(Vec::len).max().unwrap_or(0);
    let mut result = vec![None; plain.lists.len()];
    let mut left: Vec<u32> = plain.pools.iter().map(|pools| pools[0].1).collect();
    for round in 0..=(0..longest).map(&band).max().unwrap_or(0) {
        let mut part = plain.clone();
        for (applicant, list) in part.lists.iter_mut().enumerate() {
            let mut place = 0..;
            list.retain(|_| band(place.next().unwrap()) == round && result[applicant].is_none());
        }
        for (school, pools) in part.pools.iter_mut().enumerate() {
            pools[0].1 = left[school];
        }
        for (applicant, school) in part.deferred(false).into_iter().enumerate() {
            if let Some(school) = school {
                result[applicant] = Some(school);
                left[school] -= 1;
            }
        }
    }
    result
}

fn with(plain: &Plain, mechanism: Mechanism) -> Vec<Option<usize>> {
    schools(&allocate(&banded(plain, mechanism)))
}

fn banded(plain: &Plain, mechanism: Mechanism) -> places::seats::Market {
    use places::ranking::Order;
    use places::seats::{Applicants, Component, Market, Rule, SchoolSeats, Wishes};
    let size = plain.lists.len() as u32;
    let mut wishes = Wishes::default();
    for (applicant, list) in plain.lists.iter().enumerate() {
        wishes.push(
            list.iter().map(|school| (places::School(*school as u32), plain.ranks[*school][applicant])),
        );
    }
    let order = Order {
        applicants: (0..size).collect(),
        positions: (0..size).collect(),
        ranks: (1..=size).collect(),
    };
    let applicants =
        Applicants { names: (0..size).map(|row| format!("R{row}")).collect(), ..Applicants::default() };
    let all =
        plain.pools.iter().enumerate().map(|(row, pools)| SchoolSeats::open(format!("S{row}"), pools[0].1));
    let rule = Rule {
        before_keys: vec![Component::Band, Component::Class],
        tracks: vec![mechanism],
        ..Rule::by_keys(30)
    };
    Market::new(rule, all.collect(), applicants, wishes, order)
        .map(|(market, _)| market)
        .unwrap_or_else(|e| panic!("{e:?}"))
}

#[test]
fn bands_give_what_rounds_with_final_seats_give_from_immediate_to_deferred() {
    let count = markets(3, 3, &full_lists(3), &[1], |plain| {
        assert_eq!(with(plain, Mechanism::Immediate), immediate(plain, |place| place), "{plain:?}");
        assert_eq!(with(plain, Mechanism::Parallel(vec![1])), with(plain, Mechanism::Immediate));
        assert_eq!(
            with(plain, Mechanism::Parallel(vec![2])),
            immediate(plain, |place| place / 2),
            "{plain:?}"
        );
        assert_eq!(with(plain, Mechanism::Parallel(vec![3])), plain.deferred(false));
        assert_eq!(with(plain, Mechanism::Deferred), plain.deferred(false));
    });
    assert!(count > 10_000);
}

/// The finder tries single schools only; here all lists are tried.
#[test]
fn the_finder_finds_whoever_gains_and_nobody_under_deferred_acceptance() {
    let lists = all_lists(3);
    let (mut under_immediate, mut under_parallel) = (0, 0);
    markets(3, 3, &full_lists(3), &[1], |plain| {
        let mechanisms = [Mechanism::Immediate, Mechanism::Parallel(vec![2]), Mechanism::Deferred];
        for mechanism in mechanisms {
            let market = banded(plain, mechanism.clone());
            let found = places::seats::manipulations(&market, u32::MAX);
            let truth = with(plain, mechanism.clone());
            let gaining: Vec<Applicant> = (0..plain.lists.len())
                .filter(|one| {
                    lists.iter().any(|list| {
                        let mut untrue = plain.clone();
                        untrue.lists[*one] = list.clone();
                        let got = with(&untrue, mechanism.clone())[*one];
                        plain.place(*one, got) < plain.place(*one, truth[*one])
                    })
                })
                .map(|one| Applicant(one as u32))
                .collect();
            let named: Vec<Applicant> = found.iter().map(|gain| gain.applicant).collect();
            assert_eq!(named, gaining, "{plain:?} {mechanism:?}");
            match mechanism {
                Mechanism::Immediate => under_immediate += found.len(),
                Mechanism::Parallel(_) => under_parallel += found.len(),
                Mechanism::Deferred => assert!(found.is_empty()),
            }
        }
    });
    println!(
        "gains found: {under_immediate} under immediate, {under_parallel} under parallel, none under deferred"
    );
    assert!(under_immediate > under_parallel);
}
