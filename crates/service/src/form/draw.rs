//! The form itself: one field set for each fact, in the words of the vocabulary.

use super::answers::Draft;
use super::texts::NONE;
use super::{Chapter, Question, Questions, grid};
use crate::view::View;
use maud::{Markup, html};
use policy::record::RecordProblem;
use policy::vocabulary::{Attribute, Kind, Type};
use serde_json::Value;
use terms::{Date, Month};

/// Empty rows offered where there is nothing yet, and below what there is.
const EMPTY_ROWS: (usize, usize) = (2, 1);
/// More options than this are a list to open and not buttons to press.
const MOST_RADIOS: usize = 12;
/// Rows that the button adds.
const MORE_ROWS: usize = 4;

/// A form as it is to be drawn.
pub struct Drawn<'d> {
    /// How the reader wants it.
    pub view: View,
    /// What is asked.
    pub questions: &'d Questions<'d>,
    /// What is answered.
    pub draft: &'d Draft,
    /// What is wrong with it.
    pub problems: &'d [RecordProblem],
    /// The fact for which more rows were asked.
    pub more: Option<&'d str>,
    /// Where the form is sent when rows are added.
    pub here: &'d str,
    /// The day of application.
    pub on: Date,
    /// True where a question has a page of its own.
    pub alone: bool,
}

impl Drawn<'_> {
    /// The chapters as links.
    pub fn contents(&self) -> Markup {
        html! {
            nav aria-label=(self.view.say("各章", "Chapters")) {
                ol.chapters lang="zh-Hans" {
                    @for (at, chapter) in self.questions.chapters.iter().enumerate() {
                        li { a href=(format!("#c{at}")) { (chapter.name) "（" (self.answered(chapter)) "/" (chapter.questions.len()) "）" } }
                    }
                }
            }
        }
    }

    fn answered(&self, chapter: &Chapter<'_>) -> usize {
        chapter.questions.iter().filter(|question| self.draft.fact(&question.fact.key).is_some()).count()
    }

    /// All questions, and the record they are laid over.
    pub fn fields(&self) -> Markup {
        html! {
            input type="hidden" name="form" value="1";
            input type="hidden" name="record" value=(self.draft.text());
            @for (at, chapter) in self.questions.chapters.iter().enumerate() {
                section id=(format!("c{at}")) {
                    h2 lang="zh-Hans" { (chapter.name) }
                    @for question in &chapter.questions { (self.question(question)) }
                    @if chapter.questions.iter().any(|question| question.fact.kind != Kind::Value) {
                        label.choice { input type="checkbox" name=(format!("c.{at}")) value="1";
                            (self.view.say("这一章里我没有填的经历和记录，都是没有", "Histories and records of this chapter that I left empty: there are none")) }
                    }
                }
            }
        }
    }

    /// The one question of a page of its own.
    pub fn alone(&self) -> Markup {
        html! { @for (_, question) in self.questions.all() { (self.question(question)) } }
    }

    fn question(&self, question: &Question<'_>) -> Markup {
        let fact = question.fact;
        let id = format!("q-{}", fact.key);
        let wrong: Vec<&RecordProblem> =
            self.problems.iter().filter(|problem| concerns(problem, &fact.key)).collect();
        let held = self.draft.fact(&fact.key);
        html! {
            div.question id=(id) {
                @match fact.kind {
                    Kind::Value => { (self.value(question, held, &wrong)) }
                    _ => { (self.history(question, held, &wrong)) }
                }
                (self.dispute(&fact.key))
            }
        }
    }

    fn about(&self, question: &Question<'_>, wrong: &[&RecordProblem]) -> Markup {
        let fact = question.fact;
        let note = format!("n-{}", fact.key);
        html! {
            @if !fact.definition.is_empty() { p.note id=(note) lang="zh-Hans" { (fact.definition) } }
            @if self.draft.is_disputed(&fact.key) {
                p { span.tag.open { (self.view.say("有争议：定下来以前当作不清楚", "in dispute: taken as not known until it is settled")) } }
                @if self.draft.fact(&fact.key).is_none() { p.wrong role="alert" { (unsaid(self.view)) } }
            }
            @for problem in wrong {
                p.wrong role="alert" lang="zh-Hans" { (problem.name) "：" (problem.message) @if let Some(hint) = problem.hint() { "。" (hint) } }
            }
        }
    }

    /// Where a reader says that an office sees it differently.
    fn dispute(&self, key: &str) -> Markup {
        let view = self.view;
        let disputed = self.draft.is_disputed(key);
        html! {
            details.dispute open[disputed] {
                summary { (view.say("这一条有争议？", "Is this in dispute?")) }
                label.choice { input type="checkbox" name=(format!("d.{key}")) value="1" checked[disputed];
                    (view.say("有争议：部门的记录和我说的不一样，或者还在复核", "In dispute: an office’s record differs from mine, or it is being reviewed")) }
                p.note { (view.say(
                    "上面照你自己的说法填。定下来以前，不算有，也不算没有：结果是一个范围。",
                    "Answer above as you see it. Until it is settled it counts neither as given nor as none: the result is a range."
                )) }
            }
        }
    }

    fn label(&self, question: &Question<'_>) -> Markup {
        let fact = question.fact;
        html! {
            @if self.view.english() && !fact.english.is_empty() { (fact.english) " " span.gloss lang="zh-Hans" { (fact.name) } }
            @else { span lang="zh-Hans" { (fact.name) } }
        }
    }

    /// The question's name: a page's heading where it stands alone, the label of a field, or a legend's text.
    fn heading(&self, question: &Question<'_>, field: Option<&str>) -> Markup {
        let name = match field {
            Some(field) => html! { label for=(field) { (self.label(question)) } },
            None => self.label(question),
        };
        html! { @if self.alone { h1 { (name) } } @else { (name) } }
    }

    fn value(&self, question: &Question<'_>, held: Option<&Value>, wrong: &[&RecordProblem]) -> Markup {
        let fact = question.fact;
        let (key, field) = (&fact.key, format!("f.{}", fact.key));
        let Some(kind) = &fact.value else { return html! {} };
        let held = match held {
            Some(Value::Object(with_day)) => with_day.get("value"),
            other => other,
        };
        let none = held.is_some_and(Value::is_null);
        let view = self.view;
        match kind {
            Type::Bool => html! {
                fieldset { legend { (self.heading(question, None)) }
                    (self.about(question, wrong))
                    (radio(&field, "yes", view.say("是", "Yes"), held == Some(&Value::Bool(true))))
                    (radio(&field, "no", view.say("否", "No"), held == Some(&Value::Bool(false))))
                    @if none { (radio(&field, NONE, view.say("没有", "None"), true)) }
                    (radio(&field, "", view.say("不清楚", "Not known"), held.is_none()))
                }
            },
            Type::Choice(options) | Type::Ordered(options) if self.alone && options.len() <= MOST_RADIOS => {
                html! {
                    fieldset.stacked { legend { (self.heading(question, None)) }
                        (self.about(question, wrong))
                        @for option in options { (radio(&field, option, option, held.and_then(Value::as_str) == Some(option))) }
                        (radio(&field, NONE, view.say("没有", "None"), none))
                        (radio(&field, "", view.say("不清楚", "Not known"), held.is_none()))
                    }
                }
            }
            Type::Choice(options) | Type::Ordered(options) => html! {
                (self.heading(question, Some(&field)))
                (self.about(question, wrong))
                (self.select(&field, options, held, true))
            },
            Type::Many(options) => html! {
                fieldset { legend { (self.heading(question, None)) }
                    (self.about(question, wrong))
                    (checkboxes(&field, options, held))
                    (self.no_such(key, none || held.and_then(Value::as_array).is_some_and(Vec::is_empty)))
                }
            },
            _ => html! {
                (self.heading(question, Some(&field)))
                (self.about(question, wrong))
                div.fields {
                    (input(&field, kind, held.filter(|_| !none), &fact.unit_word, view))
                    (self.no_such(key, none))
                }
            },
        }
    }

    fn no_such(&self, key: &str, checked: bool) -> Markup {
        html! { label.choice { input type="checkbox" name=(format!("n.{key}")) value="1" checked[checked]; (self.view.say("没有", "None")) } }
    }

    fn select(&self, field: &str, options: &[String], held: Option<&Value>, may_be_none: bool) -> Markup {
        let word = held.and_then(Value::as_str);
        let none = held.is_some_and(Value::is_null);
        html! {
            select id=(field) name=(field) {
                option value="" { (self.view.say("不清楚", "Not known")) }
                @if may_be_none { option value=(NONE) selected[none] { (self.view.say("没有", "None")) } }
                @for option in options { option value=(option) selected[word == Some(option.as_str())] lang="zh-Hans" { (option) } }
                @if let Some(word) = word && !options.iter().any(|option| option == word) { option value=(word) selected { (word) } }
            }
        }
    }

    fn history(&self, question: &Question<'_>, held: Option<&Value>, wrong: &[&RecordProblem]) -> Markup {
        let fact = question.fact;
        let view = self.view;
        let entries = held.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let none = held.is_some() && entries.is_empty();
        // Alone on a page, the question is there to be answered.
        let some = !entries.is_empty() || (self.alone && held.is_none());
        let more = self.more == Some(fact.key.as_str());
        let field = format!("h.{}", fact.key);
        html! {
            fieldset { legend { (self.heading(question, None)) }
                (self.about(question, wrong))
                @if self.alone { (radio(&field, "some", view.say("有，填在下面", "Yes, as follows"), some)) }
                (radio(&field, NONE, view.say("没有", "None"), none))
                (radio(&field, "", view.say("不清楚", "Not known"), !none && !some))
                @if !self.alone { (radio(&field, "some", view.say("有，填在下面", "Yes, as follows"), some)) }
                @if self.alone && fact.kind.is_spans() {
                    @let empty = if entries.is_empty() || more { 1 } else { 0 };
                    (grid::grids(view, question, entries, Month::of(self.on), empty, |at, entry| self.attributes(question, at, entry)))
                    (self.add(question, if fact.kind == Kind::DaySpans { view.say("再加一段", "Another stretch") } else { view.say("再加一段（别的都一样、只是月份不同的，勾在同一段里）", "Another stretch (months that share everything else belong on one)") }))
                } @else {
                    @let offered = match (self.alone, entries.is_empty()) { (true, true) => 1, (true, false) => 0, (false, true) => EMPTY_ROWS.0, (false, false) => EMPTY_ROWS.1 };
                    @let added = match (self.alone, more) { (_, false) => 0, (true, true) => 1, (false, true) => MORE_ROWS };
                    @let rows = entries.len() + offered + added;
                    @let fields = html! {
                        @for at in 0..rows { (self.row(question, at, entries.get(at))) }
                        (self.add(question, if self.alone { view.say("再加一条", "Another") } else { view.say("再加几行", "More rows") }))
                    };
                    input type="hidden" name=(format!("r.{}", fact.key)) value=(rows);
                    @if self.alone { (fields) } @else {
                        details open[!entries.is_empty() || more] {
                            summary { (view.say("填写", "Fill in")) @if !entries.is_empty() { "（" (entries.len()) "）" } }
                            (fields)
                        }
                    }
                }
            }
        }
    }

    fn add(&self, question: &Question<'_>, label: &str) -> Markup {
        let key = &question.fact.key;
        html! { button name="more" value=(key) formaction=(format!("{}#q-{key}", self.here)) { (label) } }
    }

    fn row(&self, question: &Question<'_>, at: usize, entry: Option<&Value>) -> Markup {
        let fact = question.fact;
        let view = self.view;
        html! {
            fieldset.row {
                legend.soft { (view.say("第 ", "No. ")) (at + 1) (view.say(" 条", "")) }
                div.fields {
                    @if fact.kind.is_spans() {
                        (self.day(question, at, "from", view.say("起", "From"), entry))
                        (self.day(question, at, "to", view.say("止（还在继续就空着）", "To (empty if it goes on)"), entry))
                    } @else {
                        (self.day(question, at, "date", view.say("日期", "Date"), entry))
                    }
                }
                (self.attributes(question, at, entry))
            }
        }
    }

    /// The attributes of one span or event: the usual ones at once, the special ones when opened.
    fn attributes(&self, question: &Question<'_>, at: usize, entry: Option<&Value>) -> Markup {
        let (usual, special): (Vec<&Attribute>, Vec<&Attribute>) =
            question.asked().partition(|attribute| attribute.default.is_none());
        let told = |attribute: &&Attribute| entry.is_some_and(|entry| entry.get(&attribute.key).is_some());
        let open = special.iter().any(told);
        html! {
            @if !usual.is_empty() { div.fields { @for attribute in usual { (self.attribute(question, at, attribute, entry)) } } }
            @if !special.is_empty() {
                details open[open] {
                    summary { (self.view.say("有特殊情况再填", "Only in special cases")) }
                    div.fields { @for attribute in special { (self.attribute(question, at, attribute, entry)) } }
                }
            }
        }
    }

    fn day(
        &self,
        question: &Question<'_>,
        at: usize,
        field: &str,
        label: &str,
        entry: Option<&Value>,
    ) -> Markup {
        let name = format!("e.{}.{at}.{field}", question.fact.key);
        let held = entry.and_then(|entry| entry.get(field)).and_then(Value::as_str).unwrap_or_default();
        let shape = if question.fact.kind == Kind::MonthSpans { "201903" } else { "20190301" };
        html! { div { label for=(name) { (label) } input type="text" inputmode="numeric" autocomplete="off" id=(name) name=(name) value=(held) placeholder=(shape); } }
    }

    fn attribute(
        &self,
        question: &Question<'_>,
        at: usize,
        attribute: &Attribute,
        entry: Option<&Value>,
    ) -> Markup {
        let field = format!("e.{}.{at}.{}", question.fact.key, attribute.key);
        let held = entry.and_then(|entry| entry.get(&attribute.key));
        let view = self.view;
        let name = if view.english() && !attribute.english.is_empty() {
            &attribute.english
        } else {
            &attribute.name
        };
        let usual = attribute.default.as_ref().map(|value| self.usual(value, &attribute.kind));
        let blank = usual.as_deref().unwrap_or(view.say("不清楚", "Not known"));
        html! {
            div {
                @match &attribute.kind {
                    Type::Bool => {
                        label for=(field) { (name) }
                        select id=(field) name=(field) {
                            option value="" { (blank) }
                            option value="yes" selected[held == Some(&Value::Bool(true))] { (view.say("是", "Yes")) }
                            option value="no" selected[held == Some(&Value::Bool(false))] { (view.say("否", "No")) }
                            @if held.is_some_and(Value::is_null) { option value=(NONE) selected { (view.say("没有", "None")) } }
                        }
                    }
                    Type::Choice(options) | Type::Ordered(options) => {
                        label for=(field) { (name) }
                        select id=(field) name=(field) {
                            option value="" { (blank) }
                            option value=(NONE) selected[held.is_some_and(Value::is_null)] { (view.say("没有", "None")) }
                            @for option in options { option value=(option) selected[held.and_then(Value::as_str) == Some(option)] lang="zh-Hans" { (option) } }
                        }
                    }
                    Type::Many(options) => { fieldset { legend.soft { (name) } (checkboxes(&field, options, held)) label.choice { input type="checkbox" name=(field) value=(NONE) checked[held.is_some_and(is_none)]; (view.say("没有", "None")) } } }
                    kind => {
                        label for=(field) { (name) @if !attribute.unit_word.is_empty() { "（" (attribute.unit_word) "）" } }
                        (input(&field, kind, held, "", view))
                    }
                }
            }
        }
    }

    /// What is taken when a field stays empty.
    fn usual(&self, value: &policy::record::Value, kind: &Type) -> String {
        use policy::record::Value as Known;
        let view = self.view;
        let word = match value {
            Known::Bool(true) => view.say("是", "Yes").to_owned(),
            Known::Bool(false) => view.say("否", "No").to_owned(),
            Known::Choice(at) => {
                kind.options().and_then(|options| options.get(usize::from(*at))).cloned().unwrap_or_default()
            }
            Known::Number(number) => number.to_string(),
            Known::Text(text) => text.to_string(),
            Known::Date(day) => day.to_string(),
            Known::Nothing | Known::Many(_) => view.say("没有", "None").to_owned(),
        };
        format!("{}{word}", view.say("通常：", "Usually: "))
    }
}

/// What to do where something is said to be in dispute, and nothing else of it.
pub fn unsaid(view: View) -> &'static str {
    view.say(
        "说了有争议，还没有填你自己的说法：填上，或者去掉“有争议”那个勾",
        "This is said to be in dispute, but not what you say of it: answer it, or untick “in dispute”",
    )
}

/// Known to be none: `null`, or an empty list.
fn is_none(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

fn radio(field: &str, value: &str, label: &str, checked: bool) -> Markup {
    html! { label.choice { input type="radio" name=(field) value=(value) checked[checked]; (label) } }
}

fn checkboxes(field: &str, options: &[String], held: Option<&Value>) -> Markup {
    let on = |option: &String| {
        held.and_then(Value::as_array).is_some_and(|list| list.iter().any(|one| one == option.as_str()))
    };
    html! { @for option in options { label.choice lang="zh-Hans" { input type="checkbox" name=(field) value=(option) checked[on(option)]; (option) } } }
}

fn input(field: &str, kind: &Type, held: Option<&Value>, unit: &str, view: View) -> Markup {
    let shown = match held {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) => view.say("没有", "none").to_owned(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let mode = match kind {
        Type::Date | Type::Integer => Some("numeric"),
        Type::Decimal | Type::Money => Some("decimal"),
        _ => None,
    };
    let shape = matches!(kind, Type::Date).then_some("19860412");
    html! {
        span { input type="text" autocomplete="off" id=(field) name=(field) value=(shown) inputmode=[mode] placeholder=[shape]; @if !unit.is_empty() { " " (unit) } }
    }
}

/// True when a problem lies in a fact.
fn concerns(problem: &RecordProblem, key: &str) -> bool {
    let rest = problem.path.strip_prefix("$.facts.").and_then(|rest| rest.strip_prefix(key));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}
