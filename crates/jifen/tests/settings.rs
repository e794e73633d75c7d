//! How `jifen serve` is set up: what comes before what, what is wrong told all at once, the page of settings.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn serve(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jifen"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("JIFEN_") {
            command.env_remove(name);
        }
    }
    command.arg("serve").args(arguments).envs(environment.iter().copied()).output().unwrap()
}

fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// The line of a setting.
fn line<'t>(text: &'t str, key: &str) -> &'t str {
    text.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap()
}

#[test]
fn flags_go_before_the_environment_and_the_environment_before_the_file() {
    let file = file("order.toml", "# 一\nthreads = 1\nconnections = 1\nrate-burst = 1\n");
    let file = file.to_str().unwrap();
    let environment = [("JIFEN_CONFIG", file), ("JIFEN_THREADS", "2"), ("JIFEN_CONNECTIONS", "2")];
    let text = printed(&serve(&["--print-config", "--threads", "3"], &environment));
    assert_eq!(line(&text, "threads"), "threads = 3  # 命令行选项");
    assert_eq!(line(&text, "connections"), "connections = 2  # 环境变量 JIFEN_CONNECTIONS");
    assert_eq!(line(&text, "rate-burst"), format!("rate-burst = 1  # 文件 {file} 第 4 行"));
    assert_eq!(line(&text, "metrics"), "metrics = true  # 默认");
    let text = printed(&serve(&["--print-config", "--quiet", "--policies", "x"], &[]));
    assert_eq!(line(&text, "log"), "log = false  # 命令行选项");
    assert_eq!(line(&text, "policies"), "policies = \"x\"  # 命令行选项");
}

#[test]
fn what_is_printed_is_a_file_that_sets_the_same() {
    let wanted = [
        "--print-config",
        "--cors-origins",
        "https://a.example, http://[::1]:3000",
        "--proxy-header",
        "x-forwarded-for",
        "--trusted-proxies",
        "10.0.0.0/8,::1",
        "--metrics",
        "false",
    ];
    let first = printed(&serve(&wanted, &[]));
    let file = file("printed.toml", &first);
    let again = printed(&serve(&["--config", file.to_str().unwrap(), "--print-config"], &[]));
    let values = |text: &str| -> Vec<String> {
        text.lines().filter_map(|line| line.split("  # ").next().map(str::to_owned)).collect()
    };
    assert_eq!(values(&first), values(&again));
    assert!(first.contains("trusted-proxies = [\"10.0.0.0/8\", \"::1\"]"), "{first}");
}

#[test]
fn everything_that_is_wrong_is_told_at_once_with_its_line() {
    let text = "listen = \"here\"\nrate-per-secnd = 3\nmetrics = \"yes\"\nthis is wrong\nhead-seconds = 0\n\
                cors-origins = [\"https://a.example/x\", 3]\ntrusted-proxies = [\"10.0.0.0/8\"]\n[log]\n";
    let file = file("wrong.toml", text);
    let environment = [("JIFEN_THREADS", "x")];
    let output = serve(&["--config", file.to_str().unwrap(), "--rate-burst", "0"], &environment);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty(), "nothing is served");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    for words in [
        "第 1 行 listen",
        "第 2 行 没有设置“rate-per-secnd”",
        "是不是 rate-per-second？",
        "第 3 行 metrics",
        "第 4 行 这一行不是 TOML 的写法",
        "第 5 行 head-seconds",
        "写 1 至 3600 的整数",
        "第 6 行 cors-origins",
        "第 8 行 log",
        "JIFEN_THREADS 的值“x”不对",
        "--rate-burst 的值“0”不对",
        "proxy-header 和 trusted-proxies 要一起设",
        "设置里有 10 处不对",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    let missing = serve(&["--config", "no-such-file.toml"], &[]);
    assert_eq!(missing.status.code(), Some(2));
    let open = serve(&["--print-config"], &[("JIFEN_CONFIG", file.to_str().unwrap())]);
    assert_eq!(open.status.code(), Some(2), "the file of the environment is read too");
}

/// The text between two marks of the page is what the command prints, and the page names every setting.
#[test]
fn the_page_of_settings_is_what_the_command_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/serve.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let text = printed(&serve(&["--print-config"], &[]));
    let (begin, end) = ("```toml\n", "```\n\n<!-- jifen serve --print-config -->");
    let (before, rest) = page.split_once(begin).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let is = format!("{before}{begin}{text}{end}{after}");
    if std::env::var_os("JIFEN_GENERATE").is_some() {
        std::fs::write(&path, &is).unwrap();
    } else {
        assert!(page == is, "`cargo xtask generate` writes docs/reference/serve.md anew");
    }
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let key = line.split(' ').next().unwrap();
        assert!(before.contains(&format!("| `{key}` |")), "docs/reference/serve.md does not explain `{key}`");
    }
}
