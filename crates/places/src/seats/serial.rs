//! Serial dictatorship: the first of the order takes the dearest wish that has a seat, then the second, and so on.
//!
//! With one order for all schools this is what deferred acceptance gives too. It stands here because it can also hold to caps that
//! several schools share, under which a stable seating need not exist for classes and bands.

use super::market::Market;
use super::outcome::{CapCutoff, Outcome};
use super::schools::SchoolSeats;
use crate::names::{Applicant, School, at, put};
use crate::problem::Problem;

/// Seats that several schools may give out together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cap {
    /// As the public notice calls it.
    pub name: String,
    /// At most so many seats of all its schools.
    pub seats: u32,
    /// The schools.
    pub schools: Vec<School>,
}

/// Runs the order down. An error where something but the order counts, or where seats are kept for groups.
pub fn serial(market: &Market, caps: &[Cap]) -> Result<Outcome, Vec<Problem>> {
    let mut problems = Vec::new();
    if !market.rule.before_keys.is_empty() {
        problems.push(Problem::error(
            "规则",
            "逐人按位次选校时，批次、类别、志愿段不能排在前面",
            "把它们写成排位的第一项，或者不用共用上限",
        ));
    }
    let kept = |school: &&SchoolSeats| !matches!(school.pools.as_slice(), [pool] if pool.groups == 0);
    for school in market.schools.iter().filter(kept) {
        problems.push(Problem::error(
            format!("学校「{}」", school.name),
            "逐人按位次选校时，一所学校只有一组向所有人开放的名额",
            "保留名额请用先后录取（deferred）",
        ));
    }
    let mut caps_of: Vec<Vec<u32>> = vec![Vec::new(); market.schools.len()];
    for (row, cap) in (0..).zip(caps) {
        for school in &cap.schools {
            match caps_of.get_mut(school.0 as usize) {
                Some(of) if of.contains(&row) => problems.push(Problem::error(
                    format!("共用上限「{}」", cap.name),
                    "同一所学校写了两次",
                    "一所学校只写一次",
                )),
                Some(of) => of.push(row),
                None => problems.push(Problem::error(
                    format!("共用上限「{}」", cap.name),
                    "写了不存在的学校",
                    "只写公布了学位的学校",
                )),
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut run = Run {
        free: market.schools.iter().map(SchoolSeats::seats).collect(),
        caps: caps.iter().map(|cap| CapCutoff { cap: cap.clone(), taken: 0, last: None }).collect(),
        caps_of,
    };
    let mut outcome = Outcome::empty(market.size(), 0);
    outcome.capacities = market.pools.seats.clone();
    outcome.held = vec![0; outcome.capacities.len()];
    outcome.last = vec![None; outcome.capacities.len()];
    for applicant in &market.order.applicants {
        let list = market.list(Applicant(*applicant));
        outcome.proposals += list.len() as u64;
        if let Some((place, school)) = (0..).zip(list).find(|(_, school)| run.take(**school, *applicant)) {
            let pool = market.pools_of(*school).start;
            outcome.seat(*applicant, place, *school, pool);
            let held = at(&outcome.held, pool);
            put(&mut outcome.held, pool, held + 1);
            put(&mut outcome.last, pool, Some(*applicant));
        }
    }
    outcome.caps = run.caps;
    Ok(outcome)
}

struct Run {
    free: Vec<u32>,
    caps: Vec<CapCutoff>,
    caps_of: Vec<Vec<u32>>,
}

impl Run {
    /// Takes a seat of a school, if one is free there and under all its caps.
    fn take(&mut self, school: u32, applicant: u32) -> bool {
        let Some(of) = self.caps_of.get(school as usize) else {
            return false;
        };
        let free = at(&self.free, school);
        if free == 0 || of.iter().any(|cap| self.caps.get(*cap as usize).is_none_or(CapCutoff::full)) {
            return false;
        }
        put(&mut self.free, school, free - 1);
        for cap in of {
            if let Some(cap) = self.caps.get_mut(*cap as usize) {
                cap.taken += 1;
                cap.last = Some(Applicant(applicant));
            }
        }
        true
    }
}
