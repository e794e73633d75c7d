//! Published rounds and the rules of cities for equals, as the policies of this repository tell them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use places::lottery::{Draw, Hash, Ticket};
use places::ranking::{AreaQuota, Backfill, First, InRound, Key, Keys, Limit, Order, Ties, by_area, order};
use proptest::prelude::*;

fn key(name: &str, first: First, values: &[i64]) -> Key {
    Key { name: name.into(), first, decimals: 0, values: values.iter().copied().map(Some).collect() }
}

fn larger(name: &str, values: &[i64]) -> Key {
    key(name, First::Larger, values)
}

fn quota(places: u32) -> Limit {
    Limit { quota: Some(places), line: None }
}

fn admitted(order: &Order, limit: Limit, ties: Ties) -> Vec<u32> {
    let admission = order.admit(limit, ties);
    (0..).zip(&admission.admitted).filter(|(_, admitted)| **admitted).map(|(one, _)| one).collect()
}

/// The rounds of which the list was published: applicants, strictly above the line, at the line, the line in hundredths, admitted. The
/// scores above and below the line do not matter for count and line and are spread evenly.
#[test]
fn beijing_published_rounds_come_out_in_count_and_line() {
    let rounds: [(&str, u32, u32, u32, i64, u32); 5] = [
        ("2020", 122_852, 5_978, 54, 9_713, 6_032),
        ("2021", 130_000, 5_937, 108, 10_088, 6_045),
        ("2023", 120_000, 5_910, 93, 10_992, 6_003),
        ("2024", 120_000, 5_941, 61, 11_446, 6_002),
        ("2025", 120_000, 5_975, 29, 11_733, 6_004),
    ];
    for (year, applicants, above, tied, line, count) in rounds {
        // The best stand last in the list, so that the order has something to do.
        let below = (0..applicants - above - tied).map(|row| line - 1 - i64::from(row) % 6_000);
        let values: Vec<i64> = below
            .chain((0..tied).map(|_| line))
            .chain((0..above).map(|row| line + 1 + i64::from(row) % 2_600))
            .collect();
        let keys = Keys { keys: vec![larger("总分", &values)] };
        let order = order(&keys, None);
        let admission = order.admit(quota(6_000), Ties::AllIn);
        assert_eq!((admission.count, admission.above, admission.tied), (count, above, tied), "{year}");
        let last = admission.last.unwrap() as usize;
        assert_eq!(values[last], line, "{year}");
        assert_eq!(order.ranks[last], above + 1, "{year}: equals share the rank after those above");
        // Whoever leaves is not replaced; were somebody replaced, the line would fall.
        let mut left = vec![false; values.len()];
        left[values.len() - 200..].iter_mut().for_each(|left| *left = true);
        let without = order.admit_without(quota(6_000), Ties::AllIn, Backfill::None, &left);
        assert_eq!(without.count, count - 200, "{year}");
        let with = order.admit_without(quota(6_000), Ties::AllIn, Backfill::InOrder, &left);
        assert!(with.count >= 6_000 && values[with.last.unwrap() as usize] < line, "{year}");
    }
}

/// The 2,906 sheets of the round of 2020 that the project has: wherever the quota falls among the 28 at the line, all of them are
/// admitted, and the ranks are those of the published kind.
#[test]
fn the_sheets_of_2020_keep_their_line() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/beijing-2020-items.csv");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!(
            "not checked: the published rows are not here (../shared/data/beijing-2020-items.csv is absent)"
        );
        return;
    };
    let column = text.lines().next().unwrap().split(',').position(|head| head == "total").unwrap();
    let values: Vec<i64> = text
        .lines()
        .skip(1)
        .map(|line| {
            let cell = line.split(',').nth(column).unwrap();
            let (whole, rest) = cell.split_once('.').unwrap_or((cell, ""));
            format!("{whole}{rest:0<2}").parse().unwrap()
        })
        .collect();
    assert_eq!(values.len(), 2_906);
    let keys = Keys { keys: vec![Key { decimals: 2, ..larger("总分", &values) }] };
    let order = order(&keys, None);
    for places in 2_879..=2_906 {
        let admission = order.admit(quota(places), Ties::AllIn);
        assert_eq!((admission.count, admission.above, admission.tied), (2_906, 2_878, 28));
        assert_eq!(keys.keys[0].shown(Some(values[admission.last.unwrap() as usize])), "97.13");
    }
    for (applicant, rank) in order.ranks.iter().enumerate() {
        let better = values.iter().filter(|other| **other > values[applicant]).count();
        assert_eq!(*rank as usize, better + 1);
    }
}

/// Guangzhou, hukou: points of the basic indicators, months of medical insurance, months of the permit; equals all in.
#[test]
fn guangzhou_all_who_are_equal_in_three_keys_get_in() {
    let keys = Keys {
        keys: vec![
            larger("基础指标", &[150, 150, 150, 150, 149]),
            larger("医疗保险月数", &[120, 119, 119, 119, 200]),
            larger("连续持证月数", &[10, 60, 60, 59, 200]),
        ],
    };
    let order = order(&keys, None);
    assert_eq!(order.ranks, [1, 2, 2, 4, 5]);
    assert_eq!(admitted(&order, quota(2), Ties::AllIn), [0, 1, 2]);
    assert_eq!(admitted(&order, quota(2), Ties::NoneIn), [0]);
    assert_eq!(admitted(&order, quota(3), Ties::NoneIn), [0, 1, 2]);
    // Rented homes of the same city: months first, then by lot.
    assert_eq!(keys.decides(1, 3), Some(2));
}

/// Suzhou until 2022: points, basic points, the earlier registration of residence.
#[test]
fn suzhou_equals_are_told_apart_by_basic_points_and_then_by_the_earlier_registration() {
    let keys = Keys {
        keys: vec![
            larger("分数", &[400, 400, 400, 401]),
            larger("基础分", &[300, 310, 310, 100]),
            key("最早登记日", First::Smaller, &[20120101, 20160901, 20160831, 20200101]),
        ],
    };
    assert_eq!(order(&keys, None).applicants, [3, 2, 1, 0]);
}

/// Chengdu until 2020: points, then years of insurance, then years of residence; nothing is said of those equal in all three, so
/// that they share a rank.
#[test]
fn chengdu_insurance_comes_before_residence() {
    let keys = Keys {
        keys: vec![
            larger("分数", &[120, 120, 120, 120]),
            larger("参保年限", &[60, 72, 72, 60]),
            larger("居住年限", &[100, 24, 36, 100]),
        ],
    };
    let order = order(&keys, None);
    assert_eq!(order.applicants, [2, 1, 0, 3]);
    assert_eq!(order.ranks, [3, 2, 1, 3]);
}

/// Foshan, the sixth worked example of the notes: 254 against 254, personal qualities 90 against 80; the first comes first whenever it
/// was that they applied. Application time decides only among those equal in all sub-scores.
#[test]
fn foshan_sub_scores_come_before_application_time() {
    let keys = Keys {
        keys: vec![
            larger("分数", &[254, 254, 254]),
            larger("个人素质", &[90, 80, 80]),
            larger("参保情况", &[30, 60, 60]),
            larger("居住情况", &[30, 30, 30]),
            key("申请时间", First::Smaller, &[900, 100, 50]),
        ],
    };
    assert_eq!(order(&keys, None).applicants, [0, 2, 1]);
}

/// Dongguan, one town in 2025: permit, insurance, tax, home, then a lot.
#[test]
fn dongguan_the_lot_decides_only_among_those_equal_in_all_scores() {
    let keys = Keys {
        keys: vec![
            larger("分数", &[2211, 2211, 2211, 2211]),
            larger("居住证", &[851, 851, 851, 850]),
            larger("社保", &[840, 840, 840, 999]),
            larger("纳税", &[320, 320, 320, 320]),
            larger("居所", &[200, 200, 200, 42]),
        ],
    };
    let names = ["A1", "A2", "A3", "A4"].into_iter().collect();
    let mut firsts = [0; 4];
    for number in 0..300_u32 {
        let tickets = Draw::new(Hash::of(&number.to_be_bytes()), "town").tickets(&names);
        let order = order(&keys, Some(&tickets));
        assert_eq!(order.ranks, [1, 1, 1, 4]);
        let first = *order.applicants.first().unwrap() as usize;
        assert!((0..3).all(|other| tickets[first] <= tickets[other]));
        firsts[first] += 1;
        assert_eq!(admitted(&order, quota(1), Ties::ByLot), [first as u32]);
    }
    assert!(firsts[..3].iter().all(|count| (70..130).contains(count)) && firsts[3] == 0, "{firsts:?}");
}

/// Zhongshan, hukou: ranked by town, then what is left over for all towns together, at most a tenth of its quota for each town.
#[test]
fn zhongshan_second_round_takes_at_most_a_tenth_of_a_towns_quota() {
    // Town 0 leaves five of ten places; town 1 has thirty applicants for ten.
    let points: Vec<i64> = (0..5).map(|row| 100 + row).chain((0..30).map(|row| 90 - row)).collect();
    let areas: Vec<u32> = (0..35).map(|row| u32::from(row >= 5)).collect();
    let keys = Keys { keys: vec![larger("分数", &points)] };
    let quotas = [AreaQuota { quota: 10, second_round_per_cent: 10 }; 2];
    let result = by_area(&keys, None, &areas, &quotas, Ties::AllIn);
    let count = |round: InRound| result.iter().filter(|own| **own == round).count();
    assert_eq!((count(InRound::First), count(InRound::Second)), (15, 1));
    let unbound = [AreaQuota { quota: 10, second_round_per_cent: 1_000 }; 2];
    let result = by_area(&keys, None, &areas, &unbound, Ties::AllIn);
    assert_eq!(result.iter().filter(|own| **own == InRound::Second).count(), 5);
}

/// Tianjin since 2020, as others: everybody who reaches the line, no quota.
#[test]
fn a_line_lets_in_all_who_reach_it_and_a_quota_above_it_the_best_of_them() {
    let values = [110, 109, 150, 110];
    let keys = Keys { keys: vec![larger("分数", &values)] };
    let order = order(&keys, None);
    let line = order.rank_of_line(|one| values[one as usize] >= 110);
    assert_eq!(admitted(&order, Limit { quota: None, line: Some(line) }, Ties::AllIn), [0, 2, 3]);
    assert_eq!(admitted(&order, Limit { quota: Some(1), line: Some(line) }, Ties::AllIn), [2]);
    let nobody = order.rank_of_line(|_| false);
    assert_eq!(admitted(&order, Limit { quota: None, line: Some(nobody) }, Ties::AllIn), [] as [u32; 0]);
}

#[test]
fn a_missing_value_comes_last() {
    let mut keys =
        Keys { keys: vec![larger("分数", &[1, 1, 1]), key("时间", First::Smaller, &[5, 5, 5])] };
    keys.keys[1].values[0] = None;
    keys.keys[0].values[2] = None;
    assert_eq!(order(&keys, None).applicants, [1, 0, 2]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Ranks are one more than the number of those strictly before; quota and rule for equals hold for every quota.
    #[test]
    fn ranks_and_quotas_are_what_they_are_defined_to_be(
        values in prop::collection::vec((0_i64..6, prop::option::of(0_i64..3)), 1..40),
        places in 0_u32..45,
    ) {
        let mut second = key("次", First::Smaller, &[]);
        second.values = values.iter().map(|(_, second)| *second).collect();
        let first: Vec<i64> = values.iter().map(|(first, _)| *first).collect();
        let keys = Keys { keys: vec![larger("总分", &first), second] };
        let tickets: Vec<Ticket> = (0..values.len() as u128).map(|row| Ticket(row * 7 % 41)).collect();
        let drawn = order(&keys, Some(&tickets));
        let size = values.len() as u32;
        for one in 0..size {
            let before = (0..size).filter(|other| keys.compare(*other, one).is_lt()).count();
            prop_assert_eq!(drawn.ranks[one as usize] as usize, before + 1);
        }
        let marginal = places.min(size).checked_sub(1).map(|last| drawn.ranks[drawn.applicants[last as usize] as usize]);
        for one in 0..size {
            let rank = drawn.ranks[one as usize];
            let is_in = |ties| drawn.admit(quota(places), ties).admitted[one as usize];
            prop_assert_eq!(is_in(Ties::AllIn), marginal.is_some_and(|marginal| rank <= marginal));
            prop_assert_eq!(is_in(Ties::ByLot), drawn.positions[one as usize] < places);
            let whole = (0..size).filter(|other| drawn.ranks[*other as usize] <= rank).count() as u32 <= places;
            prop_assert_eq!(is_in(Ties::NoneIn), whole && places > 0);
        }
    }
}
