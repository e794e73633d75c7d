//! The terms of an auction: every number is the city's.

use crate::problem::Problem;

/// Terms. Prices are whole yuan, times microseconds since the auction opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terms {
    /// How many plates.
    pub plates: u32,
    /// The lowest price.
    pub lowest: u32,
    /// The highest price of a first bid: 警示价.
    pub warning_price: u32,
    /// The highest price a change may have; where there is none, a thousand windows above the warning price.
    pub highest: Option<u32>,
    /// Prices are multiples of this.
    pub step: u32,
    /// A change is at most so far above or below the lowest price that would win at that moment.
    pub window: u32,
    /// How often a bidder may change the price.
    pub changes: u8,
    /// When first bids end and changes begin.
    pub first_ends: u64,
    /// When changes end.
    pub second_ends: u64,
}

/// The most prices the book holds, so that an auction fits into memory whatever its terms.
const MOST_PRICES: u32 = 1 << 22;

/// How far above the warning price changes may reach where the terms do not say.
const MOST_WINDOWS: u32 = 1_000;

impl Terms {
    /// What is wrong with the terms.
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut report = |message: String, hint: &str| problems.push(Problem::error("拍卖", message, hint));
        if self.plates == 0 {
            report("投放额度是 0".into(), "没有额度就不必拍卖");
        }
        if self.step == 0 {
            report("加价幅度是 0".into(), "至少是 1 元");
        }
        if self.lowest > self.warning_price {
            report(format!("最低价 {} 高于警示价 {}", self.lowest, self.warning_price), "最低价不高于警示价");
        }
        for (name, price) in
            [("最低价", self.lowest), ("警示价", self.warning_price), ("修改幅度", self.window)]
        {
            if self.step != 0 && price % self.step != 0 {
                report(format!("{name} {price} 不是 {} 的整数倍", self.step), "价格都取加价幅度的整数倍");
            }
        }
        if self.highest.is_some_and(|highest| highest < self.warning_price) {
            report("最高价低于警示价".into(), "最高价不低于警示价，或者不写");
        }
        if self.first_ends >= self.second_ends {
            report("修改出价阶段不晚于首次出价阶段结束".into(), "写清两个阶段的结束时间");
        }
        if self.step != 0 && self.highest().saturating_sub(self.lowest) / self.step >= MOST_PRICES {
            report("价位太多".into(), "加大加价幅度，或者写明最高价");
        }
        problems
    }

    /// The highest price there can be. Where the terms state none it is a thousand windows above the warning price, so that the
    /// book has an end.
    pub(super) fn highest(&self) -> u32 {
        let far = self.window.saturating_mul(MOST_WINDOWS);
        self.highest.unwrap_or(self.warning_price.saturating_add(far))
    }

    /// The price's place on the grid of prices, from the lowest; nothing off the grid.
    pub(super) fn level(&self, price: u32) -> Option<u32> {
        let above = price.checked_sub(self.lowest)?;
        let level = above.checked_div(self.step)?;
        (above.is_multiple_of(self.step) && price <= self.highest()).then_some(level)
    }

    /// The price of a place on the grid.
    pub(super) fn price(&self, level: u32) -> u32 {
        self.lowest.saturating_add(level.saturating_mul(self.step))
    }
}
