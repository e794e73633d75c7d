//! `jifen places` and `jifen recount`: from filed tables to a published folder, and the folder alone recounted.
#![allow(clippy::expect_used, reason = "a test fails loudly")]

mod common;

use common::{jifen, root};
use std::path::{Path, PathBuf};

const DISTRICT: &str = "examples/rounds/district";

/// A folder's path under the build folder, nothing there yet.
fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("rounds-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

fn published(name: &str) -> PathBuf {
    let folder = fresh(name);
    let ran = jifen(&["places", DISTRICT, "--out", folder.to_str().expect("a path")]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    folder
}

fn filed(name: &str, change: impl Fn(&str, String) -> String) -> PathBuf {
    let folder = fresh(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    for entry in std::fs::read_dir(root().join(DISTRICT)).expect("the example") {
        let path = entry.expect("a file").path();
        let file = path.file_name().expect("a name").to_string_lossy().into_owned();
        let text = change(&file, std::fs::read_to_string(&path).expect("a text"));
        std::fs::write(folder.join(file), text).expect("a file");
    }
    folder
}

#[test]
fn a_published_folder_recounts_and_publishing_again_changes_nothing() {
    let folder = published("whole");
    let path = folder.to_str().expect("a path");
    let ran = jifen(&["recount", path]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.ends_with("全部相符\n"), "{}", ran.out);
    assert_eq!(jifen(&["places", DISTRICT, "--out", path]).code, 0);
    std::fs::write(folder.join("result.csv"), "applicant\n").expect("a file");
    let refused = jifen(&["places", DISTRICT, "--out", path]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("里面的不一样"), "{}", refused.err);
}

#[test]
fn a_seat_that_was_moved_is_found() {
    let folder = published("moved");
    let file = folder.join("result.csv");
    let text = std::fs::read_to_string(&file).expect("the result");
    let moved = text.replace(
        "2026-017,8,8e7376e2882a2b0d64701caf05f4ee5a,河东小学,1,普通",
        "2026-017,8,8e7376e2882a2b0d64701caf05f4ee5a,,,",
    );
    assert_ne!(text, moved);
    std::fs::write(&file, moved).expect("a file");
    let ran = jifen(&["recount", folder.to_str().expect("a path")]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("「河东小学」的普通名额应当录取 2026-017"), "{}", ran.out);
    assert!(ran.out.contains("result.csv 的摘要"), "{}", ran.out);
}

#[test]
fn the_commitment_is_known_before_the_draw_and_the_draw_waits_for_it() {
    let folder = filed("before", |_, text| text);
    std::fs::remove_file(folder.join("draw.csv")).expect("the draw");
    let path = folder.to_str().expect("a path");
    let committed = jifen(&["places", path, "--commit"]);
    assert_eq!(committed.code, 0, "{}", committed.out);
    let drawn = jifen(&["places", DISTRICT]);
    let commitment = |out: &str| out.lines().find(|line| line.starts_with("承诺：")).map(str::to_owned);
    assert_eq!(commitment(&committed.out), commitment(&drawn.out));
    let early = jifen(&["places", path]);
    assert_eq!(early.code, 2);
    assert!(early.out.contains("还没有抽签"), "{}", early.out);
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let folder = filed("wrong", |file, text| match file {
        "wishes.csv" => text + "2026-001,4,山前小学,1\n2026-099,1,河东小学,1\n2026-002,9,无名小学,1\n",
        _ => text,
    });
    let ran = jifen(&["places", folder.to_str().expect("a path")]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.out.contains("没有收件编号「2026-099」") && ran.out.contains("没有学校「无名小学」"),
        "{}",
        ran.out
    );
}

#[test]
fn one_persons_sentences_and_an_unknown_number() {
    let ran = jifen(&["places", DISTRICT, "--why", "2026-008"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("第 1 志愿「山前小学」没有录取你"), "{}", ran.out);
    let unknown = jifen(&["places", DISTRICT, "--why", "没有"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("没有收件编号「没有」"), "{}", unknown.err);
}
