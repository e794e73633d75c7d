//! Every page is looked at by axe, in both languages, light and dark, in ordinary and large type: it finds nothing wrong.

use crate::chromium::{Browser, DESKTOP, PHONE};
use crate::people::{PEOPLE, RESULT};
use crate::site::{Site, tool};
use fantoccini::Locator;
use serde_json::{Value, json};

const PAGES: &[&str] = &[
    "/",
    "/door/school",
    "/model",
    "/national",
    "/shanghai",
    "/model/residence-points",
    "/model/residence-points/2020-01-01",
    "/model/residence-points/check",
    "/model/residence-points/form",
    "/shanghai/residence-points/household",
    "/national/residence-permit/check",
    "/shanghai/residence-points/changes",
    "/compare",
    "/claims",
    "/samples",
    "/my",
    "/my/sign-in",
    "/my/sign-up",
    "/nowhere",
];

/// What axe finds wrong with the page at hand, a line each.
pub async fn wrong(browser: &Browser, axe: &str) -> Vec<String> {
    browser.devtools("Runtime.evaluate", json!({"expression": axe})).await;
    let run = json!({
        "expression": "axe.run(document, {resultTypes: ['violations']}).then(found => JSON.stringify(found.violations))",
        "awaitPromise": true, "returnByValue": true,
    });
    let answer = browser.devtools("Runtime.evaluate", run).await;
    let text = answer["result"]["value"].as_str().unwrap_or_else(|| panic!("axe did not run: {answer}"));
    let violations: Value = serde_json::from_str(text).unwrap();
    let line = |violation: &Value| {
        let nodes: Vec<String> = violation["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .take(3)
            .map(|node| {
                format!(
                    "{} {}",
                    node["target"],
                    node["failureSummary"].as_str().unwrap_or_default().replace('\n', " ")
                )
            })
            .collect();
        format!("{}: {}", violation["id"].as_str().unwrap(), nodes.join(" | "))
    };
    violations.as_array().unwrap().iter().map(line).collect()
}

/// What axe is.
pub fn axe() -> String {
    std::fs::read_to_string(tool("npm/node_modules/axe-core/axe.min.js")).unwrap()
}

/// Fails with everything that was found.
pub fn complain(found: &[(String, Vec<String>)]) {
    let mut text = String::new();
    for (page, wrong) in found {
        for line in wrong {
            text.push_str(&format!("{page}\n   {line}\n"));
        }
    }
    assert!(text.is_empty(), "axe finds:\n{text}");
}

#[tokio::test]
async fn pages_that_are_the_same_for_everybody() {
    let (site, browser, axe) = (Site::start("axe"), Browser::start("axe").await, axe());
    let mut found = Vec::new();
    for path in PAGES {
        for (width, dark, query) in [
            (PHONE, false, ""),
            (DESKTOP, true, "lang=en"),
            (PHONE, true, "size=large"),
            (DESKTOP, false, ""),
        ] {
            browser.resize(width).await;
            browser.dark(dark).await;
            let page = format!("{path}?{query}");
            browser.open(&site.at(&page)).await;
            let wrong = wrong(&browser, &axe).await;
            found.push((format!("{page} {}{}", width.name, if dark { " dark" } else { "" }), wrong));
        }
    }
    browser.close().await;
    complain(&found);
}

#[tokio::test]
async fn pages_about_a_person() {
    let (site, browser, axe) = (Site::start("axe-person"), Browser::start("axe-person").await, axe());
    let mut found = Vec::new();
    for (at, person) in PEOPLE.into_iter().enumerate() {
        let (dark, query) = if at % 2 == 0 { (false, "") } else { (true, "?lang=en") };
        browser.resize(if at % 2 == 0 { PHONE } else { DESKTOP }).await;
        browser.dark(dark).await;
        let scheme = person.scheme;
        for step in ["question", "check", "result", "plan", "compare", "three", "sheet"] {
            browser.open(&site.at(&format!("/{scheme}/check{query}"))).await;
            if step == "question" {
                browser.press("main form button[value=next]").await;
                found.push((format!("{scheme} first question"), wrong(&browser, &axe).await));
                continue;
            }
            person.opens_the_record(&browser).await;
            if step != "check" {
                browser.press(RESULT).await;
            }
            if !["check", "result"].contains(&step) {
                let button = format!("form[action*='/{step}'] button, button[formaction*='/{step}']");
                // Where every use is met there is nothing to plan, nor to bring.
                if browser.client.find_all(Locator::Css(&button)).await.unwrap().is_empty() {
                    assert_ne!(step, "compare", "the result leads to other cities");
                    continue;
                }
                browser.press(&button).await;
            }
            found.push((format!("{} {scheme} {step}", person.name), wrong(&browser, &axe).await));
        }
        let wrong_date = format!("/{scheme}/check{query}");
        browser.open(&site.at(&wrong_date)).await;
        browser.press("details:has(textarea[name=file]) summary").await;
        let mistakes = r#"{"facts": {"birth_date": "1982-13-05", "nothing": 1}}"#;
        browser.paste("textarea[name=file]", mistakes).await;
        browser.press("form:has(textarea[name=file]) button").await;
        found.push((format!("{scheme} with mistakes"), wrong(&browser, &axe).await));
    }
    browser.close().await;
    for step in ["first question", "check", "result", "plan", "compare", "three", "sheet", "with mistakes"] {
        assert!(found.iter().any(|(page, _)| page.ends_with(step)), "no page of {step} was looked at");
    }
    complain(&found);
}

/// A record with homes by days, and something in dispute.
const HOMES: &str = r#"{"facts": {"birth_date": "1986-04-12", "homes_rented": [
    {"from": "2019-03-15", "to": "2020-06-10", "place": "武汉"}, {"from": "2020-06-11", "place": "武汉"}]},
    "disputed": ["birth_date", "homes_rented"]}"#;

#[tokio::test]
async fn pages_about_homes_by_days_and_what_is_in_dispute() {
    let (site, browser, axe) = (Site::start("axe-homes"), Browser::start("axe-homes").await, axe());
    let mut found = Vec::new();
    for (width, dark, query) in
        [(PHONE, false, ""), (DESKTOP, true, "?lang=en"), (PHONE, true, "?size=large")]
    {
        browser.resize(width).await;
        browser.dark(dark).await;
        for (name, path, fields) in [
            ("homes", "wuhan/hukou-points/check", &[("record", HOMES), ("edit", "homes_rented")][..]),
            ("no homes yet", "wuhan/hukou-points/check", &[("edit", "homes_rented")]),
            ("a day in dispute", "wuhan/hukou-points/check", &[("record", HOMES), ("edit", "birth_date")]),
            ("answers in dispute", "wuhan/hukou-points/check", &[("record", HOMES), ("go", "review")]),
            ("all questions", "wuhan/hukou-points/form", &[("record", HOMES)]),
            ("result in dispute", "wuhan/hukou-points/result", &[("record", HOMES)]),
            (
                "said to be in dispute only",
                "wuhan/hukou-points/result",
                &[("form", "1"), ("d.birth_date", "1")],
            ),
        ] {
            browser.post(&site, &format!("/{path}{query}"), fields).await;
            // What is folded is looked at too.
            browser.evaluate("document.querySelectorAll('details').forEach(of => { of.open = true; })").await;
            found.push((format!("{name} {}", width.name), wrong(&browser, &axe).await));
            let picture =
                format!("{}-{}{}", name.replace(' ', "-"), width.name, if dark { "-dark" } else { "" });
            browser.picture(&picture).await;
        }
    }
    browser.close().await;
    complain(&found);
}

#[tokio::test]
async fn axe_finds_what_is_wrong() {
    let (site, browser, axe) = (Site::start("axe-bad"), Browser::start("axe-bad").await, axe());
    browser.open(&site.at("/")).await;
    let spoil =
        "document.documentElement.removeAttribute('lang'); document.querySelector('h1').remove(); undefined";
    browser.devtools("Runtime.evaluate", json!({"expression": spoil})).await;
    let wrong = wrong(&browser, &axe).await;
    browser.close().await;
    assert!(wrong.iter().any(|line| line.starts_with("html-has-lang")), "{wrong:?}");
}
