//! Records that people leave: kept sealed, given back byte by byte, deleted with their keys.

use super::code::{DRAWN, ResumeCode};
use super::seal::{Key, Keys, seal, unseal};
use super::{KeepError, Keeper, Person};
use crate::store::{Moment, Owner, SealedRecord, StoreError};
use zeroize::Zeroizing;

/// How many records an account may hold.
pub const MOST_RECORDS: i64 = 50;
/// The longest title, in characters.
const LONGEST_TITLE: usize = 60;

/// Whose record is meant.
#[derive(Clone, Copy, Debug)]
pub enum Kept<'a> {
    /// The one of a resume code.
    By(&'a ResumeCode),
    /// The one of an account with an id.
    Of(&'a Person, &'a str),
}

/// A record given back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptRecord {
    /// Its id.
    pub id: String,
    /// What its owner calls it.
    pub title: String,
    /// The record, the same bytes as were left.
    pub body: String,
    /// When it was last written.
    pub changed: Moment,
    /// When it will be taken away unless it is used.
    pub until: Moment,
}

impl Keeper {
    /// Keeps a record for whoever has the code that is given out here, this once.
    ///
    /// # Errors
    /// [`KeepError::NoRoom`] when as many are kept as may be; otherwise when the site cannot. Nothing is kept then.
    pub async fn keep_by_code(&self, title: &str, body: &str) -> Result<ResumeCode, KeepError> {
        let code = ResumeCode::drawn(self.dice::<DRAWN>()?);
        let owner = Owner::Code(self.keys.digest("code", &[code.bytes()]));
        let wrapping = self.keys.wrapping_by(code.bytes())?;
        let most = self.limits.by_code.map_or(i64::MAX, |most| i64::from(most.get()));
        match self.keep(owner, &wrapping, title, body, most).await {
            Ok(_) => Ok(code),
            Err(KeepError::Store(StoreError::Full)) => Err(KeepError::NoRoom),
            Err(error) => Err(error),
        }
    }

    /// Keeps a record for somebody, and gives its id.
    ///
    /// # Errors
    /// [`crate::store::StoreError::Full`] within when the account holds as many as it may; otherwise when the site cannot.
    pub async fn keep_for(&self, person: &Person, title: &str, body: &str) -> Result<String, KeepError> {
        self.keep(Owner::Account(person.id.clone()), self.keys.wrapping(), title, body, MOST_RECORDS).await
    }

    /// Gives a record back, and notes that it was used. Nothing when there is none.
    ///
    /// # Errors
    /// When the site cannot, or the record cannot be opened.
    pub async fn give_back(&self, which: Kept<'_>) -> Result<Option<KeptRecord>, KeepError> {
        let Some(sealed) = self.sealed(which).await? else { return Ok(None) };
        let now = self.now();
        let key = self.unwrapped(which, &sealed)?;
        let (title, body) =
            (text(&key, "title", &sealed.id, &sealed.title)?, text(&key, "body", &sealed.id, &sealed.body)?);
        self.store.note_use(&sealed.id, now).await?;
        Ok(Some(KeptRecord { id: sealed.id, title, body, changed: sealed.changed, until: self.until(now) }))
    }

    /// All records of somebody, without what is in them.
    ///
    /// # Errors
    /// When the site cannot, or a title cannot be opened.
    pub async fn titles(&self, person: &Person) -> Result<Vec<KeptRecord>, KeepError> {
        let mut all = Vec::new();
        for sealed in self.store.records_of(&person.id).await? {
            let key = self.unwrapped(Kept::Of(person, &sealed.id), &sealed)?;
            let title = text(&key, "title", &sealed.id, &sealed.title)?;
            let until = self.until(sealed.used);
            all.push(KeptRecord {
                id: sealed.id,
                title,
                body: String::new(),
                changed: sealed.changed,
                until,
            });
        }
        Ok(all)
    }

    /// Writes a record anew in the place of what was kept. False when it is not there any more.
    ///
    /// # Errors
    /// When the site cannot; what was kept is kept then.
    pub async fn rewrite(&self, which: Kept<'_>, title: Option<&str>, body: &str) -> Result<bool, KeepError> {
        let Some(sealed) = self.sealed(which).await? else { return Ok(false) };
        let key = self.unwrapped(which, &sealed)?;
        let title = match title {
            Some(title) => self.hide(&key, "title", &sealed.id, &shortened(title))?,
            None => sealed.title.clone(),
        };
        let body = self.hide(&key, "body", &sealed.id, body)?;
        Ok(self.store.rewrite_record(&sealed.owner, &sealed.id, &title, &body, self.now()).await?)
    }

    /// Deletes a record and its key. False when it is not there.
    ///
    /// # Errors
    /// When the site cannot.
    pub async fn delete(&self, which: Kept<'_>) -> Result<bool, KeepError> {
        let Some(sealed) = self.sealed(which).await? else { return Ok(false) };
        Ok(self.store.remove_record(&sealed.owner, &sealed.id).await?)
    }

    async fn keep(
        &self,
        owner: Owner,
        wrapping: &Key,
        title: &str,
        body: &str,
        most: i64,
    ) -> Result<String, KeepError> {
        let id = self.fresh::<16>()?;
        let key: Key = Zeroizing::new(self.dice()?);
        let now = self.now();
        let record = SealedRecord {
            title: self.hide(&key, "title", &id, &shortened(title))?,
            body: self.hide(&key, "body", &id, body)?,
            wrapped: seal(wrapping, self.dice()?, key_about(&owner, &id).as_bytes(), key.as_slice())?,
            id: id.clone(),
            owner,
            made: now,
            changed: now,
            used: now,
        };
        self.store.add_record(&record, most).await?;
        Ok(id)
    }

    async fn sealed(&self, which: Kept<'_>) -> Result<Option<SealedRecord>, KeepError> {
        Ok(match which {
            Kept::By(code) => {
                let owner = Owner::Code(self.keys.digest("code", &[code.bytes()]));
                match self.store.record(&owner, None).await? {
                    Some(record) => Some(record),
                    None => self.kept_before(code).await?,
                }
            }
            Kept::Of(person, id) => self.store.record(&Owner::Account(person.id.clone()), Some(id)).await?,
        })
    }

    fn unwrapped(&self, which: Kept<'_>, sealed: &SealedRecord) -> Result<Key, KeepError> {
        let about = key_about(&sealed.owner, &sealed.id);
        let key = match which {
            Kept::By(code) => {
                unseal(&self.keys.wrapping_by(code.bytes())?, about.as_bytes(), &sealed.wrapped)
            }
            Kept::Of(..) => self.keys.unseal(Keys::wrapping, about.as_bytes(), &sealed.wrapped),
        }?;
        let key: [u8; 32] = key.as_slice().try_into().map_err(|_| KeepError::Damaged)?;
        Ok(Zeroizing::new(key))
    }

    fn hide(&self, key: &Key, what: &str, id: &str, text: &str) -> Result<Vec<u8>, KeepError> {
        seal(key, self.dice()?, about(what, id).as_bytes(), text.as_bytes())
    }
}

fn text(key: &Key, what: &str, id: &str, sealed: &[u8]) -> Result<String, KeepError> {
    let text = unseal(key, about(what, id).as_bytes(), sealed)?;
    String::from_utf8(text.to_vec()).map_err(|_| KeepError::Damaged)
}

fn about(what: &str, id: &str) -> String {
    format!("record {what} {id}")
}

/// A key is bound to its owner too: a record moved to another account does not open there.
pub(super) fn key_about(owner: &Owner, id: &str) -> String {
    match owner {
        Owner::Account(account) => format!("key {id} of {account}"),
        Owner::Code(_) => format!("key {id}"),
    }
}

fn shortened(title: &str) -> String {
    title.trim().chars().take(LONGEST_TITLE).collect()
}
