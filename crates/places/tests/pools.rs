//! Reserves: pools in a stated order, with seats that flow on, against the definition; and small cases worked by hand.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod plain;

use places::Applicant;
use places::seats::{Unfilled, allocate, objections};
use plain::{Plain, schools};
use proptest::prelude::*;

const RURAL: u32 = 1;

/// One school, four applicants in order; the first two belong to the group that has a reserve.
fn one_school(pools: Vec<(u32, u32, Unfilled)>, groups: [u32; 4]) -> Vec<bool> {
    let plain = Plain {
        pools: vec![pools],
        lists: vec![vec![0]; 4],
        ranks: vec![(0..4).collect()],
        groups: groups.to_vec(),
    };
    let result = schools(&allocate(&plain.market()));
    assert_eq!(result, plain.deferred(false));
    result.into_iter().map(|school| school.is_some()).collect()
}

/// The same two seats, one of them kept for a group whose members come first and third: filled first the reserve is a minimum that
/// the group reaches anyway, filled last it comes on top.
#[test]
fn the_order_of_pools_changes_who_gains() {
    let groups = [RURAL, 0, RURAL, 0];
    let reserve = (RURAL, 1, Unfilled::Void);
    let open = (0, 1, Unfilled::Void);
    assert_eq!(one_school(vec![reserve, open], groups), [true, true, false, false]);
    assert_eq!(one_school(vec![open, reserve], groups), [true, false, true, false]);
}

#[test]
fn unfilled_reserves_stay_empty_or_flow_on_as_stated() {
    let nobody = [0, 0, 0, 0];
    let with = |unfilled| vec![(RURAL, 2, unfilled), (0, 1, Unfilled::Void)];
    assert_eq!(one_school(with(Unfilled::Void), nobody), [true, false, false, false]);
    assert_eq!(one_school(with(Unfilled::Next), nobody), [true, true, true, false]);
    assert_eq!(one_school(with(Unfilled::Open), nobody), [true, true, true, false]);
    // A member who comes last takes the seat back that had flowed on.
    assert_eq!(one_school(with(Unfilled::Open), [0, 0, 0, RURAL]), [true, true, false, true]);
}

#[test]
fn the_pool_that_a_seat_is_from_is_said() {
    let plain = Plain {
        pools: vec![vec![(RURAL, 1, Unfilled::Open), (0, 1, Unfilled::Void)]],
        lists: vec![vec![0]; 2],
        ranks: vec![vec![0, 1]],
        groups: vec![0, 0],
    };
    let outcome = allocate(&plain.market());
    assert_eq!((outcome.pool(Applicant(0)), outcome.pool(Applicant(1))), (Some(1), Some(2)));
}

fn unfilled() -> impl Strategy<Value = Unfilled> {
    prop_oneof![Just(Unfilled::Void), Just(Unfilled::Next), Just(Unfilled::Open)]
}

fn pools() -> impl Strategy<Value = Vec<(u32, u32, Unfilled)>> {
    prop::collection::vec((0_u32..8, 0_u32..3, unfilled()), 1..5).prop_map(|mut pools| {
        // The last pool has no next one.
        if let Some(last) = pools.last_mut().filter(|last| last.2 == Unfilled::Next) {
            last.2 = Unfilled::Open;
        }
        pools
    })
}

fn market() -> impl Strategy<Value = Plain> {
    (1_usize..5, 1_usize..13).prop_flat_map(|(schools, applicants)| {
        let list = Just((0..schools).collect::<Vec<_>>()).prop_shuffle();
        let list = (list, 0..=schools).prop_map(|(mut list, length)| {
            list.truncate(length);
            list
        });
        let ranks = Just((0..applicants as u16).collect::<Vec<_>>()).prop_shuffle();
        (
            prop::collection::vec(pools(), schools),
            prop::collection::vec(list, applicants),
            prop::collection::vec(ranks, schools),
            prop::collection::vec(0_u32..8, applicants),
        )
            .prop_map(|(mut pools, lists, ranks, groups)| {
                // At least one seat somewhere.
                pools[0].push((0, 1, Unfilled::Void));
                Plain { pools, lists, ranks, groups }
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pools_give_what_the_definition_gives(plain in market()) {
        let market = plain.market();
        let outcome = allocate(&market);
        let result = schools(&outcome);
        prop_assert_eq!(&result, &plain.deferred(false));
        prop_assert_eq!(&result, &plain.deferred(true));
        prop_assert!(plain.stable(&result));
        prop_assert_eq!(objections(&market, &outcome), vec![]);
        // The pools are those of the schools' choice among all who would like to be there.
        let mut first = 0;
        for school in 0..plain.pools.len() {
            let has: Vec<usize> = (0..result.len()).filter(|one| result[*one] == Some(school)).collect();
            for (one, pool) in plain.choose(school, &has) {
                prop_assert_eq!(outcome.pool(Applicant(one as u32)).unwrap() as usize, first + pool);
            }
            let spilled = plain.pools[school].iter().any(|pool| pool.2 == Unfilled::Open);
            first += plain.pools[school].len() + usize::from(spilled);
        }
    }

    #[test]
    fn nobody_gains_by_an_untrue_list_with_reserves(plain in market(), who in any::<prop::sample::Index>(), cut in 0_usize..5, shift in 0_usize..5) {
        let result = schools(&allocate(&plain.market()));
        let who = who.index(plain.lists.len());
        let mut untrue = plain.clone();
        let list = &mut untrue.lists[who];
        if !list.is_empty() {
            let by = shift % list.len();
            list.rotate_left(by);
            list.truncate(cut);
        }
        let got = schools(&allocate(&untrue.market()))[who];
        prop_assert!(plain.place(who, result[who]) <= plain.place(who, got));
    }

    /// Taking a seat from anybody, or giving one to anybody, is objected to: the check is not blind.
    #[test]
    fn what_is_changed_by_hand_is_objected_to(plain in market(), who in any::<prop::sample::Index>()) {
        let result = schools(&allocate(&plain.market()));
        let who = who.index(result.len());
        let mut changed = result.clone();
        changed[who] = None;
        if result[who].is_some() {
            prop_assert!(!plain.stable(&changed));
        }
    }
}
