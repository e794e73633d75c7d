//! The figures of `places`: how long rounds of a large city take. Prints a line a figure, `name<TAB>microseconds`; `cargo xtask bench`
//! puts them into `docs/benchmarks.md`. With the variable `PLACES_PEER` set to a Python that has the package `matching`, that package
//! solves a market beside ours.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a benchmark measures time, prints and may fail loudly"
)]

#[path = "../tests/made/mod.rs"]
mod made;

use made::{Dice, Size, make};
use places::auction::{Auction, Bid, ENTRY, Journal, Terms, replay};
use places::files::{Files, read};
use places::lottery::Hash;
use places::ranking::{Keys, order};
use places::seats::{Market, Mechanism, Outcome, allocate, objections, odds};
use places::why::{Grounds, write_wish};
use places::{Applicant, School};
use std::fmt::Write as _;
use std::fs::File;
use std::hint::black_box;
use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;
use std::process::{Command, Stdio};
use std::time::Instant;

// The allocator of the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CITY: Size =
    Size { applicants: 1_000_000, schools: 2_000, wishes: 10, reserves: 0, seats_per_cent: 95 };

/// Runs something a few times and prints the best of the times, which other work on the machine disturbs least; what the last run
/// made.
fn figure<T>(name: &str, runs: usize, mut run: impl FnMut() -> T) -> T {
    let mut times = Vec::new();
    let mut last = None;
    for _ in 0..runs {
        let from = Instant::now();
        let made = black_box(run());
        times.push(from.elapsed().as_micros());
        last = Some(made);
    }
    println!("{name}\t{}", times.iter().min().copied().unwrap_or_default());
    last.expect("at least one run")
}

/// How many have their first wish, and how many have none, in tenths of a percent.
fn shares(name: &str, market: &Market, outcome: &Outcome) {
    let (places, none) = outcome.distribution(market);
    let share = |count: u32| u64::from(count) * 1_000 / u64::from(market.size().max(1));
    println!("{name}.first\t{}", share(places.first().copied().unwrap_or_default()));
    println!("{name}.none\t{}", share(none));
}

fn seats() {
    let made = make(CITY, 7);
    let keys = made.keys.clone();
    figure("order", 5, || order(&keys, None));
    let from = Instant::now();
    let market = made.market(Mechanism::Deferred);
    println!("checked\t{}", from.elapsed().as_micros());
    let outcome = figure("seats", 5, || allocate(&market));
    shares("seats", &market, &outcome);
    let found = figure("objections", 5, || objections(&market, &outcome));
    assert!(found.is_empty(), "{found:?}");
    let grounds = Grounds { keys: &keys, tickets: None };
    let bytes = figure("explanations", 3, || {
        let mut text = String::new();
        let mut bytes = 0;
        for applicant in (0..market.size()).map(Applicant) {
            text.clear();
            for (place, _) in (0..).zip(market.list(applicant)) {
                write_wish(&mut text, &market, &outcome, &grounds, applicant, place)
                    .expect("a text takes all");
            }
            bytes += text.len();
        }
        bytes
    });
    println!("explanations.bytes\t{bytes}");
    let immediate = make(CITY, 7).market(Mechanism::Immediate);
    let outcome = figure("seats_immediate", 3, || allocate(&immediate));
    shares("seats_immediate", &immediate, &outcome);
    let reserves = make(Size { reserves: 8, ..CITY }, 7).market(Mechanism::Deferred);
    let outcome = figure("seats_reserves", 5, || allocate(&reserves));
    let found = figure("objections_reserves", 5, || objections(&reserves, &outcome));
    assert!(found.is_empty(), "{found:?}");
}

/// A city's lottery a thousand times: nobody has points, the lot decides all.
fn lottery() {
    let size = Size { applicants: 100_000, schools: 200, wishes: 5, reserves: 0, seats_per_cent: 90 };
    let made = make(size, 9);
    let mut key = made.keys.keys.first().cloned().expect("a key");
    key.values.iter_mut().for_each(|value| *value = Some(0));
    let keys = Keys { keys: vec![key] };
    let market = made.market(Mechanism::Deferred);
    let two = NonZeroUsize::MIN.saturating_add(1);
    figure("odds", 1, || odds(&market, &keys, Hash::of(b"bench"), 1_000, two));
}

/// A journal on disk. `commit` returns when the disk has it.
struct OnDisk(BufWriter<File>);

impl Journal for OnDisk {
    fn append(&mut self, entry: &[u8; ENTRY]) -> io::Result<()> {
        self.0.write_all(entry)
    }

    fn commit(&mut self) -> io::Result<()> {
        self.0.flush()?;
        self.0.get_ref().sync_data()
    }
}

/// A million bids. Bids that arrive while the disk is writing are made safe together, here so many at a time.
const TOGETHER: usize = 2_000;

fn auction() {
    let terms = Terms {
        plates: 15_000,
        lowest: 100,
        warning_price: 90_000,
        highest: None,
        step: 100,
        window: 300,
        changes: 2,
        first_ends: 1_800_000_000,
        second_ends: 3_600_000_000,
    };
    let bidders = 400_000;
    let mut dice = Dice(11);
    // Prices as bidders would choose them, who see the lowest winning price.
    let mut seen = Auction::open(terms, bidders).expect("terms");
    let bids: Vec<Bid> = (0..1_000_000_u64)
        .map(|number| {
            let lowest = seen.lowest_winning().unwrap_or(terms.warning_price);
            let at = number * 3_600;
            let price = if at < terms.first_ends {
                terms.warning_price - 100 * dice.below(30) as u32
            } else {
                lowest + 100 * dice.below(6) as u32 - 100
            };
            let bid = Bid { bidder: dice.below(u64::from(bidders)) as u32, price, at };
            seen.take(bid, &mut Vec::new()).expect("memory");
            bid
        })
        .collect();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/auction.journal");
    figure("auction", 3, || {
        let mut auction = Auction::open(terms, bidders).expect("terms");
        let mut journal = OnDisk(BufWriter::new(File::create(path).expect("a file")));
        for together in bids.chunks(TOGETHER) {
            for bid in together {
                auction.take(*bid, &mut journal).expect("a disk");
                black_box(auction.lowest_winning());
            }
            journal.commit().expect("a disk");
        }
        auction
    });
    let journal = std::fs::read(path).expect("the journal");
    let _ = std::fs::remove_file(path);
    let again = figure("auction_replay", 3, || replay(terms, bidders, &journal).expect("the same auction"));
    figure("auction_clear", 5, || again.auction.clear());
    assert_eq!(again.auction.clear(), seen.clear());
}

/// A district's round as files: from the filed tables to the published folder, and the recount of that.
fn published() {
    let size = Size { applicants: 100_000, schools: 200, wishes: 5, reserves: 3, seats_per_cent: 90 };
    let made = make(size, 13);
    let mut filed = Files::new();
    let round = "setting,value\nformat,jifen-round/1\nround,试点\nkind,seats\ntrack,deferred\nwishes-at-most,5\nkey,总分 larger 0\n\
                 key,月数 larger 0\nties,lottery\nsource,甲\nsource,乙\n";
    filed.insert("round.csv".into(), round.into());
    filed.insert("draw.csv".into(), "source,value\n甲,1\n乙,2\n".into());
    let mut schools = String::from("school,district,pool,groups,seats,unfilled\n");
    for school in &made.schools {
        for (group, pool) in school.pools.iter().enumerate() {
            let groups = if pool.groups == 0 { String::new() } else { format!("G{group}") };
            let unfilled = if pool.groups == 0 { "void" } else { "open" };
            writeln!(schools, "{},,{},{groups},{},{unfilled}", school.name, pool.name, pool.seats)
                .expect("a text");
        }
    }
    let mut applicants = String::from("applicant,batch,track,groups,district,family,总分,月数\n");
    let mut wishes = String::from("applicant,wish,school,class\n");
    let keys = made.keys.clone();
    let groups = made.applicants.groups.clone();
    let market = made.market(Mechanism::Deferred);
    for (row, name) in (0..).zip(market.applicants().names.iter()) {
        let mask = groups.get(row as usize).copied().unwrap_or_default();
        let own: Vec<String> =
            (0..3).filter(|bit| mask & 1 << bit != 0).map(|bit| format!("G{bit}")).collect();
        let key = |at: usize| keys.keys.get(at).and_then(|key| key.of(row)).unwrap_or_default();
        writeln!(applicants, "{name},,,{},,,{},{}", own.join(" "), key(0), key(1)).expect("a text");
        for (place, school) in (1..).zip(market.list(Applicant(row))) {
            writeln!(wishes, "{name},{place},S{school:04},").expect("a text");
        }
    }
    filed.insert("schools.csv".into(), schools);
    filed.insert("applicants.csv".into(), applicants);
    filed.insert("wishes.csv".into(), wishes);
    let published = figure("published", 3, || {
        let (round, _) = read(&filed).expect("a round");
        round.run().expect("an outcome").publish(&filed)
    });
    let found = figure("recount", 3, || recount::recount(&published));
    assert!(found.faults.is_empty(), "{:?}", found.faults);
}

/// The peer and ours on one market, at a size that the peer can do.
fn peer(python: &str) {
    let size = Size { applicants: 10_000, schools: 200, wishes: 5, reserves: 0, seats_per_cent: 90 };
    let made = make(size, 5);
    let from = Instant::now();
    let market = made.market(Mechanism::Deferred);
    println!("peer_ours_checked\t{}", from.elapsed().as_micros());
    let line = |numbers: &mut dyn Iterator<Item = u32>| {
        numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(" ") + "\n"
    };
    let mut text = format!("market {} {}\n", size.applicants, size.schools);
    text.push_str(&line(&mut market.schools().iter().map(|school| school.seats())));
    for applicant in 0..size.applicants {
        text.push_str(&line(&mut market.list(Applicant(applicant)).iter().copied()));
    }
    for school in 0..size.schools {
        let first_to_last = market.order().applicants.iter().copied();
        text.push_str(&line(&mut first_to_last.filter(|one| market.list(Applicant(*one)).contains(&school))));
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../peers/matching/solve.py");
    let mut child = Command::new(python)
        .args([script, "--time"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the peer");
    child.stdin.take().expect("its input").write_all(text.as_bytes()).expect("its input");
    let output = child.wait_with_output().expect("its answer");
    let answer = String::from_utf8_lossy(&output.stdout);
    let mut lines = answer.lines();
    let (making, solving) = lines.next().and_then(|times| times.split_once(' ')).expect("its times");
    println!("peer_making\t{making}\npeer_solving\t{solving}");
    let theirs: Vec<Option<School>> =
        lines.next().expect("its answer").split(' ').map(|school| school.parse().ok().map(School)).collect();
    let ours = figure("peer_ours", 51, || allocate(&market));
    assert_eq!(ours.assignment(), theirs, "the peer seats somebody elsewhere");
}

fn main() {
    seats();
    lottery();
    auction();
    published();
    if let Ok(python) = std::env::var("PLACES_PEER") {
        peer(&python);
    }
}
