//! After the round: those without a seat and the seats without anybody, as a market of their own.

use super::market::{Applicants, Market, Wishes};
use super::outcome::Outcome;
use super::schools::{Pool, SchoolSeats, Unfilled};
use crate::names::{Applicant, Names, School, at, rows};
use crate::ranking::Order;

/// The name of the one pool that a school has then.
const LEFT: &str = "剩余";

/// What is left over.
#[derive(Clone, Debug)]
pub struct LeftOver {
    /// The schools with the seats that are free, all of them open to everybody: a reserve that its group did not fill in the round
    /// is not kept any longer. The rows are those of the round.
    pub schools: Vec<SchoolSeats>,
    /// Those who have no seat, in order of rows.
    pub applicants: Applicants,
    /// Their rows in the round.
    pub rows: Vec<Applicant>,
    /// The order of the round among them.
    pub order: Order,
}

/// Finds what is left over.
pub fn left_over(market: &Market, outcome: &Outcome) -> LeftOver {
    let schools = (0..)
        .zip(&market.schools)
        .map(|(row, school)| {
            let taken: u32 = market.pools_of(row).map(|pool| outcome.cutoff(pool).taken).sum();
            let seats = school.seats().saturating_sub(taken);
            let pool = Pool { name: LEFT.into(), groups: 0, seats, unfilled: Unfilled::Void };
            SchoolSeats { name: school.name.clone(), district: school.district, pools: vec![pool] }
        })
        .collect();
    let unplaced: Vec<u32> =
        (0..market.size()).filter(|one| outcome.school(Applicant(*one)).is_none()).collect();
    let all = &market.applicants;
    let applicants = Applicants {
        names: unplaced.iter().map(|one| all.names.get(*one)).collect::<Names>(),
        groups: some(&all.groups, &unplaced),
        batches: some(&all.batches, &unplaced),
        tracks: some(&all.tracks, &unplaced),
        districts: some(&all.districts, &unplaced),
        families: some(&all.families, &unplaced),
    };
    let order = reordered(&market.order, &unplaced);
    LeftOver { schools, applicants, rows: unplaced.into_iter().map(Applicant).collect(), order }
}

/// Lists of wishes for assignment by the district, 统筹安排: each applicant may get any school of the own district that has free
/// seats, in the order in which the schools stand. Those not `eligible` get an empty list.
pub fn assign_by_district(left: &LeftOver, eligible: impl Fn(Applicant) -> bool) -> Wishes {
    let mut wishes = Wishes::default();
    for (row, original) in (0..).zip(&left.rows) {
        let district = at(&left.applicants.districts, row);
        let eligible = eligible(*original);
        let free = (0..).zip(&left.schools).filter(|(_, school)| {
            eligible && school.seats() > 0 && school.district.is_none_or(|wanted| wanted == district)
        });
        wishes.push(free.map(|(school, _)| (School(school), 0)));
    }
    wishes
}

fn some<T: Copy + Default>(column: &[T], of: &[u32]) -> Vec<T> {
    if column.is_empty() { Vec::new() } else { of.iter().map(|row| at(column, *row)).collect() }
}

fn reordered(order: &Order, of: &[u32]) -> Order {
    let mut applicants: Vec<u32> = (0..rows(of)).collect();
    applicants.sort_unstable_by_key(|row| at(&order.positions, at(of, *row)));
    let mut made = Order { positions: vec![0; of.len()], ranks: vec![0; of.len()], applicants };
    let mut rank = 0;
    let mut before = None;
    for (position, applicant) in (0..).zip(&made.applicants) {
        let in_round = at(&order.ranks, at(of, *applicant));
        if before != Some(in_round) {
            rank = position + 1;
            before = Some(in_round);
        }
        crate::names::put(&mut made.positions, *applicant, position);
        crate::names::put(&mut made.ranks, *applicant, rank);
    }
    made
}
