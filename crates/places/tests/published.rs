//! A round as files: read, run, published, and recounted by `recount`, which has no line in common with what made it. Whatever is
//! changed in the published folder by hand, the recount says so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod made;

use made::Dice;
use places::files::{Files, read};
use recount::recount;

/// A made-up round of seats: reserves, classes, bands, batches, families, districts.
fn seats(seed: u64, settings: &str) -> Files {
    let mut dice = Dice(seed);
    let (schools, applicants) = (3 + dice.below(5), 20 + dice.below(60));
    let mut files = Files::new();
    let round = format!(
        "setting,value\nformat,jifen-round/1\nround,试点-{seed}\nkind,seats\nkey,总分 larger 2\nkey,登记日 smaller 0\n\
         source,甲 2026-06-30\nsource,乙 2026-06-30\nwishes-at-most,5\n{settings}"
    );
    let mut text = String::from("school,district,pool,groups,seats,unfilled\n");
    for school in 0..schools {
        let unfilled = ["void", "next", "open"][dice.below(3) as usize];
        if dice.below(2) == 0 {
            text.push_str(&format!("S{school},,保留,农村 军属,{},{unfilled}\n", dice.below(5)));
        }
        text.push_str(&format!("S{school},,普通,,{},void\n", 1 + dice.below(8)));
        if dice.below(3) == 0 {
            text.push_str(&format!("S{school},,补充,军属,{},open\n", dice.below(3)));
        }
    }
    text.push_str("末校,,保留,农村 军属,1,void\n");
    files.insert("schools.csv".into(), text);
    let mut text = String::from("applicant,batch,track,groups,district,family,总分,登记日\n");
    let mut wishes = String::from("applicant,wish,school,class\n");
    for applicant in 0..applicants {
        let groups = ["", "", "农村", "军属", "农村 军属"][dice.below(5) as usize];
        let batch = if settings.contains("batch") { dice.below(2) } else { 0 };
        let track = if settings.matches("track").count() > 1 { dice.below(2) } else { 0 };
        let family = if dice.below(3) == 0 { format!("F{}", dice.below(8)) } else { String::new() };
        let points = format!("{}.{:02}", 90 + dice.below(4), 25 * dice.below(3));
        text.push_str(&format!(
            "R{applicant},{batch},{track},{groups},,{family},{points},{}\n",
            20_200_101 + dice.below(2)
        ));
        let mut all: Vec<u64> = (0..schools).collect();
        dice.shuffle(&mut all);
        for (place, school) in (1..).zip(&all[..dice.below(5.min(schools) + 1) as usize]) {
            let class = if settings.contains("class") { dice.below(3) } else { 0 };
            wishes.push_str(&format!("R{applicant},{place},S{school},{class}\n"));
        }
    }
    files.insert("applicants.csv".into(), text);
    files.insert("wishes.csv".into(), wishes);
    files.insert("round.csv".into(), round);
    files.insert("draw.csv".into(), "source,value\n甲 2026-06-30,07 12 19\n乙 2026-06-30,3219.38\n".into());
    files
}

fn run(files: &Files) -> Files {
    let (round, _) = read(files).unwrap_or_else(|problems| panic!("{problems:#?}"));
    round.run().unwrap_or_else(|problems| panic!("{problems:#?}")).publish(files)
}

fn assert_recounts(published: &Files) {
    let found = recount(published);
    assert!(found.faults.is_empty(), "{:#?}\n{}", found.faults, published["result.csv"]);
}

const SETTINGS: [&str; 6] = [
    "ties,lottery\ntrack,deferred\nbefore-keys,\n",
    "ties,lottery\ntrack,immediate\nbefore-keys,band class\n",
    "ties,lottery\ntrack,parallel 1 2\nbefore-keys,batch band\n",
    "ties,lottery\ntrack,deferred\ntrack,immediate\nbefore-keys,class band\n",
    "ties,lottery\ntickets,family\ntrack,deferred\nbefore-keys,class\nsiblings,0\n",
    "ties,lottery\ntrack,parallel 2\nbefore-keys,class batch band\nsiblings,0\n",
];

#[test]
fn rounds_of_seats_recount() {
    let mut raised = 0;
    for settings in SETTINGS {
        for seed in 0..40 {
            let published = run(&seats(seed, settings));
            assert_recounts(&published);
            raised += usize::from(published.contains_key("raised.csv"));
        }
    }
    assert!(raised > 10, "only {raised} rounds raised a sibling's class");
}

fn ranking(seed: u64, settings: &str) -> Files {
    let mut files = seats(seed, "");
    files.insert(
        "round.csv".into(),
        format!("setting,value\nformat,jifen-round/1\nround,落户-{seed}\nkind,ranking\nkey,总分 larger 2\nkey,登记日 smaller 0\nsource,甲 2026-06-30\nsource,乙 2026-06-30\n{settings}"),
    );
    files.remove("wishes.csv");
    files.remove("schools.csv");
    let applicants = files["applicants.csv"].lines().map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        if cells[0] == "applicant" {
            line.to_owned()
        } else {
            format!("{},,,,,,{},{}", cells[0], cells[6], cells[7])
        }
    });
    let applicants = applicants.map(|line| line + "\n").collect();
    files.insert("applicants.csv".into(), applicants);
    files
}

#[test]
fn rankings_recount() {
    for ties in ["all-in", "none-in", "lottery"] {
        for limit in ["quota,7", "line,92.25", "quota,9\nline,91.5"] {
            for seed in 0..20 {
                assert_recounts(&run(&ranking(seed, &format!("ties,{ties}\n{limit}\n"))));
            }
        }
    }
}

fn serial(seed: u64) -> Files {
    let mut files = seats(seed, "ties,lottery\n");
    let round = files["round.csv"].replace("kind,seats", "kind,serial");
    files.insert("round.csv".into(), round);
    let open = "school,district,pool,groups,seats,unfilled\n".to_owned()
        + &(0..8).map(|school| format!("S{school},,普通,,{},void\n", 2 + school)).collect::<String>();
    files.insert("schools.csv".into(), open);
    let plain = files["applicants.csv"].replace("农村", "").replace("军属", "");
    files.insert("applicants.csv".into(), plain);
    files.insert("caps.csv".into(), "cap,seats,school\n民办,6,S0\n民办,6,S1\n民办,6,S2\n".into());
    files
}

#[test]
fn serial_rounds_with_shared_caps_recount() {
    for seed in 0..40 {
        let published = run(&serial(seed));
        assert_recounts(&published);
        let private = ["S0", "S1", "S2"];
        let result =
            published["result.csv"].lines().filter(|line| private.contains(&line.split(',').nth(3).unwrap()));
        assert!(result.count() <= 6);
    }
}

/// The same bytes whatever the order of rows in the filed tables, apart from the commitment; here, whatever the number of runs.
#[test]
fn the_same_files_give_the_same_bytes() {
    let filed = seats(3, SETTINGS[3]);
    assert_eq!(run(&filed), run(&filed));
}

/// Puts the sums right after a change, as somebody would who wants to hide it.
fn resum(files: &mut Files) {
    files.remove("SHA256SUMS");
    let sums =
        files.iter().map(|(name, text)| format!("{}  {name}\n", places::lottery::Hash::of(text.as_bytes())));
    let sums = sums.collect();
    files.insert("SHA256SUMS".into(), sums);
}

#[test]
fn whatever_is_changed_in_the_result_is_found() {
    let (mut changed, mut found) = (0, 0);
    for settings in SETTINGS {
        for seed in 0..3 {
            let published = run(&seats(seed, settings));
            let lines: Vec<&str> = published["result.csv"].lines().collect();
            for at in 1..lines.len() {
                let cells: Vec<&str> = lines[at].split(',').collect();
                let mut versions = vec![
                    // Left out; twice; another ticket; another rank.
                    String::new(),
                    format!("{}\n{}", lines[at], lines[at]),
                    format!(
                        "{},{},{},{},{},{}",
                        cells[0],
                        cells[1],
                        "0".repeat(32),
                        cells[3],
                        cells[4],
                        cells[5]
                    ),
                    format!("{},{},{},{},{},{}", cells[0], "1000", cells[2], cells[3], cells[4], cells[5]),
                ];
                if !cells[3].is_empty() {
                    // A seat taken away; another pool; another school; another wish.
                    versions.push(format!("{},{},{},,,", cells[0], cells[1], cells[2]));
                    versions
                        .push(format!("{},{},{},{},{},别", cells[0], cells[1], cells[2], cells[3], cells[4]));
                    versions.push(format!("{},{},{},末校,{},保留", cells[0], cells[1], cells[2], cells[4]));
                    versions
                        .push(format!("{},{},{},{},9,{}", cells[0], cells[1], cells[2], cells[3], cells[5]));
                }
                for version in versions {
                    let mut altered = lines.clone();
                    altered[at] = &version;
                    let mut folder = published.clone();
                    folder.insert("result.csv".into(), altered.join("\n") + "\n");
                    assert!(!recount(&folder).faults.is_empty(), "the sums are wrong");
                    resum(&mut folder);
                    changed += 1;
                    let faults = recount(&folder).faults;
                    found += usize::from(!faults.is_empty());
                    assert!(!faults.is_empty(), "{settings} {}: {} for {}", seed, version, lines[at]);
                }
            }
        }
    }
    println!("{changed} changes, {found} found");
}

#[test]
fn another_cutoff_is_found() {
    for seed in 0..6 {
        let published = run(&seats(seed, SETTINGS[0]));
        let lines: Vec<&str> = published["cutoffs.csv"].lines().collect();
        for at in 1..lines.len() {
            let mut cells: Vec<String> = lines[at].split(',').map(str::to_owned).collect();
            for cell in 2..5 {
                let before = std::mem::replace(&mut cells[cell], "17".to_owned());
                let mut altered: Vec<String> = lines.iter().map(ToString::to_string).collect();
                altered[at] = cells.join(",");
                let mut folder = published.clone();
                folder.insert("cutoffs.csv".into(), altered.join("\n") + "\n");
                resum(&mut folder);
                assert!(!recount(&folder).faults.is_empty(), "{}", altered[at]);
                cells[cell] = before;
            }
        }
    }
}

/// A folder that somebody made up: whatever stands in it, reading it and recounting it come to an end with words.
#[test]
fn no_text_brings_down_the_reader_or_the_recount() {
    let mut dice = Dice(77);
    let pieces = [
        "",
        ",",
        "\n",
        "-1",
        "99999999999999999999",
        "18446744073709551615",
        "4294967295",
        "0",
        "parallel 0",
        "track,parallel 255",
        "key,总分 larger 9",
        "key,总分 larger 300",
        "\"",
        "甲",
        "open",
        "next",
        "\u{feff}",
        "siblings,0",
        "batch",
        "R1",
    ];
    let (mut refused, mut run_through) = (0, 0);
    for seed in 0..300 {
        let published = match seed % 3 {
            0 => run(&seats(seed / 3 % 7, SETTINGS[seed as usize % 6])),
            1 => run(&ranking(seed, "ties,all-in\nquota,7\n")),
            _ => run(&serial(seed)),
        };
        let mut folder = published.clone();
        for _ in 0..=dice.below(3) {
            let names: Vec<String> = folder.keys().cloned().collect();
            let name = &names[dice.below(names.len() as u64) as usize];
            let mut characters: Vec<char> = folder[name].chars().collect();
            let from = dice.below(characters.len() as u64 + 1) as usize;
            let to = (from + dice.below(9) as usize).min(characters.len());
            characters.splice(from..to, pieces[dice.below(pieces.len() as u64) as usize].chars());
            folder.insert(name.clone(), characters.into_iter().collect());
        }
        match read(&folder).and_then(|(round, _)| round.run()) {
            Ok(again) => {
                run_through += 1;
                assert_recounts(&again.publish(&folder));
            }
            Err(problems) => {
                refused += 1;
                assert!(!problems.is_empty());
            }
        }
        resum(&mut folder);
        recount(&folder);
    }
    println!("{refused} refused, {run_through} run");
    assert!(refused > 30 && run_through > 30);
}

#[test]
fn two_who_change_seats_are_found() {
    let mut swapped = 0;
    for seed in 0..4 {
        let published = run(&seats(seed, SETTINGS[0]));
        let rows: Vec<Vec<&str>> =
            published["result.csv"].lines().map(|line| line.split(',').collect()).collect();
        for one in 1..rows.len() {
            for other in one + 1..rows.len() {
                if rows[one][3] == rows[other][3] {
                    continue;
                }
                let mut altered = rows.clone();
                for cell in 3..6 {
                    (altered[one][cell], altered[other][cell]) = (rows[other][cell], rows[one][cell]);
                }
                let mut folder = published.clone();
                let text: String = altered.iter().map(|row| row.join(",") + "\n").collect();
                folder.insert("result.csv".into(), text);
                resum(&mut folder);
                assert!(!recount(&folder).faults.is_empty(), "{:?} {:?}", rows[one], rows[other]);
                swapped += 1;
            }
        }
    }
    assert!(swapped > 500, "{swapped}");
}

#[test]
fn another_value_of_a_source_or_another_key_afterwards_is_found() {
    for (file, from, to) in [
        ("draw.csv", "3219.38", "3219.39"),
        ("applicants.csv", "92.", "93."),
        ("wishes.csv", ",1,", ",1,S0,0\n"),
        ("round.csv", "wishes-at-most,5", "wishes-at-most,6"),
    ] {
        let mut folder = run(&seats(5, SETTINGS[0]));
        let text = folder[file].replacen(from, to, 1);
        assert_ne!(text, folder[file], "{file}");
        folder.insert(file.into(), text);
        resum(&mut folder);
        assert!(!recount(&folder).faults.is_empty(), "{file}");
    }
}

#[test]
fn rankings_and_serial_rounds_are_held_to_their_result_too() {
    for filed in [ranking(1, "ties,all-in\nquota,7\n"), ranking(2, "ties,lottery\nquota,7\n"), serial(3)] {
        let published = run(&filed);
        let lines: Vec<&str> = published["result.csv"].lines().collect();
        for at in 1..lines.len() {
            let line = lines[at];
            let version = match line.rsplit_once(',').unwrap() {
                (rest, "yes") => format!("{rest},no"),
                (rest, "no") => format!("{rest},yes"),
                _ if line.ends_with(",,") => continue,
                _ => format!("{},,,", line.splitn(4, ',').take(3).collect::<Vec<_>>().join(",")),
            };
            let mut altered = lines.clone();
            altered[at] = &version;
            let mut folder = published.clone();
            folder.insert("result.csv".into(), altered.join("\n") + "\n");
            resum(&mut folder);
            assert!(!recount(&folder).faults.is_empty(), "{version}");
        }
    }
}
