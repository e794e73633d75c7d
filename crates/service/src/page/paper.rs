//! The sheet on paper: one table with the fields in the order of official sheets, good in black and white.

use super::sent::{About, Missing, Sent, faulty};
use super::{Shell, annex, parts};
use crate::reply;
use crate::view::View;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use policy::model::NodeKind;
use policy::numeral::capitals;
use policy::record::{Record, record_to_json};
use score::explain::{Explanation, ItemExplanation, LineKind, explain};
use score::{Assessment, Outcome, Skip, Status};
use terms::Range;

/// The sheet of a record.
pub async fn filled(sent: Sent) -> Result<Response, Missing> {
    let about = sent.about()?;
    Ok(match sent.site.record(sent.fields.get("record").unwrap_or_default()) {
        Ok(record) => draw(&about, &record),
        Err(_) => faulty(sent.view),
    })
}

struct Paper<'p, 'a> {
    view: View,
    assessment: &'p Assessment<'a>,
    explanation: &'p Explanation<'a>,
}

fn draw(about: &About<'_>, record: &Record) -> Response {
    let About { site, view, scheme, policy, on } = *about;
    let mut assessment = score::assess(policy, record, on);
    let explanation = explain(&mut assessment, view.language);
    let paper = Paper { view, assessment: &assessment, explanation: &explanation };
    let json = record_to_json(record, site.vocabulary());
    let title = policy.sheet_name.as_deref().unwrap_or(&policy.title);
    let content = html! {
        form.actions method="post" action=(about.to("result")) {
            input type="hidden" name="record" value=(json); input type="hidden" name="on" value=(on);
            button { (view.say("回到结果", "Back to the result")) }
            span.soft { (view.say("用浏览器的“打印”，选 A4。", "Use your browser’s Print, on A4.")) }
        }
        article.paper {
            header {
                p.issuer { (view.say("自测单，不是凭证", "Self-check, not a certificate")) }
                h1 { (parts::name(view, policy, title)) }
                p { (view.say("文号：", "No.: ")) span.blank {} }
            }
            p.sentence { (explanation.text(explanation.summary)) }
            (holder(view))
            (rules(about, &assessment))
            (paper.items())
            (paper.not_counted())
            (paper.sums())
            (paper.opens())
            h2 { (view.say("不服怎么办", "Remedies")) }
            p { (view.say(
                "这是自己试算的结果，没有人作出决定，不能据此申请复核或者复议。对主管部门核定的结果不服的，按核定文书上写的办法和期限办。",
                "This was computed by oneself; nobody has decided anything, so there is nothing to object to. Against what the office in charge determines, follow the way and the time given on its own notice."
            )) }
            h2 { (view.say("核定", "Determination")) }
            table.hand { tr { th scope="row" { (view.say("核定机关（盖章）", "Agency (seal)")) } td {} th scope="row" { (view.say("日期", "Date")) } td {} } tr { th scope="row" { (view.say("经办", "Handled by")) } td {} th scope="row" { (view.say("复核", "Checked by")) } td {} } }
            h2 { (view.say("怎样核对", "How to check")) }
            p { (view.say(
                "本单没有签名，谁都可以重算：用同一份记录、同一个版本、同一个申请日，得出的每一个数都一样。请勿通过短信链接核验。",
                "This sheet bears no signature; anyone can compute it again: the same record, the same version and the same day give every number again. Do not verify it through a link in a message."
            )) }
            (annex::months(view, policy, &assessment))
        }
    };
    let above = parts::trail(view, site, scheme);
    let title = view.say("打印的积分单", "The sheet on paper");
    reply::private_page(StatusCode::OK, Shell { view, title, here: None, above: &above }.draw(content))
}

/// Who it is about: filled in by hand, for a record knows no names.
fn holder(view: View) -> Markup {
    html! {
        table.hand {
            tr {
                th scope="row" { (view.say("姓名", "Name")) } td {}
                th scope="row" { (view.say("证件号（前 4 后 4）", "ID (first and last 4)")) } td {}
                th scope="row" { (view.say("居住证号（后 4）", "Permit (last 4)")) } td {}
            }
        }
    }
}

fn rules(about: &About<'_>, assessment: &Assessment<'_>) -> Markup {
    let About { view, policy, on, .. } = *about;
    html! {
        p.rule { (view.say("规定：", "Rules: ")) (parts::title_of(view, policy)) (view.say("，", ", ")) (parts::basis(view, policy, &policy.basis))
            (view.say("；版本 ", "; version ")) (policy.id) (view.say("；事实算到 ", "; facts counted to ")) (assessment.as_of) (view.say("；申请日 ", "; applied on ")) (on) }
    }
}

impl<'a> Paper<'_, 'a> {
    fn points(&self, item: &ItemExplanation<'a>) -> Range {
        self.assessment.node(item.node).map_or(Range::ZERO, |result| result.points)
    }

    /// Items that move the total, or may.
    fn counted(&self) -> impl Iterator<Item = &ItemExplanation<'a>> {
        let items = self.explanation.items.iter().filter(|item| item.kind == NodeKind::Item);
        items.filter(|item| item.counted && self.points(item) != Range::ZERO)
    }

    /// What is said of an item and its parts, of some kinds.
    fn said(&self, item: &ItemExplanation<'a>, kinds: &[LineKind]) -> Vec<&str> {
        let parts = &self.assessment.policy[item.node].children;
        let parts = parts.iter().filter_map(|part| self.explanation.item(*part));
        let parts = parts.filter(|part| self.points(part) != Range::ZERO && part.counted);
        let mut lines: Vec<&str> = Vec::new();
        for one in std::iter::once(item).chain(parts) {
            for (kind, text) in self.explanation.lines(one.lines) {
                if kinds.contains(&kind) && !lines.contains(&text) {
                    lines.push(text);
                }
            }
        }
        lines
    }

    fn group(&self, item: &ItemExplanation<'a>) -> &'a str {
        let policy = self.assessment.policy;
        let parent = policy[item.node].parent.and_then(|parent| self.explanation.item(parent));
        parent.map_or("", |parent| parent.name)
    }

    fn items(&self) -> Markup {
        let view = self.view;
        let policy = self.assessment.policy;
        html! {
            h2 { (view.say("计分的各项", "What counted")) }
            table.items {
                thead { tr {
                    @for head in [view.say("序号", "No."), view.say("指标（类别）", "Indicator (group)"), view.say("所用的事实", "Facts used"), view.say("依据条款", "Basis"), view.say("计算", "Arithmetic"), view.say("得分", "Points"), view.say("核定部门", "Department")] { th scope="col" { (head) } }
                } }
                tbody {
                    @for (at, item) in self.counted().enumerate() {
                        tr {
                            td { (at + 1) }
                            th scope="row" { (item.name) span.soft { (view.say("（", " (")) (self.group(item)) (view.say("）", ")")) } }
                            td { @for line in self.said(item, &[LineKind::Facts, LineKind::Applies]) { p { (line) } } }
                            td { (self.explanation.text(item.basis)) }
                            td { @for line in self.said(item, &[LineKind::Rule, LineKind::Limited]) { p { (line) } } }
                            td.points { @if item.deducts { "−" } (parts::range(view, self.points(item))) }
                            td { @if let Some(of) = &policy[item.node].department { (parts::name(view, policy, of)) } }
                        }
                    }
                }
            }
        }
    }

    fn not_counted(&self) -> Markup {
        let view = self.view;
        let items = self.explanation.items.iter().filter(|item| item.kind == NodeKind::Item);
        let rest: Vec<_> = items.filter(|item| !item.counted || self.points(item) == Range::ZERO).collect();
        html! {
            @if !rest.is_empty() {
                h2 { (view.say("没有计分的各项", "What did not count")) }
                table.items {
                    thead { tr { th scope="col" { (view.say("项目", "Item")) } th scope="col" { (view.say("原因", "Reason")) } th scope="col" { (view.say("依据", "Basis")) } } }
                    tbody { @for item in rest {
                        @let (code, word) = reason(view, item);
                        tr { th scope="row" { (item.name) } td { (word) " " span.soft { (code) } } td { (self.explanation.text(item.basis)) } }
                    } }
                }
            }
        }
    }

    fn sums(&self) -> Markup {
        let view = self.view;
        let policy = self.assessment.policy;
        let total = self.assessment.total.range();
        html! {
            h2 { (view.say("小计和合计", "Subtotals and total")) }
            table.items {
                tbody {
                    @for group in policy.groups.iter().filter_map(|id| self.explanation.item(*id)) { tr { th scope="row" { (group.name) } td.points { (self.explanation.text(group.points)) } } }
                    tr.sum { th scope="row" { (view.say("合计", "Total")) }
                        td.points { b { (parts::range(view, total)) }
                            @if let Some(words) = total.exactly().and_then(capitals) { " " span lang="zh-Hans" { "（" (words) "分）" } } } }
                    @if let Some(standard) = policy.standard { tr { th scope="row" { (view.say("标准分值", "Standard score")) } td.points { (parts::number(view, standard)) } } }
                }
            }
        }
    }

    fn opens(&self) -> Markup {
        let view = self.view;
        let names = |wanted: Status| -> Vec<&str> {
            self.explanation.uses.iter().filter(|of| of.status == wanted).map(|of| of.name).collect()
        };
        html! {
            h2 { (view.say("能办什么", "What it opens")) }
            @for (label, uses) in [
                (view.say("条件都满足：", "Conditions met: "), names(Status::Met)),
                (view.say("还不能定：", "Not certain yet: "), names(Status::Unknown)),
                (view.say("条件还不满足：", "Conditions not met: "), names(Status::NotMet)),
            ] { @if !uses.is_empty() { p { b { (label) } (uses.join(view.say("、", ", "))) } } }
            p.soft { (view.say("要排名、摇号的，条件满足不等于排得上。", "Where places are ranked or drawn, meeting the conditions is not yet a place.")) }
        }
    }
}

/// Why an item gives nothing: a code and the word for it.
fn reason(view: View, item: &ItemExplanation<'_>) -> (&'static str, &'static str) {
    let (code, chinese, english) = match item.result {
        Outcome::NotHeld => ("FACT.NOT_HELD", "不具备", "not held"),
        Outcome::Unknown => ("FACT.UNKNOWN", "不清楚", "not known"),
        Outcome::NotApplicable => ("RULE.NOT_APPLICABLE", "不适用", "does not apply"),
        Outcome::Unspecified => ("RULE.UNSPECIFIED", "未规定", "not specified"),
        Outcome::Counted => ("RULE.NOT_CUMULATIVE", "不重复计", "another counts instead"),
        Outcome::NotCounted(skip) => match skip {
            Skip::Filter(_) => ("RULE.CONDITION", "不合条件", "a condition is not met"),
            Skip::Window => ("RULE.WINDOW", "不在计分的时段里", "outside the time looked at"),
            Skip::TooLittle => ("RULE.TOO_LITTLE", "不满一个计分单位", "less than one full unit"),
            Skip::NotHighest | Skip::OtherPicked | Skip::CountedElsewhere => {
                ("RULE.NOT_CUMULATIVE", "不重复计", "another counts instead")
            }
            Skip::RowGivesNothing => ("RULE.ROW_ZERO", "所在的一档是零分", "its row gives nothing"),
            Skip::OutsideTable => ("RULE.OUTSIDE_TABLE", "不在表内", "outside the table"),
        },
    };
    (code, if view.english() { english } else { chinese })
}
