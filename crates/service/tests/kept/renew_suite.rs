//! What holds when the site's key is changed, whatever the store.

use crate::database::Database;
use crate::keeper_suite::{BODY, Clock, DAY, HERE, PASSPHRASE, dice};
use service::keep::{KeepError, Keeper, Kept, Limits, Master, Outside, Person, Refusal, Renewed};
use service::store::Store as _;

const DAYS: u16 = 30;

/// The site with a key and older ones.
async fn with(database: &Database, clock: &Clock, key: u8, older: &[u8]) -> Result<Keeper, KeepError> {
    let time = clock.clone();
    // Other dice each time, as a machine would throw them.
    let mut thrown = vec![0; usize::from(key) * 1000 + older.len()];
    let dice = dice();
    dice(&mut thrown);
    let outside = Outside { now: Box::new(move || time.now()), dice: Box::new(dice) };
    let older: Vec<Master> = older.iter().map(|key| Master::new([*key; 32])).collect();
    Keeper::open(database.store.clone(), &[key; 32], &older, outside, Limits::of_days(DAYS)).await
}

async fn lan(keeper: &Keeper) -> Person {
    let ticket = keeper.sign_in("王兰", PASSPHRASE).await.unwrap();
    keeper.who_is(&ticket.0).await.unwrap().unwrap()
}

pub async fn everything_opens_after_the_key_was_changed(database: Database) {
    let clock = Clock::standing();
    let before = with(&database, &clock, 1, &[]).await.unwrap();
    let ticket = before.sign_up("王兰", PASSPHRASE, HERE).await.unwrap();
    let person = before.who_is(&ticket.0).await.unwrap().unwrap();
    let id = before.keep_for(&person, "我", BODY).await.unwrap();
    let vouched = before.vouched("https://id.example", "7", "李雷").await.unwrap();
    let code = before.keep_by_code("", BODY).await.unwrap();
    let token = before.form_token("cookie").unwrap();
    before.send_off("state", b"memory").await.unwrap();
    drop(before);

    assert_eq!(with(&database, &clock, 2, &[]).await.map(|_| ()), Err(KeepError::OtherKey));
    let after = with(&database, &clock, 2, &[1]).await.unwrap();
    // Before anything is sealed anew: all is there, and sessions and pages that were open go on.
    assert_eq!(after.who_is(&ticket.0).await.unwrap().unwrap().name, "王兰");
    assert!(after.knows_form_token("cookie", &token) && !after.knows_form_token("other", &token));
    assert_eq!(after.come_back("state").await.unwrap().unwrap(), b"memory");
    assert_eq!(after.give_back(Kept::Of(&person, &id)).await.unwrap().unwrap().body, BODY);
    assert_eq!(after.sign_up(" 王兰 ", PASSPHRASE, HERE).await.map(|_| ()), Err(Refusal::Taken));

    assert_eq!(after.renew().await.unwrap(), Renewed { accounts: 2, records: 1 });
    assert_eq!(after.renew().await.unwrap(), Renewed::default(), "once");
    assert_eq!(after.give_back(Kept::By(&code)).await.unwrap().unwrap().body, BODY);
    let again = after.vouched("https://id.example", "7", "李雷").await.unwrap();
    assert_eq!(
        after.who_is(&again.0).await.unwrap(),
        after.who_is(&vouched.0).await.unwrap(),
        "the same account"
    );
    assert_eq!(database.number("SELECT COUNT(*) FROM accounts").await, 2);

    // All of it is under the new key now: it opens without the old one, which only the mark still asks for.
    for (name, _) in database.store.marks("older key ").await.unwrap() {
        database.store.remove_mark(&name).await.unwrap();
    }
    let alone = with(&database, &clock, 2, &[]).await.unwrap();
    let person = lan(&alone).await;
    assert_eq!(alone.titles(&person).await.unwrap().first().unwrap().title, "我");
    assert_eq!(alone.give_back(Kept::Of(&person, &id)).await.unwrap().unwrap().body, BODY);
    assert!(alone.rewrite(Kept::By(&code), None, "{}").await.unwrap());
    assert_eq!(alone.give_back(Kept::By(&code)).await.unwrap().unwrap().body, "{}");
    assert_eq!(with(&database, &clock, 1, &[]).await.map(|_| ()), Err(KeepError::OtherKey));
}

pub async fn the_old_key_is_needed_until_nothing_can_be_under_it(database: Database) {
    let clock = Clock::standing();
    let before = with(&database, &clock, 1, &[]).await.unwrap();
    let (forgotten, used) =
        (before.keep_by_code("", BODY).await.unwrap(), before.keep_by_code("", BODY).await.unwrap());
    let after = with(&database, &clock, 2, &[1]).await.unwrap();
    after.renew().await.unwrap();
    let until = after.older_until().await.unwrap().unwrap();
    assert_eq!(until, clock.now().later((i64::from(DAYS) + 1) * DAY));
    assert_eq!(with(&database, &clock, 2, &[]).await.map(|_| ()), Err(KeepError::OlderKey));
    clock.forward(20 * DAY);
    assert!(after.give_back(Kept::By(&used)).await.unwrap().is_some());
    // Changed again before the first change is over: both are needed.
    let third = with(&database, &clock, 3, &[2, 1]).await.unwrap();
    third.renew().await.unwrap();
    assert_eq!(with(&database, &clock, 3, &[2]).await.map(|_| ()), Err(KeepError::OlderKey));
    clock.forward(11 * DAY);
    third.renew().await.unwrap();
    assert_eq!(third.give_back(Kept::By(&forgotten)).await.unwrap(), None, "unused for the declared days");
    let second_only = with(&database, &clock, 3, &[2]).await.unwrap();
    assert_eq!(second_only.give_back(Kept::By(&used)).await.unwrap().unwrap().body, BODY);
    clock.forward(20 * DAY);
    second_only.renew().await.unwrap();
    assert_eq!(second_only.older_until().await.unwrap(), None);
    let alone = with(&database, &clock, 3, &[]).await.unwrap();
    assert_eq!(alone.give_back(Kept::By(&used)).await.unwrap().unwrap().body, BODY);
}

pub async fn a_change_can_be_taken_back(database: Database) {
    let clock = Clock::standing();
    let first = with(&database, &clock, 1, &[]).await.unwrap();
    let one = first.keep_by_code("", BODY).await.unwrap();
    let second = with(&database, &clock, 2, &[1]).await.unwrap();
    let two = second.keep_by_code("", "{}").await.unwrap();
    let back = with(&database, &clock, 1, &[2]).await.unwrap();
    assert_eq!(back.give_back(Kept::By(&one)).await.unwrap().unwrap().body, BODY);
    assert_eq!(back.give_back(Kept::By(&two)).await.unwrap().unwrap().body, "{}");
    assert!(back.delete(Kept::By(&one)).await.unwrap() && back.delete(Kept::By(&two)).await.unwrap());
}

pub async fn many_accounts_are_sealed_anew_while_people_come_and_go(database: Database) {
    let clock = Clock::standing();
    let before = with(&database, &clock, 1, &[]).await.unwrap();
    let mut people = Vec::new();
    for number in 0..450 {
        let ticket = before.vouched("https://id.example", &number.to_string(), "某人").await.unwrap();
        let person = before.who_is(&ticket.0).await.unwrap().unwrap();
        let id = before.keep_for(&person, "", BODY).await.unwrap();
        people.push((person, id));
    }
    let after = std::sync::Arc::new(with(&database, &clock, 2, &[1]).await.unwrap());
    let renewing = tokio::spawn({
        let after = after.clone();
        async move { after.renew().await }
    });
    for (number, (person, id)) in people.iter().enumerate().rev() {
        let ticket = after.vouched("https://id.example", &number.to_string(), "某人").await.unwrap();
        assert_eq!(after.who_is(&ticket.0).await.unwrap().unwrap().id, person.id);
        assert!(after.rewrite(Kept::Of(person, id), None, "{}").await.unwrap());
    }
    renewing.await.unwrap().unwrap();
    after.renew().await.unwrap();
    assert_eq!(after.renew().await.unwrap(), Renewed::default());
    for (person, id) in &people {
        assert_eq!(after.give_back(Kept::Of(person, id)).await.unwrap().unwrap().body, "{}");
    }
    assert_eq!(database.number("SELECT COUNT(*) FROM accounts").await, 450);
}
