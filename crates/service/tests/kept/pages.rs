//! The pages by which people keep records, used as a browser without scripts uses them.

use crate::database;
use crate::site::{Browser, Page, guests_only, keeping, keeping_within, person};
use axum::http::StatusCode;
use service::keep::Limits;
use service::store::{SamplePerson, Store as _};
use std::num::NonZeroU32;
use std::sync::Arc;

const NOW: i64 = 1_800_000_000;
const PASSPHRASE: &str = "春眠不觉晓 处处闻啼鸟";

async fn site(name: &str) -> (axum::Router, database::Database) {
    let database = database::sqlite(&format!("pages {name}")).await;
    (keeping(database.store.clone(), NOW, None).await, database)
}

/// The page on which one chooses how to keep a record, reached from the result.
async fn keep_page(browser: &mut Browser, record: &str) -> Page {
    let result = browser.post("/model/residence-points/result", &[("record", record)]).await;
    assert_eq!(result.status, StatusCode::OK);
    assert_eq!(result.header("set-cookie"), "", "a guest gets no cookie");
    let page = browser.fill(&result, "/my/keep", &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    page
}

async fn signed_up(browser: &mut Browser, name: &str) {
    let page = browser.get("/my/sign-up").await;
    let done = browser.fill(&page, "/my/sign-up", &[("name", name), ("passphrase", PASSPHRASE)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
}

#[tokio::test]
async fn a_guest_leaves_nothing() {
    let (router, database) = site("guest").await;
    let mut browser = Browser::new(&router);
    let record = person("family");
    let fields = [("record", record.as_str())];
    for path in ["/model/residence-points/check", "/model/residence-points/result", "/compare", "/record"] {
        assert_eq!(browser.post(path, &fields).await.header("set-cookie"), "", "{path}");
    }
    keep_page(&mut browser, &record).await;
    for table in ["records", "record_keys", "accounts", "sessions", "attempts", "journeys"] {
        let count: &'static str = format!("SELECT COUNT(*) FROM {table}").leak();
        assert_eq!(database.number(count).await, 0, "{table}");
    }
}

#[tokio::test]
async fn a_record_is_kept_under_a_code_and_comes_back_byte_by_byte() {
    let (router, _database) = site("code").await;
    for name in ["family", "plumber", "researcher", "self-employed", "soldier"] {
        let mut browser = Browser::new(&router);
        let page = keep_page(&mut browser, &person(name)).await;
        let left = page.hidden("/my/keep/code").into_iter().find(|(key, _)| key == "record").unwrap().1;
        let given = browser.fill(&page, "/my/keep/code", &[]).await;
        assert_eq!((given.status, given.header("cache-control")), (StatusCode::OK, "no-store"));
        let code = given.text_of("code").to_owned();
        assert_eq!(code.len(), 23, "{code}");

        // Another day, another browser.
        let mut later = Browser::new(&router);
        let home = later.get("/my").await;
        let opened = later.fill(&home, "/my/code", &[("code", &code.to_lowercase().replace('-', " "))]).await;
        assert_eq!(opened.status, StatusCode::OK);
        let exported = later.fill(&opened, "/my/code/export", &[]).await;
        assert_eq!(exported.text, left);
        assert!(exported.header("content-disposition").contains("attachment"));
        let onward = opened.hidden("/compare").into_iter().find(|(key, _)| key == "record").unwrap().1;
        let result = later.post("/model/residence-points/result", &[("record", &onward)]).await;
        assert_eq!(result.status, StatusCode::OK);

        let hidden = opened.hidden("/my/code/export");
        let fields: Vec<(&str, &str)> = hidden.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let asked = later.post("/my/code/delete", &fields).await;
        assert!(asked.text.contains("不能恢复"));
        let gone = later.fill(&asked, "/my/code/delete", &[]).await;
        assert_eq!(gone.status, StatusCode::OK);
        assert_eq!(later.post("/my/code", &fields).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn an_account_keeps_replaces_and_deletes() {
    let (router, database) = site("account").await;
    let mut browser = Browser::new(&router);
    let page = keep_page(&mut browser, &person("family")).await;
    // Signing up on the way does not lose the record.
    let form = browser.fill(&page, "/my/sign-in", &[("draw", "1")]).await;
    assert_eq!(form.status, StatusCode::UNAUTHORIZED, "the button for signing up has its own address");
    let hidden = page.hidden("/my/sign-in");
    let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    fields.push(("draw", "1"));
    let form = browser.post("/my/sign-up", &fields).await;
    let before = browser.cookies.clone();
    let kept = browser.fill(&form, "/my/sign-up", &[("name", "王兰"), ("passphrase", PASSPHRASE)]).await;
    assert_eq!(kept.status, StatusCode::OK);
    assert_ne!(browser.cookies, before, "whoever signs in gets another cookie");
    let done = browser.fill(&kept, "/my/keep/account", &[("title", "我 <b>")]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/my"));
    let home = browser.get("/my").await;
    assert!(home.text.contains("我 &lt;b&gt;") && home.text.contains("已登录：王兰"));
    assert!(home.text.contains("2027-02-14"), "thirty days after the last use");

    let page = keep_page(&mut browser, &person("plumber")).await;
    let id = home.hidden("/my/open").into_iter().find(|(key, _)| key == "id").unwrap().1;
    let done = browser.fill(&page, "/my/keep/account", &[("title", ""), ("id", &id)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let home = browser.get("/my").await;
    assert!(home.text.contains("我 &lt;b&gt;"), "the name stays");
    let opened = browser.fill(&home, "/my/open", &[]).await;
    let left = page.hidden("/my/keep/account").into_iter().find(|(key, _)| key == "record").unwrap().1;
    assert_eq!(browser.fill(&opened, "/my/export", &[]).await.text, left);

    let hidden = opened.hidden("/my/export");
    let fields: Vec<(&str, &str)> = hidden.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let asked = browser.post("/my/delete", &fields).await;
    assert_eq!(browser.fill(&asked, "/my/delete", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(database.number("SELECT COUNT(*) FROM records").await, 0);
    assert_eq!(browser.post("/my/open", &fields).await.status, StatusCode::NOT_FOUND);

    let page = browser.get("/my/close").await;
    assert_eq!(browser.fill(&page, "/my/close", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(database.number("SELECT COUNT(*) FROM accounts").await, 0);
    assert!(browser.cookies.is_empty());
}

#[tokio::test]
async fn one_signs_out_in_again_and_takes_another_passphrase() {
    let (router, _database) = site("sign").await;
    let mut browser = Browser::new(&router);
    signed_up(&mut browser, "王兰").await;
    let stolen = browser.cookies.clone();
    let home = browser.get("/my").await;
    assert_eq!(browser.fill(&home, "/my/sign-out", &[]).await.status, StatusCode::SEE_OTHER);
    let mut thief = Browser::new(&router);
    thief.cookies = stolen;
    assert!(!thief.get("/my").await.text.contains("王兰"), "a session that ended is worth nothing");

    let page = browser.get("/my/sign-in").await;
    let wrong = browser.fill(&page, "/my/sign-in", &[("name", "王兰"), ("passphrase", "错的错的错的")]).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(wrong.text.contains("value=\"王兰\"") && !wrong.text.contains("错的"));
    let done = browser.fill(&wrong, "/my/sign-in", &[("name", " 王兰 "), ("passphrase", PASSPHRASE)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);

    let page = browser.get("/my/passphrase").await;
    let fields = [("before", PASSPHRASE), ("passphrase", "another good passphrase")];
    assert_eq!(browser.fill(&page, "/my/passphrase", &fields).await.status, StatusCode::SEE_OTHER);
    assert!(browser.get("/my").await.text.contains("王兰"));
    let mut other = Browser::new(&router);
    let page = other.get("/my/sign-in").await;
    let done = other.fill(&page, "/my/sign-in", &[("name", "王兰"), ("passphrase", PASSPHRASE)]).await;
    assert_eq!(done.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_is_not_taken_is_said_in_both_languages() {
    let (router, _database) = site("said").await;
    let mut browser = Browser::new(&router);
    signed_up(&mut browser, "王兰").await;
    let mut other = Browser::new(&router);
    for (fields, chinese, english) in [
        ([("name", "王兰"), ("passphrase", PASSPHRASE)], "已经有人用了", "taken"),
        ([("name", ""), ("passphrase", PASSPHRASE)], "一到四十个字", "one to forty"),
        ([("name", "李雷"), ("passphrase", "short")], "口令太短", "too short"),
        ([("name", "李雷"), ("passphrase", "aaaaaaaaaaaaaa")], "太容易猜", "easy to guess"),
    ] {
        for (address, said) in [("/my/sign-up", chinese), ("/my/sign-up?lang=en", english)] {
            let page = other.get(address).await;
            let answer = other.fill(&page, address, &fields).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text.contains(said), "{address} {said}");
        }
    }
    let home = other.get("/my").await;
    for (typed, status) in [("K7MPX", 422), ("", 422), ("00000-00000-00000-00000", 404)] {
        assert_eq!(
            other.fill(&home, "/my/code", &[("code", typed)]).await.status.as_u16(),
            status,
            "{typed}"
        );
    }
    let english = other.get("/my?lang=en").await;
    assert!(english.text.contains("<html lang=\"en\"") && english.text.contains("Resume code"));
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused() {
    let (router, database) = site("elsewhere").await;
    let mut browser = Browser::new(&router);
    signed_up(&mut browser, "王兰").await;
    let page = keep_page(&mut browser, &person("family")).await;
    let record = person("family");
    let without = browser.post("/my/keep/account", &[("record", &record)]).await;
    assert_eq!(without.status, StatusCode::FORBIDDEN, "no token");

    let mut other = Browser::new(&router);
    let theirs = other.get("/my").await.hidden("/my/code");
    let token = theirs.into_iter().find(|(key, _)| key == "token").unwrap().1;
    let fields = [("record", record.as_str()), ("token", token.as_str())];
    assert_eq!(
        browser.post("/my/keep/account", &fields).await.status,
        StatusCode::FORBIDDEN,
        "another's token"
    );

    for site in ["cross-site", "same-site"] {
        browser.headers = vec![("sec-fetch-site", site)];
        assert_eq!(
            browser.fill(&page, "/my/keep/account", &[]).await.status,
            StatusCode::FORBIDDEN,
            "{site}"
        );
    }
    browser.headers.clear();
    let cookies = std::mem::take(&mut browser.cookies);
    assert_eq!(browser.fill(&page, "/my/keep/account", &[]).await.status, StatusCode::FORBIDDEN, "no cookie");
    assert_eq!(database.number("SELECT COUNT(*) FROM records").await, 0);
    browser.cookies = cookies;
    browser.headers = vec![("sec-fetch-site", "same-origin")];
    assert_eq!(browser.fill(&page, "/my/keep/account", &[]).await.status, StatusCode::SEE_OTHER);

    for path in
        ["/my/open", "/my/export", "/my/delete", "/my/close", "/my/sign-out", "/my/passphrase", "/my/code"]
    {
        assert_eq!(browser.post(path, &[("sure", "1")]).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn who_is_not_signed_in_is_sent_to_sign_in() {
    let (router, _database) = site("sent").await;
    let mut browser = Browser::new(&router);
    let home = browser.get("/my").await;
    let token = home.hidden("/my/code").remove(0);
    for path in ["/my/open", "/my/export", "/my/delete", "/my/close", "/my/passphrase"] {
        let answer = browser.post(path, &[("token", &token.1), ("id", "x"), ("sure", "1")]).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (StatusCode::SEE_OTHER, "/my/sign-in"),
            "{path}"
        );
    }
    for path in ["/my/close", "/my/passphrase"] {
        assert_eq!(browser.get(path).await.status, StatusCode::SEE_OTHER, "{path}");
    }
    assert_eq!(browser.get("/my/provider").await.status, StatusCode::NOT_FOUND, "no provider");
}

#[tokio::test]
async fn a_store_that_fails_is_said_and_nothing_is_lost() {
    let (router, database) = site("fails").await;
    let mut browser = Browser::new(&router);
    let page = keep_page(&mut browser, &person("family")).await;
    database.run("DROP TABLE record_keys").await;
    let failed = browser.fill(&page, "/my/keep/code", &[]).await;
    assert_eq!(failed.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(failed.text.contains("这一次没有存，也没有改") && !failed.text.contains("record_keys"));
    assert_eq!(database.number("SELECT COUNT(*) FROM records").await, 0, "neither half is kept");
    database.store.close().await;
    assert_eq!(browser.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    let result = browser.post("/model/residence-points/result", &[("record", &person("family"))]).await;
    assert_eq!(result.status, StatusCode::OK, "guests go on");
}

#[tokio::test]
async fn a_site_for_guests_says_that_it_keeps_nothing() {
    let mut browser = Browser::new(&service::router(Arc::new(guests_only()), &service::Options::default()));
    for path in ["/my", "/my/sign-in", "/my/sign-up?lang=en"] {
        let page = browser.get(path).await;
        assert_eq!((page.status, page.header("set-cookie")), (StatusCode::OK, ""), "{path}");
    }
    let kept = browser.post("/my/keep", &[("record", &person("family"))]).await;
    assert!(kept.text.contains("不保存记录"));
}

#[tokio::test]
async fn made_up_people_can_be_tried() {
    let (router, database) = site("samples").await;
    let person =
        SamplePerson {
            chinese: "某人".to_owned(), english: "Somebody".to_owned(), record: person("family")
        };
    database.store.seed(&[person]).await.unwrap();
    let mut browser = Browser::new(&router);
    assert!(browser.get("/samples?lang=en").await.text.contains("Somebody"));
    let one = browser.get("/samples/1").await;
    let result = browser.fill(&one, "/compare", &[]).await;
    assert_eq!((one.status, result.status), (StatusCode::OK, StatusCode::OK));
    for path in ["/samples/2", "/samples/0"] {
        assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn who_has_left_enough_is_told_so_and_loses_nothing() {
    let database = database::sqlite("pages enough").await;
    let limits = Limits { days: 30, a_day: NonZeroU32::new(2), by_code: NonZeroU32::new(1) };
    let router = keeping_within(database.store.clone(), NOW, None, limits).await;
    let mut browser = Browser::new(&router);
    let page = keep_page(&mut browser, &person("family")).await;
    let record = page.hidden("/my/keep/code").into_iter().find(|(key, _)| key == "record").unwrap();
    assert_eq!(browser.fill(&page, "/my/keep/code", &[]).await.status, StatusCode::OK);
    let full = browser.fill(&page, "/my/keep/code", &[]).await;
    assert_eq!(full.status, StatusCode::INSUFFICIENT_STORAGE);
    assert!(full.text.contains("已经满了"));
    let enough = browser.fill(&page, "/my/keep/code", &[]).await;
    assert_eq!((enough.status, enough.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "86400"));
    assert!(enough.text.contains("明天再来"));
    for page in [&full, &enough] {
        assert!(page.hidden("/record").contains(&record), "it can still be saved to a file");
        assert!(page.hidden("/my/sign-in").contains(&record), "or taken along to an account");
    }
    let sign_up = browser.get("/my/sign-up?lang=en").await;
    let fields = [("name", "王兰"), ("passphrase", PASSPHRASE)];
    let refused = browser.fill(&sign_up, "/my/sign-up?lang=en", &fields).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.text.contains("come back tomorrow"));
}
