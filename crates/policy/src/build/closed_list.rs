//! The closed list: which clauses may stand under which kind of heading. Nothing else is a clause.

/// Clauses under the title.
pub const HEADER: &[&str] = &[
    "施行",
    "依据",
    "核实",
    "出处",
    "文书",
    "主管",
    "标准分值",
    "总分",
    "下限",
    "取整",
    "时点",
    "解释",
    "未规定",
];

/// Clauses of a measure.
pub const MEASURE: &[&str] = &[
    "取自",
    "条件",
    "窗口",
    "起算日",
    "折月",
    "并入",
    "除去",
    "限于",
    "容断",
    "时点",
    "计",
    "等于",
    "依据",
    "核实",
    "出处",
    "解释",
    "认定",
];

/// Clauses of a list.
pub const LIST: &[&str] = &["成员", "依据", "核实", "出处"];

/// Clauses of a group, an item or a part. Those with a number in their name stand here with one that shows how.
pub const NODE: &[&str] = &[
    "依据",
    "核实",
    "出处",
    "适用",
    "事实",
    "起算",
    "不重复",
    "每满 1 年",
    "每 1 个月",
    "余数",
    "首 200 毫升",
    "此后每满 100 毫升",
    "具备",
    "每次",
    "计分",
    "多次",
    "同一行为",
    "择一",
    "选一",
    "合并",
    "每年上限",
    "上限",
    "下限",
    "取整",
    "解释",
    "未规定",
    "走向",
    "断崖",
    "认定",
    "材料",
];

/// Clauses of a named condition.
pub const CONDITION: &[&str] = &["条件", "依据", "核实", "出处", "解释", "未规定", "认定", "材料"];

/// Clauses of a veto.
pub const VETO: &[&str] = &["事实", "条件", "期限", "适用", "依据", "核实", "出处", "解释"];

/// Clauses of a use.
pub const USE: &[&str] = &[
    "类别",
    "施行",
    "条件",
    "分数",
    "决定",
    "排序",
    "同分",
    "递补",
    "时点",
    "申请人",
    "否决",
    "办理",
    "材料",
    "依据",
    "核实",
    "出处",
    "解释",
    "未规定",
];

/// The sections of a version with the names of their clauses, numbers left out: `每满 1 年` is `每满`.
///
/// ```
/// let sections = policy::build::clause_names();
/// assert!(sections.iter().any(|(section, names)| *section == "指标" && names.contains(&"每满")));
/// ```
pub fn clause_names() -> Vec<(&'static str, Vec<&'static str>)> {
    let sections = [
        ("开头", HEADER),
        ("口径", MEASURE),
        ("名单", LIST),
        ("指标", NODE),
        ("资格", CONDITION),
        ("一票否决", VETO),
        ("用途", USE),
    ];
    let plain = |name: &'static str| name.split(' ').next().unwrap_or(name);
    sections
        .into_iter()
        .map(|(section, names)| (section, names.iter().copied().map(plain).collect()))
        .collect()
}
