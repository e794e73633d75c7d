//! Whatever is sent as a form gets an answer, never a server error; and a fact that is not asked changes nothing.

use crate::common::{PEOPLE, SITE, fields, form, get, person};
use policy::record::{Record, State, read_record};
use proptest::prelude::*;
use std::sync::LazyLock;
use tokio::runtime::Runtime;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// A scheme and the fields of one of its forms.
type Form = (&'static str, Vec<(String, String)>);

/// The fields of real forms, which random posts begin from, and their scheme: all questions, one with a grid of months, one with days.
static DRAWN: LazyLock<[Form; 3]> = LazyLock::new(|| {
    let all = RUNTIME.block_on(get("/model/residence-points/form"));
    let edit =
        [("record".to_owned(), person("family")), ("edit".to_owned(), "employee_insurance".to_owned())];
    let one = RUNTIME.block_on(form("/model/residence-points/check", &edit));
    let edit = [("record".to_owned(), person("family")), ("edit".to_owned(), "homes_rented".to_owned())];
    let homes = RUNTIME.block_on(form("/wuhan/hukou-points/check", &edit));
    assert!(homes.text.contains("t.homes_rented"));
    let model = "model/residence-points";
    [(model, fields(&all.text)), (model, fields(&one.text)), ("wuhan/hukou-points", fields(&homes.text))]
});

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("-".to_owned()),
        Just("201903".to_owned()),
        Just("2019-03-31".to_owned()),
        Just("yes".to_owned()),
        Just("12000".to_owned()),
        Just("{\"facts\": {\"birth_date\": {}}, \"x\": [[[[[[[[[[1]]]]]]]]]]}".to_owned()),
        "[0-9]{1,20}",
        "\\PC{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_form_is_a_server_error(
        changes in prop::collection::vec((any::<prop::sample::Index>(), value()), 0..12),
        more in prop::collection::vec(("[a-z.]{1,12}", value()), 0..3),
        page in prop::sample::select(vec!["check", "form", "result"]),
        which in 0..3_usize,
    ) {
        let (scheme, mut sent) = DRAWN[which].clone();
        for (at, value) in changes {
            let at = at.index(sent.len());
            sent[at].1 = value;
        }
        sent.extend(more);
        let answer = RUNTIME.block_on(form(&format!("/{scheme}/{page}"), &sent));
        prop_assert!(answer.status.as_u16() < 500, "{}", answer.status);
        prop_assert!(answer.text.contains("<h1"));
    }
}

#[test]
fn a_fact_that_is_not_asked_changes_nothing() {
    let vocabulary = SITE.vocabulary();
    for name in PEOPLE {
        let record = read_record(&person(name), vocabulary).unwrap();
        for policy in SITE.library().schemes.iter().flat_map(|scheme| &scheme.versions) {
            let asked = policy.asked();
            let mut less = Record::unknown(vocabulary.len());
            for id in asked.keys() {
                let mut state: State = record.get(*id).clone();
                if let policy::record::Held::Entries(entries) = &mut state.held {
                    for entry in entries {
                        for (at, slot) in entry.attributes.iter_mut().enumerate() {
                            if !asked[id].iter().any(|one| usize::from(one.0) == at) {
                                *slot = None;
                            }
                        }
                    }
                }
                less.put(*id, state);
            }
            let on = policy
                .id
                .effective
                .max(policy.until.unwrap_or(crate::common::today()).min(crate::common::today()));
            let (all, part) = (score::assess(policy, &record, on), score::assess(policy, &less, on));
            assert_eq!(all.total, part.total, "{name} {}", policy.id);
            for (a, b) in all.uses.iter().zip(&part.uses) {
                assert_eq!(
                    (a.status, a.score),
                    (b.status, b.score),
                    "{name} {} {}",
                    policy.id,
                    policy.uses[a.at].name
                );
            }
        }
    }
}
