//! The folder of a round: its tables as texts.

use crate::failure::Failure;
use crate::input::{read, said};
use std::collections::BTreeMap;
use std::path::Path;

/// The largest file of a round: some million applicants with all their wishes.
const MOST_BYTES: usize = 2 << 30;

/// The files of a folder whose names `wanted` accepts.
pub fn texts(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<BTreeMap<String, String>, Failure> {
    let failed =
        |error: std::io::Error| Failure::new(format!("读不了文件夹 {}：{}", folder.display(), said(&error)));
    let mut texts = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() && wanted(&name) {
            texts.insert(name, read(&entry.path(), MOST_BYTES)?);
        }
    }
    Ok(texts)
}

/// Writes texts into a folder that is made for them. A folder that holds the same texts already is left as it is.
pub fn write(folder: &Path, made: &BTreeMap<String, String>) -> Result<(), Failure> {
    let failed =
        |error: std::io::Error| Failure::new(format!("写不了文件夹 {}：{}", folder.display(), said(&error)));
    if folder.exists() {
        if texts(folder, |_| true)? == *made {
            return Ok(());
        }
        return Err(Failure::new(format!("{} 已经有了，里面的不一样", folder.display()))
            .hint("公布的文件写进新的文件夹，不盖掉以前的"));
    }
    std::fs::create_dir_all(folder).map_err(failed)?;
    for (name, text) in made {
        std::fs::write(folder.join(name), text).map_err(failed)?;
    }
    Ok(())
}
