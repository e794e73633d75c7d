//! What a reader takes along: papers and places as the rules name them, the sheet on paper, and two parents side by side.

use crate::common::{PEOPLE, SITE, fields, form, get, person, record, today};
use axum::http::StatusCode;
use policy::model::{Applicant, Policy};
use policy::record::read_record;
use score::{Better, Outcome};

fn pair(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

fn in_force() -> impl Iterator<Item = (&'static str, &'static Policy)> {
    SITE.library().schemes.iter().filter_map(|scheme| Some((scheme.id.as_str(), scheme.on(today())?)))
}

/// The cells of the tables of what to bring.
fn needed(page: &str) -> Vec<&str> {
    let tables =
        page.split("<table class=\"stack bring\">").skip(1).filter_map(|rest| rest.split("</table>").next());
    tables
        .flat_map(|table| table.split("<th scope=\"row\">").skip(1))
        .filter_map(|rest| rest.split("</th>").next())
        .collect()
}

#[tokio::test]
async fn nothing_is_to_be_brought_that_the_rules_do_not_name_and_nothing_they_name_is_missing() {
    for (at, (scheme, policy)) in in_force().enumerate() {
        let text = SITE.text(&policy.file).unwrap();
        for name in [PEOPLE[at % PEOPLE.len()], PEOPLE[0]] {
            let page = record(&format!("/{scheme}/result"), &person(name)).await;
            let found = needed(&page.text);
            for one in &found {
                assert!(text.contains(one), "{name} {scheme}: {one}");
            }
            let known = read_record(&person(name), SITE.vocabulary()).unwrap();
            let mut assessment = score::assess(policy, &known, today());
            score::explain::explain(&mut assessment, score::explain::Language::Chinese);
            let counted = |id: &policy::model::NodeId| {
                assessment.node(*id).is_some_and(|node| node.outcome == Outcome::Counted)
            };
            for id in policy.items().filter(counted) {
                for paper in &policy[id].papers {
                    assert!(found.contains(&paper.as_str()), "{name} {scheme}: {paper}");
                }
            }
        }
    }
}

#[tokio::test]
async fn three_things_places_and_dates_and_the_sheet_are_there_for_everybody() {
    for (at, (scheme, policy)) in in_force().enumerate() {
        for name in [PEOPLE[at % PEOPLE.len()]] {
            for query in ["", "?lang=en"] {
                let three = record(&format!("/{scheme}/three{query}"), &person(name)).await;
                assert_eq!(three.status, StatusCode::OK, "{name} {scheme}");
                assert_eq!(three.text.matches("<h1").count(), 1, "{name} {scheme}");
                let page = three.text.split("<div class=\"three\">").nth(1).unwrap();
                let lists: Vec<usize> =
                    page.split("</section>").take(3).map(|list| list.matches("<li>").count()).collect();
                assert!(lists.iter().all(|count| *count <= 3), "{name} {scheme} {lists:?}");
                let sheet = record(&format!("/{scheme}/sheet{query}"), &person(name)).await;
                assert_eq!(sheet.status, StatusCode::OK, "{name} {scheme}");
                if query.is_empty() && policy.nodes.len() > 1 {
                    let order = [
                        "文号",
                        "姓名",
                        "规定：",
                        "计分的各项",
                        "小计和合计",
                        "能办什么",
                        "不服怎么办",
                        "核定机关",
                        "怎样核对",
                    ];
                    let places: Vec<usize> =
                        order.iter().map(|word| sheet.text.find(word).unwrap()).collect();
                    assert!(places.is_sorted(), "{name} {scheme} {places:?}");
                }
            }
        }
    }
    assert_eq!(record("/model/residence-points/sheet", "{").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(record("/model/residence-points/three", "{").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_plan_gives_its_steps_to_the_three_things() {
    let scheme = "model/residence-points";
    let policy = SITE.library().scheme(scheme).unwrap().on(today()).unwrap();
    let sent = [pair("record", &person("family")), pair("use", &policy.uses[0].name)];
    let page = form(&format!("/{scheme}/three"), &sent).await;
    assert_eq!(page.status, StatusCode::OK);
    let sent = [pair("record", &person("family")), pair("use", "没有这个用途")];
    assert_eq!(form(&format!("/{scheme}/three"), &sent).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn two_parents_are_laid_side_by_side_only_where_the_rule_says_either() {
    for (scheme, policy) in in_force() {
        let either = score::household(policy, [&read(PEOPLE[0]), &read(PEOPLE[1])], today());
        let sent = [pair("record", &person(PEOPLE[0])), pair("other", &person(PEOPLE[1]))];
        let page = form(&format!("/{scheme}/household"), &sent).await;
        assert_eq!(page.status, StatusCode::OK, "{scheme}");
        assert_eq!(page.text.matches("<section class=\"card\">").count(), either.len(), "{scheme}");
        let named = policy.uses.iter().filter(|of| of.applicant == Applicant::EitherParent);
        assert!(either.len() <= named.count(), "{scheme}");
        let result = record(&format!("/{scheme}/result"), &person(PEOPLE[0])).await;
        assert_eq!(result.text.contains("/household\""), !either.is_empty(), "{scheme}");
    }
}

#[tokio::test]
async fn the_other_parent_can_be_asked_and_then_compared() {
    let scheme = "model/residence-points";
    let first = person("family");
    assert_eq!(get(&format!("/{scheme}/household")).await.status, StatusCode::OK);
    let alone = record(&format!("/{scheme}/household"), &first).await;
    assert!(alone.text.contains("现在替另一方自测"));
    let question = form(&format!("/{scheme}/check"), &[pair("other", &first), pair("go", "next")]).await;
    let carried = fields(&question.text);
    let other = carried.iter().find(|(key, _)| key == "other").unwrap();
    assert_eq!(other.1, first);
    let result = form(&format!("/{scheme}/result"), &carried).await;
    assert_eq!(result.status, StatusCode::OK);
    assert!(result.text.contains("两个人放在一起比"));
    let wrong = form(&format!("/{scheme}/household"), &[pair("record", &first), pair("other", "{}x")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

fn read(name: &str) -> policy::record::Record {
    read_record(&person(name), SITE.vocabulary()).unwrap()
}

#[test]
fn the_better_of_two_parents_is_the_same_whoever_is_named_first() {
    for (scheme, policy) in in_force() {
        for one in PEOPLE {
            for other in PEOPLE {
                let (one, other) = (read(one), read(other));
                let (there, back) = (
                    score::household(policy, [&one, &other], today()),
                    score::household(policy, [&other, &one], today()),
                );
                for (there, back) in there.iter().zip(&back) {
                    let turned = match there.better {
                        Better::First => Better::Second,
                        Better::Second => Better::First,
                        same => same,
                    };
                    assert_eq!(turned, back.better, "{scheme}");
                    assert_eq!(there.sides[0], back.sides[1], "{scheme}");
                }
            }
        }
    }
}
