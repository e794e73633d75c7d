//! An auction of plates in two phases: a first bid up to a warning price, then changes within a window around the lowest price that
//! would win. The last valid price counts; higher prices come first, at one price the earlier bid; winners pay what they bid.
//!
//! One sequencer, one event after the other: what a bid meets is what was decided before it. Every event is written, with what was
//! decided, to a journal that is handed in, and the journal read again gives the same auction, byte for byte.

mod book;
mod journal;
mod terms;

pub use journal::{ENTRY, Journal, Replay, replay};
pub use terms::Terms;

use crate::names::{at, put};
use crate::problem::Problem;
use book::Book;
use std::io;

/// A bid as it arrives. Whether it is a first bid or a change follows from the time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bid {
    /// The bidder's row.
    pub bidder: u32,
    /// Yuan.
    pub price: u32,
    /// When the sequencer took it, in microseconds since the auction opened.
    pub at: u64,
}

/// What was decided about a bid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Decision {
    /// It counts.
    Valid = 0,
    /// Nobody with this number is registered.
    UnknownBidder = 1,
    /// Its time is before that of the event before it.
    OutOfOrder = 2,
    /// The auction is over.
    Closed = 3,
    /// The price is below the lowest, above the highest, or no multiple of the step.
    NotAPrice = 4,
    /// A first bid above the warning price.
    AboveWarning = 5,
    /// A second bid in the phase of first bids.
    AlreadyBid = 6,
    /// A change by somebody without a valid first bid.
    NoFirstBid = 7,
    /// No change is left.
    NoChangeLeft = 8,
    /// Too far from the lowest price that would win.
    OutsideWindow = 9,
}

impl Decision {
    /// All of them, by their number in the journal.
    pub const ALL: [Decision; 10] = [
        Decision::Valid,
        Decision::UnknownBidder,
        Decision::OutOfOrder,
        Decision::Closed,
        Decision::NotAPrice,
        Decision::AboveWarning,
        Decision::AlreadyBid,
        Decision::NoFirstBid,
        Decision::NoChangeLeft,
        Decision::OutsideWindow,
    ];

    /// What the bidder reads.
    pub fn text(self) -> &'static str {
        match self {
            Decision::Valid => "出价有效",
            Decision::UnknownBidder => "没有这个竞买人",
            Decision::OutOfOrder => "时间早于前一次出价",
            Decision::Closed => "拍卖已经结束",
            Decision::NotAPrice => "价格低于最低价、高于最高价，或者不是加价幅度的整数倍",
            Decision::AboveWarning => "首次出价高于警示价",
            Decision::AlreadyBid => "首次出价阶段只能出价一次",
            Decision::NoFirstBid => "没有有效的首次出价，不能修改",
            Decision::NoChangeLeft => "修改次数已经用完",
            Decision::OutsideWindow => "与目前最低可成交价相差太多",
        }
    }
}

/// The bid that stands for a bidder.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Standing {
    price: u32,
    /// The event by which it came to stand, from 1; none before the first bid. Events are in order of time, so this is the time that
    /// decides between equal prices, also within one microsecond.
    event: u64,
    at: u64,
    changes: u8,
}

/// An auction under way.
#[derive(Clone, Debug)]
pub struct Auction {
    terms: Terms,
    standing: Vec<Standing>,
    book: Book,
    events: u64,
    last: u64,
}

/// A plate that was sold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sale {
    /// To whom.
    pub bidder: u32,
    /// What is paid: the own bid.
    pub price: u32,
    /// When that bid was made.
    pub at: u64,
}

impl Auction {
    /// Opens an auction for so many registered bidders.
    pub fn open(terms: Terms, bidders: u32) -> Result<Auction, Vec<Problem>> {
        let problems = terms.check();
        if !problems.is_empty() {
            return Err(problems);
        }
        let levels = (terms.highest() - terms.lowest) / terms.step + 1;
        Ok(Auction {
            terms,
            standing: vec![Standing::default(); bidders as usize],
            book: Book::new(levels),
            events: 0,
            last: 0,
        })
    }

    /// The terms.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// How many events there were.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// How many bids stand.
    pub fn bids(&self) -> u32 {
        self.book.bids()
    }

    /// The lowest price that would win now: that of the last plate, or of the lowest bid while there are fewer bids than plates.
    pub fn lowest_winning(&self) -> Option<u32> {
        let rank = self.terms.plates.min(self.book.bids());
        self.book.level_of(rank).map(|level| self.terms.price(level))
    }

    /// Takes a bid, decides, and writes both to the journal. What the journal cannot take is not decided.
    pub fn take(&mut self, bid: Bid, journal: &mut impl Journal) -> io::Result<Decision> {
        let decision = self.decide(bid);
        journal.append(&journal::entry(bid, decision))?;
        self.apply(bid, decision);
        Ok(decision)
    }

    /// What a bid would meet now.
    pub fn decide(&self, bid: Bid) -> Decision {
        let terms = &self.terms;
        let Some(own) = self.standing.get(bid.bidder as usize) else {
            return Decision::UnknownBidder;
        };
        if bid.at < self.last {
            return Decision::OutOfOrder;
        }
        if bid.at >= terms.second_ends {
            return Decision::Closed;
        }
        if terms.level(bid.price).is_none() {
            return Decision::NotAPrice;
        }
        if bid.at < terms.first_ends {
            return match (own.event, bid.price > terms.warning_price) {
                (0, false) => Decision::Valid,
                (0, true) => Decision::AboveWarning,
                _ => Decision::AlreadyBid,
            };
        }
        if own.event == 0 {
            return Decision::NoFirstBid;
        }
        if own.changes >= terms.changes {
            return Decision::NoChangeLeft;
        }
        let near = self.lowest_winning().is_some_and(|lowest| lowest.abs_diff(bid.price) <= terms.window);
        if near { Decision::Valid } else { Decision::OutsideWindow }
    }

    fn apply(&mut self, bid: Bid, decision: Decision) {
        self.events += 1;
        // The clock of the sequencer never goes back, whatever an event that came out of order says.
        self.last = self.last.max(bid.at);
        if decision != Decision::Valid {
            return;
        }
        let before = at(&self.standing, bid.bidder);
        let first = before.event == 0;
        if let Some(level) = self.terms.level(before.price).filter(|_| !first) {
            self.book.remove(level);
        }
        if let Some(level) = self.terms.level(bid.price) {
            self.book.add(level);
        }
        let changes = if first { 0 } else { before.changes + 1 };
        let standing = Standing { price: bid.price, event: self.events, at: bid.at, changes };
        put(&mut self.standing, bid.bidder, standing);
    }

    /// Who wins, from the highest price; at one price the earlier bid first.
    pub fn clear(&self) -> Vec<Sale> {
        let mut bids: Vec<(std::cmp::Reverse<u32>, u64, u32)> = (0..)
            .zip(&self.standing)
            .filter(|(_, standing)| standing.event > 0)
            .map(|(bidder, standing)| (std::cmp::Reverse(standing.price), standing.event, bidder))
            .collect();
        let plates = self.terms.plates as usize;
        if bids.len() > plates {
            bids.select_nth_unstable(plates);
            bids.truncate(plates);
        }
        bids.sort_unstable();
        let sale = |(price, _, bidder): (std::cmp::Reverse<u32>, u64, u32)| Sale {
            bidder,
            price: price.0,
            at: at(&self.standing, bidder).at,
        };
        bids.into_iter().map(sale).collect()
    }

    /// Whether a bidder has a bid that stands, and at what price.
    pub fn standing(&self, bidder: u32) -> Option<u32> {
        self.standing
            .get(bidder as usize)
            .filter(|standing| standing.event > 0)
            .map(|standing| standing.price)
    }
}
