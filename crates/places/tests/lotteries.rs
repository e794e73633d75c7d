//! Tickets are even, hang on nothing but seed, round and receipt number, and come out of commands that everybody has.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod made;

use made::{Size, make};
use places::lottery::{Draw, Hash, Source, seed};
use places::ranking::{Key, Keys, order};
use places::seats::{Mechanism, odds};
use places::{Applicant, Names};
use std::io::Write;
use std::num::NonZeroUsize;
use std::process::{Command, Stdio};

fn sha256sum(text: &str) -> String {
    let mut child =
        Command::new("sha256sum").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("sha256sum");
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    String::from_utf8(output.stdout).unwrap()[..64].to_owned()
}

#[test]
fn seed_and_tickets_are_what_sha256sum_prints() {
    let commitment = Hash::of(b"what was filed");
    let sources = [("双色球 2026-06-30", "03 09 11 20 27 33 07"), ("上证指数 2026-06-30 收盘", "3219.38")];
    let by_hand = sha256sum(&format!(
        "jifen-lottery/1\n{commitment}\n双色球 2026-06-30=03 09 11 20 27 33 07\n上证指数 2026-06-30 收盘=3219.38\n"
    ));
    let sources = sources.map(|(name, value)| Source { name: name.into(), value: value.into() });
    let seed = seed(commitment, &sources).unwrap();
    assert_eq!(seed.to_string(), by_hand);
    let draw = Draw::new(seed, "示范区 2026 小学");
    for receipt in ["B-1", "申请 77", ""] {
        let by_hand = sha256sum(&format!("{seed}\n示范区 2026 小学\n{receipt}\n"));
        assert_eq!(draw.ticket(receipt).to_string(), by_hand[..32]);
    }
}

/// χ² over 256 cells of the first byte for a million tickets: with 255 degrees of freedom, mean 255 and deviation 22.6.
#[test]
fn a_million_tickets_are_even_by_chi_squared() {
    let draw = Draw::new(Hash::of(b"even"), "r");
    let (mut first, mut last) = ([0_u64; 256], [0_u64; 256]);
    for row in 0..1_000_000 {
        let ticket = draw.ticket(&format!("R{row}")).0;
        first[(ticket >> 120) as usize] += 1;
        last[(ticket & 255) as usize] += 1;
    }
    for cells in [first, last] {
        let expected = 1_000_000 / 256;
        let sum: u64 = cells.iter().map(|count| count.abs_diff(expected).pow(2)).sum();
        let chi = sum / expected;
        assert!((160..350).contains(&chi), "{chi}");
    }
}

#[test]
fn one_bit_of_the_seed_changes_half_of_every_ticket() {
    let seed = Hash::of(b"seed");
    let before = Draw::new(seed, "r");
    let mut differing = 0;
    for bit in 0..256 {
        let mut other = seed;
        other.0[bit / 8] ^= 1 << (bit % 8);
        let after = Draw::new(other, "r");
        differing += (0..100)
            .map(|row| (before.ticket(&format!("{row}")).0 ^ after.ticket(&format!("{row}")).0).count_ones())
            .sum::<u32>();
    }
    let mean = differing * 10 / 25_600;
    assert!((635..645).contains(&mean), "{mean} tenths of 128 bits");
}

/// Another order of the list, or a row more, moves nobody's ticket.
#[test]
fn tickets_do_not_hang_on_the_list() {
    let draw = Draw::new(Hash::of(b"s"), "r");
    let names: Names = (0..500).map(|row| format!("R{row}")).collect();
    let turned: Names = (0..501).rev().map(|row| format!("R{row}")).collect();
    let (tickets, others) = (draw.tickets(&names), draw.tickets(&turned));
    for row in 0..500 {
        assert_eq!(tickets[row], others[500 - row]);
    }
    let equal = |size| Keys {
        keys: vec![Key {
            name: "分".into(),
            first: places::ranking::First::Larger,
            decimals: 0,
            values: vec![Some(1); size],
        }],
    };
    let first: Vec<&str> =
        order(&equal(500), Some(&tickets)).applicants.iter().map(|one| names.get(*one)).collect();
    let second = order(&equal(501), Some(&others)).applicants;
    let second: Vec<&str> =
        second.iter().map(|one| turned.get(*one)).filter(|name| *name != "R500").collect();
    assert_eq!(first, second);
}

/// Odds are counts of real draws: no thread more or less changes them, and who is sure of a seat is seated in all of them.
#[test]
fn odds_are_the_same_on_any_number_of_threads() {
    let made = make(Size { applicants: 400, schools: 8, wishes: 4, reserves: 0, seats_per_cent: 80 }, 3);
    let keys = Keys { keys: vec![made.keys.keys[0].clone()] };
    let market = made.market(Mechanism::Deferred);
    let seed = Hash::of(b"odds");
    let one = odds(&market, &keys, seed, 60, NonZeroUsize::MIN);
    let three = odds(&market, &keys, seed, 60, NonZeroUsize::new(3).unwrap());
    assert_eq!(one, three);
    let best = *order(&keys, None).applicants.first().unwrap();
    let first = order(&keys, None).ties().next().map_or(1, <[u32]>::len);
    if first == 1 {
        assert_eq!(one.of(&market, Applicant(best))[0], 60);
    }
    let seated: u32 = (0..400).flat_map(|row| one.of(&market, Applicant(row))).sum();
    assert!(seated > 60 * 250 && seated <= 60 * 320, "{seated}");
}
