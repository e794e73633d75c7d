//! Quotas by area, and a second round over what the areas left over.

use super::keys::Keys;
use super::order::order_of;
use super::quota::{Limit, Ties};
use crate::lottery::Ticket;
use crate::names::{at, put, rows};

/// An area's places.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AreaQuota {
    /// Places of the first round.
    pub quota: u32,
    /// At most so many of every hundred places of the first round are offered again in the second; 100 is all.
    pub second_round_per_cent: u32,
}

/// Who got in, in which round.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Round {
    /// Not admitted.
    #[default]
    None,
    /// In the own area's round.
    First,
    /// In the common round over left-over places.
    Second,
}

/// Ranks each area by itself, then all that did not get in together for the places left over.
///
/// `areas` is by applicant, and an applicant of no listed area takes part in the second round only. Places that a tie took beyond an
/// area's quota are not taken from other areas.
pub fn by_area(
    keys: &Keys,
    tickets: Option<&[Ticket]>,
    areas: &[u32],
    quotas: &[AreaQuota],
    ties: Ties,
) -> Vec<Round> {
    let mut result = vec![Round::None; keys.applicants() as usize];
    let mut left_over = 0_u32;
    for (area, quota) in (0..).zip(quotas) {
        let own: Vec<u32> = (0..rows(areas)).filter(|one| at(areas, *one) == area).collect();
        let round = order_of(own, keys, tickets).admit(Limit { quota: Some(quota.quota), line: None }, ties);
        note(&mut result, &round.admitted, Round::First);
        let offered = u64::from(quota.quota) * u64::from(quota.second_round_per_cent) / 100;
        let free = quota.quota.saturating_sub(round.count);
        left_over = left_over.saturating_add(free.min(u32::try_from(offered).unwrap_or(u32::MAX)));
    }
    let rest: Vec<u32> = (0..keys.applicants()).filter(|one| at(&result, *one) == Round::None).collect();
    let second = order_of(rest, keys, tickets).admit(Limit { quota: Some(left_over), line: None }, ties);
    note(&mut result, &second.admitted, Round::Second);
    result
}

fn note(result: &mut [Round], admitted: &[bool], round: Round) {
    for (applicant, _) in (0..).zip(admitted).filter(|(_, admitted)| **admitted) {
        put(result, applicant, round);
    }
}
