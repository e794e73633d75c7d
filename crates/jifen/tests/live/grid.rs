//! The grid of months in a real browser: dragged over with a mouse, tapped and dragged along with a finger, and ticked box by box
//! without scripts. Whichever way, the same record comes out.

use crate::chromium::{Browser, DESKTOP, PHONE};
use crate::site::Site;
use serde_json::{Value, json};
use std::time::Duration;

const INSURANCE: &str = "employee_insurance";
const EMPTY: &str = r#"{"facts":{}}"#;

async fn ask(browser: &Browser, expression: &str) -> Value {
    browser.evaluate(expression).await
}

/// Opens the page on which a record's answer to one question is changed.
async fn edit(site: &Site, browser: &Browser, scheme: &str, record: &str, question: &str) {
    browser.post(site, &format!("/{scheme}/check"), &[("record", record), ("edit", question)]).await;
    until(browser, &format!("document.querySelector('#q-{question} .stretch')")).await;
}

/// Waits until something holds on the page.
async fn until(browser: &Browser, holds: &str) {
    for _ in 0..600 {
        if ask(browser, &format!("!!({holds})")).await == true {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{holds} does not come to hold");
}

/// Where a month's box is in the window, after scrolling it into the middle.
async fn place(browser: &Browser, month: &str) -> (f64, f64) {
    let place = format!(
        "(() => {{ const box = document.querySelector('.stretch:last-of-type input[value=\"{month}\"]');
            box.closest('.stretch').scrollIntoView(); box.scrollIntoView({{block: 'center', behavior: 'instant'}});
            const at = box.closest('label').getBoundingClientRect();
            return [at.x + at.width / 2, at.y + at.height / 2]; }})()"
    );
    let at = ask(browser, &place).await;
    (at[0].as_f64().unwrap(), at[1].as_f64().unwrap())
}

/// Where a month's box is, without scrolling.
async fn seen_at(browser: &Browser, month: &str) -> (f64, f64) {
    let place = format!(
        "(() => {{ const at = document.querySelector('.stretch:last-of-type input[value=\"{month}\"]').closest('label').getBoundingClientRect();
            return [at.x + at.width / 2, at.y + at.height / 2]; }})()"
    );
    let at = ask(browser, &place).await;
    (at[0].as_f64().unwrap(), at[1].as_f64().unwrap())
}

async fn mouse(browser: &Browser, kind: &str, (x, y): (f64, f64), shift: bool) {
    let buttons = u8::from(kind != "mouseReleased");
    let event = json!({
        "type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1,
        "modifiers": if shift { 8 } else { 0 },
    });
    browser.devtools("Input.dispatchMouseEvent", event).await;
}

/// Presses on one month and drags, by way of others, to the last.
async fn drag(browser: &Browser, months: &[&str]) {
    let from = place(browser, months[0]).await;
    mouse(browser, "mousePressed", from, false).await;
    let mut at = from;
    for month in &months[1..] {
        at = seen_at(browser, month).await;
        mouse(browser, "mouseMoved", at, false).await;
    }
    mouse(browser, "mouseReleased", at, false).await;
}

async fn click(browser: &Browser, month: &str, shift: bool) {
    let at = place(browser, month).await;
    mouse(browser, "mousePressed", at, shift).await;
    mouse(browser, "mouseReleased", at, shift).await;
}

async fn touch(browser: &Browser, kind: &str, points: &[(f64, f64)]) {
    let points: Vec<Value> = points.iter().map(|(x, y)| json!({"x": x, "y": y})).collect();
    browser.devtools("Input.dispatchTouchEvent", json!({"type": kind, "touchPoints": points})).await;
}

/// A finger goes down in one place, along a way, and up.
async fn swipe(browser: &Browser, from: (f64, f64), to: (f64, f64)) {
    touch(browser, "touchStart", &[from]).await;
    for step in 1..=8 {
        let part = f64::from(step) / 8.0;
        touch(browser, "touchMove", &[(from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)])
            .await;
    }
    touch(browser, "touchEnd", &[]).await;
}

async fn tap(browser: &Browser, month: &str) {
    let at = place(browser, month).await;
    touch(browser, "touchStart", &[at]).await;
    touch(browser, "touchEnd", &[]).await;
}

/// The months ticked now.
async fn ticked(browser: &Browser) -> Vec<String> {
    let all =
        ask(browser, "[...document.querySelectorAll('.month input:checked')].map(box => box.value)").await;
    all.as_array().unwrap().iter().map(|month| month.as_str().unwrap().to_owned()).collect()
}

/// Sends the form and gives the record that comes out.
async fn sent(browser: &Browser) -> String {
    browser.press("main form button.main[value=next]").await;
    ask(browser, "document.querySelector('input[name=record]').value").await.as_str().unwrap().to_owned()
}

/// The record that comes out when months are ticked one by one, without scripts.
async fn plain(site: &Site, browser: &Browser, months: &[String]) -> String {
    browser.scripts(false).await;
    edit(site, browser, "model/residence-points", EMPTY, INSURANCE).await;
    for month in months {
        browser.press_here(&format!("input[value='{month}']")).await;
    }
    let record = sent(browser).await;
    browser.scripts(true).await;
    record
}

fn months(from: (i32, u32), count: u32) -> Vec<String> {
    (0..count)
        .map(|at| from.1 - 1 + at)
        .map(|at| format!("{}-{:02}", from.0 + (at / 12) as i32, at % 12 + 1))
        .collect()
}

/// The year before the current one, in which all months can be ticked.
async fn last_year(browser: &Browser) -> i32 {
    let last =
        ask(browser, "Math.max(...[...document.querySelectorAll('.whole input')].map(box => +box.value))")
            .await;
    i32::try_from(last.as_i64().unwrap()).unwrap() - 1
}

#[tokio::test]
async fn dragging_with_a_mouse_ticks_what_ticking_does() {
    let (site, browser) = (Site::start("grid-mouse"), Browser::start("grid-mouse").await);
    browser.resize(DESKTOP).await;
    edit(&site, &browser, "model/residence-points", EMPTY, INSURANCE).await;
    let year = last_year(&browser).await;
    let month = |year: i32, month: u32| format!("{year}-{month:02}");
    // Over two years, through the row's end.
    drag(&browser, &[&month(year - 1, 3), &month(year - 1, 9), &month(year, 2)]).await;
    let mut expected = months((year - 1, 3), 12);
    assert_eq!(ticked(&browser).await, expected);
    // Too far, and back again.
    drag(&browser, &[&month(year, 4), &month(year, 9), &month(year, 5)]).await;
    expected.extend(months((year, 4), 2));
    assert_eq!(ticked(&browser).await, expected);
    // Out and back to where it began: that one.
    drag(&browser, &[&month(year, 8), &month(year, 9), &month(year, 8)]).await;
    expected.extend(months((year, 8), 1));
    assert_eq!(ticked(&browser).await, expected);
    // What is ticked already is unticked.
    drag(&browser, &[&month(year - 1, 6), &month(year - 1, 7)]).await;
    expected.retain(|one| *one != month(year - 1, 6) && *one != month(year - 1, 7));
    assert_eq!(ticked(&browser).await, expected);
    // A click, and another with the shift key; a whole year.
    click(&browser, &month(year, 10), false).await;
    click(&browser, &month(year, 12), true).await;
    expected.extend(months((year, 10), 3));
    browser.press_here(&format!(".whole input[value='{}']", year - 2)).await;
    expected.splice(0..0, months((year - 2, 1), 12));
    assert_eq!(ticked(&browser).await, expected);
    browser.picture("grid-desktop-dragged").await;
    let record = sent(&browser).await;
    assert_eq!(record, plain(&site, &browser, &expected).await);
    browser.close().await;
}

#[tokio::test]
async fn a_finger_taps_drags_along_and_scrolls() {
    let (site, browser) = (Site::start("grid-touch"), Browser::start("grid-touch").await);
    browser.resize(PHONE).await;
    browser.devtools("Emulation.setTouchEmulationEnabled", json!({"enabled": true})).await;
    edit(&site, &browser, "model/residence-points", EMPTY, INSURANCE).await;
    let year = last_year(&browser).await;
    let month = |month: u32| format!("{year}-{month:02}");
    let wide = ask(&browser, "document.documentElement.scrollWidth").await.as_f64().unwrap();
    assert!(wide <= f64::from(PHONE.pixels), "{wide}");
    tap(&browser, &month(1)).await;
    until(&browser, "document.querySelectorAll('.month input:checked').length === 1").await;
    let (from, to) = (place(&browser, &month(7)).await, seen_at(&browser, &month(11)).await);
    swipe(&browser, from, to).await;
    let mut expected = months((year, 1), 1);
    expected.extend(months((year, 7), 5));
    assert_eq!(ticked(&browser).await, expected);
    // A finger that moves the page ticks nothing.
    let from = place(&browser, &month(3)).await;
    let before = ask(&browser, "scrollY").await.as_f64().unwrap();
    swipe(&browser, from, (from.0, from.1 - 250.0)).await;
    until(&browser, &format!("scrollY > {}", before + 50.0)).await;
    assert_eq!(ticked(&browser).await, expected);
    browser.picture("grid-phone-touched").await;
    let record = sent(&browser).await;
    assert_eq!(record, plain(&site, &browser, &expected).await);
    browser.close().await;
}

#[tokio::test]
async fn a_home_on_the_grid_keeps_its_days_on_a_phone() {
    let (site, browser) = (Site::start("grid-home"), Browser::start("grid-home").await);
    browser.resize(PHONE).await;
    let home = |to: &str| format!(r#"{{"facts":{{"homes_rented":[{{"from":"2023-03-15","to":"{to}"}}]}}}}"#);
    for scripts in [true, false] {
        browser.scripts(scripts).await;
        edit(&site, &browser, "wuhan/hukou-points", &home("2024-06-10"), "homes_rented").await;
        let wide = ask(&browser, "document.documentElement.scrollWidth").await.as_f64().unwrap();
        assert!(wide <= f64::from(PHONE.pixels), "{wide}");
        assert_eq!(sent(&browser).await, home("2024-06-10"), "nothing was changed");
        edit(&site, &browser, "wuhan/hukou-points", &home("2024-06-10"), "homes_rented").await;
        browser.press_here("input[value='2024-07']").await;
        browser.picture(if scripts { "grid-phone-home" } else { "grid-phone-home-noscript" }).await;
        assert_eq!(sent(&browser).await, home("2024-07-31"), "the month that was ticked, and no other day");
    }
    browser.close().await;
}
