//! Markets of up to six applicants and four schools, drawn at random: what `small_markets` shows for all markets of a smaller size.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod plain;

use places::seats::{allocate, objections, serial};
use plain::{Plain, all_lists, schools};
use proptest::prelude::*;

fn market(applicants: usize) -> impl Strategy<Value = Plain> {
    (1_usize..=4, 1..=applicants).prop_flat_map(|(all, applicants)| {
        let list = Just((0..all).collect::<Vec<_>>()).prop_shuffle();
        let list = (list, 0..=all).prop_map(|(mut list, length)| {
            list.truncate(length);
            list
        });
        let ranks = Just((0..applicants as u16).map(|rank| rank * 2).collect::<Vec<_>>()).prop_shuffle();
        let seats = prop::collection::vec(0_u32..3, all)
            .prop_filter("a seat", |seats| seats.iter().any(|one| *one > 0));
        (seats, prop::collection::vec(list, applicants), prop::collection::vec(ranks, all))
            .prop_map(|(seats, lists, ranks)| Plain::open(&seats, lists, ranks))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn stable_best_for_all_and_the_same_seated_in_every_stable_outcome(plain in market(6)) {
        let market = plain.market();
        let outcome = allocate(&market);
        let result = schools(&outcome);
        prop_assert!(plain.stable(&result));
        prop_assert!(objections(&market, &outcome).is_empty());
        for other in plain.all_stable() {
            for one in 0..result.len() {
                prop_assert!(plain.place(one, result[one]) <= plain.place(one, other[one]));
                prop_assert_eq!(result[one].is_some(), other[one].is_some());
            }
        }
    }

    #[test]
    fn no_other_list_is_better(plain in market(5)) {
        let lists = all_lists(plain.pools.len());
        let result = schools(&allocate(&plain.market()));
        for (one, school) in result.into_iter().enumerate() {
            for list in &lists {
                let mut untrue = plain.clone();
                untrue.lists[one] = list.clone();
                let got = schools(&allocate(&untrue.market()))[one];
                prop_assert!(plain.place(one, school) <= plain.place(one, got));
            }
        }
    }

    /// More points never hurt, at one school or at all; a seat more hurts nobody; an applicant less helps all others or leaves them.
    #[test]
    fn points_seats_and_fewer_rivals_never_hurt(plain in market(6), who in any::<prop::sample::Index>(), up in 1_u16..6) {
        let result = schools(&allocate(&plain.market()));
        let who = who.index(plain.lists.len());
        let mut higher = plain.clone();
        for ranks in &mut higher.ranks {
            // Odd numbers are free: before the applicant that stood so much higher.
            ranks[who] = (ranks[who] + 1).saturating_sub(up * 2);
            if ranks[who] == 0 {
                ranks.iter_mut().for_each(|rank| *rank += 1);
                ranks[who] = 0;
            }
        }
        let got = schools(&allocate(&higher.market()))[who];
        prop_assert!(plain.place(who, got) <= plain.place(who, result[who]));
        for school in 0..plain.pools.len() {
            let mut larger = plain.clone();
            larger.pools[school][0].1 += 1;
            let got = schools(&allocate(&larger.market()));
            for one in 0..got.len() {
                prop_assert!(plain.place(one, got[one]) <= plain.place(one, result[one]));
            }
        }
        let mut fewer = plain.clone();
        fewer.lists[who].clear();
        let got = schools(&allocate(&fewer.market()));
        for one in (0..got.len()).filter(|one| *one != who) {
            prop_assert!(plain.place(one, got[one]) <= plain.place(one, result[one]));
        }
    }

    /// With one order at all schools, choosing down the order is deferred acceptance.
    #[test]
    fn one_order_at_all_schools_is_serial_choice(plain in market(6)) {
        let mut plain = plain;
        let same = plain.ranks[0].clone();
        plain.ranks.iter_mut().for_each(|ranks| ranks.clone_from(&same));
        let mut by_rank: Vec<usize> = (0..plain.lists.len()).collect();
        by_rank.sort_by_key(|one| same[*one]);
        let mut free: Vec<u32> = plain.pools.iter().map(|pools| pools[0].1).collect();
        let mut wanted = vec![None; plain.lists.len()];
        for one in by_rank {
            wanted[one] = plain.lists[one].iter().copied().find(|school| free[*school] > 0);
            if let Some(school) = wanted[one] {
                free[school] -= 1;
            }
        }
        prop_assert_eq!(schools(&allocate(&plain.market())), wanted.clone());
        // And by the serial mechanism itself, where the rows stand in order.
        let mut sorted: Vec<usize> = (0..plain.lists.len()).collect();
        sorted.sort_by_key(|one| same[*one]);
        let lists = sorted.iter().map(|one| plain.lists[*one].clone()).collect();
        let seats: Vec<u32> = plain.pools.iter().map(|pools| pools[0].1).collect();
        let ranks = vec![vec![0; sorted.len()]; seats.len()];
        let down = Plain::open(&seats, lists, ranks);
        let outcome = serial(&down.market_by_rows(), &[]).unwrap();
        let got: Vec<Option<usize>> = schools(&outcome);
        prop_assert_eq!(got, sorted.iter().map(|one| wanted[*one]).collect::<Vec<_>>());
    }
}
