//! One person with fifteen years of history under one version: with and without the text of the explanation; and loading the
//! whole library. `cargo xtask bench` prints these beside the peers' figures.

#![expect(clippy::expect_used, reason = "a benchmark may fail loudly")]

#[path = "../tests/library/mod.rs"]
mod library;

use policy::model::Policy;
use policy::record::{Record, read_record};
use policy::scheme::Library;
use score::explain::Language;
use terms::Date;

// The allocator of the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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

#[divan::bench(sample_size = 64)]
fn assess(bencher: divan::Bencher) {
    let library = library::real();
    let person = person(&library);
    let policy = version(&library);
    bencher.bench(|| score::assess(policy, &person, on()));
}

#[divan::bench(args = [Language::Chinese, Language::English])]
fn explain(bencher: divan::Bencher, language: Language) {
    let library = library::real();
    let person = person(&library);
    let policy = version(&library);
    bencher
        .with_inputs(|| score::assess(policy, &person, on()))
        .bench_refs(|assessment| score::explain::explain(assessment, language));
}

#[divan::bench(sample_size = 64)]
fn total_alone(bencher: divan::Bencher) {
    let library = library::real();
    let person = person(&library);
    let policy = version(&library);
    bencher.bench(|| score::total(policy, &person, on()));
}

// What comes out is let go inside the measured time, as it is once a sheet is printed: memory that is used again stays warm.
#[divan::bench(sample_size = 64)]
fn assess_and_explain(bencher: divan::Bencher) {
    let library = library::real();
    let person = person(&library);
    let policy = version(&library);
    bencher.bench(|| {
        let mut assessment = score::assess(policy, &person, on());
        let explanation = score::explain::explain_briefly(&mut assessment, Language::Chinese);
        drop(divan::black_box(explanation));
    });
}

#[divan::bench]
fn forecast_of_ten_years(bencher: divan::Bencher) {
    let library = library::real();
    let person = person(&library).going_on(on(), &library.vocabulary);
    let scheme = library.scheme("shanghai/residence-points").expect("the scheme");
    bencher.bench(|| score::forecast(scheme, &person, on(), 66));
}

#[divan::bench(sample_count = 10)]
fn plan_of_ten_years(bencher: divan::Bencher) {
    let library = library::real();
    let person = person(&library);
    let scheme = library.scheme("shanghai/residence-points").expect("the scheme");
    let goal = score::Goal { use_name: "参加普通高中招生", from: on(), months: 60, city: "上海" };
    bencher.bench(|| score::plan(scheme, &person, goal, &library.actions));
}

#[divan::bench]
fn all_schemes_for_one_person(bencher: divan::Bencher) {
    let library = library::real();
    let person = person(&library);
    bencher.bench(|| {
        library
            .schemes
            .iter()
            .filter_map(|scheme| scheme.on(on()))
            .map(|policy| score::assess(policy, &person, on()).total)
            .collect::<Vec<_>>()
    });
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
    bencher.bench(|| {
        let (library, problems) = Library::read(&files);
        let found: usize = library.schemes.iter().map(|scheme| policy::check::check(scheme).len()).sum();
        problems.len() + found
    });
}
