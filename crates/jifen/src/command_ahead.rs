//! What can be asked of the verbs that look further than one version on one day.

use crate::command::{Lang, day};
use clap::Args;
use std::path::PathBuf;
use terms::Date;

/// How the answer is given.
#[derive(Args)]
pub struct Answer {
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
    #[arg(long)]
    pub json: bool,
}

/// 同一个人在各个城市的积分：多少分、够不够、能办什么、差在哪里
#[derive(Args)]
#[command(
    after_help = "例：jifen compare 我.json\n    jifen compare 我.json --policy 甲/residence-points --policy 乙/residence-points"
)]
pub struct Compare {
    /// 这个人的记录（JSON 文件）；写 - 从标准输入读
    #[arg(value_name = "记录", value_hint = clap::ValueHint::FilePath)]
    pub record: PathBuf,
    /// 只比较这些方案，可以写几次；正好两个时逐项说明差在哪里
    #[arg(long, value_name = "方案")]
    pub policy: Vec<String>,
    /// 申请日，如 2018-06-15；不写则为今天（时区 Asia/Shanghai）
    #[arg(long, value_name = "日期", value_parser = day)]
    pub on: Option<Date>,
    #[command(flatten)]
    pub answer: Answer,
}

/// 怎样够得上一个用途：最早、步骤最少、只是等待；够不上就说明被什么挡住
#[derive(Args)]
#[command(after_help = "例：jifen plan 我.json --policy city/residence-points --use 入学 --by 2030-12-31")]
pub struct Plan {
    /// 这个人的记录（JSON 文件）；写 - 从标准输入读
    #[arg(value_name = "记录", value_hint = clap::ValueHint::FilePath)]
    pub record: PathBuf,
    /// 方案，如 city/scheme。只有一个方案时可以不写
    #[arg(long, value_name = "方案")]
    pub policy: Option<String>,
    /// 想够得上的用途；不写则列出有哪些
    #[arg(long = "use", value_name = "用途")]
    pub purpose: Option<String>,
    /// 从哪天算起；不写则为今天（时区 Asia/Shanghai）
    #[arg(long, value_name = "日期", value_parser = day)]
    pub on: Option<Date>,
    /// 最晚到哪天；不写则为五年以后
    #[arg(long, value_name = "日期", value_parser = day)]
    pub by: Option<Date>,
    #[command(flatten)]
    pub answer: Answer,
}

/// 生活照现在这样过下去，以后的积分：什么时候够、什么时候不再够
#[derive(Args)]
#[command(after_help = "例：jifen forecast 我.json --policy city/residence-points --years 10")]
pub struct Forecast {
    /// 这个人的记录（JSON 文件）；写 - 从标准输入读
    #[arg(value_name = "记录", value_hint = clap::ValueHint::FilePath)]
    pub record: PathBuf,
    /// 方案，如 city/scheme。只有一个方案时可以不写
    #[arg(long, value_name = "方案")]
    pub policy: Option<String>,
    /// 从哪天算起；不写则为今天（时区 Asia/Shanghai）
    #[arg(long, value_name = "日期", value_parser = day)]
    pub on: Option<Date>,
    /// 看多少年，1 至 30
    #[arg(long, value_name = "年数", default_value_t = 10, hide_default_value = true, value_parser = clap::value_parser!(u32).range(1..=30))]
    pub years: u32,
    #[command(flatten)]
    pub answer: Answer,
}

/// 两天之间积分为什么变了：因为时间、因为事实，还是因为规则
#[derive(Args)]
#[command(
    after_help = "例：jifen why 我.json --policy city/residence-points --from 2020-06-15 --to 2023-06-15"
)]
pub struct Why {
    /// 这个人的记录（JSON 文件）；写 - 从标准输入读
    #[arg(value_name = "记录", value_hint = clap::ValueHint::FilePath)]
    pub record: PathBuf,
    /// 方案，如 city/scheme。只有一个方案时可以不写
    #[arg(long, value_name = "方案")]
    pub policy: Option<String>,
    /// 前一天
    #[arg(long, value_name = "日期", value_parser = day)]
    pub from: Date,
    /// 后一天；不写则为今天（时区 Asia/Shanghai）
    #[arg(long, value_name = "日期", value_parser = day)]
    pub to: Option<Date>,
    #[command(flatten)]
    pub answer: Answer,
}

/// 一篇流传的文章的说法，逐句对照规定：成立、不成立、无据、时过境迁
#[derive(Args)]
#[command(after_help = "例：jifen claims --search 车牌")]
pub struct Claims {
    /// 只看含有这个词的说法；也可以写号码
    #[arg(long, value_name = "词")]
    pub search: Option<String>,
    /// 只列出这个结论的说法：成立、不成立、无据、时过境迁
    #[arg(long, value_name = "结论")]
    pub verdict: Option<String>,
    #[command(flatten)]
    pub answer: Answer,
}

/// 输出一个城市的说明页（Markdown）：文件、版本、指标、用途、变化、互认
#[derive(Args)]
pub struct Docs {
    /// 城市的文件夹名，如 city；不写则输出全部城市的目录
    #[arg(long, value_name = "城市")]
    pub city: Option<String>,
}
