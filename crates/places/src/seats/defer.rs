//! Deferred acceptance, proposed by applicants (Gale and Shapley, "College admissions and the stability of marriage", American
//! Mathematical Monthly 69, 1962), over pools that are filled one after the other.
//!
//! The result does not hang on the order in which applicants propose; starting with the best of the order by keys makes
//! displacements rare, and that is all it does.

use super::market::Market;
use super::outcome::Outcome;
use super::schools::NOWHERE;
use crate::names::{at, put};
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

/// Who holds a seat for now, the worst on top of its pool's heap.
type Held = (u64, u32);

/// Runs the mechanism.
pub fn allocate(market: &Market) -> Outcome {
    let mut seats = Seats::new(market);
    // The next place of each list to propose to.
    let mut next: Vec<u32> = (0..market.size()).map(|applicant| market.range(applicant).start).collect();
    let mut proposals = 0_u64;
    for first in &market.order.applicants {
        let mut free = Some(*first);
        while let Some(applicant) = free {
            let wish = at(&next, applicant);
            if wish >= market.range(applicant).end {
                break;
            }
            put(&mut next, applicant, wish + 1);
            proposals += 1;
            let school = at(&market.wishes.schools, wish);
            free = seats.propose(school, (at(&market.priorities, wish), applicant));
        }
    }
    seats.outcome(&next, proposals)
}

/// Seats held for now.
struct Seats<'a> {
    market: &'a Market,
    heaps: Vec<BinaryHeap<Held>>,
    /// Seats by pool, with those that flowed on from pools before it.
    capacities: Vec<u32>,
    /// By school: the priority that everybody has to beat, where one pool is open to all and full; else the weakest there is.
    /// Most proposals end here, without a look at a heap.
    bars: Vec<u64>,
}

impl<'a> Seats<'a> {
    fn new(market: &'a Market) -> Seats<'a> {
        let capacities = market.pools.capacities();
        // A pool never holds more than its seats; a short first allocation is enough where few apply.
        let heaps = capacities
            .iter()
            .map(|seats| BinaryHeap::with_capacity((*seats).min(1 << 10) as usize))
            .collect();
        Seats { market, heaps, capacities, bars: vec![u64::MAX; market.schools.len()] }
    }

    /// Who is without a seat after a proposal: nobody, the one who proposed, or one who was displaced.
    fn propose(&mut self, school: u32, held: Held) -> Option<u32> {
        if held.0 > at(&self.bars, school) {
            return Some(held.1);
        }
        let pools = self.market.pools_of(school);
        if pools.len() == 1 && at(&self.market.pools.groups, pools.start) == 0 {
            return self.propose_to_only_pool(school, pools.start, held);
        }
        self.walk(pools.start, pools.end, held)
    }

    fn propose_to_only_pool(&mut self, school: u32, pool: u32, held: Held) -> Option<u32> {
        let capacity = at(&self.capacities, pool) as usize;
        let Some(heap) = self.heaps.get_mut(pool as usize) else {
            return Some(held.1);
        };
        let mut displaced = None;
        if heap.len() < capacity {
            heap.push(held);
        } else {
            let Some(mut worst) = heap.peek_mut() else {
                // A school without seats.
                put(&mut self.bars, school, 0);
                return Some(held.1);
            };
            if held > *worst {
                return Some(held.1);
            }
            displaced = Some(std::mem::replace(&mut *worst, held).1);
        }
        if heap.len() == capacity {
            let bar = heap.peek().map_or(u64::MAX, |worst| worst.0);
            put(&mut self.bars, school, bar);
        }
        displaced
    }

    /// Takes somebody along the pools of a school: whoever is displaced from one pool is offered the next.
    fn walk(&mut self, from: u32, end: u32, mut carried: Held) -> Option<u32> {
        let mut pool = from;
        while pool < end {
            if self.market.may_have(carried.1, pool) {
                let capacity = at(&self.capacities, pool) as usize;
                let heap = self.heaps.get_mut(pool as usize)?;
                if heap.len() < capacity {
                    heap.push(carried);
                    let (at_pool, displaced) = self.take_back(pool)?;
                    pool = at_pool;
                    carried = displaced;
                } else if let Some(worst) = heap.peek_mut() {
                    carried = exchange(worst, carried);
                }
            }
            pool += 1;
        }
        Some(carried.1)
    }

    /// A free seat of a pool was taken, so it no longer flows on: the pool that had it has one seat less, and so have those after
    /// it until one was full. Gives the pool and whom it displaced.
    fn take_back(&mut self, from: u32) -> Option<(u32, Held)> {
        let mut pool = at(&self.market.pools.spills_to, from);
        while pool != NOWHERE {
            let capacity = self.capacities.get_mut(pool as usize)?;
            *capacity = capacity.saturating_sub(1);
            let heap = self.heaps.get_mut(pool as usize)?;
            if heap.len() > *capacity as usize {
                return heap.pop().map(|displaced| (pool, displaced));
            }
            pool = at(&self.market.pools.spills_to, pool);
        }
        None
    }

    fn outcome(self, next: &[u32], proposals: u64) -> Outcome {
        let mut outcome = Outcome::empty(self.market.size(), proposals);
        outcome.capacities = self.capacities;
        for (pool, heap) in (0..).zip(&self.heaps) {
            outcome.last.push(heap.peek().map(|worst| worst.1));
            outcome.held.push(u32::try_from(heap.len()).unwrap_or(u32::MAX));
            for (_, applicant) in heap.iter() {
                // The wish that was proposed last is the one held.
                let place = at(next, *applicant) - 1 - self.market.range(*applicant).start;
                outcome.seat(*applicant, place, at(&self.market.pools.school, pool), pool);
            }
        }
        outcome
    }
}

/// Puts the better of two into a full pool; gives the other.
fn exchange(mut worst: PeekMut<'_, Held>, carried: Held) -> Held {
    if carried < *worst { std::mem::replace(&mut *worst, carried) } else { carried }
}
