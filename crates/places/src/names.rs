//! Who is meant: rows of a round and the numbers under which people know them.

/// An applicant: a row of the round.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Applicant(pub u32);

/// A school: a row of the round.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct School(pub u32);

/// Receipt numbers or names of schools by row, in one text: a million of them are two allocations.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Names {
    text: String,
    ends: Vec<u32>,
}

impl Names {
    /// Appends the name of the next row.
    pub fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// How many rows have names.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The name of a row; empty beyond the last.
    pub fn get(&self, row: u32) -> &str {
        let from = row.checked_sub(1).map_or(0, |before| at(&self.ends, before));
        let to = self.ends.get(row as usize).copied().unwrap_or(from);
        self.text.get(from as usize..to as usize).unwrap_or_default()
    }

    /// All names, in order of rows.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|row| self.get(u32::try_from(row).unwrap_or(u32::MAX)))
    }
}

impl<T: AsRef<str>> FromIterator<T> for Names {
    fn from_iter<I: IntoIterator<Item = T>>(names: I) -> Names {
        let mut all = Names::default();
        names.into_iter().for_each(|name| all.push(name.as_ref()));
        all
    }
}

/// What a column says of a row.
// INVARIANT: rows were handed out by the round that owns the column, so the row is there; nothing else asks.
pub(crate) fn at<T: Copy + Default>(column: &[T], row: u32) -> T {
    column.get(row as usize).copied().unwrap_or_default()
}

/// Writes what a column says of a row; the same invariant as [`at`].
pub(crate) fn put<T>(column: &mut [T], row: u32, value: T) {
    if let Some(cell) = column.get_mut(row as usize) {
        *cell = value;
    }
}

/// The number of rows of a column.
pub(crate) fn rows<T>(column: &[T]) -> u32 {
    u32::try_from(column.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_by_row() {
        let names: Names = ["甲", "", "B-2"].into_iter().collect();
        assert_eq!(names.iter().collect::<Vec<_>>(), ["甲", "", "B-2"]);
        assert_eq!(names.get(3), "");
    }
}
