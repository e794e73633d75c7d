//! Chinese.

use super::amounts::{counted, date, exact, month, named, whole};
use super::words::{Marks, Say, Unit, Words};
use policy::model::Ties;
use terms::{Exact, Mode, Range, Tri};

pub(super) struct Chinese;

static MARKS: Marks = Marks {
    comma: "，",
    semicolon: "；",
    colon: "：",
    list: "、",
    open: "（",
    close: "）",
    quote: "“",
    unquote: "”",
    or: " 或 ",
};

fn unit(unit: Unit<'_>) -> &str {
    match unit {
        Unit::Plain => "",
        Unit::Points => " 分",
        Unit::Months => " 个月",
        Unit::Years => " 年",
        Unit::Days => " 天",
        Unit::Age => " 周岁",
        Unit::Times => " 次",
        Unit::Money => " 元",
        Unit::Hours => " 小时",
        Unit::Volume => " 毫升",
        Unit::Area => " 平方米",
        Unit::Word(word) => word,
    }
}

/// Ten thousand yuan are written as such where nothing is lost.
fn in_ten_thousands(value: Exact, of: Unit<'_>) -> Option<Exact> {
    let large = of == Unit::Money && value >= Exact::from(10_000);
    large.then(|| value.checked_div(Exact::from(10_000))).flatten().filter(|value| value.is_whole())
}

fn with_unit(out: &mut String, of: Unit<'_>) {
    if let Unit::Word(word) = of {
        out.push(' ');
        out.push_str(word);
    } else {
        out.push_str(unit(of));
    }
}

/// A step of a rule: full years are years.
fn step(out: &mut String, value: Exact, of: Unit<'_>) {
    let years = value / Exact::from(12);
    if of == Unit::Months && years.is_whole() {
        Chinese.amount(out, years, Unit::Years)
    } else {
        Chinese.amount(out, value, of);
    }
    if of == Unit::Plain {
        out.push_str(" 得");
    }
}

fn points(out: &mut String, value: Exact) {
    Chinese.amount(out, value, Unit::Points);
}

impl Words for Chinese {
    fn marks(&self) -> &'static Marks {
        &MARKS
    }

    fn amount(&self, out: &mut String, value: Exact, of: Unit<'_>) {
        if let Some(value) = in_ten_thousands(value, of) {
            exact(out, value);
            return out.push_str(" 万元");
        }
        exact(out, value);
        with_unit(out, of);
    }

    fn range(&self, out: &mut String, range: Range, of: Unit<'_>) {
        match (range.low, range.high) {
            (Some(low), Some(high)) if low == high => self.amount(out, low, of),
            (Some(low), Some(high)) => {
                exact(out, low);
                out.push_str(" 至 ");
                exact(out, high);
                with_unit(out, of);
            }
            (Some(low), None) => {
                self.amount(out, low, of);
                out.push_str(if of == Unit::Plain { " 以上" } else { "以上" });
            }
            (None, Some(high)) => {
                self.amount(out, high, of);
                out.push_str(if of == Unit::Plain { " 以下" } else { "以下" });
            }
            (None, None) => out.push_str("不清楚"),
        }
    }

    fn say(&self, out: &mut String, what: Say<'_>) {
        let text = match what {
            Say::Total { as_of, total } => {
                out.push_str("截至 ");
                date(out, as_of);
                out.push_str("，总分");
                match (total.is_known(), total.low, total.high) {
                    (false, Some(_), Some(_)) => {
                        out.push_str("在 ");
                        self.range(out, total, Unit::Points);
                        return out.push_str("之间");
                    }
                    (false, Some(low), None) => {
                        out.push_str("至少 ");
                        points(out, low);
                        return out.push_str("，最多还不能定");
                    }
                    _ => {
                        out.push(' ');
                        return self.range(out, total, Unit::Points);
                    }
                }
            }
            Say::NoPoints { as_of } => {
                out.push_str("截至 ");
                date(out, as_of);
                "：这里不算分，只看能办什么。"
            }
            Say::MeetsStandard { total, standard, meets } => {
                return meets_standard(out, total, standard, meets);
            }
            Say::Ranked => "。没有固定的分数线，按分数排名。",
            Say::NotKnownYet => "还不清楚：",
            Say::Vetoed => "注意，有一票否决：",
            Say::Stop => "。",
            Say::Space => "",

            Say::Flag(Tri::Yes) => "是",
            Say::Flag(Tri::No) => "否",
            Say::Flag(Tri::Unknown) | Say::Unknown => "不清楚",
            Say::Some => "有",
            Say::None => "无",
            Say::Disputed => "有争议",
            Say::Until => "至今",

            Say::NotHeld => "不具备",
            Say::NoRecord => "没有记录",
            Say::OutcomeUnknown => "不清楚",
            Say::NotCounted => "不计",
            Say::NotApplicable => "不适用",
            Say::Unspecified => "未规定",
            Say::Unseen => "条文有规定，我们没有查到数",
            Say::UnseenIn => "条文有规定、我们没有查到分值的：",
            Say::NotInSum => "不另计",

            Say::Span(from, to) => {
                date(out, from);
                match to {
                    Some(to) if to == from => return,
                    Some(to) => {
                        out.push_str(" 至 ");
                        return date(out, to);
                    }
                    None => " 起",
                }
            }
            Say::Months(from, to) => {
                month(out, from);
                if from != to {
                    out.push_str(" 至 ");
                    month(out, to);
                }
                return;
            }
            Say::MonthsToDate(from) => {
                month(out, from);
                " 至今"
            }
            Say::InAll(range, of) => {
                out.push_str("共 ");
                return self.range(out, range, of);
            }
            Say::Full(range, of) => {
                out.push_str("满 ");
                return self.range(out, range, of);
            }
            Say::Unbroken(range) => {
                out.push_str("到算分时连续 ");
                return self.range(out, range, Unit::Months);
            }
            Say::LongestRun(range) => {
                out.push_str("最长连续 ");
                return self.range(out, range, Unit::Months);
            }
            Say::YearsOfRuns(range) => {
                out.push_str("各段分别取整年，共 ");
                return self.range(out, range, Unit::Years);
            }
            Say::InForce(Tri::Yes) => "在期",
            Say::InForce(Tri::No) => "不在期",
            Say::InForce(Tri::Unknown) => "是否在期不清楚",
            Say::NothingCounts => "有记录，但都不计",
            Say::KnownNone => "没有",
            Say::NotGiven => "不清楚",
            Say::More(count) => return counted(out, "另有 ", count, " 条，不一一列出"),
            Say::Pieces(count) => return counted(out, "（共 ", count, " 条）"),
            Say::AsOf(day) => {
                out.push_str("算到 ");
                return date(out, day);
            }
            Say::Window(from, to) => {
                out.push_str("只看 ");
                date(out, from);
                out.push_str(" 至 ");
                return date(out, to);
            }
            Say::WindowMonths(from, to) => {
                out.push_str("只看 ");
                month(out, from);
                out.push_str(" 至 ");
                return month(out, to);
            }
            Say::Added => "并入",
            Say::Removed => "除去",
            Say::Kept => "限于",
            Say::Elapsed { from, to, value, unit } => {
                date(out, from);
                out.push_str("，到 ");
                date(out, to);
                out.push_str(" 满 ");
                return self.range(out, value, unit);
            }
            Say::MayCount => "是否计入不清楚",

            Say::BeforeRow => "落在“",
            Say::AfterRow => "”一行",
            Say::RowOpen => "落在哪一行还不清楚",
            Say::NoRow => "不在表内",
            Say::Gives(range) => return self.range(out, range, Unit::Points),
            Say::PerFull { step: size, unit, points: each } => {
                out.push_str("每满 ");
                step(out, size, unit);
                out.push(' ');
                return points(out, each);
            }
            Say::ProRata { step: size, unit, points: each } => {
                out.push_str("每 ");
                step(out, size, unit);
                out.push(' ');
                return points(out, each);
            }
            Say::First { first, unit, points: each } => {
                out.push_str("首 ");
                step(out, first, unit);
                out.push(' ');
                return points(out, each);
            }
            Say::Then { step: size, unit, points: each } => {
                out.push_str("此后每满 ");
                step(out, size, unit);
                out.push(' ');
                return points(out, each);
            }
            Say::Rest(rest, of) => {
                out.push_str("（余 ");
                self.amount(out, rest, of);
                "）"
            }
            Say::Remainder(least, of, each) => {
                out.push_str(" + ");
                exact(out, each);
                out.push_str("（余数满 ");
                step(out, least, of);
                "）"
            }
            Say::Band { count, years, points: each } => {
                self.amount(out, count, if years { Unit::Years } else { Unit::Months });
                out.push_str(if years { "每年 " } else { "每月 " });
                return points(out, each);
            }
            Say::StartNotReached { months, held } => {
                out.push_str("满 ");
                step(out, months, Unit::Months);
                out.push_str("才起算，现有 ");
                return self.range(out, held, Unit::Months);
            }
            Say::StartAll { months } => {
                out.push_str("满 ");
                step(out, months, Unit::Months);
                "起算，以前的一并计入"
            }
            Say::StartAfter { months, counted } => {
                out.push_str("只计满 ");
                step(out, months, Unit::Months);
                out.push_str("以后的 ");
                return self.range(out, counted, Unit::Months);
            }
            Say::WhenHeld => "具备的得 ",
            Say::Highest => "几项里取最高的一项",
            Say::SumOf(count) => return counted(out, "", count, " 项相加，得 "),

            Say::Cap { before, cap } => {
                if before.is_known() {
                    self.range(out, before, Unit::Points);
                    out.push_str("超过上限，按 ");
                } else {
                    out.push_str("超过上限的按 ");
                }
                points(out, cap);
                "计"
            }
            Say::YearCap { year, before, cap } => {
                whole(out, i64::from(year));
                out.push_str(" 年 ");
                self.range(out, before, Unit::Points);
                if before.high.is_some_and(|high| high <= cap) {
                    return;
                }
                out.push_str("超过每年上限，按 ");
                points(out, cap);
                "计"
            }
            Say::Floor { before, floor } => {
                if before.is_known() {
                    self.range(out, before, Unit::Points);
                    out.push_str("低于下限，按 ");
                } else {
                    out.push_str("低于下限的按 ");
                }
                points(out, floor);
                "计"
            }
            Say::Rounded { places, mode, after } => {
                if places == 0 {
                    out.push_str("取整数，");
                } else {
                    out.push_str("保留 ");
                    whole(out, i64::from(places));
                    out.push_str(" 位小数，");
                }
                out.push_str(match mode {
                    Mode::HalfUp => "四舍五入，得 ",
                    Mode::HalfEven => "四舍六入五成双，得 ",
                    Mode::Down => "舍去，得 ",
                    Mode::Up => "进位，得 ",
                });
                return self.range(out, after, Unit::Points);
            }

            Say::NotCountedBecause => "不计：",
            Say::Requires => "要求",
            Say::Fits => "符合",
            Say::RequirementOpen => "还不能定是否符合",
            Say::InFact => "，实为 ",
            Say::OutsideWindow => "在计算的时间以外",
            Say::TooLittle => "还不够起算",
            Say::NotHighest => "不是最高的一项，不计",
            Say::CountedElsewhere => "同一件已在别的指标计过",
            Say::RowGivesNothing => "这一行不给分",
            Say::OutsideTable => "不在表内",
            Say::OtherPicked => "已计另一项",
            Say::LostTo(name) => return named(out, "只计最高的一项，计的是“", name, "”"),
            Say::ChosenBest(name) => return named(out, "由申请人选一项，这里选了分数最高的“", name, "”"),
            Say::LostOpen => "几项只计最高的一项，是哪一项还不能定",
            Say::SameAct => "同一行为只在最重的一项计",
            Say::Disagreement => "各部门的认定不一致，不计",

            Say::UnverifiedMeasure(before) => {
                if before {
                    "“"
                } else {
                    "”的算法待核"
                }
            }
            Say::Category(word) => word,
            Say::From(day) => {
                if day.day() == 1 {
                    month(out, terms::Month::of(day));
                } else {
                    date(out, day);
                }
                " 起 "
            }
            Say::Citation(citation, grade) => {
                out.push_str(citation);
                out.push('（');
                out.push_str(grade.word());
                "）"
            }
            Say::OnlyGrade(grade) => grade.word(),
            Say::Silent => "条文没有规定这一档的分值",

            Say::Met => "满足",
            Say::MetRank(quota) => {
                out.push_str("可以参加排名");
                if let Some(quota) = quota {
                    out.push_str("，名额 ");
                    whole(out, i64::from(quota));
                    out.push_str(" 名");
                }
                "；能否入围要看当次排名"
            }
            Say::MetOrder => "可以；分数只影响先后次序",
            Say::NotMet => "不满足",
            Say::StatusUnknown => "还不能定",
            Say::AnyOf => "下面有一项满足即可",
            Say::VetoUntil(Some(day)) => {
                out.push_str("到 ");
                date(out, day);
                " 为止"
            }
            Say::VetoUntil(None) => "没有终止日期",
            Say::VetoMayHold => "是否构成否决还不清楚",
            Say::NoVeto => "没有一票否决：",
            Say::Order => "排序：",
            Say::HighFirst => " 从高到低",
            Say::LowFirst => " 从低到高",
            Say::EarlyFirst => " 从早到晚",
            Say::LateFirst => " 从晚到早",
            Say::Ties(Ties::AllIn) => "同分的全部录取",
            Say::Ties(Ties::Lottery) => "同分的摇号",
            Say::Ties(Ties::Time) => "同分的，先申请者先",
            Say::Ties(Ties::Unspecified) => "同分怎么办，没有规定",
            Say::Backfill(true) => "空出的名额递补",
            Say::Backfill(false) => "空出的名额不递补",
            Say::OwnScore(score) => {
                out.push_str("按这个用途的算法：");
                return self.range(out, score, Unit::Points);
            }
            Say::TotalIs => "总分 = ",
        };
        out.push_str(text);
    }
}

fn meets_standard(out: &mut String, total: Range, standard: Exact, meets: Tri) {
    let (before, after) = match (meets, total.exactly()) {
        (Tri::Yes, Some(_)) => ("，已达到标准分值 ", "。"),
        (Tri::Yes, None) => ("，最少也达到标准分值 ", "。"),
        (Tri::No, Some(_)) => ("，没有达到标准分值 ", ""),
        (Tri::No, None) => ("，最多也达不到标准分值 ", "。"),
        (Tri::Unknown, _) => ("，是否达到标准分值 ", "还不能定。"),
    };
    out.push_str(before);
    points(out, standard);
    out.push_str(after);
    if let (Tri::No, Some(short)) = (meets, total.exactly().and_then(|total| standard.checked_sub(total))) {
        out.push_str("，还差 ");
        points(out, short);
        out.push('。');
    }
}
