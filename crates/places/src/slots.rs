//! Exam slots: who is served first when there are fewer slots than requests, and how long anybody can wait.
//!
//! A request is served in the order of its day less the head start of its class. Somebody of a better class can pass only those who
//! asked less than one head start earlier, so nobody is passed for ever. Let head starts be at most `B` days, let never more than `Q`
//! requests wait when a day's slots are given out, and let each day have `c` slots. `B` days after a request, nobody new can pass it any
//! more, and of the at most `Q` that wait then, `c` are served each day: it waits at most `B + ⌈Q ÷ c⌉ − 1` days. A test goes through
//! all small arrivals and many large ones.

use crate::names::at;
use crate::problem::Problem;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// The rule of a queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QueueRule {
    /// Days of head start by class.
    pub head_starts: Vec<u32>,
}

impl QueueRule {
    /// The longest wait in days there can be when never more than `waiting` requests wait when a day's slots are given out, and each day
    /// has so many slots; nothing without slots.
    pub fn longest_wait(&self, waiting: u32, slots: u32) -> Option<u32> {
        let most = self.head_starts.iter().max().copied().unwrap_or(0);
        let days = waiting.checked_add(slots.checked_sub(1)?)?.checked_div(slots)?;
        most.checked_add(days.saturating_sub(1))
    }
}

/// A request.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Request {
    /// Day of the request.
    pub day: u32,
    /// Class, by the rule.
    pub class: u8,
    /// Who asks.
    pub applicant: u32,
}

/// The queue.
#[derive(Clone, Debug)]
pub struct Queue {
    rule: QueueRule,
    /// By virtual day, then day, then number: the head start is added to everybody else instead of taken off, so that no day is
    /// negative.
    waiting: BinaryHeap<Reverse<(u64, u64, Request)>>,
    number: u64,
    today: u32,
}

impl Queue {
    /// An empty queue.
    pub fn new(rule: QueueRule) -> Queue {
        Queue { rule, waiting: BinaryHeap::new(), number: 0, today: 0 }
    }

    /// Takes a request. Requests come in order of days, or the bound on waiting would not hold.
    pub fn ask(&mut self, request: Request) -> Result<(), Problem> {
        let most = self.rule.head_starts.iter().max().copied().unwrap_or(0);
        let Some(head_start) = self.rule.head_starts.get(usize::from(request.class)) else {
            return Err(Problem::error(
                format!("申请人 {}", request.applicant),
                format!("没有类别 {}", request.class),
                "在规则里写明这一类提前几天",
            ));
        };
        if request.day < self.today {
            return Err(Problem::error(
                format!("申请人 {}", request.applicant),
                format!("第 {} 天的申请晚于第 {} 天的才到", request.day, self.today),
                "按申请的先后登记",
            ));
        }
        self.today = request.day;
        self.number += 1;
        let virtual_day = u64::from(request.day) + u64::from(most - head_start);
        self.waiting.push(Reverse((virtual_day, self.number, request)));
        Ok(())
    }

    /// Gives out a day's slots.
    pub fn serve(&mut self, slots: u32) -> Vec<Request> {
        let mut served = Vec::new();
        for _ in 0..slots {
            let Some(Reverse((.., request))) = self.waiting.pop() else { break };
            served.push(request);
        }
        served
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

/// Why a booking was not made. Nothing of it was made then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// There is no such slot.
    NoSuchSlot(u32),
    /// The slot is full.
    Full(u32),
    /// The applicant has a place in the slot already.
    Already(u32),
}

impl Refusal {
    /// What the applicant reads.
    pub fn text(&self) -> String {
        match self {
            Refusal::NoSuchSlot(slot) => format!("没有第 {slot} 场"),
            Refusal::Full(slot) => format!("第 {slot} 场已经约满，什么也没有预约"),
            Refusal::Already(slot) => format!("第 {slot} 场已经约过，什么也没有预约"),
        }
    }
}

/// The slots and who has a place in them.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Bookings {
    capacities: Vec<u32>,
    taken: Vec<u32>,
    by_applicant: BTreeSet<(u32, u32)>,
}

impl Bookings {
    /// Slots with so many places each.
    pub fn new(capacities: Vec<u32>) -> Bookings {
        Bookings { taken: vec![0; capacities.len()], capacities, by_applicant: BTreeSet::new() }
    }

    /// Books all slots of a list for an applicant, or none of them: theory and practice together, say.
    pub fn book(&mut self, applicant: u32, slots: &[u32]) -> Result<(), Vec<Refusal>> {
        let mut refusals = Vec::new();
        for (number, slot) in slots.iter().enumerate() {
            let twice = slots.iter().take(number).any(|before| before == slot);
            if self.capacities.get(*slot as usize).is_none() {
                refusals.push(Refusal::NoSuchSlot(*slot));
            } else if twice || self.by_applicant.contains(&(applicant, *slot)) {
                refusals.push(Refusal::Already(*slot));
            } else if self.free(*slot) == 0 {
                refusals.push(Refusal::Full(*slot));
            }
        }
        if !refusals.is_empty() {
            return Err(refusals);
        }
        for slot in slots {
            self.by_applicant.insert((applicant, *slot));
            if let Some(taken) = self.taken.get_mut(*slot as usize) {
                *taken += 1;
            }
        }
        Ok(())
    }

    /// Gives a place back; whether there was one.
    pub fn cancel(&mut self, applicant: u32, slot: u32) -> bool {
        let had = self.by_applicant.remove(&(applicant, slot));
        if let Some(taken) = self.taken.get_mut(slot as usize).filter(|_| had) {
            *taken -= 1;
        }
        had
    }

    /// How many places of a slot are free.
    pub fn free(&self, slot: u32) -> u32 {
        at(&self.capacities, slot).saturating_sub(at(&self.taken, slot))
    }
}
