//! The Python package `matching` gives everybody the same seat. `cargo xtask test` installs it and runs this; where it is not installed,
//! this fails and says so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod made;
mod plain;

use made::Dice;
use places::seats::allocate;
use plain::{Plain, schools};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

fn market(dice: &mut Dice, applicants: usize, all: usize, wishes: usize) -> Plain {
    let lists: Vec<Vec<usize>> = (0..applicants)
        .map(|_| {
            let mut list: Vec<usize> = (0..all).collect();
            dice.shuffle(&mut list);
            list.truncate(1 + dice.below(wishes as u64) as usize);
            list
        })
        .collect();
    let ranks = (0..all)
        .map(|_| {
            let mut ranks: Vec<u16> = (0..applicants as u16).collect();
            dice.shuffle(&mut ranks);
            ranks
        })
        .collect();
    // The package takes no school without seats.
    let seats: Vec<u32> = (0..all).map(|_| 1 + dice.below((applicants / all) as u64 + 1) as u32).collect();
    Plain::open(&seats, lists, ranks)
}

fn written(plain: &Plain) -> String {
    let line =
        |numbers: Vec<usize>| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ") + "\n";
    let mut text = format!("market {} {}\n", plain.lists.len(), plain.pools.len());
    text.push_str(&line(plain.pools.iter().map(|pools| pools[0].1 as usize).collect()));
    plain.lists.iter().for_each(|list| text.push_str(&line(list.clone())));
    for school in 0..plain.pools.len() {
        let mut wish: Vec<usize> =
            (0..plain.lists.len()).filter(|one| plain.lists[*one].contains(&school)).collect();
        wish.sort_by_key(|one| plain.ranks[school][*one]);
        text.push_str(&line(wish));
    }
    text
}

#[test]
fn the_python_package_matching_gives_the_same_seats() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let python = root.join("target/tools/matching/bin/python");
    assert!(python.exists(), "{} is absent; `cargo xtask test` installs it", python.display());
    let mut dice = Dice(2026);
    let sizes = [(8, 3, 3, 400), (40, 8, 5, 100), (300, 20, 8, 10), (3_000, 100, 5, 1)];
    let mut plains = Vec::new();
    for (applicants, all, wishes, times) in sizes {
        plains.extend((0..times).map(|_| market(&mut dice, applicants, all, wishes)));
    }
    let mut child = Command::new(python)
        .arg(root.join("peers/matching/solve.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(plains.iter().map(written).collect::<String>().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let mut answers = text.lines();
    let mut applicants = 0;
    for plain in &plains {
        let Some(answer) = answers.next() else { panic!("the package stopped early") };
        let theirs: Vec<Option<usize>> =
            answer.split_whitespace().map(|school| school.parse::<i64>().unwrap().try_into().ok()).collect();
        assert_eq!(schools(&allocate(&plain.market())), theirs, "{plain:?}");
        applicants += theirs.len();
    }
    println!("{} markets, {applicants} applicants: the same seats", plains.len());
}
