//! A forecast on a page: a chart of the total, when rights are reached and lost, what the items do.

mod story;

use crate::page::{Ink, Page};
use crate::speech::{decision, mark, name, say, status};
use policy::reminders::Due;
use policy::scheme::Scheme;
use score::explain::{Language, points};
use score::{Changed, Forecast, ForecastPoint, Status};
use story::{Story, stories};
use terms::{Exact, Range};
use unicode_width::UnicodeWidthStr as _;

/// Draws a forecast.
pub fn draw(page: &mut Page, scheme: &Scheme, forecast: &Forecast<'_>, due: &[Due<'_>], language: Language) {
    let Some(first) = forecast.points.first() else { return };
    let outlook = Outlook { scheme, forecast, first, language };
    page.across(
        0,
        (Ink::Strong, name(first.policy, &first.policy.title, language)),
        (Ink::Faint, scheme.id.as_str()),
    );
    page.rule('═');
    page.paragraph(0, 0, Ink::Plain, outlook.premise());
    page.gap();
    outlook.chart(page);
    outlook.end(page);
    outlook.uses(page);
    outlook.items(page);
    outlook.due(page, due);
    page.gap();
    page.paragraph(0, 0, Ink::Faint, outlook.footer());
}

struct Outlook<'f, 'a> {
    scheme: &'a Scheme,
    forecast: &'f Forecast<'a>,
    first: &'f ForecastPoint<'a>,
    language: Language,
}

impl Outlook<'_, '_> {
    fn say<'t>(&self, chinese: &'t str, english: &'t str) -> &'t str {
        say(self.language, chinese, english)
    }

    fn premise(&self) -> &'static str {
        say(
            self.language,
            "如果生活照现在这样过下去：还在住的地方、还在做的工作、还在缴的社保都继续，缴费的基数不变，没有新的证书、房子、志愿服务，也没有新的处罚。",
            "If life goes on as it does: homes, work and insurance that run now go on, contribution bases stay, there is \
             no new certificate, home or volunteering, and no new offence.",
        )
    }

    fn footer(&self) -> &'static str {
        say(
            self.language,
            "按今天已经公布的规定推算，规定会变；以主管部门核定为准。某一天的细账：jifen score --on 那一天",
            "By the rules published today, which may change; the office in charge decides. For any day: jifen score --on DATE",
        )
    }

    /// One line a year; a line a quarter where less than three years are looked at.
    fn chart(&self, page: &mut Page) {
        let points = &self.forecast.points;
        let step = if points.len() <= 36 { 3 } else { 12 };
        let rows: Vec<&ForecastPoint<'_>> = points.iter().step_by(step).collect();
        let standard = |row: &ForecastPoint<'_>| row.policy.standard;
        let ends = rows.iter().flat_map(|row| [row.total.low, row.total.high, standard(row)]);
        let most = ends.flatten().max().unwrap_or(Exact::ONE).max(Exact::ONE);
        let texts: Vec<String> = rows.iter().map(|row| self::points(row.total, self.language)).collect();
        let widest = texts.iter().map(|text| text.width()).max().unwrap_or(0);
        // A day, two gaps and the mark at the end.
        let room = page.width().saturating_sub(10 + 2 + widest + 2 + 1);
        for (row, text) in rows.iter().zip(&texts) {
            let line = standard(row).map(|standard| columns(standard, most, room));
            let mut bar = bar(row.total, most, room);
            if let Some(at) = line {
                put_line(&mut bar, at);
            }
            let space = " ".repeat(widest.saturating_sub(text.width()));
            let bar: String = bar.into_iter().collect();
            page.line(Ink::Plain, format!("{}  {space}{text}  {bar}", row.on).trim_end());
        }
        if let Some(standard) = self.first.policy.standard {
            let standard = self::points(Range::known(standard), self.language);
            let line = match self.language {
                Language::Chinese => format!("┆ 标准分值 {standard}"),
                Language::English => format!("┆ standard score: {standard}"),
            };
            page.line(Ink::Faint, &line);
        }
        if rows.iter().any(|row| !row.total.is_known()) {
            let open = rows.iter().any(|row| row.total.high.is_none());
            let (chinese, english) = if open {
                ("░ 有事实还不清楚，可能到这里，也可能更多", "░ facts are not known; it may be this or more")
            } else {
                ("░ 有事实还不清楚，最多到这里", "░ facts are not known; at most this")
            };
            page.line(Ink::Faint, self.say(chinese, english));
        }
    }

    fn end(&self, page: &mut Page) {
        let Some(day) = self.forecast.no_rule_from else { return };
        let line = match self.language {
            Language::Chinese => {
                format!("{day} 起没有公布的规定，往后算不出来。那以前最好问一问主管部门新规定什么时候出来。")
            }
            Language::English => {
                format!("From {day} no rule has been published, and nothing further can be computed.")
            }
        };
        page.gap();
        page.paragraph(0, 2, Ink::Doubt, &line);
    }

    fn head(&self, page: &mut Page, text: &str) {
        page.gap();
        page.line(Ink::Strong, text);
        page.rule('─');
    }

    /// What each use does: on which days it is reached, lost, begins or ends.
    fn uses(&self, page: &mut Page) {
        let mut names: Vec<&str> = Vec::new();
        for point in &self.forecast.points {
            for (name, _) in &point.uses {
                if !names.contains(name) {
                    names.push(name);
                }
            }
        }
        if names.is_empty() {
            return;
        }
        self.head(page, self.say("什么时候够，什么时候不再够", "When rights are reached and lost"));
        let mut steady: Vec<(Status, Vec<&str>)> = Vec::new();
        for name in names {
            let changes: Vec<_> = self
                .forecast
                .changes
                .iter()
                .filter_map(|change| match &change.what {
                    Changed::Use(of, was, is) if of == name => Some((change.on, *was, *is)),
                    _ => None,
                })
                .collect();
            let start = self.first.uses.iter().find(|(of, _)| *of == name).map(|(_, status)| *status);
            match (changes.is_empty(), start) {
                (true, Some(status)) => match steady.iter_mut().find(|(of, _)| *of == status) {
                    Some((_, names)) => names.push(name),
                    None => steady.push((status, vec![name])),
                },
                _ => self.moving_use(page, name, start, &changes),
            }
        }
        for wanted in [Status::Met, Status::Unknown, Status::NotMet] {
            for (_, names) in steady.iter().filter(|(status, _)| *status == wanted) {
                let names: Vec<String> = names.iter().map(|chinese| self.use_name(chinese)).collect();
                let label = self.say(
                    match wanted {
                        Status::Met => "✓ 一直满足：",
                        Status::Unknown => "? 一直不能定：",
                        Status::NotMet => "✗ 一直不满足：",
                    },
                    match wanted {
                        Status::Met => "✓ met throughout: ",
                        Status::Unknown => "? not known throughout: ",
                        Status::NotMet => "✗ not met throughout: ",
                    },
                );
                let list = names.join(self.say("、", ", "));
                page.labelled(0, (Ink::Plain, label), Ink::Plain, &list);
            }
        }
    }

    /// A use's name, with a word where met only means that one may join a ranking.
    fn use_name(&self, chinese: &str) -> String {
        let policy = self.first.policy;
        let ranked = matches!(decision(policy, chinese), Some(policy::model::Decision::Rank(_)));
        let mark = if ranked { self.say("（排名）", " (ranked)") } else { "" };
        format!("{}{mark}", name(policy, chinese, self.language))
    }

    fn moving_use(
        &self,
        page: &mut Page,
        chinese: &str,
        start: Option<Status>,
        changes: &[(terms::Date, Option<Status>, Option<Status>)],
    ) {
        let policy = self
            .forecast
            .points
            .iter()
            .map(|point| point.policy)
            .find(|policy| policy.uses.iter().any(|of| of.name == chinese))
            .unwrap_or(self.first.policy);
        let how = decision(policy, chinese);
        let word = |of: Option<Status>| match of {
            Some(of) => status(of, how, self.language),
            None => self.say("没有这个用途", "no such use"),
        };
        page.paragraph(0, 2, Ink::Strong, name(policy, chinese, self.language));
        let now = format!("{} {}{}", self.first.on, self.say("现在", "now "), word(start));
        page.paragraph(2, 2, Ink::Plain, &now);
        for (on, _, is) in changes {
            let ink = match is {
                Some(Status::Met) => Ink::Good,
                Some(Status::NotMet) => Ink::Bad,
                _ => Ink::Doubt,
            };
            page.labelled(
                2,
                (Ink::Plain, &format!("{on} ")),
                ink,
                &format!("{}{}", is.map_or("", mark), word(*is)),
            );
        }
    }

    fn items(&self, page: &mut Page) {
        let stories = stories(self.scheme, self.forecast, self.language);
        let versions: Vec<_> = self
            .forecast
            .changes
            .iter()
            .filter_map(|change| match &change.what {
                Changed::Version(id) => Some((change.on, id)),
                _ => None,
            })
            .collect();
        if stories.is_empty() && versions.is_empty() {
            page.gap();
            page.line(Ink::Plain, self.say("各项得分一直不变。", "No item changes."));
            return;
        }
        for (on, id) in versions {
            page.gap();
            let line = match self.language {
                Language::Chinese => format!("{on} 起换用新版本 {id}"),
                Language::English => format!("From {on} another version is in force: {id}"),
            };
            page.paragraph(0, 2, Ink::Doubt, &line);
        }
        let (falls, rises): (Vec<&Story>, Vec<&Story>) = stories.iter().partition(|story| story.falls);
        if !falls.is_empty() {
            self.head(page, self.say("哪些分会少", "What goes down"));
            falls.iter().for_each(|story| self.story(page, story));
        }
        if !rises.is_empty() {
            self.head(page, self.say("哪些分会多", "What goes up"));
            rises.iter().for_each(|story| self.story(page, story));
        }
    }

    fn story(&self, page: &mut Page, story: &Story) {
        let ink = if story.falls { Ink::Bad } else { Ink::Good };
        page.across(0, (Ink::Strong, &story.name), (ink, &story.change));
        page.paragraph(2, 2, Ink::Plain, &story.days);
    }

    fn due(&self, page: &mut Page, due: &[Due<'_>]) {
        if due.is_empty() {
            return;
        }
        self.head(page, self.say("要记得办的", "To be done"));
        for due in due {
            let reminder = due.reminder;
            let basis = reminder.basis.citation.as_deref().unwrap_or_default();
            let line = match self.language {
                Language::Chinese => format!(
                    "{}：{} 至 {} 之间办，以后每 {} 个月一次。这是提醒，不算分。（{basis}，{}）",
                    reminder.name,
                    due.from,
                    due.to,
                    reminder.every,
                    reminder.basis.grade.word()
                ),
                Language::English => format!(
                    "{}: between {} and {}, then every {} months. A reminder; no points hang on it here. ({basis}, {})",
                    reminder.english,
                    due.from,
                    due.to,
                    reminder.every,
                    reminder.basis.grade.english()
                ),
            };
            page.labelled(0, (Ink::Plain, "· "), Ink::Plain, &line);
        }
    }
}

/// How many columns a number of points takes.
fn columns(points: Exact, most: Exact, room: usize) -> usize {
    let room = Exact::from(i64::try_from(room).unwrap_or(0));
    let share = points.checked_div(most).and_then(|share| share.checked_mul(room));
    share.map_or(0, |share| usize::try_from(share.floor()).unwrap_or(0))
}

fn bar(total: Range, most: Exact, room: usize) -> Vec<char> {
    let low = columns(total.low.unwrap_or(Exact::ZERO).max(Exact::ZERO), most, room);
    let high = total.high.map_or(room, |high| columns(high.max(Exact::ZERO), most, room));
    let mut bar = vec!['█'; low];
    bar.resize(high.max(low), '░');
    bar
}

fn put_line(bar: &mut Vec<char>, at: usize) {
    while bar.len() <= at {
        bar.push(' ');
    }
    if let Some(place) = bar.get_mut(at) {
        *place = '┆';
    }
}
