//! The words a sheet adds to an explanation, in both languages.

use score::explain::Language;

/// The words.
pub struct Labels {
    pub self_check: &'static str,
    pub version: &'static str,
    pub office_in_charge: &'static str,
    pub not_in_force: &'static str,
    pub applied: &'static str,
    pub counted: &'static str,
    pub basis: &'static str,
    pub notes: &'static str,
    pub vetoes: &'static str,
    pub uses: &'static str,
    pub readings: &'static str,
    pub other: &'static str,
    pub silent: &'static str,
    pub department: &'static str,
    pub office: &'static str,
    pub papers: &'static str,
    pub now: &'static str,
    pub unverified_measure: &'static str,
    pub footer: &'static str,
    pub no_use: &'static str,
    pub list: &'static str,
    pub comma: &'static str,
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
    office_in_charge: "主管",
    not_in_force: "申请日不在这个版本的施行期内，以下只供比较。",
    applied: "申请日",
    counted: "事实算到",
    basis: "依据：",
    notes: "见读法",
    vetoes: "一票否决",
    uses: "能办什么",
    readings: "读法：条文可以有几种理解的地方，这里取哪一种",
    other: "另解：",
    silent: "条文没有写明的",
    department: "认定：",
    office: "办理：",
    papers: "材料：",
    now: "现为 ",
    unverified_measure: "，算法待核",
    footer: "以上按公开的规定试算，以主管部门核定为准。",
    no_use: "这个版本在这一天没有列出用途。",
    list: "、",
    comma: "，",
    open: "（",
    close: "）",
    colon: "：",
};

static ENGLISH: Labels = Labels {
    self_check: "self-check, not a certificate",
    version: "Version",
    office_in_charge: "Office",
    not_in_force: "The version is not in force on the day of application; what follows is for comparison only.",
    applied: "Applied on",
    counted: "facts counted to",
    basis: "Basis: ",
    notes: "see reading",
    vetoes: "Vetoes",
    uses: "What is open",
    readings: "Readings: where the text can be understood in several ways, and which was taken",
    other: "Other reading: ",
    silent: "Where the text is silent",
    department: "Confirmed by: ",
    office: "Where: ",
    papers: "Papers: ",
    now: "is ",
    unverified_measure: ", measure unverified",
    footer: "Computed from the published rules; the office in charge decides.",
    no_use: "This version lists no use on this day.",
    list: ", ",
    comma: ", ",
    open: " (",
    close: ")",
    colon: ": ",
};
