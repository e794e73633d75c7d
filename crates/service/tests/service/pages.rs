//! Every page answers, in both languages, with its headers; bad addresses and bad forms are said, never a server error.

use crate::common::{PEOPLE, SITE, fields, form, get, get_if_none_match, person, record};
use axum::http::StatusCode;
use policy::record::{read_record, record_to_json};

const PAGES: &[&str] = &[
    "/",
    "/door/school",
    "/model",
    "/model?door=school",
    "/national",
    "/model/residence-points",
    "/model/residence-points/2020-01-01",
    "/model/residence-points/check",
    "/model/residence-points/check?door=school",
    "/model/residence-points/form",
    "/model/residence-points/household",
    "/national/residence-permit/check",
    "/shanghai/residence-points/changes",
    "/compare",
    "/claims",
];

#[tokio::test]
async fn every_page_answers_in_both_languages() {
    for path in PAGES {
        for (suffix, language) in [("", "zh-Hans"), ("lang=en", "en"), ("size=large", "zh-Hans")] {
            let sign = if path.contains('?') { '&' } else { '?' };
            let page = get(&format!("{path}{sign}{suffix}")).await;
            assert_eq!(page.status, StatusCode::OK, "{path}{sign}{suffix}");
            assert!(page.text.contains(&format!("<html lang=\"{language}\"")), "{path} {suffix}");
            assert_eq!(page.text.matches("<h1").count(), 1, "{path}");
            assert!(page.header("content-security-policy").contains("default-src 'none'"), "{path}");
            assert!(!page.text.contains("<script") && !page.text.contains(" style=\""), "{path}");
            assert!(!page.text.contains("src=\"http") && !page.text.contains("href=\"http"), "{path}");
        }
    }
}

#[tokio::test]
async fn every_version_has_a_page_and_its_file() {
    for scheme in &SITE.library().schemes {
        for policy in &scheme.versions {
            let day = policy.id.effective;
            let page = get(&format!("/{}/{day}", scheme.id)).await;
            assert_eq!(page.status, StatusCode::OK, "{}", policy.id);
            for id in policy.items() {
                let anchor = format!("id=\"{}\"", policy[id].path);
                assert!(page.text.contains(&anchor), "{} {anchor}", policy.id);
            }
            let file = get(&format!("/{}/{day}.md", scheme.id)).await;
            assert_eq!(Some(file.text.as_str()), SITE.text(&policy.file), "{}", policy.id);
        }
    }
}

#[tokio::test]
async fn the_first_page_is_light() {
    let (page, style) = (get("/").await, get("/style.css").await);
    assert!(page.text.len() + style.text.len() <= 60 * 1024, "{} + {}", page.text.len(), style.text.len());
}

#[tokio::test]
async fn links_of_a_page_lead_somewhere() {
    for path in PAGES {
        let page = get(path).await;
        let links = page.text.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let mut links: Vec<&str> = links.filter(|link| link.starts_with('/')).collect();
        links.sort_unstable();
        links.dedup();
        for link in links {
            let to = link.split('#').next().unwrap().replace("&amp;", "&");
            assert_eq!(get(&to).await.status, StatusCode::OK, "{path} → {to}");
        }
    }
}

#[tokio::test]
async fn an_address_that_leads_nowhere_says_so() {
    for path in
        ["/nowhere", "/model/nothing", "/model/residence-points/1999-01-01", "/door/window", "/a/b/c/d"]
    {
        let page = get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.text.contains("<h1"), "{path}");
    }
    assert_eq!(get("/model/residence-points/result").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let page = get("/model/residence-points").await;
    let again = get_if_none_match("/model/residence-points", page.header("etag")).await;
    assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
}

#[tokio::test]
async fn the_result_is_what_the_evaluator_says() {
    for name in PEOPLE {
        let text = person(name);
        let known = read_record(&text, SITE.vocabulary()).unwrap();
        for scheme in &SITE.library().schemes {
            let Some(policy) = scheme.on(crate::common::today()) else { continue };
            let mut assessment = score::assess(policy, &known, crate::common::today());
            for (query, language) in
                [("", score::explain::Language::Chinese), ("?lang=en", score::explain::Language::English)]
            {
                let page = record(&format!("/{}/result{query}", scheme.id), &text).await;
                assert_eq!(page.status, StatusCode::OK, "{name} {}", policy.id);
                assert_eq!(page.header("cache-control"), "no-store");
                let explanation = score::explain::explain(&mut assessment, language);
                let summary =
                    explanation.text(explanation.summary).replace('&', "&amp;").replace('"', "&quot;");
                assert!(
                    policy.nodes.is_empty() || page.text.contains(&summary),
                    "{name} {}: {summary}",
                    policy.id
                );
            }
        }
    }
}

#[tokio::test]
async fn a_record_goes_through_the_form_unchanged() {
    for name in PEOPLE {
        let text = person(name);
        let canonical = record_to_json(&read_record(&text, SITE.vocabulary()).unwrap(), SITE.vocabulary());
        for scheme in
            SITE.library().schemes.iter().filter(|scheme| scheme.on(crate::common::today()).is_some())
        {
            let path = format!("/{}", scheme.id);
            let drawn = record(&format!("{path}/form"), &text).await;
            assert_eq!(drawn.status, StatusCode::OK);
            let result = form(&format!("{path}/result"), &fields(&drawn.text)).await;
            assert_eq!(result.status, StatusCode::OK, "{name} {path}");
            let kept = fields(&result.text).into_iter().find(|(key, _)| key == "record").unwrap().1;
            assert_eq!(kept, canonical, "{name} {path}");
            let saved = record("/record", &kept).await;
            assert_eq!(saved.text, canonical);
            assert!(saved.header("content-disposition").contains("attachment"));
        }
    }
}

#[tokio::test]
async fn what_is_wrong_in_a_form_stands_beside_its_question() {
    let fields = [
        ("form", "1"),
        ("f.birth_date", "去年"),
        ("r.employee_insurance", "1"),
        ("e.employee_insurance.0.from", "201913"),
    ];
    let fields = fields.map(|(key, value)| (key.to_owned(), value.to_owned()));
    let page = form("/model/residence-points/result", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.text.contains("href=\"#q-birth_date\"") && page.text.contains("href=\"#q-employee_insurance\"")
    );
    assert!(page.text.contains("value=\"去年\""), "what was typed is kept");
}

#[tokio::test]
async fn a_person_is_compared_in_every_city() {
    let page = record("/compare", &person("family")).await;
    assert_eq!(page.status, StatusCode::OK);
    for scheme in
        SITE.library().schemes.iter().filter(|scheme| service::side::of_a_city(SITE.library(), scheme))
    {
        let to = if scheme.on(crate::common::today()).is_some() { "/result\"" } else { "\"" };
        assert!(page.text.contains(&format!("/{}{to}", scheme.id)), "{}", scheme.id);
    }
    let wrong = record("/compare", "{\"facts\": {\"nothing\": 1}}").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_would_reach_a_use_is_said_or_why_nothing_does() {
    let scheme = SITE.library().scheme("shanghai/residence-points").unwrap();
    let policy = scheme.on(crate::common::today()).unwrap();
    let plumber = read_record(&person("plumber"), SITE.vocabulary()).unwrap();
    for of in &policy.uses {
        let fields = [("record", person("plumber")), ("use", of.name.clone())];
        let page =
            form("/shanghai/residence-points/plan", &fields.map(|(key, value)| (key.to_owned(), value)))
                .await;
        let known = score::status(policy, &plumber, crate::common::today(), &of.name);
        assert_eq!(page.status == StatusCode::OK, known.is_some(), "{}", of.name);
    }
    let fields = [("record".to_owned(), person("plumber")), ("use".to_owned(), "nothing".to_owned())];
    assert_eq!(form("/shanghai/residence-points/plan", &fields).await.status, StatusCode::NOT_FOUND);
}
