//! The words a sheet adds to an explanation, in both languages.

use score::explain::Language;

/// The words.
pub struct Labels {
    pub self_check: &'static str,
    pub version: &'static str,
    pub applied: &'static str,
    pub counted: &'static str,
    pub basis: &'static str,
    pub notes: &'static str,
    pub zero: &'static str,
    pub vetoes: &'static str,
    pub uses: &'static str,
    pub readings: &'static str,
    pub other: &'static str,
    pub silent: &'static str,
    pub total: &'static str,
    pub office: &'static str,
    pub papers: &'static str,
    pub now: &'static str,
    pub wanted: &'static str,
    pub unverified: &'static str,
    pub footer: &'static str,
    pub no_use: &'static str,
    pub list: &'static str,
    pub open: &'static str,
    pub close: &'static str,
    pub colon: &'static str,
}

/// The words of a language.
pub fn of(language: Language) -> &'static Labels {
    match language {
        Language::Chinese => &CHINESE,
        Language::English => &ENGLISH,
    }
}

static CHINESE: Labels = Labels {
    self_check: "自测，不是凭证",
    version: "版本",
    applied: "申请日",
    counted: "事实算到",
    basis: "依据：",
    notes: "读法",
    zero: "没有得分的",
    vetoes: "一票否决",
    uses: "这份积分能办什么",
    readings: "读法：条文可以有几种理解的地方，这里取哪一种",
    other: "另解：",
    silent: "条文没有写明的",
    total: "合计",
    office: "办理：",
    papers: "材料：",
    now: "现为 ",
    wanted: "要 ",
    unverified: "待核：还没有对照原文核实过",
    footer: "以上按公开的规定试算，以主管部门核定为准。",
    no_use: "这个版本在这一天没有列出用途。",
    list: "、",
    open: "（",
    close: "）",
    colon: "：",
};

static ENGLISH: Labels = Labels {
    self_check: "self-check, not a certificate",
    version: "Version",
    applied: "Applied on",
    counted: "facts counted to",
    basis: "Basis: ",
    notes: "reading",
    zero: "Without points",
    vetoes: "Vetoes",
    uses: "What these points open",
    readings: "Readings: where the text can be understood in several ways, and which was taken",
    other: "Other reading: ",
    silent: "Where the text is silent",
    total: "Total",
    office: "Where: ",
    papers: "Papers: ",
    now: "is ",
    wanted: "needs ",
    unverified: "unverified: not yet checked against the text",
    footer: "Computed from the published rules; the office in charge decides.",
    no_use: "This version lists no use on this day.",
    list: ", ",
    open: " (",
    close: ")",
    colon: ": ",
};
