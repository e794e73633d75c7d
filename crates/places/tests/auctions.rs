//! Auctions with the numbers of a real one, against a plain list of bids; replays; a million bids.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod made;

use made::Dice;
use places::auction::{Auction, Bid, Decision, ENTRY, Journal, Sale, Terms, replay};
use proptest::prelude::*;

const MINUTE: u64 = 60_000_000;

/// Shanghai, November 2020: 14,595 plates, warning price 89,300, steps of 100, changes of at most 300 around the lowest winning price,
/// two changes, half an hour each.
fn shanghai() -> Terms {
    Terms {
        plates: 14_595,
        lowest: 100,
        warning_price: 89_300,
        highest: None,
        step: 100,
        window: 300,
        changes: 2,
        first_ends: 30 * MINUTE,
        second_ends: 60 * MINUTE,
    }
}

fn small() -> Terms {
    Terms {
        plates: 3,
        lowest: 10,
        warning_price: 100,
        highest: Some(200),
        step: 10,
        window: 30,
        changes: 2,
        first_ends: 100,
        second_ends: 200,
    }
}

fn bid(bidder: u32, price: u32, at: u64) -> Bid {
    Bid { bidder, price, at }
}

fn played(terms: Terms, bidders: u32, bids: &[Bid]) -> (Auction, Vec<u8>, Vec<Decision>) {
    let mut auction = Auction::open(terms, bidders).unwrap();
    let mut journal = Vec::new();
    let decisions = bids.iter().map(|bid| auction.take(*bid, &mut journal).unwrap()).collect();
    (auction, journal, decisions)
}

#[test]
fn each_refusal_has_its_reason() {
    let cases = [
        (bid(9, 50, 0), Decision::UnknownBidder),
        (bid(0, 110, 1), Decision::AboveWarning),
        (bid(0, 55, 1), Decision::NotAPrice),
        (bid(0, 0, 1), Decision::NotAPrice),
        (bid(0, 100, 2), Decision::Valid),
        (bid(0, 90, 3), Decision::AlreadyBid),
        (bid(1, 90, 2), Decision::OutOfOrder),
        (bid(1, 90, 99), Decision::Valid),
        (bid(2, 90, 100), Decision::NoFirstBid),
        // Two bids for three plates: the lower of them is the lowest that would win, 90.
        (bid(1, 130, 100), Decision::OutsideWindow),
        (bid(1, 120, 100), Decision::Valid),
        (bid(1, 130, 101), Decision::Valid),
        (bid(1, 130, 102), Decision::NoChangeLeft),
        (bid(0, 210, 103), Decision::NotAPrice),
        (bid(0, 60, 104), Decision::OutsideWindow),
        (bid(0, 70, 199), Decision::Valid),
        (bid(0, 70, 200), Decision::Closed),
    ];
    let bids: Vec<Bid> = cases.iter().map(|(bid, _)| *bid).collect();
    let (auction, _, decisions) = played(small(), 3, &bids);
    for ((bid, wanted), decision) in cases.iter().zip(&decisions) {
        assert_eq!(decision, wanted, "{bid:?}");
    }
    let sales = auction.clear();
    assert_eq!(sales, [Sale { bidder: 1, price: 130, at: 101 }, Sale { bidder: 0, price: 70, at: 199 }]);
}

#[test]
fn at_one_price_the_earlier_bid_wins_also_within_a_microsecond() {
    let bids = [bid(3, 50, 1), bid(2, 50, 1), bid(1, 50, 1), bid(0, 50, 1), bid(4, 60, 2)];
    let (auction, ..) = played(small(), 5, &bids);
    assert_eq!(auction.clear().iter().map(|sale| sale.bidder).collect::<Vec<_>>(), [4, 3, 2]);
    assert_eq!(auction.lowest_winning(), Some(50));
}

/// A change that is refused leaves the bid before it; a change that is accepted gives up the earlier time.
#[test]
fn the_last_valid_price_counts() {
    let first = [bid(0, 50, 1), bid(1, 50, 2), bid(2, 50, 3), bid(3, 50, 4)];
    let refused = [first.as_slice(), &[bid(0, 90, 150)]].concat();
    assert_eq!(played(small(), 4, &refused).0.standing(0), Some(50));
    let changed = [first.as_slice(), &[bid(0, 50, 150)]].concat();
    let winners: Vec<u32> = played(small(), 4, &changed).0.clear().iter().map(|sale| sale.bidder).collect();
    assert_eq!(winners, [1, 2, 3]);
}

#[test]
fn terms_that_make_no_sense_are_refused_all_at_once() {
    let wrong = Terms { plates: 0, step: 0, lowest: 500, first_ends: 300, ..small() };
    let problems = Auction::open(wrong, 1).unwrap_err();
    assert_eq!(problems.len(), 4, "{problems:?}");
}

/// The auction as a list of standing bids.
#[derive(Default)]
struct Plain {
    standing: Vec<(u32, u32, u64, u8)>,
    events: u64,
    last: u64,
}

impl Plain {
    fn sorted(&self) -> Vec<(u32, u32, u64, u8)> {
        let mut sorted = self.standing.clone();
        sorted.sort_by_key(|(_, price, event, _)| (std::cmp::Reverse(*price), *event));
        sorted
    }

    fn take(&mut self, terms: &Terms, bidders: u32, bid: Bid) -> bool {
        self.events += 1;
        let late = bid.at < self.last;
        self.last = self.last.max(bid.at);
        let sorted = self.sorted();
        let lowest = sorted.get(terms.plates as usize - 1).or(sorted.last()).map(|standing| standing.1);
        let own = self.standing.iter().position(|standing| standing.0 == bid.bidder);
        let price = bid.price >= terms.lowest
            && bid.price.is_multiple_of(terms.step)
            && bid.price <= terms.highest.unwrap();
        if late || bid.bidder >= bidders || bid.at >= terms.second_ends || !price {
            return false;
        }
        match own {
            None if bid.at < terms.first_ends && bid.price <= terms.warning_price => {
                self.standing.push((bid.bidder, bid.price, self.events, 0));
                true
            }
            Some(own)
                if bid.at >= terms.first_ends
                    && self.standing[own].3 < terms.changes
                    && lowest.unwrap().abs_diff(bid.price) <= terms.window =>
            {
                let changes = self.standing[own].3 + 1;
                self.standing[own] = (bid.bidder, bid.price, self.events, changes);
                true
            }
            _ => false,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_decides_as_a_plain_list_does_and_replays_byte_for_byte(
        steps in prop::collection::vec((0_u32..9, 0_u32..22, -1_i64..8), 1..80),
        cut in any::<prop::sample::Index>(),
    ) {
        let terms = small();
        let mut now = 0_i64;
        let bids: Vec<Bid> = steps
            .into_iter()
            .map(|(bidder, tens, later)| {
                now = (now + later).max(0);
                bid(bidder, tens * 10 + u32::from(tens == 21), now as u64)
            })
            .collect();
        let (auction, journal, decisions) = played(terms, 8, &bids);
        let mut plain = Plain::default();
        for (bid, decision) in bids.iter().zip(&decisions) {
            prop_assert_eq!(*decision == Decision::Valid, plain.take(&terms, 8, *bid), "{:?} {:?}", bid, decision);
        }
        let wanted: Vec<(u32, u32)> = plain.sorted().iter().take(3).map(|standing| (standing.0, standing.1)).collect();
        let sales = auction.clear();
        let sold: Vec<(u32, u32)> = sales.iter().map(|sale| (sale.bidder, sale.price)).collect();
        prop_assert_eq!(&sold, &wanted);
        prop_assert_eq!(auction.lowest_winning(), wanted.last().map(|sale| sale.1));

        let again = replay(terms, 8, &journal).unwrap();
        prop_assert_eq!(again.whole, journal.len());
        prop_assert_eq!(&again.auction.clear(), &sales);
        // Broken off anywhere, it goes on from the last whole entry, and the journal comes out the same.
        let at = cut.index(journal.len() + 1);
        let broken = replay(terms, 8, &journal[..at]).unwrap();
        let mut resumed = broken.auction;
        let mut rest = journal[..broken.whole].to_vec();
        for bid in &bids[broken.whole / ENTRY..] {
            resumed.take(*bid, &mut rest).unwrap();
        }
        prop_assert_eq!(&rest, &journal);
        prop_assert_eq!(resumed.clear(), sales);
    }

    #[test]
    fn a_decision_that_was_changed_is_found(count in 1_usize..20, at in any::<prop::sample::Index>()) {
        let bids: Vec<Bid> = (0..count as u32).map(|row| bid(row % 8, 50 + row % 3 * 10, u64::from(row) * 9)).collect();
        let (_, mut journal, _) = played(small(), 8, &bids);
        let entry = at.index(count);
        journal[entry * ENTRY + 16] ^= 1;
        prop_assert!(replay(small(), 8, &journal).is_err());
    }
}

/// A disk that is full: the bid is not decided, and nothing of it counts.
#[test]
fn what_the_journal_cannot_take_is_not_decided() {
    struct Full;
    impl Journal for Full {
        fn append(&mut self, _: &[u8; ENTRY]) -> std::io::Result<()> {
            Err(std::io::Error::other("full"))
        }
        fn commit(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut auction = Auction::open(small(), 3).unwrap();
    assert!(auction.take(bid(0, 50, 1), &mut Full).is_err());
    assert_eq!((auction.bids(), auction.events(), auction.standing(0)), (0, 0, None));
}

#[test]
fn a_million_bids_clear_as_a_sorted_list_does_and_replay() {
    let terms = shanghai();
    let bidders = 400_000;
    let mut dice = Dice(11);
    let mut auction = Auction::open(terms, bidders).unwrap();
    let mut journal = Vec::with_capacity(1_000_000 * ENTRY);
    let mut counts = [0_u32; 10];
    for number in 0..1_000_000_u64 {
        let at = number * 60 * MINUTE / 1_000_000;
        let bidder = dice.below(bidders.into()) as u32;
        let price = if at < terms.first_ends {
            89_300 - 100 * dice.below(30) as u32
        } else {
            // Most aim at the window around the price they see.
            auction.lowest_winning().unwrap() + 100 * dice.below(6) as u32 - 100
        };
        counts[auction.take(bid(bidder, price, at), &mut journal).unwrap() as usize] += 1;
    }
    assert!(counts[0] > 400_000, "{counts:?}");
    let sales = auction.clear();
    assert_eq!(sales.len(), 14_595);
    assert!(
        sales
            .is_sorted_by(|one, next| one.price > next.price || one.price == next.price && one.at <= next.at)
    );
    assert_eq!(sales.last().unwrap().price, auction.lowest_winning().unwrap());
    let winning: std::collections::BTreeSet<u32> = sales.iter().map(|sale| sale.bidder).collect();
    let best_out = (0..bidders)
        .filter(|one| !winning.contains(one))
        .filter_map(|one| auction.standing(one))
        .max()
        .unwrap();
    assert!(best_out <= sales.last().unwrap().price);
    let again = replay(terms, bidders, &journal).unwrap();
    assert_eq!(again.auction.clear(), sales);
    println!("1,000,000 events, {} valid, lowest price {}", counts[0], sales.last().unwrap().price);
}
