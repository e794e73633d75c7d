//! Quotas by area, and a second round over all areas for what the first left over.

use super::keys::Keys;
use super::order::{Order, order_of};
use super::quota::{Limit, Ties};
use crate::lottery::Ticket;
use crate::names::{at, put, rows};

/// An area's places.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AreaQuota {
    /// Places of the first round, for applicants of this area.
    pub quota: u32,
    /// At most so many applicants of this area get in in the second round, for every hundred places of the first; the part below one is
    /// dropped. Zero is no second round, a large number no bound.
    pub second_round_per_cent: u32,
}

/// Who got in, in which round.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum InRound {
    /// Not admitted.
    #[default]
    None,
    /// In the own area's round.
    First,
    /// In the common round over left-over places.
    Second,
}

/// Ranks each area by itself, then all who did not get in together for the places left over, down the common order and within each
/// area's bound.
///
/// `areas` is by applicant. Applicants of no listed area stay out. Places that a tie took beyond an area's quota are not taken from
/// others.
pub fn by_area(
    keys: &Keys,
    tickets: Option<&[Ticket]>,
    areas: &[u32],
    quotas: &[AreaQuota],
    ties: Ties,
) -> Vec<InRound> {
    let mut result = vec![InRound::None; keys.applicants() as usize];
    let mut left_over = 0_u32;
    for (area, quota) in (0..).zip(quotas) {
        let own: Vec<u32> = (0..rows(areas)).filter(|one| at(areas, *one) == area).collect();
        let round = order_of(own, keys, tickets).admit(Limit { quota: Some(quota.quota), line: None }, ties);
        for (applicant, _) in (0..).zip(&round.admitted).filter(|(_, admitted)| **admitted) {
            put(&mut result, applicant, InRound::First);
        }
        left_over = left_over.saturating_add(quota.quota.saturating_sub(round.count));
    }
    let rest = (0..keys.applicants()).filter(|one| at(&result, *one) == InRound::None).collect();
    for applicant in second(&order_of(rest, keys, tickets), left_over, areas, quotas, ties) {
        put(&mut result, applicant, InRound::Second);
    }
    result
}

/// Those who get in down an order with so many places and a bound for each area.
fn second(order: &Order, places: u32, areas: &[u32], quotas: &[AreaQuota], ties: Ties) -> Vec<u32> {
    let mut bounds: Vec<u64> = quotas
        .iter()
        .map(|quota| u64::from(quota.quota) * u64::from(quota.second_round_per_cent) / 100)
        .collect();
    let mut admitted: Vec<u32> = Vec::new();
    let mut last = 0;
    for applicant in &order.applicants {
        let rank = at(&order.ranks, *applicant);
        let full = rows(&admitted) >= places;
        let tied = rank == last;
        let Some(bound) = bounds.get_mut(at(areas, *applicant) as usize).filter(|bound| **bound > 0) else {
            continue;
        };
        match (full, tied, ties) {
            (false, ..) | (true, true, Ties::AllIn) => {
                *bound -= 1;
                admitted.push(*applicant);
                last = rank;
            }
            (true, true, Ties::NoneIn) => {
                admitted.retain(|one| at(&order.ranks, *one) != last);
                break;
            }
            (true, ..) => break,
        }
    }
    admitted
}
