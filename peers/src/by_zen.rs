//! `zen-engine`: the policy as a decision graph and as a policy document, each with and without its trace.

use crate::person::{AWARD, EDUCATION, INPUTS, Person, TITLE};
use crate::rounds::{Engine, timed};
use serde_json::{Map, Value, json};
use std::hint::black_box;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use zen_engine::loader::MemoryLoader;
use zen_engine::model::DecisionContent;
use zen_engine::{DecisionEngine, EvaluationOptions, Variable};

/// The key of the document in the engine.
const DOCUMENT: &str = "points.json";
const DEPTH: u8 = 10;

/// Graph and document, without and with a trace.
pub fn engines(persons: &[Person]) -> Result<Vec<Engine<'static>>, String> {
    let flat: Rc<[Value]> = persons.iter().map(input).collect();
    let below: Rc<[Value]> = persons.iter().map(|person| json!({ "p": input(person) })).collect();
    Ok(vec![
        graph_engine("zen-engine 2.1, decision graph", false, &flat)?,
        document_engine("zen-engine 2.1, policy document", false, &below)?,
        graph_engine("zen-engine 2.1, decision graph, with trace", true, &flat)?,
        document_engine("zen-engine 2.1, policy document, with trace", true, &below)?,
    ])
}

fn graph_engine(name: &'static str, trace: bool, persons: &Rc<[Value]>) -> Result<Engine<'static>, String> {
    let content: DecisionContent =
        serde_json::from_value(graph()).map_err(|error| format!("zen-engine's graph: {error}"))?;
    let mut decision = DecisionEngine::default()
        .create_decision(content.into())
        .map_err(|error| format!("zen-engine's graph: {error}"))?;
    decision.compile();
    let persons = Rc::clone(persons);
    let round = move || {
        // An evaluation may write into its input, so each has its own, made before the clock starts.
        let inputs: Vec<_> = persons.iter().map(Variable::from).collect();
        timed(
            inputs.into_iter(),
            |input| {
                let options = EvaluationOptions { trace, max_depth: DEPTH };
                let response = at_once(decision.evaluate_with_opts(input, options))?;
                let response = response.map_err(|error| format!("zen-engine: {error}"))?;
                if trace != response.trace.is_some() {
                    return Err("zen-engine: the trace is not as asked for".into());
                }
                Ok(black_box(response).result.dot("total"))
            },
            |total| {
                total.and_then(|total| whole(&total.to_value())).ok_or_else(|| "zen-engine: no total".into())
            },
        )
    };
    Ok(Engine { name, round: Box::new(round) })
}

fn document_engine(
    name: &'static str,
    trace: bool,
    persons: &Rc<[Value]>,
) -> Result<Engine<'static>, String> {
    let content: DecisionContent =
        serde_json::from_value(document()).map_err(|error| format!("zen-engine's document: {error}"))?;
    let loader = MemoryLoader::default();
    loader.add(DOCUMENT, content);
    let engine = DecisionEngine::default().with_loader(Arc::new(loader));
    let failures = engine.compile();
    if !failures.is_empty() {
        return Err(format!("zen-engine's document: {failures:?}"));
    }
    let persons = Rc::clone(persons);
    let round = move || {
        let inputs: Vec<_> = persons.iter().map(Variable::from).collect();
        timed(
            inputs.into_iter(),
            |input| {
                let options = EvaluationOptions { trace, max_depth: DEPTH };
                let response = at_once(engine.evaluate_with_opts(DOCUMENT, input, options))?;
                let response = response.map_err(|error| format!("zen-engine: {error}"))?;
                if trace != response.trace.is_some() {
                    return Err("zen-engine: the trace is not as asked for".into());
                }
                Ok(black_box(response).result.dot("p").and_then(|person| person.dot("total")))
            },
            |total| {
                total.and_then(|total| whole(&total.to_value())).ok_or_else(|| "zen-engine: no total".into())
            },
        )
    };
    Ok(Engine { name, round: Box::new(round) })
}

/// What a future comes to that waits for nothing: tables and expressions never do, so no runtime has to be paid for.
fn at_once<F: Future>(future: F) -> Result<F::Output, String> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Ok(output),
        Poll::Pending => Err("zen-engine: an evaluation waits for something".into()),
    }
}

fn input(person: &Person) -> Value {
    let numbers = INPUTS.into_iter().zip(person.numbers());
    Value::Object(numbers.map(|(name, number)| (name.to_owned(), json!(number))).collect::<Map<_, _>>())
}

/// A number that the engine holds as a decimal, if it is whole.
fn whole(number: &Value) -> Option<i64> {
    let text = number.as_number()?.to_string();
    let (digits, places) = text.split_once('.').unwrap_or((&text, ""));
    if places.chars().all(|place| place == '0') { digits.parse().ok() } else { None }
}

/// The rows of a table: what its one input has to be, and the points.
type Rows = Vec<(String, String)>;

fn age() -> Rows {
    let mut rows = vec![("<= 43".to_owned(), "30".to_owned())];
    rows.extend((44..56).map(|age| (age.to_string(), (30 - 2 * (age - 43)).to_string())));
    rows.push(("[56..60]".to_owned(), "5".to_owned()));
    rows.push((String::new(), "0".to_owned()));
    rows
}

fn base() -> Rows {
    [("< 800", "0"), ("< 1000", "25"), ("< 2000", "50"), ("", "100")]
        .map(|(base, points)| (base.to_owned(), points.to_owned()))
        .into()
}

fn ranks(points: &[i64]) -> Rows {
    let mut rows: Rows =
        points.iter().enumerate().map(|(rank, points)| (rank.to_string(), points.to_string())).collect();
    rows.push((String::new(), "0".to_owned()));
    rows
}

/// Each table by the input it reads.
fn tables() -> [(&'static str, Rows); 5] {
    [
        ("age", age()),
        ("edu", ranks(&EDUCATION)),
        ("title", ranks(&TITLE)),
        ("base", base()),
        ("award", ranks(&AWARD)),
    ]
}

fn rules(table: &str, rows: &Rows) -> Value {
    rows.iter()
        .enumerate()
        .map(|(row, (when, points))| json!({ "_id": format!("{table}{row}"), "i": when, "o": points }))
        .collect()
}

fn graph() -> Value {
    let mut order = vec!["in".to_owned()];
    let mut nodes = vec![node("inputNode", "in", json!({ "schema": "" }))];
    for (input, rows) in tables() {
        let content = json!({
            "hitPolicy": "first", "passThrough": true, "inputField": null, "outputPath": null,
            "executionMode": "single", "inputs": [{ "id": "i", "name": input, "field": input }],
            "outputs": [{ "id": "o", "name": "points", "field": format!("points.{input}") }],
            "rules": rules(input, &rows),
        });
        nodes.push(node("decisionTableNode", input, content));
        order.push(input.to_owned());
    }
    let expressions: Vec<Value> = [
        ("points.insured", "3 * floor(si_months / 12)"),
        ("points.spouse", "min([40, 4 * floor(spouse_months / 12)])"),
        ("points.remote", "floor(remote_months / 12) >= 5 ? min([20, 2 * floor(remote_months / 12)]) : 0"),
        ("points.falsif", "-150 * falsif"),
        (
            "total",
            "points.age + max([points.edu, points.title]) + $.points.insured + points.base + $.points.spouse \
             + $.points.remote + points.award + $.points.falsif",
        ),
        ("reached", "$.total >= 120"),
    ]
    .into_iter()
    .map(|(key, value)| json!({ "id": key, "key": key, "value": value }))
    .collect();
    let content = json!({
        "passThrough": true, "inputField": null, "outputPath": null, "executionMode": "single",
        "expressions": expressions,
    });
    nodes.push(node("expressionNode", "total", content));
    nodes.push(node("outputNode", "out", json!({ "schema": "" })));
    order.extend(["total".to_owned(), "out".to_owned()]);
    let edges: Vec<Value> = order
        .iter()
        .zip(order.iter().skip(1))
        .map(|(from, to)| json!({ "id": format!("{from}-{to}"), "type": "edge", "sourceId": from, "targetId": to }))
        .collect();
    json!({ "contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges })
}

fn node(kind: &str, name: &str, content: Value) -> Value {
    json!({ "type": kind, "id": name, "name": name, "position": { "x": 0, "y": 0 }, "content": content })
}

fn document() -> Value {
    let properties: Vec<Value> = INPUTS
        .into_iter()
        .map(|name| json!({ "id": name, "name": name, "type": "number", "array": false, "optional": false }))
        .collect();
    let mut blocks = vec![json!({
        "id": "person", "type": "dataModel", "props": { "data": { "name": "p", "properties": properties } },
        "children": [],
    })];
    for (input, rows) in tables() {
        blocks.push(json!({ "id": format!("{input}_table"), "type": "decisionTable", "props": { "data": {
            "hitPolicy": "first",
            "inputs": [{ "id": "i", "name": input, "field": format!("p.{input}") }],
            "outputs": [{ "id": "o", "name": "points", "field": format!("p.{input}_points") }],
            "rules": rules(input, &rows),
        } } }));
    }
    for (key, value) in [
        ("insured_points", "3 * floor(p.si_months / 12)"),
        ("spouse_points", "min([40, 4 * floor(p.spouse_months / 12)])"),
        (
            "remote_points",
            "floor(p.remote_months / 12) >= 5 ? min([20, 2 * floor(p.remote_months / 12)]) : 0",
        ),
        ("falsif_points", "-150 * p.falsif"),
        (
            "total",
            "p.age_points + max([p.edu_points, p.title_points]) + p.insured_points + p.base_points \
             + p.spouse_points + p.remote_points + p.award_points + p.falsif_points",
        ),
        ("reached", "p.total >= 120"),
    ] {
        blocks.push(json!({ "id": key, "type": "expression", "props": { "data": {
            "key": format!("p.{key}"), "value": value,
        } } }));
    }
    json!({ "blocks": blocks })
}
