//! What can be asked of the command.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use terms::Date;

/// 积分：把城市的积分规定写成人能读、机器能算的文件，并按它算分、说明理由
#[derive(Parser)]
#[command(name = "jifen", version)]
pub struct Command {
    #[command(subcommand)]
    pub verb: Verb,
    #[command(flatten)]
    pub shared: Shared,
}

/// Taken by every verb.
#[derive(Args)]
pub struct Shared {
    /// 用这个文件夹里的政策，不用内置的
    #[arg(long, global = true, value_name = "文件夹")]
    pub policies: Option<PathBuf>,
}

#[derive(Subcommand)]
pub enum Verb {
    Score(Score),
    Policies(Policies),
    Check(Check),
    Fmt(Fmt),
    Cases(Cases),
}

/// 给一个人算分，逐项说明
#[derive(Args)]
pub struct Score {
    /// 这个人的记录（JSON 文件），- 从标准输入读
    #[arg(value_name = "记录")]
    pub record: PathBuf,
    /// 用哪个方案，如 city/scheme；加 @2018-01-01 指定那天施行的版本
    #[arg(long, value_name = "方案")]
    pub policy: Option<String>,
    /// 申请日，如 2018-06-15；默认今天（时区 Asia/Shanghai）
    #[arg(long, value_name = "日期", value_parser = day)]
    pub on: Option<Date>,
    /// 语言
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    pub lang: Lang,
    /// 只看这个用途
    #[arg(long = "use", value_name = "用途")]
    pub purpose: Option<String>,
    /// 没有得分的也逐项说明
    #[arg(long)]
    pub all: bool,
    /// 给机器读的 JSON
    #[arg(long)]
    pub json: bool,
}

/// 列出方案和版本
#[derive(Args)]
pub struct Policies {
    /// 给机器读的 JSON
    #[arg(long)]
    pub json: bool,
}

/// 检查政策文件夹
#[derive(Args)]
pub struct Check {
    /// 政策文件夹；默认当前目录下的 policies，没有就用内置的
    #[arg(value_name = "路径")]
    pub path: Option<PathBuf>,
    /// 只看结果，不列问题
    #[arg(long)]
    pub quiet: bool,
    /// 连提示也列出来
    #[arg(long)]
    pub all: bool,
}

/// 把政策文件排成统一的格式（README.md、CHANGES.md 除外）
#[derive(Args)]
pub struct Fmt {
    /// 政策文件夹，或其中一个文件；默认当前目录下的 policies
    #[arg(value_name = "路径")]
    pub path: Option<PathBuf>,
    /// 不改文件，只列出要改的；有要改的，退出码为 1
    #[arg(long)]
    pub check: bool,
}

/// 运行算例，核对每一项
#[derive(Args)]
pub struct Cases {
    /// 政策文件夹；默认当前目录下的 policies，没有就用内置的
    #[arg(value_name = "路径")]
    pub path: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Lang {
    Zh,
    En,
}

fn day(text: &str) -> Result<Date, String> {
    policy::language::phrase::day(text).ok_or_else(|| "日期写成 2018-06-15".to_owned())
}
