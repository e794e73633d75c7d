//! What holds of keeping, whatever the store.

use crate::database::Database;
use service::keep::{KeepError, Keeper, Kept, Limits, Outside, Person, Refusal, ResumeCode, Ticket};
use service::store::{Moment, SqlStore};
use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// Where everybody is.
pub const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
pub const DAY: i64 = 24 * 3600;
pub const BODY: &str = "{\"facts\":{\"birth_date\":\"1986-04-12\",\"note\":\"无人知道的一句话\"}}";
pub const PASSPHRASE: &str = "春眠不觉晓 处处闻啼鸟";

/// A clock that stands until it is moved.
#[derive(Clone)]
pub struct Clock(Arc<AtomicI64>);

impl Clock {
    /// One that stands at a moment of the tests.
    pub fn standing() -> Clock {
        Clock(Arc::new(AtomicI64::new(1_800_000_000)))
    }

    /// What it shows.
    pub fn now(&self) -> Moment {
        Moment(self.0.load(Ordering::SeqCst))
    }

    pub fn forward(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

/// Dice that never fall the same way twice, for tests only.
pub fn dice() -> impl Fn(&mut [u8]) -> bool + Send + Sync {
    let thrown = AtomicU64::new(1);
    move |bytes| {
        for byte in bytes {
            let state = thrown.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            *byte = (state ^ (state >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9).to_be_bytes()[0];
        }
        true
    }
}

async fn opened(store: Arc<SqlStore>, key: u8, clock: &Clock) -> Result<Keeper, KeepError> {
    limited(store, key, clock, Limits::of_days(30)).await
}

async fn limited(store: Arc<SqlStore>, key: u8, clock: &Clock, limits: Limits) -> Result<Keeper, KeepError> {
    let time = clock.clone();
    let outside =
        Outside { now: Box::new(move || Moment(time.0.load(Ordering::SeqCst))), dice: Box::new(dice()) };
    Keeper::open(store, &[key; 32], &[], outside, limits).await
}

async fn keeper(database: &Database) -> (Keeper, Clock) {
    let clock = Clock::standing();
    (opened(database.store.clone(), 7, &clock).await.unwrap(), clock)
}

async fn person(keeper: &Keeper, name: &str) -> (Person, Ticket) {
    let ticket = keeper.sign_up(name, PASSPHRASE, HERE).await.unwrap();
    (keeper.who_is(&ticket.0).await.unwrap().unwrap(), ticket)
}

pub async fn a_code_opens_the_same_bytes(database: Database) {
    let (keeper, _) = keeper(&database).await;
    let code = keeper.keep_by_code("", BODY).await.unwrap();
    let typed = ResumeCode::read(&code.to_string().to_lowercase()).unwrap();
    assert_eq!(keeper.give_back(Kept::By(&typed)).await.unwrap().unwrap().body, BODY);
    assert!(keeper.rewrite(Kept::By(&code), None, "{}").await.unwrap());
    assert_eq!(keeper.give_back(Kept::By(&code)).await.unwrap().unwrap().body, "{}");
    assert!(keeper.delete(Kept::By(&code)).await.unwrap());
    assert_eq!(keeper.give_back(Kept::By(&code)).await.unwrap(), None);
    assert!(!keeper.rewrite(Kept::By(&code), None, "{}").await.unwrap());
    assert!(!keeper.delete(Kept::By(&code)).await.unwrap());
}

pub async fn an_account_lists_opens_rewrites_and_deletes(database: Database) {
    let (keeper, clock) = keeper(&database).await;
    let (lan, _) = person(&keeper, " 王兰 ").await;
    assert_eq!((lan.name.as_str(), lan.has_passphrase), ("王兰", true));
    let (other, _) = person(&keeper, "李雷").await;
    let first = keeper.keep_for(&lan, "我", BODY).await.unwrap();
    clock.forward(60);
    let second = keeper.keep_for(&lan, "孩子爸爸", "{}").await.unwrap();
    let titles = |records: Vec<service::keep::KeptRecord>| -> Vec<String> {
        records.into_iter().map(|record| record.title).collect()
    };
    assert_eq!(titles(keeper.titles(&lan).await.unwrap()), ["孩子爸爸", "我"]);
    assert_eq!(keeper.give_back(Kept::Of(&lan, &first)).await.unwrap().unwrap().body, BODY);
    assert_eq!(keeper.give_back(Kept::Of(&other, &first)).await.unwrap(), None, "another's");
    assert!(!keeper.rewrite(Kept::Of(&other, &first), None, "{}").await.unwrap());
    assert!(!keeper.delete(Kept::Of(&other, &first)).await.unwrap());
    clock.forward(60);
    assert!(keeper.rewrite(Kept::Of(&lan, &first), Some("我自己"), "{\"facts\":{}}").await.unwrap());
    assert_eq!(titles(keeper.titles(&lan).await.unwrap()), ["我自己", "孩子爸爸"]);
    assert!(keeper.delete(Kept::Of(&lan, &second)).await.unwrap());
    assert!(keeper.close_account(&lan).await.unwrap());
    assert_eq!(database.number("SELECT COUNT(*) FROM records").await, 0);
    assert_eq!(database.number("SELECT COUNT(*) FROM record_keys").await, 0);
}

pub async fn what_is_kept_is_nowhere_in_plain_text(database: Database) {
    let (keeper, _) = keeper(&database).await;
    let (lan, ticket) = person(&keeper, "wanglan-1986").await;
    keeper.keep_for(&lan, "the-title-of-it", BODY).await.unwrap();
    let code = keeper.keep_by_code("", BODY).await.unwrap();
    let bytes = database.bytes().await;
    assert!(bytes.len() > 500);
    let typed = code.to_string().replace('-', "");
    for secret in [
        "birth_date",
        "1986-04-12",
        "无人知道的一句话",
        "wanglan",
        "the-title",
        PASSPHRASE,
        &ticket.0,
        &typed,
        &code.to_string(),
    ] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
    }
    let key = [7; 32];
    assert!(!bytes.windows(32).any(|window| window == key), "the site's key");
    let deleted: Vec<u8> = keeper.titles(&lan).await.unwrap().into_iter().next().unwrap().id.into_bytes();
    assert!(keeper.close_account(&lan).await.unwrap());
    let bytes = database.bytes().await;
    assert!(!bytes.windows(32).any(|window| window == deleted), "a deleted row is overwritten");
}

pub async fn a_mistyped_or_other_code_opens_nothing(database: Database) {
    let (keeper, _) = keeper(&database).await;
    let code = keeper.keep_by_code("", BODY).await.unwrap();
    let other = ResumeCode::drawn([5; 19]);
    assert_eq!(keeper.give_back(Kept::By(&other)).await.unwrap(), None);
    database.run("UPDATE record_keys SET wrapped = (SELECT body FROM records)").await;
    assert_eq!(keeper.give_back(Kept::By(&code)).await, Err(KeepError::Damaged));
}

pub async fn a_record_put_into_another_account_does_not_open(database: Database) {
    let (keeper, _) = keeper(&database).await;
    let (lan, _) = person(&keeper, "王兰").await;
    let (lei, _) = person(&keeper, "李雷").await;
    let id = keeper.keep_for(&lan, "", BODY).await.unwrap();
    database.run("UPDATE records SET account = (SELECT id FROM accounts WHERE id <> account)").await;
    assert_eq!(keeper.give_back(Kept::Of(&lei, &id)).await, Err(KeepError::Damaged));
}

pub async fn wrong_passphrases_are_throttled_and_tell_nothing(database: Database) {
    let (keeper, clock) = keeper(&database).await;
    person(&keeper, "王兰").await;
    assert_eq!(keeper.sign_up("王兰", PASSPHRASE, HERE).await.err(), Some(Refusal::Taken));
    assert_eq!(keeper.sign_up("", PASSPHRASE, HERE).await.err(), Some(Refusal::Name));
    assert!(matches!(keeper.sign_up("李雷", "短", HERE).await.err(), Some(Refusal::Weak(_))));
    assert!(keeper.sign_in("王兰", PASSPHRASE).await.is_ok());
    for name in ["王兰", "没有这个人"] {
        for _ in 0..10 {
            assert_eq!(keeper.sign_in(name, "错的口令").await.err(), Some(Refusal::Wrong), "{name}");
        }
        assert_eq!(keeper.sign_in(name, PASSPHRASE).await.err(), Some(Refusal::TooMany), "{name}");
    }
    clock.forward(15 * 60);
    assert!(keeper.sign_in("王兰", PASSPHRASE).await.is_ok(), "a quarter of an hour later");
}

pub async fn many_who_sign_in_at_once_wait_or_are_sent_away(database: Database) {
    let (keeper, _) = keeper(&database).await;
    let keeper = Arc::new(keeper);
    let tries = (0..60).map(|at| {
        let keeper = keeper.clone();
        tokio::spawn(async move { keeper.sign_in(&format!("没有这个人 {at}"), PASSPHRASE).await.err() })
    });
    let (mut wrong, mut busy) = (0, 0);
    for refusal in tries.collect::<Vec<_>>() {
        match refusal.await.unwrap() {
            Some(Refusal::Wrong) => wrong += 1,
            Some(Refusal::Failed(KeepError::Busy)) => busy += 1,
            other => assert_eq!(other, None, "neither let in nor failed otherwise"),
        }
    }
    assert!(wrong >= 34 && wrong + busy == 60, "{wrong} {busy}");
}

pub async fn a_session_ends_by_itself_and_by_signing_out(database: Database) {
    let (keeper, clock) = keeper(&database).await;
    let (_, first) = person(&keeper, "王兰").await;
    let second = keeper.sign_in("王兰", PASSPHRASE).await.unwrap();
    keeper.sign_out(&second.0).await.unwrap();
    assert_eq!(keeper.who_is(&second.0).await.unwrap(), None);
    assert!(keeper.who_is(&first.0).await.unwrap().is_some());
    clock.forward(12 * 3600);
    assert_eq!(keeper.who_is(&first.0).await.unwrap(), None);
    assert_eq!(keeper.who_is("").await.unwrap(), None);
}

pub async fn another_passphrase_ends_all_sessions(database: Database) {
    let (keeper, _) = keeper(&database).await;
    let (lan, first) = person(&keeper, "王兰").await;
    let id = keeper.keep_for(&lan, "", BODY).await.unwrap();
    let after = "another good passphrase";
    assert_eq!(keeper.change_passphrase(&lan, "错的", after).await.err(), Some(Refusal::Wrong));
    assert!(matches!(keeper.change_passphrase(&lan, PASSPHRASE, "短").await.err(), Some(Refusal::Weak(_))));
    let second = keeper.change_passphrase(&lan, PASSPHRASE, after).await.unwrap();
    assert_eq!(keeper.who_is(&first.0).await.unwrap(), None);
    assert_eq!(keeper.who_is(&second.0).await.unwrap(), Some(lan.clone()));
    assert_eq!(keeper.sign_in("王兰", PASSPHRASE).await.err(), Some(Refusal::Wrong));
    assert!(keeper.sign_in("王兰", after).await.is_ok());
    assert_eq!(keeper.give_back(Kept::Of(&lan, &id)).await.unwrap().unwrap().body, BODY);
}

pub async fn another_key_is_refused(database: Database) {
    let (_, clock) = keeper(&database).await;
    assert!(opened(database.again().await, 7, &clock).await.is_ok());
    assert_eq!(opened(database.again().await, 8, &clock).await.err(), Some(KeepError::OtherKey));
}

pub async fn unused_records_go_after_the_declared_days(database: Database) {
    let (keeper, clock) = keeper(&database).await;
    let (lan, _) = person(&keeper, "王兰").await;
    let looked_at = keeper.keep_by_code("", BODY).await.unwrap();
    let forgotten = keeper.keep_by_code("", BODY).await.unwrap();
    let mine = keeper.keep_for(&lan, "", BODY).await.unwrap();
    clock.forward(20 * DAY);
    keeper.give_back(Kept::By(&looked_at)).await.unwrap().unwrap();
    keeper.give_back(Kept::Of(&lan, &mine)).await.unwrap().unwrap();
    clock.forward(10 * DAY);
    assert_eq!(keeper.forget().await.unwrap().records, 0, "thirty days are not over");
    clock.forward(1);
    assert_eq!(keeper.forget().await.unwrap().records, 1);
    assert_eq!(keeper.give_back(Kept::By(&forgotten)).await.unwrap(), None);
    assert_eq!(keeper.give_back(Kept::By(&looked_at)).await.unwrap().unwrap().body, BODY);
    assert_eq!(database.number("SELECT COUNT(*) FROM record_keys").await, 2);
    clock.forward(31 * DAY);
    let run = keeper.forget().await.unwrap();
    assert_eq!((run.records, run.accounts), (2, 1), "nothing is left of anybody");
}

pub async fn an_identity_provider_makes_one_account(database: Database) {
    let (keeper, _) = keeper(&database).await;
    let first = keeper.vouched("https://id.example.cn", "42", "王兰").await.unwrap();
    let lan = keeper.who_is(&first.0).await.unwrap().unwrap();
    assert_eq!((lan.name.as_str(), lan.has_passphrase), ("王兰", false));
    let again = keeper.vouched("https://id.example.cn", "42", "王小兰").await.unwrap();
    assert_eq!(keeper.who_is(&again.0).await.unwrap().unwrap().id, lan.id);
    let other = keeper.vouched("https://other.example.cn", "42", "王兰").await.unwrap();
    assert_ne!(keeper.who_is(&other.0).await.unwrap().unwrap().id, lan.id);
    assert_eq!(keeper.sign_in("王兰", "").await.err(), Some(Refusal::Wrong), "no passphrase, no way in");
    keeper.send_off("state", b"memory").await.unwrap();
    assert_eq!(keeper.come_back("other").await.unwrap(), None);
    assert_eq!(keeper.come_back("state").await.unwrap().unwrap(), b"memory");
    assert_eq!(keeper.come_back("state").await.unwrap(), None);
}

pub async fn form_tokens_belong_to_a_cookie(database: Database) {
    let (keeper, _) = keeper(&database).await;
    let (one, two) = (keeper.form_token("a").unwrap(), keeper.form_token("a").unwrap());
    assert_ne!(one, two, "masked anew each time");
    assert!(keeper.knows_form_token("a", &one) && keeper.knows_form_token("a", &two));
    for (cookie, token) in
        [("b", one.as_str()), ("a", ""), ("a", &one[2..]), ("a", "zz"), ("a", &format!("{one}00"))]
    {
        assert!(!keeper.knows_form_token(cookie, token), "{cookie} {token}");
    }
}

pub async fn an_address_leaves_so_much_in_a_day_and_all_codes_hold_so_much(database: Database) {
    let clock = Clock::standing();
    let limits = Limits { days: 30, a_day: NonZeroU32::new(3), by_code: NonZeroU32::new(5) };
    let keeper = limited(database.store.clone(), 7, &clock, limits).await.unwrap();
    let there = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7));
    keeper.count_guest(HERE).await.unwrap();
    keeper.count_guest(HERE).await.unwrap();
    keeper.sign_up("王兰", PASSPHRASE, HERE).await.unwrap();
    assert_eq!(keeper.count_guest(HERE).await, Err(KeepError::Enough));
    let refused = keeper.sign_up("李雷", PASSPHRASE, HERE).await.unwrap_err();
    assert_eq!(refused, Refusal::Failed(KeepError::Enough));
    keeper.count_guest(there).await.unwrap();
    clock.forward(DAY - 1);
    assert_eq!(keeper.count_guest(HERE).await, Err(KeepError::Enough));
    clock.forward(1);
    keeper.count_guest(HERE).await.unwrap();
    let text = String::from_utf8_lossy(&database.bytes().await).into_owned();
    assert!(!text.contains("198.51.100.7") && !text.contains("127.0.0.1"), "no address is kept");

    // Many at once do not get past what all codes may hold; accounts have room of their own.
    let keeper = Arc::new(keeper);
    let many: Vec<_> = (0..12)
        .map(|_| {
            let keeper = keeper.clone();
            tokio::spawn(async move { keeper.keep_by_code("", BODY).await })
        })
        .collect();
    let mut kept = Vec::new();
    for one in many {
        match one.await.unwrap() {
            Ok(code) => kept.push(code),
            Err(error) => assert_eq!(error, KeepError::NoRoom),
        }
    }
    assert_eq!(kept.len(), 5);
    let (first, second) = (kept.pop().unwrap(), kept.pop().unwrap());
    let ticket = keeper.sign_in("王兰", PASSPHRASE).await.unwrap();
    let lan = keeper.who_is(&ticket.0).await.unwrap().unwrap();
    keeper.keep_for(&lan, "", BODY).await.unwrap();
    assert!(keeper.delete(Kept::By(&first)).await.unwrap());
    keeper.keep_by_code("", BODY).await.unwrap();
    assert_eq!(keeper.keep_by_code("", BODY).await.map(|_| ()), Err(KeepError::NoRoom));
    assert!(keeper.rewrite(Kept::By(&second), None, "{}").await.unwrap(), "what is there can be replaced");
}
