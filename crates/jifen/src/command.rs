//! What can be asked of the command.

pub use crate::command_ahead::{Claims, Compare, Docs, Forecast, Plan, Why};
use crate::settings::Flags;
use clap::{Args, Parser, Subcommand, ValueEnum};
use score::explain::Language;
use std::path::PathBuf;
use terms::Date;

/// 积分：把城市的积分规定写成人能读、机器能算的文件，并按它算分、说明理由
#[derive(Parser)]
#[command(
    name = "jifen",
    override_usage = "jifen <命令> [选项]",
    after_help = "退出码：0 正常；1 要求的条件不满足（--require、fmt --check、算例不符）；2 输入有错",
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    disable_help_subcommand = true
)]
pub struct Command {
    #[command(subcommand)]
    pub verb: Verb,
    #[command(flatten)]
    pub shared: Shared,
}

/// Taken by every verb.
#[derive(Args)]
pub struct Shared {
    /// 用这个文件夹里的政策；不写则用程序内置的
    #[arg(long, global = true, value_name = "文件夹", value_hint = clap::ValueHint::DirPath)]
    pub policies: Option<PathBuf>,
}

#[derive(Subcommand)]
pub enum Verb {
    Score(Score),
    Compare(Compare),
    Plan(Plan),
    Forecast(Forecast),
    Why(Why),
    Claims(Claims),
    Policies(Policies),
    Show(Show),
    Diff(Diff),
    Check(Check),
    Fmt(Fmt),
    Cases(Cases),
    Places(Places),
    Recount(Recount),
    Schema(Schema),
    Docs(Docs),
    Serve(Serve),
    Completions(Completions),
}

/// 给一个人算分，逐项说明得分、依据和理由
#[derive(Args)]
#[command(
    after_help = "例：jifen score 我.json --policy city/residence-points --on 2018-06-15\n记录的写法见 jifen schema --reference"
)]
pub struct Score {
    /// 这个人的记录（JSON 文件）；写 - 从标准输入读
    #[arg(value_name = "记录", value_hint = clap::ValueHint::FilePath)]
    pub record: PathBuf,
    /// 方案，如 city/scheme；加 @日期 则用那一天施行的版本。只有一个方案时可以不写
    #[arg(long, value_name = "方案[@日期]")]
    pub policy: Option<String>,
    /// 申请日，如 2018-06-15；不写则为今天（时区 Asia/Shanghai）
    #[arg(long, value_name = "日期", value_parser = day)]
    pub on: Option<Date>,
    /// 只看这个用途，列出全部条件
    #[arg(long = "use", value_name = "用途")]
    pub purpose: Option<String>,
    /// 没有满足时退出码为 1：有 --use 的看那个用途，没有的看标准分值；还不能定也算没有满足
    #[arg(long)]
    pub require: bool,
    /// 没有得分的项目也逐项说明，用途列出全部条件
    #[arg(long)]
    pub all: bool,
    /// 中文（zh，默认）或英文（en）
    #[arg(
        long,
        value_enum,
        default_value = "zh",
        hide_possible_values = true,
        hide_default_value = true,
        value_name = "zh|en"
    )]
    pub lang: Lang,
    /// 输出 JSON，格式见 docs/reference/json.md
    #[arg(long, conflicts_with = "all")]
    pub json: bool,
}

/// 列出全部方案、版本和施行日期
#[derive(Args)]
pub struct Policies {
    /// 输出 JSON
    #[arg(long)]
    pub json: bool,
}

/// 看一个版本的规则：表格、依据、核实等级、读法
#[derive(Args)]
pub struct Show {
    /// 方案，如 city/scheme；加 @日期 则看那一天施行的版本，不加则看今天的
    #[arg(value_name = "方案[@日期]", required_unless_present = "coverage")]
    pub policy: Option<String>,
    /// 只看这一组、这一项或这一个用途
    #[arg(long, value_name = "名称")]
    pub only: Option<String>,
    /// 看写进来多少、核实到什么程度；不写方案则列出全部版本
    #[arg(long, conflicts_with = "only")]
    pub coverage: bool,
}

/// 比较两个版本：增加、删去、改了哪些
#[derive(Args)]
pub struct Diff {
    /// 前一个版本，如 city/scheme@2018-01-01
    #[arg(value_name = "版本甲")]
    pub before: String,
    /// 后一个版本
    #[arg(value_name = "版本乙")]
    pub after: String,
    /// 连说明、出处、核实等级、材料的变化也列出来
    #[arg(long)]
    pub all: bool,
    /// 输出 JSON
    #[arg(long)]
    pub json: bool,
}

/// 检查政策文件夹：写法、名称、单位、分档、时间、出处
#[derive(Args)]
pub struct Check {
    /// 政策文件夹；不写则为当前目录下的 policies，没有就查内置的
    #[arg(value_name = "路径", value_hint = clap::ValueHint::DirPath)]
    pub path: Option<PathBuf>,
    /// 只报数目，不列问题
    #[arg(long)]
    pub quiet: bool,
    /// 提示也列出来
    #[arg(long)]
    pub all: bool,
    /// 对照规定原文（文本文件）里的数字，要和 --policy 一起用
    #[arg(long, value_name = "文本", requires = "policy", value_hint = clap::ValueHint::FilePath)]
    pub source: Option<PathBuf>,
    /// 只查这个方案；加 @日期 则指定对照原文的版本
    #[arg(long, value_name = "方案[@日期]")]
    pub policy: Option<String>,
    /// 一群人只写共有的事实，看他们里没有一个人够得上的用途，和最多能有的总分
    #[arg(long, value_name = "记录", conflicts_with = "source", value_hint = clap::ValueHint::FilePath)]
    pub reach: Option<PathBuf>,
    /// --reach 的申请日；不写则为今天
    #[arg(long, value_name = "日期", value_parser = day, requires = "reach")]
    pub on: Option<Date>,
    /// 输出 JSON
    #[arg(long)]
    pub json: bool,
}

/// 把政策文件排成统一的格式（README.md、CHANGES.md 不动）
#[derive(Args)]
pub struct Fmt {
    /// 政策文件夹，或其中一个文件；不写则为当前目录下的 policies
    #[arg(value_name = "路径")]
    pub path: Option<PathBuf>,
    /// 不改文件，只列出要改的；有要改的，退出码为 1
    #[arg(long)]
    pub check: bool,
}

/// 运行算例，逐项核对
#[derive(Args)]
pub struct Cases {
    /// 政策文件夹；不写则为当前目录下的 policies，没有就用内置的
    #[arg(value_name = "路径", value_hint = clap::ValueHint::DirPath)]
    pub path: Option<PathBuf>,
}

/// 输出记录的 JSON Schema
#[derive(Args)]
pub struct Schema {
    /// 改为输出全部事实的说明（Markdown）
    #[arg(long)]
    pub reference: bool,
}

/// 开网站和接口：网页自测、看规定、比城市，程序用 /api/v1
#[derive(Args)]
#[command(
    after_help = "每个设置也可以写在文件里（名称 = 值），或写成环境变量（JIFEN_LISTEN 这样）。先后：选项，环境变量，文件，默认。\n说明见 docs/reference/serve.md"
)]
pub struct Serve {
    /// 从这个文件读设置（TOML）；也可以用环境变量 JIFEN_CONFIG
    #[arg(long, value_name = "文件", value_hint = clap::ValueHint::FilePath)]
    pub config: Option<PathBuf>,
    /// 不开网站，只列出生效的设置和每个设置从哪里来；口令之类不显示
    #[arg(long)]
    pub print_config: bool,
    /// 不写请求日志，就是 --log false
    #[arg(long, conflicts_with = "log")]
    pub quiet: bool,
    #[command(flatten)]
    pub settings: Flags,
}

/// 分配一轮名额或学位，写出公布的文件
#[derive(Args)]
#[command(
    after_help = "例：jifen places examples/rounds/district\n文件的写法和先后步骤见 docs/reference/rounds.md"
)]
pub struct Places {
    /// 一轮的文件夹：round.csv、applicants.csv，按志愿的还有 schools.csv、wishes.csv，抽签后有 draw.csv
    #[arg(value_name = "文件夹", value_hint = clap::ValueHint::DirPath)]
    pub folder: PathBuf,
    /// 把公布的文件写到这个新文件夹；不写则只看结果
    #[arg(long, value_name = "文件夹", value_hint = clap::ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// 只检查并算出承诺，不抽签、不分配
    #[arg(long, conflicts_with = "out")]
    pub commit: bool,
    /// 看一个收件编号的每个志愿为什么没有录取
    #[arg(long, value_name = "收件编号")]
    pub why: Option<String>,
}

/// 只凭公布的文件复核一轮
#[derive(Args)]
pub struct Recount {
    /// 公布的文件夹
    #[arg(value_name = "文件夹", value_hint = clap::ValueHint::DirPath)]
    pub folder: PathBuf,
}

/// 输出命令行补全脚本
#[derive(Args)]
pub struct Completions {
    /// 用哪种 shell
    #[arg(value_enum, value_name = "bash|zsh|fish|elvish|powershell", hide_possible_values = true)]
    pub shell: clap_complete::Shell,
}

/// The language of a sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Lang {
    /// 中文
    Zh,
    /// English
    En,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Language {
        match lang {
            Lang::Zh => Language::Chinese,
            Lang::En => Language::English,
        }
    }
}

pub fn day(text: &str) -> Result<Date, String> {
    policy::language::phrase::day(text).ok_or_else(|| "日期写成 2018-06-15，并且要有这一天".to_owned())
}
