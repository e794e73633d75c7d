//! How cities give out school seats, as the notes on their rules tell it: small rounds worked by hand.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use places::ranking::{First, Key, Keys, order};
use places::seats::{
    Applicants, Cap, Component, Market, Mechanism, Outcome, Rule, SchoolSeats, Wishes, allocate,
    assign_by_district, left_over, serial, with_siblings,
};
use places::{Applicant, School};

struct Child {
    points: i64,
    batch: u8,
    track: u8,
    family: u32,
    district: u16,
    /// Schools and the class there.
    wishes: &'static [(u32, u16)],
}

const CHILD: Child = Child { points: 0, batch: 0, track: 0, family: 0, district: 0, wishes: &[] };

fn market(rule: Rule, schools: Vec<SchoolSeats>, children: &[Child]) -> Market {
    let points = children.iter().map(|child| Some(child.points)).collect();
    let keys =
        Keys { keys: vec![Key { name: "积分".into(), first: First::Larger, decimals: 0, values: points }] };
    let mut wishes = Wishes::default();
    children
        .iter()
        .for_each(|child| wishes.push(child.wishes.iter().map(|(school, class)| (School(*school), *class))));
    let applicants = Applicants {
        names: (0..children.len()).map(|row| format!("R{row}")).collect(),
        batches: children.iter().map(|child| child.batch).collect(),
        tracks: children.iter().map(|child| child.track).collect(),
        families: children.iter().map(|child| child.family).collect(),
        districts: children.iter().map(|child| child.district).collect(),
        ..Applicants::default()
    };
    let made = Market::new(rule, schools, applicants, wishes, order(&keys, None));
    made.unwrap_or_else(|problems| panic!("{problems:?}")).0
}

fn schools(seats: &[u32]) -> Vec<SchoolSeats> {
    seats.iter().enumerate().map(|(row, seats)| SchoolSeats::open(format!("S{row}"), *seats)).collect()
}

fn seated(outcome: &Outcome) -> Vec<Option<u32>> {
    outcome.assignment().into_iter().map(|school| school.map(|school| school.0)).collect()
}

/// Tianhe, worked example 9 of the notes: two seats at the first school; ranks 1, 2 and 3 all put it first; rank 3 gets the second
/// school, so that rank 4, whose first choice that was, does not: points first, whatever the place of the wish.
#[test]
fn tianhe_points_come_before_the_place_of_the_wish() {
    let children = [
        Child { points: 100, wishes: &[(0, 0)], ..CHILD },
        Child { points: 90, wishes: &[(0, 0)], ..CHILD },
        Child { points: 80, wishes: &[(0, 0), (1, 0)], ..CHILD },
        Child { points: 70, wishes: &[(1, 0)], ..CHILD },
    ];
    let market = market(Rule::by_keys(19), schools(&[2, 1]), &children);
    let outcome = serial(&market, &[]).unwrap();
    assert_eq!(seated(&outcome), [Some(0), Some(0), Some(1), None]);
    assert_eq!(seated(&allocate(&market)), seated(&outcome));
}

/// Tianhe, private schools: a plan for each school and a cap for all of them.
#[test]
fn tianhe_private_schools_share_a_cap() {
    let children: Vec<Child> =
        (0..6).map(|row| Child { points: 100 - row, wishes: &[(0, 0), (1, 0), (2, 0)], ..CHILD }).collect();
    let market = market(Rule::by_keys(19), schools(&[2, 2, 9]), &children);
    let cap = Cap { name: "民办".into(), seats: 3, schools: vec![School(0), School(1)] };
    let outcome = serial(&market, &[cap]).unwrap();
    assert_eq!(seated(&outcome), [Some(0), Some(0), Some(1), Some(2), Some(2), Some(2)]);
}

#[test]
fn a_cap_does_not_go_with_classes() {
    let rule = Rule { before_keys: vec![Component::Class], ..Rule::by_keys(19) };
    let market = market(rule, schools(&[1]), &[CHILD]);
    assert_eq!(serial(&market, &[]).unwrap_err().len(), 1);
}

/// Longgang 2016: children with the city's hukou by parallel wishes, the others by first wishes first, after them.
#[test]
fn longgang_two_groups_inside_one_school_by_different_mechanisms() {
    let rule = Rule {
        before_keys: vec![Component::Batch, Component::Band],
        tracks: vec![Mechanism::Parallel(vec![4]), Mechanism::Immediate],
        ..Rule::by_keys(4)
    };
    let children = [
        // With hukou: the second wish counts like the first.
        Child { points: 60, wishes: &[(0, 0), (1, 0)], ..CHILD },
        Child { points: 70, wishes: &[(0, 0)], ..CHILD },
        // Without: 99 points and the second wish come after 50 points and the first.
        Child { points: 99, batch: 1, track: 1, wishes: &[(0, 0), (1, 0)], ..CHILD },
        Child { points: 50, batch: 1, track: 1, wishes: &[(1, 0)], ..CHILD },
    ];
    let market = market(rule, schools(&[1, 2]), &children);
    assert_eq!(seated(&allocate(&market)), [Some(1), Some(0), None, Some(1)]);
}

/// Luohu, Longhua, Pingshan, Guangming: the class first, points inside the class.
#[test]
fn points_never_compare_across_classes() {
    let rule = Rule { before_keys: vec![Component::Class], ..Rule::by_keys(3) };
    let children = [
        Child { points: 400, wishes: &[(0, 5)], ..CHILD },
        Child { points: 1, wishes: &[(0, 0)], ..CHILD },
        Child { points: 2, wishes: &[(0, 0)], ..CHILD },
    ];
    let market = market(rule, schools(&[2]), &children);
    assert_eq!(seated(&allocate(&market)), [None, Some(0), Some(0)]);
}

/// Panyu's first batch: five years of permit, insurance and work choose first; whoever finds the chosen schools full takes any seat of
/// the district that is left, still before the second batch.
#[test]
fn panyu_a_first_batch_is_filled_up_before_the_second_begins() {
    let first =
        [Child { points: 90, wishes: &[(0, 0)], ..CHILD }, Child { points: 80, wishes: &[(0, 0)], ..CHILD }];
    let round = market(Rule::by_keys(3), schools(&[1, 1, 1]), &first);
    let outcome = allocate(&round);
    let left = left_over(&round, &outcome);
    assert_eq!(left.rows, [Applicant(1)]);
    let wishes = assign_by_district(&left, |_| true);
    let fill = Market::new(
        Rule::by_keys(3),
        left.schools.clone(),
        left.applicants.clone(),
        wishes,
        left.order.clone(),
    );
    let (fill, _) = fill.unwrap_or_else(|problems| panic!("{problems:?}"));
    let filled = allocate(&fill);
    assert_eq!(seated(&filled), [Some(1)]);
    // The second batch finds one seat.
    let second = left_over(&fill, &filled);
    assert_eq!(second.schools.iter().map(SchoolSeats::seats).collect::<Vec<_>>(), [0, 0, 1]);
}

/// Suzhou: by service area; those above the area's line and without a seat are placed in the area; below the line they are not.
#[test]
fn suzhou_those_above_the_line_are_placed_in_their_area() {
    let mut all = schools(&[1, 1, 1]);
    all[0].district = Some(1);
    all[1].district = Some(1);
    all[2].district = Some(2);
    let children = [
        Child { points: 400, district: 1, wishes: &[(0, 0)], ..CHILD },
        Child { points: 300, district: 1, wishes: &[(0, 0)], ..CHILD },
        Child { points: 200, district: 2, wishes: &[], ..CHILD },
    ];
    let round = market(Rule::by_keys(1), all, &children);
    let left = left_over(&round, &allocate(&round));
    let wishes = assign_by_district(&left, |one| children[one.0 as usize].points >= 250);
    let (second, _) = Market::new(
        Rule::by_keys(3),
        left.schools.clone(),
        left.applicants.clone(),
        wishes,
        left.order.clone(),
    )
    .unwrap();
    assert_eq!(seated(&allocate(&second)), [Some(1), None]);
}

/// Brothers and sisters in one round: the younger follows where the elder was seated, ahead of more points.
#[test]
fn a_sibling_follows_and_what_was_raised_is_said() {
    let rule = Rule { before_keys: vec![Component::Class], siblings: Some(0), ..Rule::by_keys(2) };
    let children = [
        Child { points: 90, family: 7, wishes: &[(0, 1)], ..CHILD },
        Child { points: 80, wishes: &[(0, 1)], ..CHILD },
        Child { points: 10, family: 7, wishes: &[(0, 1), (1, 1)], ..CHILD },
    ];
    let market = market(rule, schools(&[2, 1]), &children);
    assert_eq!(seated(&allocate(&market)), [Some(0), Some(0), Some(1)]);
    let (_, outcome, raised) = with_siblings(&market);
    assert_eq!(seated(&outcome), [Some(0), None, Some(0)]);
    assert_eq!((raised.len(), raised[0].applicant, raised[0].school), (1, Applicant(2), School(0)));
}
