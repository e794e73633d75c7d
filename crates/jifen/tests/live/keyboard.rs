//! Pages by keyboard alone, and their structure as a screen reader tells it.

use crate::chromium::{Browser, DESKTOP, PHONE};
use crate::people::{PEOPLE, RESULT};
use crate::site::Site;
use fantoccini::Locator;
use serde_json::{Value, json};
use std::time::Duration;

/// A key: its name, its number, what it writes.
const TAB: (&str, u32, &str) = ("Tab", 9, "");
const ENTER: (&str, u32, &str) = ("Enter", 13, "\r");

/// The element that has the focus: how it is named, whether it is seen, whether its focus is.
const FOCUSED: &str = r"(() => {
    const of = document.activeElement;
    const style = getComputedStyle(of), box = of.getBoundingClientRect();
    return {
        tag: of.tagName.toLowerCase(),
        name: (of.getAttribute('aria-label') || of.innerText || of.name || '').trim().slice(0, 40),
        href: of.getAttribute('href') || '',
        order: [...document.querySelectorAll('*')].indexOf(of),
        seen: box.width > 0 && box.height > 0,
        ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
            || style.boxShadow !== 'none' || of.tagName === 'BODY',
    };
})()";

/// Everything that can be pressed or filled, as far as it is seen.
const REACHABLE: &str = r"[...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(of => of.type !== 'hidden' && of.tabIndex >= 0 && of.checkVisibility({visibilityProperty: true}))
    .filter(of => of.type !== 'radio' || of.checked || !document.querySelector(`input[name='${of.name}']:checked`)
        && of === document.querySelector(`input[type=radio][name='${of.name}']`))
    .length";

/// Levels of headings in their order.
const HEADINGS: &str = "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].filter(of => of.checkVisibility()).map(of => +of.tagName[1])";

/// Fields without a label.
const UNNAMED: &str = r"[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
    .filter(of => !of.labels.length && !of.getAttribute('aria-label') && !of.getAttribute('aria-labelledby'))
    .map(of => of.name)";

const MARKS: &str = "['main', 'header', 'footer', 'nav[aria-label]', 'h1', 'title'].filter(of => !document.querySelector(of))";

async fn ask(browser: &Browser, expression: &str) -> Value {
    let wanted = json!({"expression": expression, "returnByValue": true});
    let answer = browser.devtools("Runtime.evaluate", wanted).await;
    assert!(answer.get("exceptionDetails").is_none(), "{answer}");
    answer["result"]["value"].clone()
}

/// Presses a key, whatever has the focus.
async fn key(browser: &Browser, (name, code, text): (&str, u32, &str)) {
    for kind in ["keyDown", "keyUp"] {
        let text = if kind == "keyDown" { text } else { "" };
        let event =
            json!({"type": kind, "key": name, "code": name, "windowsVirtualKeyCode": code, "text": text});
        browser.devtools("Input.dispatchKeyEvent", event).await;
    }
}

#[tokio::test]
async fn everything_is_reached_by_tab_in_the_order_of_the_page_and_seen_when_it_is() {
    let (site, browser) = (Site::start("keyboard"), Browser::start("keyboard").await);
    for (path, width) in [
        ("/", DESKTOP),
        ("/", PHONE),
        ("/shanghai?lang=en", PHONE),
        ("/model/residence-points/check", DESKTOP),
        ("/compare", PHONE),
        ("/claims?lang=en", DESKTOP),
    ] {
        browser.resize(width).await;
        browser.open(&site.at(path)).await;
        let all = ask(&browser, REACHABLE).await.as_u64().unwrap();
        let mut last = -1;
        for at in 0..all {
            key(&browser, TAB).await;
            let focused = ask(&browser, FOCUSED).await;
            if at == 0 {
                assert_eq!(focused["href"], "#main", "{path}: the first is the way past the head");
            }
            let order = focused["order"].as_i64().unwrap();
            assert!(order > last, "{path} {}: {focused} comes before what had the focus", width.name);
            assert_eq!(focused["seen"], true, "{path}: {focused}");
            assert_eq!(focused["ring"], true, "{path}: {focused}");
            last = order;
        }
    }
    browser.close().await;
}

#[tokio::test]
async fn the_way_past_the_head_leads_to_the_content() {
    let (site, browser) = (Site::start("skip"), Browser::start("skip").await);
    browser.open(&site.at("/")).await;
    key(&browser, TAB).await;
    key(&browser, ENTER).await;
    assert_eq!(ask(&browser, "document.activeElement.id").await, "main");
    browser.close().await;
}

#[tokio::test]
async fn a_record_is_opened_and_scored_by_keyboard_alone() {
    let (site, browser) = (Site::start("keys"), Browser::start("keys").await);
    let person = PEOPLE[0];
    browser.open(&site.at(&format!("/{}/check", person.scheme))).await;
    tab_to(&browser, "document.activeElement.matches('details:has(textarea[name=file]) summary')").await;
    key(&browser, ENTER).await;
    tab_to(&browser, "document.activeElement.matches('textarea[name=file]')").await;
    browser.devtools("Input.insertText", json!({"text": person.record()})).await;
    tab_to(&browser, "document.activeElement.matches('form:has(textarea[name=file]) button')").await;
    enter(&browser, "/open").await;
    tab_to(&browser, &format!("document.activeElement.matches(`{RESULT}`)")).await;
    enter(&browser, "/result").await;
    assert!(!browser.text(".verdict .big").await.is_empty());
    browser.close().await;
}

/// Presses what has the focus and waits for the page that it leads to.
async fn enter(browser: &Browser, to: &str) {
    key(browser, ENTER).await;
    for _ in 0..600 {
        if browser.client.current_url().await.unwrap().path().ends_with(to) {
            browser.client.wait().for_element(Locator::Css("footer")).await.unwrap();
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the key does not lead to {to}");
}

async fn tab_to(browser: &Browser, there: &str) {
    for _ in 0..2000 {
        if ask(browser, there).await == true {
            return;
        }
        key(browser, TAB).await;
    }
    panic!("{there} is not reached by the keyboard");
}

#[tokio::test]
async fn pages_have_marks_headings_without_gaps_and_named_fields() {
    let (site, browser) = (Site::start("structure"), Browser::start("structure").await);
    let mut titles: Vec<String> = Vec::new();
    for path in [
        "/",
        "/door/school",
        "/model",
        "/shanghai",
        "/model/residence-points",
        "/model/residence-points/2020-01-01",
        "/model/residence-points/check",
        "/shanghai/residence-points/changes",
        "/compare",
        "/claims",
    ] {
        for language in ["", "?lang=en"] {
            browser.open(&site.at(&format!("{path}{language}"))).await;
            let levels: Vec<u64> = ask(&browser, HEADINGS)
                .await
                .as_array()
                .unwrap()
                .iter()
                .map(|of| of.as_u64().unwrap())
                .collect();
            assert_eq!(levels.first(), Some(&1), "{path}: {levels:?}");
            assert!(
                levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
                "{path}: a level is left out: {levels:?}"
            );
            assert_eq!(ask(&browser, UNNAMED).await, json!([]), "{path}: fields without a label");
            assert_eq!(ask(&browser, MARKS).await, json!([]), "{path}: what is missing");
            titles.push(browser.client.title().await.unwrap());
        }
    }
    browser.close().await;
    let all = titles.len();
    titles.sort();
    titles.dedup();
    // The model city has one version, whose page is the scheme's page too.
    assert!(titles.len() + 2 >= all, "pages have titles of their own: {titles:?}");
}
