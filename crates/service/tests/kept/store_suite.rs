//! What holds of any store.

use crate::database::Database;
use service::store::{
    Account, Forgotten, Journey, Moment, Owner, SamplePerson, SealedRecord, SqlStore, Store, StoreError,
};

const NOW: Moment = Moment(1_800_000_000);

fn account(id: &str) -> Account {
    Account {
        id: id.to_owned(),
        login: format!("login {id}").into_bytes(),
        name: vec![0, 255, 7],
        passphrase: Some("$argon2id$".to_owned()),
    }
}

fn record(id: &str, owner: Owner, used: Moment) -> SealedRecord {
    SealedRecord {
        id: id.to_owned(),
        owner,
        title: vec![1],
        body: (0..=255).cycle().take(100_000).collect(),
        wrapped: vec![3; 72],
        made: used,
        changed: used,
        used,
    }
}

async fn with_account(store: &SqlStore, id: &str) -> Owner {
    store.add_account(&account(id), NOW).await.unwrap();
    Owner::Account(id.to_owned())
}

pub async fn it_opens_again_with_what_it_had(database: Database) {
    let owner = with_account(&database.store, "a").await;
    database.store.add_record(&record("r", owner.clone(), NOW), 9).await.unwrap();
    database.store.close().await;
    let again = database.again().await;
    again.ping().await.unwrap();
    assert_eq!(again.record(&owner, Some("r")).await.unwrap(), Some(record("r", owner, NOW)));
    database.run("UPDATE _sqlx_migrations SET checksum = checksum || checksum").await;
    let refused = SqlStore::open(&database.url).await.map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("不是这个程序建的"), "{refused}");
    database.run("UPDATE _sqlx_migrations SET version = 99").await;
    let refused = SqlStore::open(&database.url).await.map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("更新的程序"), "{refused}");
}

pub async fn marks_stay_as_first_put(database: Database) {
    let store = &database.store;
    assert_eq!(store.mark("key").await.unwrap(), None);
    assert_eq!(store.put_mark("key", b"one").await.unwrap(), b"one");
    assert_eq!(store.put_mark("key", b"two").await.unwrap(), b"one");
    assert_eq!(store.mark("key").await.unwrap().unwrap(), b"one");
}

pub async fn people_are_seeded_once(database: Database) {
    let person = |name: &str| SamplePerson {
        chinese: name.to_owned(),
        english: "someone".to_owned(),
        record: "{}".to_owned(),
    };
    let people = [person("甲"), person("乙")];
    for _ in 0..2 {
        database.store.seed(&people).await.unwrap();
        assert_eq!(database.store.sample_people().await.unwrap(), people);
    }
}

pub async fn a_login_is_taken_once(database: Database) {
    let store = &database.store;
    let one = account("a");
    store.add_account(&one, NOW).await.unwrap();
    let other = Account { id: "b".to_owned(), passphrase: None, ..one.clone() };
    assert_eq!(store.add_account(&other, NOW).await, Err(StoreError::Taken));
    assert_eq!(store.account_of_login(&one.login).await.unwrap(), Some(one));
    assert_eq!(store.account_of_login(b"nobody").await.unwrap(), None);
    let vouched = Account { passphrase: None, ..account("c") };
    store.add_account(&vouched, NOW).await.unwrap();
    assert_eq!(store.account_of_login(&vouched.login).await.unwrap(), Some(vouched));
}

pub async fn sessions_end(database: Database) {
    let store = &database.store;
    with_account(store, "a").await;
    for token in [b"one", b"two"] {
        store.add_session(token, "a", NOW, NOW.later(60)).await.unwrap();
    }
    assert_eq!(store.account_of_session(b"one", NOW.later(59)).await.unwrap(), Some(account("a")));
    assert_eq!(store.account_of_session(b"one", NOW.later(60)).await.unwrap(), None);
    store.end_session(b"one").await.unwrap();
    assert_eq!(store.account_of_session(b"one", NOW).await.unwrap(), None);
    assert!(store.account_of_session(b"two", NOW).await.unwrap().is_some());
    assert!(store.set_passphrase("a", "another").await.unwrap());
    assert_eq!(store.account_of_session(b"two", NOW).await.unwrap(), None);
    assert!(!store.set_passphrase("nobody", "another").await.unwrap());
    let orphan = store.add_session(b"three", "nobody", NOW, NOW.later(60)).await;
    assert!(matches!(orphan, Err(StoreError::Unreachable(_))), "keys to other rows hold");
}

pub async fn attempts_are_counted_in_windows(database: Database) {
    let store = &database.store;
    for count in 1..=3 {
        let now = NOW.later(count);
        assert_eq!(store.count_attempt(b"who", now, now.later(60)).await.unwrap(), count);
    }
    assert_eq!(store.count_attempt(b"other", NOW, NOW.later(60)).await.unwrap(), 1);
    let later = NOW.later(61);
    assert_eq!(store.count_attempt(b"who", later, later.later(60)).await.unwrap(), 1, "a new window");
    store.clear_attempts(b"who").await.unwrap();
    assert_eq!(store.count_attempt(b"who", later, later.later(60)).await.unwrap(), 1);
}

pub async fn many_attempts_at_once_are_all_counted(database: Database) {
    let attempts = (0..40).map(|_| {
        let store = database.store.clone();
        tokio::spawn(async move { store.count_attempt(b"who", NOW, NOW.later(60)).await.unwrap() })
    });
    let mut counts = Vec::new();
    for attempt in attempts.collect::<Vec<_>>() {
        counts.push(attempt.await.unwrap());
    }
    counts.sort_unstable();
    assert_eq!(counts, (1..=40).collect::<Vec<i64>>());
}

pub async fn a_record_comes_back_whole(database: Database) {
    let store = &database.store;
    let owner = with_account(store, "a").await;
    let of_code = Owner::Code(vec![0, 1, 2, 255]);
    for (id, owner) in [("r", &owner), ("s", &of_code)] {
        let kept = record(id, owner.clone(), NOW);
        store.add_record(&kept, 9).await.unwrap();
        assert_eq!(store.record(owner, Some(id)).await.unwrap(), Some(kept.clone()));
        assert!(store.rewrite_record(owner, id, b"title", b"", NOW.later(5)).await.unwrap());
        store.note_use(id, NOW.later(7)).await.unwrap();
        let rewritten = SealedRecord {
            title: b"title".to_vec(),
            body: Vec::new(),
            changed: NOW.later(5),
            used: NOW.later(7),
            ..kept
        };
        assert_eq!(store.record(owner, Some(id)).await.unwrap(), Some(rewritten));
    }
    assert_eq!(store.add_record(&record("t", of_code, NOW), 9).await, Err(StoreError::Taken));
    assert_eq!(
        database.number("SELECT COUNT(*) FROM record_keys").await,
        2,
        "a record and its key, or neither"
    );
}

pub async fn a_record_is_its_owners_alone(database: Database) {
    let store = &database.store;
    let (a, b) = (with_account(store, "a").await, with_account(store, "b").await);
    let code = Owner::Code(vec![1]);
    store.add_record(&record("r", a.clone(), NOW), 9).await.unwrap();
    for other in [&b, &code] {
        assert_eq!(store.record(other, Some("r")).await.unwrap(), None);
        assert!(!store.rewrite_record(other, "r", b"x", b"x", NOW).await.unwrap());
        assert!(!store.remove_record(other, "r").await.unwrap());
    }
    assert_eq!(store.records_of("b").await.unwrap(), []);
    assert_eq!(store.records_of("a").await.unwrap(), [record("r", a.clone(), NOW)]);
    assert!(store.remove_record(&a, "r").await.unwrap());
    assert!(!store.remove_record(&a, "r").await.unwrap());
    assert!(!store.rewrite_record(&a, "r", b"x", b"x", NOW).await.unwrap());
    assert_eq!(database.number("SELECT COUNT(*) FROM record_keys").await, 0);
}

pub async fn an_account_holds_only_so_many(database: Database) {
    with_account(&database.store, "a").await;
    let adding = (0..12).map(|at| {
        let store = database.store.clone();
        let record = record(&format!("r{at}"), Owner::Account("a".to_owned()), NOW);
        tokio::spawn(async move { store.add_record(&record, 5).await })
    });
    let mut full = 0;
    for added in adding.collect::<Vec<_>>() {
        let added = added.await.unwrap();
        assert!(matches!(added, Ok(()) | Err(StoreError::Full)), "{added:?}");
        full += usize::from(added.is_err());
    }
    assert_eq!((full, database.store.records_of("a").await.unwrap().len()), (7, 5));
}

pub async fn records_go_with_their_account(database: Database) {
    let store = &database.store;
    let owner = with_account(store, "a").await;
    store.add_record(&record("r", owner, NOW), 9).await.unwrap();
    store.add_session(b"one", "a", NOW, NOW.later(60)).await.unwrap();
    store.add_record(&record("s", Owner::Code(vec![1]), NOW), 9).await.unwrap();
    assert!(store.remove_account("a").await.unwrap());
    assert!(!store.remove_account("a").await.unwrap());
    for (statement, left) in [
        ("SELECT COUNT(*) FROM records", 1),
        ("SELECT COUNT(*) FROM record_keys", 1),
        ("SELECT COUNT(*) FROM sessions", 0),
    ] {
        assert_eq!(database.number(statement).await, left, "{statement}");
    }
}

pub async fn what_is_unused_is_forgotten_with_its_key(database: Database) {
    let store = &database.store;
    let owner = with_account(store, "a").await;
    with_account(store, "b").await;
    for (id, owner, used) in
        [("old", Owner::Code(vec![1]), 0), ("new", Owner::Code(vec![2]), 100), ("mine", owner, 100)]
    {
        store.add_record(&record(id, owner, NOW.later(used)), 9).await.unwrap();
    }
    store.count_attempt(b"who", NOW, NOW.later(60)).await.unwrap();
    store.add_session(b"one", "a", NOW, NOW.later(60)).await.unwrap();
    let run = store.forget(NOW.later(50), NOW.later(150)).await.unwrap();
    assert_eq!(run, Forgotten { records: 1, accounts: 1 }, "b has no records and was not used");
    for (statement, left) in [
        ("SELECT COUNT(*) FROM records WHERE id = 'old'", 0),
        ("SELECT COUNT(*) FROM record_keys", 2),
        ("SELECT COUNT(*) FROM accounts", 1),
        ("SELECT COUNT(*) FROM sessions", 0),
        ("SELECT COUNT(*) FROM attempts", 0),
    ] {
        assert_eq!(database.number(statement).await, left, "{statement}");
    }
    assert_eq!(store.forget(NOW.later(50), NOW.later(150)).await.unwrap(), Forgotten::default());
}

pub async fn a_journey_is_taken_once(database: Database) {
    let store = &database.store;
    for state in [b"one", b"two"] {
        let journey = Journey { state: state.to_vec(), sealed: vec![9], ends: NOW.later(60) };
        store.add_journey(&journey).await.unwrap();
    }
    assert_eq!(store.take_journey(b"one", NOW).await.unwrap(), Some(vec![9]));
    assert_eq!(store.take_journey(b"one", NOW).await.unwrap(), None);
    assert_eq!(store.take_journey(b"two", NOW.later(60)).await.unwrap(), None, "too late");
}
