//! A table as text: a head, a row a line, cells between commas.

use crate::Files;

pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// The table of a file; empty where there is none.
    pub fn new(files: &Files, name: &str) -> Table {
        let text = files.get(name).map(String::as_str).unwrap_or_default();
        let cells = |line: &str| line.trim_end_matches('\r').split(',').map(str::to_owned).collect();
        let mut lines = text.split('\n').filter(|line| !line.is_empty()).map(cells);
        Table { head: lines.next().unwrap_or_default(), rows: lines.collect() }
    }

    /// The cell of a row under a name; empty where there is none.
    pub fn cell<'a>(&self, row: &'a [String], name: &str) -> &'a str {
        let at = self.head.iter().position(|head| head == name);
        at.and_then(|at| row.get(at)).map(String::as_str).unwrap_or_default()
    }

    /// All cells under a name.
    pub fn column(&self, name: &str) -> impl Iterator<Item = &str> {
        let at = self.head.iter().position(|head| head == name);
        self.rows.iter().map(move |row| at.and_then(|at| row.get(at)).map(String::as_str).unwrap_or_default())
    }
}
