//! Every worked example beside every version comes out.

mod library;

#[test]
fn all_worked_examples_agree() {
    let library = library::real();
    let mut count = 0;
    let mut failures = Vec::new();
    for scheme in &library.schemes {
        let (reports, problems) = score::cases::run_cases(scheme, &library);
        failures.extend(
            problems
                .iter()
                .map(|problem| format!("{}: {} {:?}", problem.file, problem.message, problem.hint)),
        );
        count += reports.len();
        for report in reports {
            failures.extend(
                report.differences.iter().map(|line| format!("{} {}: {line}", report.version, report.title)),
            );
        }
    }
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures.join("\n"));
    assert!(count > 0, "no worked examples were found");
}
