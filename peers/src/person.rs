//! Made-up persons from a seed, and the rules as a plain loop: what every engine is held to.

/// The inputs by the names under which every engine reads them.
pub const INPUTS: [&str; 9] =
    ["age", "edu", "title", "si_months", "base", "spouse_months", "remote_months", "award", "falsif"];

/// Points by education, title and award, for engines that have the policy written by this program.
pub const EDUCATION: [i64; 6] = [0, 50, 60, 90, 100, 110];
/// As above.
pub const TITLE: [i64; 6] = [0, 15, 30, 60, 100, 140];
/// As above.
pub const AWARD: [i64; 5] = [0, 15, 30, 60, 110];

/// The nine inputs of a person.
#[derive(Debug)]
pub struct Person {
    /// Full years.
    pub age: i64,
    /// Which of [`EDUCATION`].
    pub education: usize,
    /// Which of [`TITLE`].
    pub title: usize,
    /// Months insured.
    pub insured: i64,
    /// Contribution base in thousandths of the average wage.
    pub base: i64,
    /// Months the spouse was insured.
    pub spouse: i64,
    /// Months worked in the outskirts.
    pub remote: i64,
    /// Which of [`AWARD`].
    pub award: usize,
    /// How often false papers were given.
    pub falsified: i64,
}

impl Person {
    /// The inputs in the order of [`INPUTS`], ranks as numbers.
    pub fn numbers(&self) -> [i64; 9] {
        let rank = |rank: usize| i64::try_from(rank).unwrap_or_default();
        [
            self.age,
            rank(self.education),
            rank(self.title),
            self.insured,
            self.base,
            self.spouse,
            self.remote,
            rank(self.award),
            self.falsified,
        ]
    }

    /// The total as the rules say it, with nothing in between.
    pub fn plain_total(&self) -> i64 {
        let age = match self.age {
            ..=43 => 30,
            44..=55 => 30 - 2 * (self.age - 43),
            56..=60 => 5,
            _ => 0,
        };
        let base = match self.base {
            ..800 => 0,
            800..1000 => 25,
            1000..2000 => 50,
            _ => 100,
        };
        let years = self.remote / 12;
        let remote = if years >= 5 { (2 * years).min(20) } else { 0 };
        let at = |points: &[i64], rank: usize| points.get(rank).copied().unwrap_or_default();
        age + at(&EDUCATION, self.education).max(at(&TITLE, self.title))
            + 3 * (self.insured / 12)
            + base
            + (4 * (self.spouse / 12)).min(40)
            + remote
            + at(&AWARD, self.award)
            - 150 * self.falsified
    }
}

/// So many persons; the same seed makes the same ones.
pub fn made_up(count: usize, seed: u64) -> Vec<Person> {
    let mut dice = Dice(seed);
    (0..count).map(|_| dice.person()).collect()
}

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn person(&mut self) -> Person {
        Person {
            age: self.between(18, 66),
            education: self.rank(&[35, 25, 12, 20, 7, 1]),
            title: self.rank(&[60, 10, 10, 10, 8, 2]),
            // Three throws, so that the middle is commoner than the ends.
            insured: self.between(0, 160) + self.between(0, 160) + self.between(0, 161),
            base: self.between(0, 1000) + self.between(0, 1000) + self.between(0, 1001),
            spouse: self.seldom(12, 300),
            remote: self.seldom(15, 240),
            award: self.rank(&[90, 4, 3, 2, 1]),
            falsified: self.seldom(2, 4),
        }
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From the first number on, below the second.
    fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low).unwrap_or(1).max(1);
        low + i64::try_from(self.next() % width).unwrap_or_default()
    }

    /// Nothing, but in so many of a hundred throws a number below `high`.
    fn seldom(&mut self, of_a_hundred: i64, high: i64) -> i64 {
        if self.between(0, 100) < of_a_hundred { self.between(0, high) } else { 0 }
    }

    /// One of the ranks, each as often of a hundred times as its weight says.
    fn rank(&mut self, weights: &[i64]) -> usize {
        let mut left = self.between(0, 100);
        for (rank, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0 {
                return rank;
            }
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example_of_the_policy_comes_out() {
        let person = Person {
            age: 46,
            education: 3,
            title: 4,
            insured: 71,
            base: 1999,
            spouse: 140,
            remote: 60,
            award: 2,
            falsified: 2,
        };
        assert_eq!(person.plain_total(), -31);
    }

    #[test]
    fn every_tier_is_met_by_somebody() {
        let persons = made_up(4000, 20_260_101);
        let met = |fits: &dyn Fn(&Person) -> bool| persons.iter().any(fits);
        assert!((18..66).all(|age| met(&|person| person.age == age)));
        assert!((0..6).all(|rank| met(&|person| person.education == rank)));
        assert!((0..6).all(|rank| met(&|person| person.title == rank)));
        assert!((0..5).all(|rank| met(&|person| person.award == rank)));
        assert!((0..4).all(|times| met(&|person| person.falsified == times)));
        assert!(met(&|person| person.base < 800) && met(&|person| person.base >= 2000));
        assert!(met(&|person| person.spouse >= 120) && met(&|person| (1..60).contains(&person.remote)));
    }
}
