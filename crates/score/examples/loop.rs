//! Scores the benchmark's person over and over, for profilers: `loop 10000 assess` or `loop 10000 total`.

#[path = "../tests/library/mod.rs"]
mod library;

fn main() {
    let library = library::real();
    let json = std::fs::read_to_string(library::root().join("crates/score/benches/fifteen-years.json"))
        .expect("the person");
    let person = policy::record::read_record(&json, &library.vocabulary).expect("a valid record");
    let on = terms::Date::constant(2021, 6, 15);
    let policy =
        library.scheme("shanghai/residence-points").and_then(|scheme| scheme.on(on)).expect("the version");
    let mut arguments = std::env::args().skip(1);
    let rounds: u32 = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(1000);
    let whole = arguments.next().is_none_or(|what| what == "assess");
    for _ in 0..rounds {
        if whole {
            std::hint::black_box(score::assess(policy, std::hint::black_box(&person), on));
        } else {
            std::hint::black_box(score::total(policy, std::hint::black_box(&person), on));
        }
    }
}
