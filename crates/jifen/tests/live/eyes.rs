//! What holds on every page of a journey, and a picture of it.

use crate::chromium::{Browser, Width};
use crate::site::Site;
use fantoccini::Locator;

/// Who looks, and how.
pub struct Eyes<'s> {
    pub site: &'s Site,
    pub browser: &'s Browser,
    pub width: Width,
    pub language: &'static str,
    pub scripts: bool,
}

impl Eyes<'_> {
    /// Looks at the page at hand: one heading, in the language asked for, no wider than the window, and nothing asked of others.
    pub async fn look(&self, who: &str, step: &str) {
        let Eyes { browser, width, language, .. } = self;
        let scripts = if self.scripts { "" } else { "-noscript" };
        let at = browser.client.current_url().await.unwrap();
        assert_eq!(browser.client.find_all(Locator::Css("h1")).await.unwrap().len(), 1, "{at}");
        let code = browser.client.find(Locator::Css("html")).await.unwrap().attr("lang").await.unwrap();
        assert_eq!(code.as_deref(), Some(if *language == "en" { "en" } else { "zh-Hans" }), "{at}");
        browser.picture(&format!("{who}-{}-{language}{scripts}-{step}", width.name)).await;
        let metrics = browser.devtools("Page.getLayoutMetrics", serde_json::json!({})).await;
        let wide = metrics["cssContentSize"]["width"].as_f64().unwrap();
        assert!(wide <= f64::from(width.pixels), "{at} is {wide} wide in a window of {}", width.pixels);
        for address in browser.asked().await {
            assert!(address.starts_with(&self.site.origin), "{at} asks {address}");
        }
    }
}
