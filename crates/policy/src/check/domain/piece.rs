//! Pieces of a column: values that no row of the table can tell apart.

use super::Rows;
use terms::{Exact, Range};

/// A part of a column's values that no row can tell apart.
#[derive(Clone)]
pub(in crate::check) struct Piece {
    /// The values.
    pub values: Values,
    /// The rows whose cell holds them.
    pub rows: Rows,
    /// True between the least and the greatest that the column speaks of.
    pub covered: bool,
}

/// The values of a piece.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::check) enum Values {
    /// Numbers between two ends, each with whether it is included.
    Numbers(Option<(Exact, bool)>, Option<(Exact, bool)>),
    /// A word: a choice or a text; `None` for any word that no cell names, or for none at all.
    Word(Option<String>),
    /// Yes or no.
    Flag(bool),
    /// Whatever it is.
    Anything,
}

impl Piece {
    /// True for a single number.
    pub fn is_point(&self) -> bool {
        matches!(self.values, Values::Numbers(Some((a, _)), Some((b, _))) if a == b)
    }

    /// The numbers of the piece, both ends taken in.
    pub fn range(&self) -> Range {
        match self.values {
            Values::Numbers(low, high) => {
                Range { low: low.map(|(low, _)| low), high: high.map(|(high, _)| high) }
            }
            _ => Range::ANY,
        }
    }

    /// One value of the piece, in words.
    pub fn example(&self) -> String {
        match &self.values {
            Values::Numbers(..) => shown(self.number()),
            Values::Word(Some(word)) => word.clone(),
            Values::Word(None) => "其他".to_owned(),
            Values::Flag(yes) => if *yes { "是" } else { "否" }.to_owned(),
            Values::Anything => "任意".to_owned(),
        }
    }

    /// All values of the piece, in words: `41 至 42`.
    pub fn stretch(&self) -> String {
        match self.values {
            Values::Numbers(Some((low, _)), Some((high, _))) if low == high => shown(low),
            Values::Numbers(Some((low, low_in)), Some((high, high_in))) => match (low_in, high_in) {
                (true, true) => format!("{} 至 {}", shown(low), shown(high)),
                (true, false) => format!("{} 以上不满 {}", shown(low), shown(high)),
                (false, true) => format!("超过 {} 至 {}", shown(low), shown(high)),
                (false, false) => format!("超过 {} 不满 {}", shown(low), shown(high)),
            },
            Values::Numbers(Some((low, included)), None) => {
                format!("{}{}", if included { "不低于 " } else { "超过 " }, shown(low))
            }
            Values::Numbers(None, Some((high, included))) => {
                format!("{}{}", if included { "不高于 " } else { "不满 " }, shown(high))
            }
            _ => self.example(),
        }
    }

    /// One number of the piece.
    pub fn number(&self) -> Exact {
        let Values::Numbers(low, high) = self.values else {
            return Exact::ZERO;
        };
        match (low, high) {
            (_, Some((high, true))) => high,
            (Some((low, true)), _) => low,
            (Some((low, _)), Some((high, _))) => between(low, high, 2),
            (Some((low, _)), None) => moved(low, Exact::ONE),
            (None, Some((high, _))) => moved(high, -Exact::ONE),
            (None, None) => Exact::ZERO,
        }
    }

    /// Its least and greatest number, as near as can be where an end is not included; the next one where there is no end.
    pub fn ends(&self) -> (Exact, Exact) {
        let Values::Numbers(low, high) = self.values else {
            return (Exact::ZERO, Exact::ZERO);
        };
        let near = |end: (Exact, bool), other: Option<(Exact, bool)>, away: Exact| match (end.1, other) {
            (true, _) => end.0,
            (false, Some((other, _))) => between(end.0, other, 4),
            (false, None) => moved(end.0, away),
        };
        let one = Exact::ONE;
        match (low, high) {
            (Some(low), Some(high)) => (near(low, Some(high), one), near(high, Some(low), -one)),
            (Some(low), None) => {
                let low = near(low, None, one);
                (low, moved(low, one))
            }
            (None, Some(high)) => {
                let high = near(high, None, -one);
                (moved(high, -one), high)
            }
            (None, None) => (Exact::ZERO, one),
        }
    }
}

/// A number moved by another; numbers at the edge of what can be held stay where they are.
fn moved(number: Exact, by: Exact) -> Exact {
    number.checked_add(by).unwrap_or(number)
}

/// The number one `part`th of the way from one number to another.
fn between(from: Exact, to: Exact, part: i64) -> Exact {
    let way = to.checked_sub(from).and_then(|way| way.checked_div(Exact::from(part)));
    way.map_or(from, |way| moved(from, way))
}

/// A number as people write it: in 万 where that is shorter.
pub(in crate::check) fn shown(number: Exact) -> String {
    let scale = Exact::from(10_000);
    let large = number >= scale || number <= -scale;
    match number.checked_div(scale).and_then(Exact::to_decimal) {
        Some(short) if large && short.len() + 2 < number.to_string().len() => format!("{short} 万"),
        _ => number.to_string(),
    }
}
