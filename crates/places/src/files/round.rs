//! `round.csv`: the rule of a round, a setting a row.

use super::csv::{cell, place, read};
use crate::problem::Problem;
use crate::ranking::{First, Ties};
use crate::seats::{Component, Mechanism, Rule};

/// The format that this crate reads and writes.
pub const FORMAT: &str = "jifen-round/1";

/// What a round gives out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Seats by wishes, under priorities.
    Seats,
    /// Seats by wishes, one applicant after the other, with caps that schools share.
    Serial,
    /// A quota or a line.
    Ranking,
}

/// A key as the rule names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyRule {
    /// The column of `applicants.csv`.
    pub name: String,
    /// Which value comes first.
    pub first: First,
    /// Digits behind the point.
    pub decimals: u8,
}

/// All settings of a round.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoundRule {
    /// The round's name: part of every ticket.
    pub name: String,
    /// What it gives out.
    pub kind: Kind,
    /// Priorities, tracks, the longest list, siblings.
    pub seats: Rule,
    /// The keys, the most important first.
    pub keys: Vec<KeyRule>,
    /// What happens to equals; nothing where the keys leave none.
    pub ties: Option<Ties>,
    /// Children of one family share a ticket.
    pub by_family: bool,
    /// Places of a ranking.
    pub quota: Option<u32>,
    /// The line of a ranking, in the notation of the first key.
    pub line: Option<String>,
    /// The sources of the draw, named before it.
    pub sources: Vec<String>,
}

impl RoundRule {
    pub(super) fn read(text: &str, problems: &mut Vec<Problem>) -> RoundRule {
        let mut rule = RoundRule {
            name: String::new(),
            kind: Kind::Seats,
            seats: Rule { tracks: Vec::new(), ..Rule::by_keys(0) },
            keys: Vec::new(),
            ties: None,
            by_family: false,
            quota: None,
            line: None,
            sources: Vec::new(),
        };
        let mut seen = Vec::new();
        read(super::ROUND, text, &["setting", "value"], problems, |line, row, problems| {
            let (setting, value) = (cell(row, 0), cell(row, 1));
            if !matches!(setting, "track" | "key" | "source") && seen.contains(&setting) {
                problems.push(Problem::error(
                    place(super::ROUND, line),
                    format!("「{setting}」写了两次"),
                    "只留一行",
                ));
            }
            seen.push(setting);
            if let Err((message, hint)) = rule.set(setting, value) {
                problems.push(Problem::error(place(super::ROUND, line), message, hint));
            }
        });
        rule.complete(&seen, problems);
        rule
    }

    fn set(&mut self, setting: &str, value: &str) -> Result<(), (String, &'static str)> {
        let unknown = |hint| Err((format!("「{setting}」的值「{value}」读不懂"), hint));
        match setting {
            "format" if value == FORMAT => {}
            "format" => return unknown("这里只认 jifen-round/1"),
            "round" => self.name = value.to_owned(),
            "kind" => match kind(value) {
                Some(kind) => self.kind = kind,
                None => return unknown("写 seats（按志愿）、serial（按位次选校）或 ranking（排名）"),
            },
            "before-keys" => match value.split_whitespace().map(component).collect() {
                Some(parts) => self.seats.before_keys = parts,
                None => return unknown("写 batch、class、band，用空格隔开，在前的先比"),
            },
            "track" => match mechanism(value) {
                Some(track) => self.seats.tracks.push(track),
                None => {
                    return unknown("写 deferred、immediate，或 parallel 加各段的志愿数，如 parallel 3 3");
                }
            },
            "wishes-at-most" => match value.parse() {
                Ok(most) => self.seats.wishes_at_most = most,
                Err(_) => return unknown("写一个整数"),
            },
            "siblings" => match value.parse() {
                Ok(class) => self.seats.siblings = Some(class),
                Err(_) => return unknown("写同胞得到的类别，一个整数"),
            },
            "key" => match key(value) {
                Some(key) => self.keys.push(key),
                None => return unknown("写列名、larger 或 smaller、小数位数（0 至 9），如：总分 larger 2"),
            },
            "ties" => match value {
                "none" => self.ties = None,
                "lottery" => self.ties = Some(Ties::ByLot),
                "all-in" => self.ties = Some(Ties::AllIn),
                "none-in" => self.ties = Some(Ties::NoneIn),
                _ => return unknown("写 none、lottery、all-in 或 none-in"),
            },
            "tickets" => match value {
                "applicant" => self.by_family = false,
                "family" => self.by_family = true,
                _ => return unknown("写 applicant（一人一签）或 family（一家一签）"),
            },
            "quota" => match value.parse() {
                Ok(quota) => self.quota = Some(quota),
                Err(_) => return unknown("写一个整数"),
            },
            "line" => self.line = Some(value.to_owned()),
            "source" => self.sources.push(value.to_owned()),
            _ => return Err((format!("没有「{setting}」这个设置"), "设置的名称见 docs/reference/rounds.md")),
        }
        Ok(())
    }

    /// What is missing, and what does not go together.
    fn complete(&mut self, seen: &[&str], problems: &mut Vec<Problem>) {
        let mut report = |message: &str, hint: &str| {
            problems.push(Problem::error(super::ROUND, message, hint));
        };
        for setting in ["format", "round", "kind", "key", "ties"] {
            if !seen.contains(&setting) {
                report(&format!("没有写「{setting}」"), "加上这一行");
            }
        }
        if seen.contains(&"round") && self.name.is_empty() {
            report("这一轮没有名称", "写一个名称，它是每个抽签号的一部分");
        }
        for (at, key) in self.keys.iter().enumerate() {
            let known = self.keys.iter().take(at).any(|before| before.name == key.name);
            if known || super::tables::APPLICANT_HEAD.contains(&key.name.as_str()) {
                report(
                    &format!("排位项「{}」重复，或者与名单里固有的列同名", key.name),
                    "每个排位项一个自己的名称",
                );
            }
        }
        match self.kind {
            Kind::Ranking => {
                if self.quota.is_none() && self.line.is_none() {
                    report("排名既没有名额也没有分数线", "写 quota 或 line，或者都写");
                }
                if self.quota == Some(0) {
                    report("名额是 0", "没有名额就不必排名");
                }
                self.seats = Rule::by_keys(1);
            }
            Kind::Seats | Kind::Serial => {
                if self.kind == Kind::Serial {
                    self.seats.tracks = vec![Mechanism::Deferred];
                }
                if matches!(self.ties, Some(Ties::AllIn | Ties::NoneIn)) {
                    report("学位不能让并列的一起进出", "改为 lottery，或者把先后写成排位项");
                }
            }
        }
        if self.ties == Some(Ties::ByLot) && self.sources.len() < crate::lottery::FEWEST_SOURCES {
            report("抽签的公开来源不足两个", "事先写明两个以上互不相干的公开来源，一个一行 source");
        }
    }
}

fn kind(text: &str) -> Option<Kind> {
    match text {
        "seats" => Some(Kind::Seats),
        "serial" => Some(Kind::Serial),
        "ranking" => Some(Kind::Ranking),
        _ => None,
    }
}

fn component(text: &str) -> Option<Component> {
    match text {
        "batch" => Some(Component::Batch),
        "class" => Some(Component::Class),
        "band" => Some(Component::Band),
        _ => None,
    }
}

fn mechanism(text: &str) -> Option<Mechanism> {
    let mut words = text.split_whitespace();
    let name = words.next()?;
    let sizes: Option<Vec<u8>> = words.map(|size| size.parse().ok().filter(|size| *size > 0)).collect();
    match (name, sizes?.as_slice()) {
        ("deferred", []) => Some(Mechanism::Deferred),
        ("immediate", []) => Some(Mechanism::Immediate),
        ("parallel", sizes @ [_, ..]) => Some(Mechanism::Parallel(sizes.to_vec())),
        _ => None,
    }
}

fn key(text: &str) -> Option<KeyRule> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [name, first, decimals] = words.as_slice() else {
        return None;
    };
    let first = match *first {
        "larger" => First::Larger,
        "smaller" => First::Smaller,
        _ => return None,
    };
    let decimals = decimals.parse().ok().filter(|decimals| *decimals <= 9)?;
    Some(KeyRule { name: (*name).to_owned(), first, decimals })
}

/// A number in the notation of a key: at most as many digits behind the point as the key has.
pub(super) fn value(text: &str, decimals: u8) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(rest) || rest.len() > usize::from(decimals) {
        return None;
    }
    let scaled = format!("{whole}{rest:0<width$}", width = usize::from(decimals));
    Some(sign * scaled.parse::<i64>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_at_most_the_keys_digits() {
        assert_eq!(value("97.13", 2), Some(9713));
        assert_eq!(value("97.1", 2), Some(9710));
        assert_eq!(value("-3", 1), Some(-30));
        for wrong in ["97.131", "", ".5", "1e3", "+1", "１２"] {
            assert_eq!(value(wrong, 2), None, "{wrong}");
        }
    }
}
