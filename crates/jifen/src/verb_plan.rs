//! `jifen plan`: what would reach a use, or what stands in the way.

use crate::command::{Plan, Shared};
use crate::failure::{Failure, Verdict};
use crate::json::Aim;
use crate::library::Shelf;
use crate::page::{Ink, Page};
use crate::speech::{decision, mark, name, path, say, status};
use crate::{asked, clock, json};
use policy::actions::Action;
use policy::model::Policy;
use score::explain::{Language, points};
use score::{Best, Goal, Plans};
use terms::civil::{full_months_between, months_after};

/// How far ahead is looked when nothing is said.
const USUAL_MONTHS: u32 = 60;
/// The furthest that can be asked for.
const MOST_MONTHS: u32 = 360;

pub fn run(arguments: &Plan, shared: &Shared) -> Result<Verdict, Failure> {
    let shelf = Shelf::open_for(shared.policies.as_deref(), arguments.policy.as_deref())?;
    let scheme = asked::scheme(&shelf, arguments.policy.as_deref())?;
    let from = arguments.on.unwrap_or_else(clock::today);
    let policy = shelf.version(scheme.id.as_str(), from)?;
    let use_name = purpose(policy, arguments.purpose.as_deref())?;
    let by = arguments.by.unwrap_or_else(|| months_after(from, USUAL_MONTHS));
    let months = full_months_between(from, by);
    if by < from || months > MOST_MONTHS {
        let hint = format!("--by 写 {from} 以后、{} 年以内的日期", MOST_MONTHS / 12);
        return Err(Failure::new(format!("不能看到 {by}")).hint(hint));
    }
    let library = &shelf.library;
    let record = asked::record(&arguments.record, &library.vocabulary)?;
    let city = library.place_of(scheme.id.city());
    let Some(now) = score::status(policy, &record, from, use_name) else {
        return Err(Failure::new(format!("用途“{use_name}”在 {from} 还没有施行，或者已经不施行")));
    };
    let goal = Goal { use_name, from, months, city };
    let Some(found) = score::plan(scheme, &record, goal, &library.actions) else {
        return Err(Failure::new(format!("用途“{use_name}”在 {from} 还没有施行，或者已经不施行")));
    };
    let aim = Aim { scheme, record: &record, use_name, from, by, now: (now.status, now.score) };
    let language = arguments.answer.lang.into();
    if arguments.answer.json {
        json::print(&json::plans(&aim, &found, &library.actions, language))?;
        return Ok(Verdict::Fine);
    }
    let mut page = Page::for_terminal();
    let drawing = Drawing { policy, aim, actions: &library.actions, language };
    drawing.draw(&mut page, &found, &now);
    page.print()?;
    Ok(Verdict::Fine)
}

/// The use that was asked for; without one, the names there are.
fn purpose<'p>(policy: &'p Policy, asked: Option<&str>) -> Result<&'p str, Failure> {
    if let Some(name) = asked {
        return asked::known_use(policy, name);
    }
    let mut all: Vec<&str> = policy.uses.iter().map(|of| of.name.as_str()).collect();
    all.dedup();
    match all.as_slice() {
        [only] => Ok(only),
        _ => {
            Err(Failure::new("没有说想够得上哪个用途")
                .hint(format!("加上 --use 和其中一个：{}", all.join("、"))))
        }
    }
}

struct Drawing<'a> {
    policy: &'a Policy,
    aim: Aim<'a>,
    actions: &'a [Action],
    language: Language,
}

impl Drawing<'_> {
    fn say<'t>(&self, chinese: &'t str, english: &'t str) -> &'t str {
        say(self.language, chinese, english)
    }

    fn draw(&self, page: &mut Page, found: &Plans, now: &score::UseResult<'_>) {
        let (policy, aim) = (self.policy, &self.aim);
        let title = format!(
            "{}{}{}",
            name(policy, &policy.title, self.language),
            self.say("：", ": "),
            name(policy, aim.use_name, self.language)
        );
        page.across(0, (Ink::Strong, &title), (Ink::Faint, aim.scheme.id.as_str()));
        page.rule('═');
        let how = decision(policy, aim.use_name);
        let word = status(now.status, how, self.language);
        let score = points(now.score, self.language);
        let line = match self.language {
            Language::Chinese => format!("{}，{word}，这个用途的分数是 {score}。", aim.from),
            Language::English => format!("On {}: {word}; the score for this use is {score}.", aim.from),
        };
        page.labelled(0, (Ink::Plain, mark(now.status)), Ink::Strong, &line);
        let record = aim.record;
        let mut assessment = score::assess(policy, record, aim.from);
        let explanation = score::explain::explain(&mut assessment, self.language);
        crate::sheet::decisive(page, &assessment, &explanation, aim.use_name);
        if now.status == score::Status::Met {
            return self.footer(page);
        }
        self.plans(page, found);
        if let Some(best) = &found.best {
            self.best(page, best);
        }
        self.footer(page);
    }

    fn plans(&self, page: &mut Page, found: &Plans) {
        let by = self.aim.by;
        let mut drawn: Option<&score::Plan> = None;
        for (label, plan) in [
            (self.say("最早", "soonest"), &found.soonest),
            (self.say("步骤最少", "fewest steps"), &found.fewest),
        ] {
            let Some(plan) = plan else { continue };
            if drawn == Some(plan) {
                page.gap();
                page.line(Ink::Plain, &format!("{label}{}", self.say("：同上", ": the same")));
                continue;
            }
            page.gap();
            self.plan(page, label, plan);
            drawn = Some(plan);
        }
        page.gap();
        let waiting = self.say("只是等待", "waiting alone");
        match &found.waiting {
            Some(plan) if drawn == Some(plan) => {
                page.line(Ink::Plain, &format!("{waiting}{}", self.say("：同上", ": the same")));
            }
            Some(plan) => self.plan(page, waiting, plan),
            None => {
                let line = match self.language {
                    Language::Chinese => format!("{waiting}：到 {by} 也不够"),
                    Language::English => format!("{waiting}: not by {by}"),
                };
                page.line(Ink::Plain, &line);
            }
        }
    }

    fn plan(&self, page: &mut Page, label: &str, plan: &score::Plan) {
        let score = points(plan.score, self.language);
        let head = match self.language {
            Language::Chinese => format!("{label}：{} 起满足，那时 {score}", plan.on),
            Language::English => format!("{label}: met from {}, then with {score}", plan.on),
        };
        page.paragraph(0, 2, Ink::Strong, &head);
        if plan.steps.is_empty() {
            page.line(
                Ink::Plain,
                self.say("  什么也不用做，照现在这样过下去", "  nothing to do; go on as now"),
            );
        }
        let mut counted: Vec<(usize, Vec<terms::Date>)> = Vec::new();
        for (at, done) in &plan.steps {
            match counted.iter_mut().find(|(known, _)| known == at) {
                Some((_, days)) => days.push(*done),
                None => counted.push((*at, vec![*done])),
            }
        }
        for (at, days) in counted {
            let Some(action) = self.actions.get(at) else { continue };
            let days: Vec<String> = days.iter().map(ToString::to_string).collect();
            let what = self.say(&action.name, &action.english);
            let text = match self.language {
                Language::Chinese => format!("{what}：{}", days.join("、")),
                Language::English => format!("{what}: {}", days.join(", ")),
            };
            page.labelled(2, (Ink::Plain, "· "), Ink::Plain, &text);
        }
    }

    fn best(&self, page: &mut Page, best: &Best) {
        page.gap();
        let head = match self.language {
            Language::Chinese => format!("到 {} 为止，行动表里的事全做也够不上。", best.on),
            Language::English => format!("Nothing in the list of actions reaches it by {}.", best.on),
        };
        page.paragraph(0, 0, Ink::Strong, &head);
        if months_after(best.on, 1) <= self.aim.by {
            let line = match self.language {
                Language::Chinese => format!("再往后没有公布的规定，看不到 {}。", self.aim.by),
                Language::English => format!("No rule has been published after that, up to {}.", self.aim.by),
            };
            page.paragraph(2, 0, Ink::Doubt, &line);
        }
        if let Some(high) = best.score.high {
            let most = points(terms::Range::known(high), self.language);
            let line = match self.language {
                Language::Chinese => format!("那时这个用途的分数最多是 {most}。"),
                Language::English => format!("The most this use's score can be then is {most}."),
            };
            page.paragraph(2, 0, Ink::Plain, &line);
        }
        let lists = [
            (&best.failing, self.say("做什么也满足不了：", "no choice meets: "), false),
            (
                &best.missing,
                self.say("还不清楚，说清楚了再算：", "not known, so that it cannot be told: "),
                false,
            ),
            (&best.capped, self.say("已经到上限，再多也不加分：", "at its cap, more gives nothing: "), true),
        ];
        for (names, label, item) in lists {
            if names.is_empty() {
                continue;
            }
            let shown = |text: &String| match item {
                true => path(self.policy, text, self.language),
                false => name(self.policy, text, self.language).to_owned(),
            };
            let names: Vec<String> = names.iter().map(shown).collect();
            page.labelled(2, (Ink::Plain, label), Ink::Plain, &names.join(self.say("、", ", ")));
        }
    }

    fn footer(&self, page: &mut Page) {
        page.gap();
        let text = self.say(
            "每一步写的是最早能办成的日子，是通常的下限，不是承诺；没有写进行动表的事没有算。按今天公布的规定推算，以主管部门核定为准。",
            "Each day is the earliest by which the step is usually done, not a promise; what the list of actions lacks was \
             not tried. By the rules published today; the office in charge decides.",
        );
        page.paragraph(0, 0, Ink::Faint, text);
    }
}
