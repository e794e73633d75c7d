//! What can be asked of `jifen serve` about keeping records.

use clap::Args;
use std::path::PathBuf;

/// Where records are kept that people ask to have kept, and for how long.
#[derive(Args)]
pub struct Keep {
    /// 记录存在哪里：sqlite:文件 或 postgres://…；写 none 就什么也不存，只有访客。也可以用环境变量 JIFEN_DATABASE
    #[arg(
        long,
        env = "JIFEN_DATABASE",
        hide_env = true,
        hide_env_values = true,
        default_value = "sqlite:jifen.db",
        value_name = "地址"
    )]
    pub database: String,
    /// 加密记录的密钥文件，没有就新建；也可以把密钥（64 位十六进制）放在环境变量 JIFEN_KEY 里
    #[arg(
        long,
        env = "JIFEN_KEY_FILE",
        hide_env = true,
        default_value = "jifen.key",
        value_name = "文件",
        value_hint = clap::ValueHint::FilePath
    )]
    pub key_file: PathBuf,
    /// 多少天没有用的记录，连同密钥删除；也可以用环境变量 JIFEN_KEEP_DAYS
    #[arg(
        long,
        env = "JIFEN_KEEP_DAYS",
        hide_env = true,
        default_value_t = 365,
        value_parser = clap::value_parser!(u16).range(1..),
        value_name = "天数"
    )]
    pub keep_days: u16,
    /// 网站对外的地址，如 https://jifen.example.cn；是 https 的，Cookie 只走 https。也可以用环境变量 JIFEN_PUBLIC_URL
    #[arg(long, env = "JIFEN_PUBLIC_URL", hide_env = true, value_name = "地址")]
    pub public_url: Option<String>,
    /// 城市的身份认证平台（OpenID Connect），如 https://id.example.cn；要和 --public-url 一起用
    #[arg(long, env = "JIFEN_PROVIDER", hide_env = true, value_name = "地址", requires = "provider_client")]
    pub provider: Option<String>,
    /// 身份认证平台给本站的客户端编号；密钥放在环境变量 JIFEN_PROVIDER_SECRET 里
    #[arg(long, env = "JIFEN_PROVIDER_CLIENT", hide_env = true, value_name = "编号", requires = "provider")]
    pub provider_client: Option<String>,
    /// 身份认证平台在页面上叫什么
    #[arg(
        long,
        env = "JIFEN_PROVIDER_NAME",
        hide_env = true,
        default_value = "身份认证平台",
        value_name = "名称"
    )]
    pub provider_name: String,
}
