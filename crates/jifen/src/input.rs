//! Files handed to the command: read whole, never longer than a limit.

use crate::failure::Failure;
use std::io::Read;
use std::path::Path;

/// Reads a file, or standard input for `-`.
pub fn read(path: &Path, most: usize) -> Result<String, Failure> {
    let name = path.display();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    read.map_err(|error| Failure::new(format!("读不了 {name}：{}", said(&error))))?;
    if bytes.len() > most {
        return Err(Failure::new(format!("{name} 超过 {most} 字节，太大了")));
    }
    String::from_utf8(bytes).map_err(|_| Failure::new(format!("{name} 不是 UTF-8 文本")))
}

/// A system error in Chinese, where it is a common one.
pub fn said(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "没有这个文件".into(),
        std::io::ErrorKind::PermissionDenied => "没有权限".into(),
        std::io::ErrorKind::IsADirectory => "这是一个文件夹".into(),
        _ => error.to_string(),
    }
}
