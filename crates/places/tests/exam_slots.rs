//! Nobody waits longer than the bound, whatever arrives; bookings are whole or not at all.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod plain;

use places::slots::{Bookings, Queue, QueueRule, Refusal, Request};
use plain::tuples;
use proptest::prelude::*;

/// Runs arrivals, by day and class, until the queue is empty; the longest wait and the longest queue.
fn run(rule: &QueueRule, arrivals: &[Vec<u8>], slots: u32) -> (u32, u32) {
    let mut queue = Queue::new(rule.clone());
    let (mut longest_wait, mut longest_queue, mut applicant) = (0, 0, 0);
    let mut served = Vec::new();
    for day in 0.. {
        for class in arrivals.get(day as usize).into_iter().flatten() {
            queue.ask(Request { day, class: *class, applicant }).unwrap();
            applicant += 1;
        }
        longest_queue = longest_queue.max(queue.len() as u32);
        for request in queue.serve(slots) {
            longest_wait = longest_wait.max(day - request.day);
            served.push(request.applicant);
        }
        if day as usize >= arrivals.len() && queue.is_empty() {
            break;
        }
    }
    served.sort_unstable();
    assert_eq!(served, (0..applicant).collect::<Vec<_>>(), "everybody is served once");
    (longest_wait, longest_queue)
}

/// Four days with up to three arrivals of two classes each, head starts of up to three days, one or two slots.
#[test]
fn nobody_waits_longer_than_the_bound_in_any_small_case() {
    let day: Vec<Vec<u8>> = (0..4).flat_map(|count| tuples(&[0_u8, 1], count)).collect();
    let mut tight = 0;
    let cases = tuples(&day, 4);
    for head_start in 0..4 {
        let rule = QueueRule { head_starts: vec![0, head_start] };
        for slots in 1..3 {
            for arrivals in cases.iter() {
                let (wait, queue) = run(&rule, arrivals, slots);
                let bound = rule.longest_wait(queue, slots).unwrap();
                assert!(wait <= bound, "{arrivals:?} {rule:?}: {wait} > {bound}");
                tight += u32::from(wait == bound && queue > slots);
            }
        }
    }
    println!("{} cases, {tight} of them at the bound", cases.len() * 8);
    assert!(tight > 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_waits_longer_than_the_bound_in_large_cases(
        arrivals in prop::collection::vec(prop::collection::vec(0_u8..4, 0..12), 1..60),
        head_starts in prop::collection::vec(0_u32..40, 4),
        slots in 1_u32..9,
    ) {
        let rule = QueueRule { head_starts };
        let (wait, queue) = run(&rule, &arrivals, slots);
        prop_assert!(wait <= rule.longest_wait(queue, slots).unwrap());
    }

    /// Places are never given out twice, and a refusal changes nothing.
    #[test]
    fn bookings_are_whole_or_not_at_all(
        steps in prop::collection::vec((0_u32..6, prop::collection::vec(0_u32..5, 1..4), any::<bool>()), 1..60),
    ) {
        let capacities = vec![2, 1, 3, 0];
        let mut bookings = Bookings::new(capacities.clone());
        let mut held: Vec<(u32, u32)> = Vec::new();
        for (applicant, slots, cancel) in steps {
            if cancel {
                let had = held.iter().position(|one| *one == (applicant, slots[0]));
                prop_assert_eq!(bookings.cancel(applicant, slots[0]), had.is_some());
                had.map(|at| held.remove(at));
                continue;
            }
            let before = bookings.clone();
            match bookings.book(applicant, &slots) {
                Ok(()) => held.extend(slots.iter().map(|slot| (applicant, *slot))),
                Err(refusals) => {
                    prop_assert!(!refusals.is_empty());
                    prop_assert_eq!(&bookings, &before);
                }
            }
            for (slot, capacity) in capacities.iter().enumerate() {
                let taken = held.iter().filter(|one| one.1 == slot as u32).count() as u32;
                prop_assert!(taken <= *capacity);
                prop_assert_eq!(bookings.free(slot as u32), capacity - taken);
            }
        }
    }
}

#[test]
fn an_unknown_class_and_a_full_slot_are_said() {
    let mut queue = Queue::new(QueueRule { head_starts: vec![0] });
    assert!(
        queue.ask(Request { day: 0, class: 1, applicant: 7 }).unwrap_err().message.contains("没有类别 1")
    );
    queue.ask(Request { day: 3, class: 0, applicant: 1 }).unwrap();
    assert!(queue.ask(Request { day: 2, class: 0, applicant: 2 }).is_err(), "a day that is over");
    let mut bookings = Bookings::new(vec![1, 1]);
    bookings.book(1, &[0]).unwrap();
    let refusals = bookings.book(2, &[1, 0, 9, 1]).unwrap_err();
    assert_eq!(refusals, [Refusal::Full(0), Refusal::NoSuchSlot(9), Refusal::Already(1)]);
    assert_eq!(bookings.free(1), 1);
}
