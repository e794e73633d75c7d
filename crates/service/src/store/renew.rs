//! The statements by which what is kept is sealed anew, for [`super::SqlStore`]. Each names what it takes the place of, so that
//! nothing that was written meanwhile is lost.

use super::sql::{account_of, said};
use super::{Account, Owner, SealedRecord, StoreError, Stored};
use sqlx::{AnyPool, Row as _, query};

pub async fn set_mark(pool: &AnyPool, name: &str, value: &[u8]) -> Stored<()> {
    let text = "INSERT INTO marks (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2";
    query(text).bind(name).bind(value).execute(pool).await.map(|_| ()).map_err(said)
}

pub async fn replace_mark(pool: &AnyPool, name: &str, before: &[u8], value: &[u8]) -> Stored<bool> {
    let done = query("UPDATE marks SET value = $3 WHERE name = $1 AND value = $2");
    let done = done.bind(name).bind(before).bind(value).execute(pool).await.map_err(said)?;
    Ok(done.rows_affected() > 0)
}

pub async fn remove_mark(pool: &AnyPool, name: &str) -> Stored<()> {
    query("DELETE FROM marks WHERE name = $1").bind(name).execute(pool).await.map(|_| ()).map_err(said)
}

pub async fn marks(pool: &AnyPool, beginning: &str) -> Stored<Vec<(String, Vec<u8>)>> {
    let rows = query("SELECT name, value FROM marks ORDER BY name").fetch_all(pool).await.map_err(said)?;
    let mut all = Vec::new();
    for row in rows {
        let name: String = row.try_get(0).map_err(said)?;
        if name.starts_with(beginning) {
            all.push((name, row.try_get(1).map_err(said)?));
        }
    }
    Ok(all)
}

pub async fn accounts_after(pool: &AnyPool, id: &str, most: i64) -> Stored<Vec<Account>> {
    let text = "SELECT id, login, name, passphrase FROM accounts WHERE id > $1 ORDER BY id LIMIT $2";
    let rows = query(text).bind(id).bind(most).fetch_all(pool).await.map_err(said)?;
    rows.iter().map(account_of).collect::<Result<_, _>>().map_err(said)
}

pub async fn reseal_account(pool: &AnyPool, before: &Account, anew: &Account) -> Stored<bool> {
    let text = "UPDATE accounts SET login = $4, name = $5 WHERE id = $1 AND login = $2 AND name = $3";
    let done = query(text).bind(&before.id).bind(&before.login).bind(&before.name);
    let done = done.bind(&anew.login).bind(&anew.name).execute(pool).await.map_err(said)?;
    Ok(done.rows_affected() > 0)
}

pub async fn keys_after(pool: &AnyPool, id: &str, most: i64) -> Stored<Vec<(String, String, Vec<u8>)>> {
    let text = "SELECT id, account, wrapped FROM records JOIN record_keys ON record = id \
                WHERE id > $1 AND account IS NOT NULL ORDER BY id LIMIT $2";
    let rows = query(text).bind(id).bind(most).fetch_all(pool).await.map_err(said)?;
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)))
        .collect::<Result<_, _>>()
        .map_err(said)
}

pub async fn rewrap(pool: &AnyPool, record: &str, before: &[u8], anew: &[u8]) -> Stored<bool> {
    let done = query("UPDATE record_keys SET wrapped = $3 WHERE record = $1 AND wrapped = $2");
    let done = done.bind(record).bind(before).bind(anew).execute(pool).await.map_err(said)?;
    Ok(done.rows_affected() > 0)
}

pub async fn move_record(pool: &AnyPool, before: &SealedRecord, anew: &SealedRecord) -> Stored<bool> {
    let (Owner::Code(from), Owner::Code(to)) = (&before.owner, &anew.owner) else {
        return Err(StoreError::Unreachable("只有用恢复码保存的记录才换恢复码的摘要".to_owned()));
    };
    let mut work = pool.begin().await.map_err(said)?;
    let moved = query("UPDATE records SET code = $3 WHERE id = $1 AND code = $2");
    let moved = moved.bind(&before.id).bind(from).bind(to).execute(&mut *work).await.map_err(said)?;
    let wrapped = query("UPDATE record_keys SET wrapped = $3 WHERE record = $1 AND wrapped = $2");
    let wrapped = wrapped.bind(&before.id).bind(&before.wrapped).bind(&anew.wrapped);
    let wrapped = wrapped.execute(&mut *work).await.map_err(said)?;
    if moved.rows_affected() == 0 || wrapped.rows_affected() == 0 {
        return Ok(false);
    }
    work.commit().await.map_err(said)?;
    Ok(true)
}
