//! `cargo xtask load`: the service under load on this machine, and `docs/load.md` made from what was measured.
//!
//! The generator is wrk, on the same cores as the service. Beside the questions about a person, in the same run, stands what the same
//! server does when there is nothing to compute: `/healthz`, and a file of about the size of an answer.

use super::{cargo, say};
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

const FOLDER: &str = "target/load";
/// Requests after which memory is looked at.
const MANY: u64 = 1_000_000;
/// Rounds of ten seconds in which that many have to be asked; on a machine that is busy with something else it is fewer.
const MOST_ROUNDS: u32 = 60;

/// What is asked: a name, the address, the person of `examples/` whose record is sent, if one is, and what it is meant to reach.
struct Question {
    what: &'static str,
    path: &'static str,
    person: Option<&'static str>,
    form: bool,
    /// How many connections ask at once, each again as soon as it is answered.
    connections: &'static str,
    goal: &'static str,
}

const QUESTIONS: &[Question] = &[
    Question {
        what: "nothing to compute",
        path: "/healthz",
        person: None,
        form: false,
        connections: "16",
        goal: "",
    },
    Question {
        what: "a file, nothing to compute",
        path: "/style.css",
        person: None,
        form: false,
        connections: "16",
        goal: "",
    },
    Question {
        what: "a short record",
        path: "/api/v1/assess",
        person: None,
        form: false,
        connections: "16",
        goal: "≥ 20,000 a second, p99 < 10 ms",
    },
    Question {
        what: "fifteen years of history",
        path: "/api/v1/assess",
        person: Some("family"),
        form: false,
        connections: "16",
        goal: "≥ 20,000 a second, p99 < 10 ms",
    },
    Question {
        what: "a short record, every sentence",
        path: "/api/v1/explain",
        person: None,
        form: false,
        connections: "16",
        goal: "",
    },
    Question {
        what: "fifteen years of history, every sentence",
        path: "/api/v1/explain",
        person: Some("family"),
        form: false,
        connections: "16",
        goal: "",
    },
    Question {
        what: "the result page of that person",
        path: "/shanghai/residence-points/result",
        person: Some("family"),
        form: true,
        connections: "4",
        goal: "p99 < 20 ms",
    },
    Question {
        what: "the same, more at once than two cores can do",
        path: "/shanghai/residence-points/result",
        person: Some("family"),
        form: true,
        connections: "16",
        goal: "",
    },
];

const SHORT: &str = r#"{"facts": {"birth_date": "1982-03-05", "highest_diploma": "本科", "highest_degree": "学士", "employee_insurance": [{"from": "2019-03", "to": "2024-05", "place": "上海", "base": "9000"}]}}"#;

/// What wrk said.
struct Measured {
    requests: u64,
    per_second: String,
    half: String,
    most: String,
    bytes: usize,
    errors: Option<String>,
}

/// Runs everything; the argument is how many seconds each question is asked, ten without it.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let seconds: u32 = match arguments {
        [] => 10,
        [seconds] => seconds.parse().map_err(|_| format!("`{seconds}` is not a number of seconds"))?,
        _ => return Err("`cargo xtask load` takes one number of seconds".to_owned()),
    };
    let version = Command::new("wrk").arg("-v").output();
    version
        .map_err(|_| "wrk is absent; your system's package `wrk` has it (apt-get install wrk)".to_owned())?;
    cargo(&["build", "--quiet", "--release", "--package", "jifen"])?;
    std::fs::create_dir_all(FOLDER).map_err(|error| format!("{FOLDER}: {error}"))?;
    let service = Service::start()?;
    let mut rows = String::new();
    let mut asked = 0;
    for question in QUESTIONS {
        ask(&service, question, 2)?;
        let measured = ask(&service, question, seconds)?;
        asked += measured.requests;
        let row = format!(
            "| {} | `{}` | {} | {} | {} | {} | {} | {} |",
            question.what,
            question.path,
            question.connections,
            measured.bytes,
            measured.per_second,
            measured.half,
            measured.most,
            question.goal
        );
        say(&row);
        if let Some(errors) = &measured.errors {
            return Err(format!("{}: {errors}", question.what));
        }
        let _ = writeln!(rows, "{row}");
    }
    let before = service.memory()?;
    let question =
        QUESTIONS.iter().find(|question| question.person.is_some()).ok_or("no question about a person")?;
    for _ in 0..MOST_ROUNDS {
        if asked < MANY {
            asked += ask(&service, question, 10)?.requests;
        }
    }
    let after = service.memory()?;
    let binary = std::fs::metadata("target/release/jifen").map_err(|error| error.to_string())?.len();
    let page = page(&rows, seconds, &[asked, before, after, binary]);
    if seconds < 10 {
        say(&page);
        return Ok(());
    }
    std::fs::write("docs/load.md", page).map_err(|error| format!("docs/load.md: {error}"))
}

fn page(rows: &str, seconds: u32, [asked, before, after, binary]: &[u64; 4]) -> String {
    let mib = |bytes: &u64| bytes / 1024 / 1024;
    let busy = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let busy = busy.split(' ').next().unwrap_or("unknown");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "# Load\n\nWritten by `cargo xtask load`, on the machine where it last ran: {cores} cores, which the service and the generator (wrk, one\n\
         thread, {seconds} seconds a row) share. The log of requests is written, to nowhere; the rate of requests is not\n\
         limited. The first two rows are the ceiling: the same server, in the same run, with nothing to compute.\n\n\
         | what | address | connections | bytes of the answer | requests a second | half within | 99 of 100 within | meant to be |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n{rows}\n\
         | size | measured | meant to stay under |\n| --- | --- | --- |\n\
         | memory of the service at the end of the rows above | {} MiB | |\n\
         | memory of the service after {asked} requests | {} MiB | 150 MiB |\n\
         | the program | {} MiB | 60 MiB |\n\n\
         At the end of the run the machine's load was {busy}: with much more than the service and the generator on it, figures are lower than\n\
         they could be.\n",
        mib(before),
        mib(after),
        mib(binary)
    )
}

fn ask(service: &Service, question: &Question, seconds: u32) -> Result<Measured, String> {
    let record = match question.person {
        Some(name) => {
            let path = format!("examples/{name}.json");
            std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?
        }
        None => SHORT.to_owned(),
    };
    let address = format!("{}{}", service.origin, question.path);
    let posted = question.form || question.path.starts_with("/api/");
    let (kind, body) = if question.form {
        let encoded: String = record.bytes().map(|byte| format!("%{byte:02X}")).collect();
        ("application/x-www-form-urlencoded", format!("record={encoded}"))
    } else {
        ("application/json", format!("{{\"policy\": \"shanghai/residence-points\", \"record\": {record}}}"))
    };
    let mut wrk = Command::new("wrk");
    wrk.args([
        "-t1",
        "--latency",
        "--timeout",
        "10s",
        "-c",
        question.connections,
        "-d",
        &format!("{seconds}s"),
    ]);
    if posted {
        let (body_file, script) = (format!("{FOLDER}/body"), format!("{FOLDER}/post.lua"));
        let text = format!(
            "wrk.method = 'POST'\nwrk.headers['Content-Type'] = '{kind}'\nlocal file = io.open('{body_file}', 'rb')\n\
             wrk.body = file:read('*a')\nfile:close()\n"
        );
        let written = std::fs::write(&body_file, body).and_then(|()| std::fs::write(&script, text));
        written.map_err(|error| format!("{FOLDER}: {error}"))?;
        wrk.args(["-s", &script]);
    }
    let output = wrk.arg(&address).output().map_err(|error| format!("wrk: {error}"))?;
    read(&String::from_utf8_lossy(&output.stdout))
}

/// The figures in what wrk prints.
fn read(text: &str) -> Result<Measured, String> {
    let after = |word: &str| text.lines().find_map(|line| line.trim().strip_prefix(word)).map(str::trim);
    let total = text
        .lines()
        .find(|line| line.contains(" requests in "))
        .ok_or_else(|| format!("wrk said:\n{text}"))?;
    let requests: u64 =
        total.split_whitespace().next().and_then(|word| word.parse().ok()).ok_or("wrk counted nothing")?;
    let read = total.split(", ").nth(1).and_then(|part| part.strip_suffix(" read")).unwrap_or_default();
    let errors = text.lines().find(|line| line.contains("Socket errors") || line.contains("Non-2xx"));
    Ok(Measured {
        requests,
        per_second: after("Requests/sec:").unwrap_or("—").to_owned(),
        half: after("50%").unwrap_or("—").to_owned(),
        most: after("99%").unwrap_or("—").to_owned(),
        bytes: usize::try_from(bytes(read) / requests.max(1)).unwrap_or(0),
        errors: errors.map(|line| line.trim().to_owned()),
    })
}

/// `1.25GB` in bytes, roughly.
fn bytes(text: &str) -> u64 {
    let digits: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let (whole, part) = digits.split_once('.').unwrap_or((&digits, "0"));
    let hundredths = whole.parse::<u64>().unwrap_or(0) * 100 + part.parse::<u64>().unwrap_or(0);
    let unit: u64 = match text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.') {
        "KB" => 1 << 10,
        "MB" => 1 << 20,
        "GB" => 1 << 30,
        _ => 1,
    };
    hundredths * unit / 100
}

struct Service {
    process: Child,
    origin: String,
}

impl Service {
    fn start() -> Result<Service, String> {
        let mut command = Command::new(
            std::path::Path::new("target/release/jifen").canonicalize().map_err(|error| error.to_string())?,
        );
        command.args(["serve", "--listen", "127.0.0.1:0", "--rate-per-second", "0"]).current_dir(FOLDER);
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("the service did not start: {error}"))?;
        let mut line = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut line).map_err(|error| error.to_string())?;
        }
        let origin = line.split('/').take(3).collect::<Vec<_>>().join("/");
        if origin.starts_with("http://127.0.0.1:") {
            Ok(Service { process, origin })
        } else {
            Err(format!("the service did not say where it is: {line}"))
        }
    }

    /// Resident memory in bytes.
    fn memory(&self) -> Result<u64, String> {
        let path = format!("/proc/{}/status", self.process.id());
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no memory is told")?;
        let kib: u64 =
            line.split_whitespace().next().and_then(|word| word.parse().ok()).ok_or("no memory is told")?;
        Ok(kib * 1024)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wrk_prints_is_read() {
        let text = "Running 2s test\n  Latency Distribution\n     50%  412.00us\n     75%    1.00ms\n     99%    2.10ms\n  \
                    20001 requests in 2.00s, 1.50MB read\nRequests/sec:  10000.50\n";
        let measured = read(text).unwrap();
        assert_eq!((measured.requests, measured.bytes), (20001, 78));
        assert_eq!(
            (measured.per_second.as_str(), measured.half.as_str(), measured.most.as_str()),
            ("10000.50", "412.00us", "2.10ms")
        );
        assert!(measured.errors.is_none());
        let bad = format!("{text}  Non-2xx or 3xx responses: 7\n");
        assert!(read(&bad).unwrap().errors.is_some());
    }
}
