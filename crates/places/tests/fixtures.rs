//! Markets with known answers from books, as other projects' tests hold them (oyamad/MatchingMarkets.jl and jtilly/matchingR, both
//! under the MIT licence; only the numbers are taken). 0 ends what is acceptable, as there.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod plain;

use places::seats::allocate;
use plain::{Plain, schools};

struct Fixture {
    source: &'static str,
    /// By applicant, the dearest first.
    applicants: &'static [&'static [usize]],
    /// By school, the best first.
    schools: &'static [&'static [usize]],
    seats: &'static [u32],
    /// The outcome that is best for applicants; 0 is none.
    outcome: &'static [usize],
    /// The outcome that is best for schools, where the two sides may change roles: one seat each.
    best_for_schools: Option<&'static [usize]>,
}

const FIXTURES: &[Fixture] = &[
    Fixture {
        source: "MatchingMarkets.jl, one to one, one stable outcome",
        applicants: &[&[1, 2, 3, 0], &[3, 1, 2, 0], &[2, 3, 1, 0], &[3, 1, 2, 0]],
        schools: &[&[3, 1, 2, 4, 0], &[1, 2, 3, 4, 0], &[3, 0, 2, 1, 4]],
        seats: &[1, 1, 1],
        outcome: &[1, 2, 3, 0],
        best_for_schools: Some(&[1, 2, 3, 0]),
    },
    Fixture {
        source: "Roth and Sotomayor 1990, example 2.9",
        applicants: &[&[1, 2, 3, 4, 0], &[4, 2, 3, 1, 0], &[4, 3, 1, 2, 0], &[1, 4, 3, 2, 0], &[1, 2, 4, 0]],
        schools: &[&[2, 3, 1, 4, 5, 0], &[3, 1, 2, 4, 5, 0], &[5, 4, 1, 2, 3, 0], &[1, 4, 5, 2, 3, 0]],
        seats: &[1, 1, 1, 1],
        outcome: &[1, 2, 3, 4, 0],
        best_for_schools: Some(&[4, 1, 2, 3, 0]),
    },
    Fixture {
        source: "Roth and Sotomayor 1990, example 2.17",
        applicants: &[&[1, 2, 3, 4], &[2, 1, 4, 3], &[3, 4, 1, 2], &[4, 3, 2, 1]],
        schools: &[&[4, 3, 2, 1], &[3, 4, 1, 2], &[2, 1, 4, 3], &[1, 2, 3, 4]],
        seats: &[1, 1, 1, 1],
        outcome: &[1, 2, 3, 4],
        best_for_schools: Some(&[4, 3, 2, 1]),
    },
    Fixture {
        source: "Gusfield and Irving 1989, section 1.6.5",
        applicants: &[
            &[3, 1, 5, 4, 0],
            &[1, 3, 4, 2, 5, 0],
            &[4, 5, 3, 1, 2, 0],
            &[3, 4, 1, 5, 0],
            &[1, 4, 2, 0],
            &[4, 3, 2, 1, 5, 0],
            &[2, 5, 1, 3, 0],
            &[1, 3, 2, 5, 4, 0],
            &[4, 1, 5, 0],
            &[3, 1, 5, 2, 4, 0],
            &[5, 4, 1, 3, 2, 0],
        ],
        schools: &[
            &[3, 7, 9, 11, 5, 4, 10, 8, 6, 1, 2, 0],
            &[5, 7, 10, 6, 8, 2, 3, 11, 0],
            &[11, 6, 8, 3, 2, 4, 7, 1, 10, 0],
            &[10, 1, 2, 11, 4, 9, 5, 3, 6, 8, 0],
            &[2, 4, 10, 7, 6, 1, 8, 3, 11, 9, 0],
        ],
        seats: &[4, 1, 3, 2, 1],
        outcome: &[3, 1, 4, 3, 1, 3, 2, 1, 4, 1, 5],
        best_for_schools: None,
    },
    Fixture {
        source: "Roth and Sotomayor 1990, page 16",
        applicants: &[
            &[5, 1, 0],
            &[2, 5, 1, 0],
            &[3, 1, 0],
            &[4, 1, 0],
            &[1, 2, 0],
            &[1, 3, 0],
            &[1, 3, 4, 0],
        ],
        schools: &[&[1, 2, 3, 4, 5, 6, 7, 0], &[5, 2, 0], &[6, 7, 3, 0], &[7, 4, 0], &[2, 1, 0]],
        seats: &[3, 1, 1, 1, 1],
        outcome: &[5, 2, 3, 4, 1, 1, 1],
        best_for_schools: None,
    },
    Fixture {
        // Utilities there; as orders here.
        source: "matchingR, college admissions with two slots",
        applicants: &[&[2, 1], &[1, 2], &[2, 1]],
        schools: &[&[2, 3, 1], &[3, 1, 2]],
        seats: &[2, 2],
        outcome: &[2, 1, 2],
        best_for_schools: None,
    },
];

fn acceptable(list: &[usize]) -> impl Iterator<Item = usize> {
    list.iter().take_while(|one| **one != 0).map(|one| one - 1)
}

fn market(applicants: &[&[usize]], schools: &[&[usize]], seats: &[u32]) -> Plain {
    let ranks: Vec<Vec<u16>> = schools
        .iter()
        .map(|list| {
            let place =
                |one| acceptable(list).position(|known| known == one).map_or(u16::MAX, |at| at as u16);
            (0..applicants.len()).map(place).collect()
        })
        .collect();
    // A wish for a school that would rather stay empty is no wish.
    let lists = applicants
        .iter()
        .enumerate()
        .map(|(one, list)| acceptable(list).filter(|school| ranks[*school][one] != u16::MAX).collect())
        .collect();
    Plain::open(seats, lists, ranks)
}

#[test]
fn the_books_answers_come_out() {
    for fixture in FIXTURES {
        let plain = market(fixture.applicants, fixture.schools, fixture.seats);
        let result: Vec<usize> = schools(&allocate(&plain.market()))
            .into_iter()
            .map(|school| school.map_or(0, |school| school + 1))
            .collect();
        assert_eq!(result, fixture.outcome, "{}", fixture.source);
        let Some(wanted) = fixture.best_for_schools else { continue };
        // The two sides change roles: schools propose.
        let turned = market(fixture.schools, fixture.applicants, &vec![1; fixture.applicants.len()]);
        let mut result = vec![0; fixture.applicants.len()];
        for (school, applicant) in schools(&allocate(&turned.market())).into_iter().enumerate() {
            if let Some(applicant) = applicant {
                result[applicant] = school + 1;
            }
        }
        assert_eq!(result, wanted, "{}, schools propose", fixture.source);
    }
    println!("{} fixtures", FIXTURES.len());
}

/// The market that maxkapur/DeferredAcceptance.jl tests stability on: schools with many ties, broken by one lot for all schools and
/// by one lot a school.
#[test]
fn ties_broken_once_or_school_by_school_give_stable_outcomes() {
    const STUDENTS: [[usize; 10]; 4] = [
        [3, 3, 4, 3, 4, 3, 3, 3, 3, 4],
        [4, 4, 3, 4, 3, 4, 4, 4, 4, 3],
        [2, 1, 2, 2, 2, 1, 2, 2, 2, 2],
        [1, 2, 1, 1, 1, 2, 1, 1, 1, 1],
    ];
    const SCHOOLS: [[u16; 4]; 10] = [
        [1, 5, 7, 5],
        [1, 1, 1, 1],
        [5, 1, 1, 1],
        [5, 1, 1, 1],
        [10, 9, 7, 8],
        [1, 5, 4, 5],
        [5, 1, 4, 1],
        [8, 5, 7, 8],
        [8, 9, 7, 8],
        [1, 5, 4, 5],
    ];
    let lists: Vec<Vec<usize>> =
        (0..10).map(|one| (0..4).map(|place| STUDENTS[place][one] - 1).collect()).collect();
    for salt in 0..50_u16 {
        for by_school in [0, 1] {
            let ranks = (0..4_usize).map(|school| {
                let lot = |one: usize| ((one as u16) * 7 + salt + by_school * 3 * school as u16) % 10;
                (0..10).map(|one: usize| SCHOOLS[one][school] * 16 + lot(one)).collect()
            });
            let plain = Plain::open(&[3, 2, 2, 3], lists.clone(), ranks.collect());
            assert!(plain.stable(&schools(&allocate(&plain.market()))));
        }
    }
}
