//! The made-up people of `examples/`, with whom a new database begins.

use service::store::SamplePerson;

const PEOPLE: &[(&str, &str, &str)] = &[
    ("一位母亲", "A mother", include_str!("../../../examples/family.json")),
    ("一位管道工", "A plumber", include_str!("../../../examples/plumber.json")),
    ("一位研究员", "A researcher", include_str!("../../../examples/researcher.json")),
    ("一位小吃店主", "Somebody who keeps a snack bar", include_str!("../../../examples/self-employed.json")),
    ("一位当过兵的人", "A veteran", include_str!("../../../examples/soldier.json")),
];

/// All of them.
pub fn people() -> Vec<SamplePerson> {
    let person = |(chinese, english, record): &(&str, &str, &str)| SamplePerson {
        chinese: (*chinese).to_owned(),
        english: (*english).to_owned(),
        record: (*record).to_owned(),
    };
    PEOPLE.iter().map(person).collect()
}
