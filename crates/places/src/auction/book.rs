//! How many bids stand at each price, and which price is the lowest that would win: a Fenwick tree over the grid of prices (Fenwick,
//! "A new data structure for cumulative frequency tables", 1994), so that both take a few steps whatever the number of bids.

/// The book of standing bids.
#[derive(Clone, Debug)]
pub(super) struct Book {
    /// Sums of stretches of levels, the highest price first; entry `i` ends at level `i` counted from 1.
    sums: Vec<u32>,
    bids: u32,
    /// The highest power of two that is not above the number of levels.
    top: usize,
}

impl Book {
    pub fn new(levels: u32) -> Book {
        let size = levels as usize + 1;
        let top = 1 << (usize::BITS - 1 - (size - 1).max(1).leading_zeros());
        Book { sums: vec![0; size], bids: 0, top }
    }

    pub fn bids(&self) -> u32 {
        self.bids
    }

    /// A level counted from the highest price, from 1, as the tree has it.
    fn entry(&self, level: u32) -> usize {
        self.sums.len().saturating_sub(1 + level as usize)
    }

    pub fn add(&mut self, level: u32) {
        self.bids += 1;
        self.walk(level, |sum| *sum += 1);
    }

    pub fn remove(&mut self, level: u32) {
        self.bids -= 1;
        self.walk(level, |sum| *sum -= 1);
    }

    fn walk(&mut self, level: u32, change: impl Fn(&mut u32)) {
        let mut at = self.entry(level);
        while let Some(sum) = self.sums.get_mut(at).filter(|_| at > 0) {
            change(sum);
            at += at & at.wrapping_neg();
        }
    }

    /// The level of the bid that is the `rank`th from the highest price, from 1.
    pub fn level_of(&self, rank: u32) -> Option<u32> {
        if rank == 0 || rank > self.bids {
            return None;
        }
        let (mut at, mut left, mut step) = (0, rank, self.top);
        while step > 0 {
            if let Some(sum) = self.sums.get(at + step).filter(|sum| **sum < left) {
                at += step;
                left -= sum;
            }
            step /= 2;
        }
        u32::try_from(self.sums.len().saturating_sub(2 + at)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nth_highest_level_is_that_of_a_sorted_list() {
        let mut book = Book::new(23);
        let mut plain: Vec<u32> = Vec::new();
        for number in 0..400_u32 {
            let level = number * 7919 % 23;
            if number % 3 == 2 && !plain.is_empty() {
                let gone = plain.remove(number as usize % plain.len());
                book.remove(gone);
            } else {
                plain.push(level);
                book.add(level);
            }
            let mut sorted = plain.clone();
            sorted.sort_unstable_by(|one, other| other.cmp(one));
            for (rank, level) in (1..).zip(&sorted) {
                assert_eq!(book.level_of(rank), Some(*level));
            }
            assert_eq!(book.level_of(sorted.len() as u32 + 1), None);
        }
    }
}
