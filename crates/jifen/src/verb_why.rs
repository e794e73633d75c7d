//! `jifen why`: what changed between two days, and by which cause.

use crate::command::{Shared, Why};
use crate::failure::{Failure, Verdict};
use crate::library::Shelf;
use crate::page::{Ink, Page};
use crate::speech::{moved, name, path, say, signed};
use crate::{asked, clock, grid, json};
use policy::scheme::Scheme;
use score::ItemWhy;
use score::explain::Language;
use terms::{Date, Range};

pub fn run(arguments: &Why, shared: &Shared) -> Result<Verdict, Failure> {
    let shelf = Shelf::open_for(shared.policies.as_deref(), arguments.policy.as_deref())?;
    let scheme = asked::scheme(&shelf, arguments.policy.as_deref())?;
    let (from, to) = (arguments.from, arguments.to.unwrap_or_else(clock::today));
    if to < from {
        return Err(Failure::new(format!("{to} 在 {from} 之前")).hint("--from 写前一天，--to 写后一天"));
    }
    shelf.version(scheme.id.as_str(), from)?;
    shelf.version(scheme.id.as_str(), to)?;
    let record = asked::record(&arguments.record, &shelf.library.vocabulary)?;
    let Some(found) = score::why(scheme, &record, from, to) else {
        return Err(Failure::new("这两天没有可以比较的版本"));
    };
    let language = arguments.answer.lang.into();
    if arguments.answer.json {
        json::print(&json::why(scheme, (from, to), &found, language))?;
        return Ok(Verdict::Fine);
    }
    let mut page = Page::for_terminal();
    draw(&mut page, scheme, (from, to), &found, language);
    page.print()?;
    Ok(Verdict::Fine)
}

fn draw(page: &mut Page, scheme: &Scheme, (from, to): (Date, Date), found: &score::Why, language: Language) {
    let Some(policy) = scheme.on(to) else { return };
    page.across(0, (Ink::Strong, name(policy, &policy.title, language)), (Ink::Faint, scheme.id.as_str()));
    page.rule('═');
    let total = moved(found.before, found.after, language);
    let head = match language {
        Language::Chinese => format!("{from} 到 {to}：总分 {total}"),
        Language::English => format!("{from} to {to}: total {total}"),
    };
    page.paragraph(0, 2, Ink::Strong, &head);
    for (label, by, what) in causes(found.steps, language) {
        page.paragraph(2, 4, Ink::Plain, &format!("{label}{by}{what}"));
    }
    if found.from_version != found.to_version {
        let line = match language {
            Language::Chinese => format!(
                "两天用的不是同一个版本；条文改了什么，见 jifen diff {} {}",
                found.from_version, found.to_version
            ),
            Language::English => format!(
                "The versions differ; what changed in the text: jifen diff {} {}",
                found.from_version, found.to_version
            ),
        };
        page.paragraph(0, 2, Ink::Faint, &line);
    }
    page.gap();
    if found.items.is_empty() {
        page.line(Ink::Plain, say(language, "没有一项变了。", "No item changed."));
        return;
    }
    let head = match language {
        Language::Chinese => ["指标", "前", "后", "时间", "事实", "规则"],
        Language::English => ["item", "before", "after", "time", "facts", "rule"],
    };
    let rows: Vec<Vec<String>> = found.items.iter().map(|item| row(scheme, to, item, language)).collect();
    grid::draw(page, 0, &head.map(str::to_owned), &rows);
    page.gap();
    let note = say(
        language,
        "先只让时间过去，当作前一天以后什么也没有发生，连社保也停了；再放进这段时间里真的发生的事；最后换成后一天的规则。三步加起来就是全部变化。没有写明从什么时候起的事实，当作一直如此。",
        "First time passes as if nothing had happened after the first day, not even insurance paid; then what did happen is put \
         in; last comes the rule of the second day. The three steps add up to the whole change. Facts that do not say since when are taken to have been the same.",
    );
    page.paragraph(0, 0, Ink::Faint, note);
    if !found.before.is_known() || !found.after.is_known() {
        let note = say(
            language,
            "得分是区间的，写的是两端各变多少；两端变得一样，就只写一个数。",
            "Of an interval the change of its ends is given; one number where both move alike.",
        );
        page.paragraph(0, 0, Ink::Faint, note);
    }
}

fn row(scheme: &Scheme, to: Date, item: &ItemWhy, language: Language) -> Vec<String> {
    let number = |range| score::explain::number(range, language);
    let [start, later, known, end] = item.steps;
    let by = |was: Range, is: Range| if was == is { "·".to_owned() } else { change(was, is, language) };
    let name = scheme.on(to).map_or_else(|| item.name.clone(), |policy| path(policy, &item.name, language));
    vec![name, number(item.before), number(item.after), by(start, later), by(later, known), by(known, end)]
}

/// The change of a number; of an interval, the change of its ends: one number where both move alike.
fn change(was: Range, is: Range, language: Language) -> String {
    let ends = [was.low.zip(is.low), was.high.zip(is.high)];
    let ends: Vec<String> = ends
        .into_iter()
        .map(|end| match end {
            Some((was, is)) => signed(Range::known(is - was), language),
            None => "?".to_owned(),
        })
        .collect();
    match ends.as_slice() {
        [low, high] if low == high || high == "?" => low.clone(),
        _ => ends.join("～"),
    }
}

fn causes(steps: [Range; 4], language: Language) -> [(&'static str, String, &'static str); 3] {
    let pick = |chinese, english| say(language, chinese, english);
    let [start, later, known, end] = steps;
    [
        (
            pick("时间  ", "time   "),
            change(start, later, language),
            pick(
                "（年龄、时间窗、到期，什么新事也没有）",
                " (ages, windows, what lapses; nothing new happened)",
            ),
        ),
        (
            pick("事实  ", "facts  "),
            change(later, known, language),
            pick("（这段时间里发生的事）", " (what happened between the two days)"),
        ),
        (pick("规则  ", "rule   "), change(known, end, language), pick("（换了版本）", " (another version)")),
    ]
}
