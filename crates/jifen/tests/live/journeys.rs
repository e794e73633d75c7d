//! Each of the five people comes to the start page, finds the city's rules, opens the record, reads the result, asks for a plan and
//! for other cities. Nothing is asked of anybody but the site, and what the page says is what the command says.

use crate::chromium::{Browser, DESKTOP, PHONE, Width};
use crate::eyes::Eyes;
use crate::people::{PEOPLE, Person, RESULT};
use crate::site::Site;
use fantoccini::Locator;

struct Journey<'s> {
    site: &'s Site,
    browser: &'s Browser,
    language: &'static str,
    eyes: Eyes<'s>,
    person: Person,
}

async fn all_five(name: &str, width: Width, scripts: bool) {
    let site = Site::start(name);
    let browser = Browser::start(name).await;
    browser.resize(width).await;
    browser.scripts(scripts).await;
    for person in PEOPLE {
        for language in ["zh", "en"] {
            let eyes = Eyes { site: &site, browser: &browser, width, language, scripts };
            Journey { site: &site, browser: &browser, language, eyes, person }.go().await;
        }
    }
    browser.close().await;
}

impl Journey<'_> {
    async fn go(&self) {
        let (browser, scheme) = (self.browser, self.person.scheme);
        let city = scheme.split('/').next().unwrap();
        browser.open(&self.site.at(if self.language == "en" { "/?lang=en" } else { "/" })).await;
        self.look("1-start").await;
        self.follow(&format!("/{city}")).await;
        self.look("2-city").await;
        self.follow(&format!("/{scheme}/check")).await;
        self.look("3-check").await;
        self.person.opens_the_record(browser).await;
        self.look("4-answers").await;
        browser.press(RESULT).await;
        self.look("5-result").await;
        self.score_is_the_commands().await;
        browser.press("form[action*='/compare'] button").await;
        self.look("6-compare").await;
        // A page that holds something of a person is kept nowhere, so that one does not go back to it.
        let language = if self.language == "en" { "?lang=en" } else { "" };
        browser.open(&self.site.at(&format!("/{scheme}/check{language}"))).await;
        self.person.opens_the_record(browser).await;
        browser.press(RESULT).await;
        if !browser.client.find_all(Locator::Css("form[action*='/plan'] button")).await.unwrap().is_empty() {
            browser.press("form[action*='/plan'] button").await;
            self.look("7-plan").await;
        }
    }

    /// Follows a link of the page to an address.
    async fn follow(&self, path: &str) {
        let exact = format!("main a[href='{path}'], main a[href^='{path}?']");
        self.browser.press(&exact).await;
    }

    async fn look(&self, step: &str) {
        self.eyes.look(self.person.name, step).await;
    }

    async fn score_is_the_commands(&self) {
        let shown = self.browser.text(".verdict .big").await;
        let numbers: Vec<String> = shown
            .split(|c: char| !c.is_ascii_digit() && c != '.' && c != '-' && c != '−')
            .filter(|part| part.chars().any(|c| c.is_ascii_digit()))
            .map(|part| part.replace('−', "-"))
            .collect();
        let mut told = self.person.total();
        told.dedup();
        assert_eq!(numbers, told, "{} {}: “{shown}”", self.person.name, self.person.scheme);
    }
}

#[tokio::test]
async fn on_a_phone() {
    all_five("phone", PHONE, true).await;
}

#[tokio::test]
async fn on_a_phone_without_scripts() {
    all_five("phone-noscript", PHONE, false).await;
}

#[tokio::test]
async fn at_a_desk() {
    all_five("desktop", DESKTOP, true).await;
}

#[tokio::test]
async fn at_a_desk_without_scripts() {
    all_five("desktop-noscript", DESKTOP, false).await;
}
