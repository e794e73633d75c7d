//! Scores the benchmark's person over and over, for profilers.

#[path = "../tests/library/mod.rs"]
mod library;

fn main() {
    let library = library::real();
    let json = std::fs::read_to_string(library::root().join("crates/score/benches/fifteen-years.json")).expect("the person");
    let person = policy::record::read_record(&json, &library.vocabulary).expect("a valid record");
    let on = terms::Date::constant(2021, 6, 15);
    let policy = library.scheme("shanghai/residence-points").and_then(|scheme| scheme.on(on)).expect("the version");
    let rounds = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1000);
    let start = std::time::Instant::now();
    for _ in 0..rounds {
        std::hint::black_box(score::assess(policy, std::hint::black_box(&person), on));
    }
    println!("{:?} each; {} measures {} nodes {} uses", start.elapsed() / rounds, policy.measures.len(), policy.nodes.len(), policy.uses.len());
}
