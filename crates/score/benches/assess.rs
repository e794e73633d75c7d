//! One person with fifteen years of history under one version: with and without the text of the explanation; and loading the
//! whole library. `cargo xtask bench` prints these beside the peers' figures.

#[path = "../tests/library/mod.rs"]
mod library;

use policy::model::Policy;
use policy::record::{Record, read_record};
use policy::scheme::Library;
use terms::Date;

fn main() {
    divan::main();
}

fn person(library: &Library) -> Record {
    let json = std::fs::read_to_string(library::root().join("crates/score/benches/fifteen-years.json"))
        .expect("the person");
    read_record(&json, &library.vocabulary).expect("a valid record")
}

fn version(library: &Library) -> &Policy {
    let scheme = library.scheme("shanghai/residence-points").expect("the scheme");
    scheme.on(on()).expect("the version")
}

fn on() -> Date {
    Date::constant(2021, 6, 15)
}

#[divan::bench]
fn assess(bencher: divan::Bencher) {
    let library = library::real();
    let person = person(&library);
    let policy = version(&library);
    bencher.bench(|| score::assess(policy, &person, on()));
}

#[divan::bench]
fn read_the_record(bencher: divan::Bencher) {
    let library = library::real();
    let json = std::fs::read_to_string(library::root().join("crates/score/benches/fifteen-years.json"))
        .expect("the person");
    bencher.bench(|| read_record(&json, &library.vocabulary));
}

#[divan::bench(sample_count = 20)]
fn load_and_check_all_policies(bencher: divan::Bencher) {
    let files = library::files();
    bencher.bench(|| Library::read(&files));
}
