//! A record is left with the site and come back to, under a code and in an account: opened, changed, saved to a file, deleted.
//! Where scripts run, axe looks at every page on the way.

use crate::accessible::{axe, complain, wrong};
use crate::chromium::{Browser, DESKTOP, PHONE, Width};
use crate::eyes::Eyes;
use crate::people::{PEOPLE, RESULT};
use crate::site::Site;
use fantoccini::Locator;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

const SCHEME: &str = "shanghai/residence-points";
const PASSPHRASE: &str = "春眠不觉晓 处处闻啼鸟";
const ANOTHER: &str = "another good passphrase";

struct Visit<'s> {
    site: &'s Site,
    browser: &'s Browser,
    eyes: Eyes<'s>,
    folder: PathBuf,
    axe: String,
    found: RefCell<Vec<(String, Vec<String>)>>,
}

async fn visit(name: &str, width: Width, scripts: bool, language: &'static str) {
    let site = Site::start(name);
    let browser = Browser::start(name).await;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("saved-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    browser.saves_into(&folder).await;
    browser.resize(width).await;
    browser.scripts(scripts).await;
    let eyes = Eyes { site: &site, browser: &browser, width, language, scripts };
    let visit = Visit { site: &site, browser: &browser, eyes, folder, axe: axe(), found: RefCell::default() };
    visit.under_a_code().await;
    visit.in_an_account().await;
    let found = visit.found.into_inner();
    browser.close().await;
    complain(&found);
}

impl Visit<'_> {
    fn at(&self, path: &str) -> String {
        let language = if self.eyes.language == "en" { "?lang=en" } else { "" };
        self.site.at(&format!("{path}{language}"))
    }

    async fn look(&self, step: &str) {
        self.eyes.look("kept", step).await;
        if self.eyes.scripts {
            let wrong = wrong(self.browser, &self.axe).await;
            self.found.borrow_mut().push((format!("{step} {}", self.eyes.width.name), wrong));
        }
    }

    async fn goes_home(&self) {
        self.browser.open(&self.at("/my")).await;
    }

    async fn fills(&self, field: &str, text: &str) {
        self.browser.paste(&format!("main input[name={field}]"), text).await;
    }

    /// The record that the page at hand carries.
    async fn record(&self) -> String {
        let field = self.browser.client.find(Locator::Css("main input[name=record]")).await.unwrap();
        field.attr("value").await.unwrap().unwrap()
    }

    /// From a file of the person's to the page on which one chooses how to keep it; gives the record.
    async fn wants_to_keep(&self) -> String {
        self.browser.open(&self.at(&format!("/{SCHEME}/check"))).await;
        PEOPLE[0].opens_the_record(self.browser).await;
        self.browser.press(RESULT).await;
        self.browser.press("form[action^='/my/keep'] button").await;
        self.record().await
    }

    /// From the page of an opened record through the answers to the page on which one chooses how to keep it, with another
    /// birthday; gives the record.
    async fn changes_the_birthday(&self) -> String {
        self.browser.press(&format!("button[formaction^='/{SCHEME}/result']")).await;
        self.browser.press("button[name=go][value=review]").await;
        self.browser.press("button[name=edit][value=birth_date]").await;
        self.browser.client.find(Locator::Css("#f\\.birth_date")).await.unwrap().clear().await.unwrap();
        self.browser.paste("#f\\.birth_date", "19850203").await;
        self.browser.press("main form button.main[value=next]").await;
        self.look("changed").await;
        self.browser.press(RESULT).await;
        self.browser.press("form[action^='/my/keep'] button").await;
        let record = self.record().await;
        assert!(record.contains(r#""birth_date":"1985-02-03""#), "{record}");
        record
    }

    /// Presses a button that gives a file, and reads it.
    async fn saved(&self, selector: &str) -> String {
        let path = self.folder.join("jifen.json");
        let _ = std::fs::remove_file(&path);
        self.browser.press_here(selector).await;
        for _ in 0..600 {
            if let Ok(text) = std::fs::read_to_string(&path)
                && !text.is_empty()
            {
                return text;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("no file came");
    }

    async fn opens_by(&self, code: &str) {
        self.browser.forget().await;
        self.goes_home().await;
        self.fills("code", code).await;
        self.browser.press("form[action^='/my/code'] button").await;
    }

    async fn under_a_code(&self) {
        let browser = self.browser;
        let left = self.wants_to_keep().await;
        self.look("choose").await;
        browser.press("form[action^='/my/keep/code'] button.main").await;
        self.look("code").await;
        let code = browser.text("#code").await;

        // Mistyped first, as happens.
        self.opens_by(&code[1..]).await;
        self.look("code-mistyped").await;
        let typed = self.browser.seen("main input[name=code]").await.attr("value").await.unwrap();
        assert_eq!(typed.as_deref(), Some(&code[1..]), "what was typed can be compared");
        self.opens_by(&code.to_lowercase().replace('-', " ")).await;
        self.look("code-opened").await;
        assert_eq!(self.record().await, left);
        assert_eq!(self.saved("button:has(~ button[formaction^='/my/code/delete'])").await, left);

        let changed = self.changes_the_birthday().await;
        self.fills_the_code_to_replace(&code).await;
        self.look("code-replaced").await;
        self.opens_by(&code).await;
        assert_eq!(self.record().await, changed);

        browser.press("button[formaction^='/my/code/delete']").await;
        self.look("code-delete").await;
        browser.press("form[action^='/my/code/delete'] button.main").await;
        self.look("code-deleted").await;
        self.opens_by(&code).await;
        self.look("code-opens-nothing").await;
        assert!(!browser.client.find_all(Locator::Css(".wrong")).await.unwrap().is_empty());
    }

    async fn fills_the_code_to_replace(&self, code: &str) {
        self.browser.press_here("details:has(form[action^='/my/keep/code']) summary").await;
        self.fills("code", code).await;
        self.browser.press("details form[action^='/my/keep/code'] button").await;
    }

    async fn signs_in(&self, passphrase: &str) {
        self.browser.forget().await;
        self.goes_home().await;
        self.fills("name", "王兰").await;
        self.fills("passphrase", passphrase).await;
        self.browser.press("form[action^='/my/sign-in'] button.main").await;
    }

    async fn in_an_account(&self) {
        let browser = self.browser;
        browser.forget().await;
        let left = self.wants_to_keep().await;
        // Signing up on the way: first with a passphrase that is too short, and the record is not lost.
        browser.press("button[formaction^='/my/sign-up']").await;
        self.look("sign-up").await;
        self.fills("name", "王兰").await;
        self.fills("passphrase", "太短").await;
        browser.press("form[action^='/my/sign-up'] button.main").await;
        self.look("sign-up-short").await;
        self.fills("passphrase", PASSPHRASE).await;
        browser.press("form[action^='/my/sign-up'] button.main").await;
        self.look("account-choose").await;
        self.fills("title", "我").await;
        browser.press("form[action^='/my/keep/account'] button.main").await;
        self.look("account-home").await;

        self.signs_in("不是这个口令呀").await;
        self.look("sign-in-wrong").await;
        self.signs_in(PASSPHRASE).await;
        browser.press("form[action^='/my/open'] button.main").await;
        self.look("account-opened").await;
        assert_eq!(self.record().await, left);
        assert_eq!(self.saved("form[action^='/my/export'] button:not([formaction])").await, left);

        let changed = self.changes_the_birthday().await;
        let choice = browser.seen("select[name=id]").await;
        choice.select_by_index(1).await.unwrap();
        browser.press("form[action^='/my/keep/account'] button.main").await;
        browser.press("form[action^='/my/open'] button.main").await;
        assert_eq!(self.record().await, changed);

        self.goes_home().await;
        browser.press("a[href^='/my/passphrase']").await;
        self.look("passphrase").await;
        self.fills("before", PASSPHRASE).await;
        self.fills("passphrase", ANOTHER).await;
        browser.press("form[action^='/my/passphrase'] button.main").await;
        self.signs_in(ANOTHER).await;
        browser.press("button[formaction^='/my/delete']").await;
        self.look("account-delete").await;
        browser.press("form[action^='/my/delete'] button.main").await;
        self.look("account-empty").await;
        browser.press("a[href^='/my/close']").await;
        self.look("account-close").await;
        browser.press("form[action^='/my/close'] button.main").await;
        self.look("account-closed").await;
        self.signs_in(ANOTHER).await;
        assert!(
            !browser.client.find_all(Locator::Css(".wrong")).await.unwrap().is_empty(),
            "there is no account"
        );
    }
}

#[tokio::test]
async fn on_a_phone() {
    visit("kept-phone", PHONE, true, "zh").await;
}

#[tokio::test]
async fn on_a_phone_without_scripts() {
    visit("kept-phone-noscript", PHONE, false, "en").await;
}

#[tokio::test]
async fn at_a_desk() {
    visit("kept-desktop", DESKTOP, true, "en").await;
}

#[tokio::test]
async fn at_a_desk_without_scripts() {
    visit("kept-desktop-noscript", DESKTOP, false, "zh").await;
}
