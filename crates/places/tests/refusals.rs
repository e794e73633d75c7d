//! What is wrong with a round is said all at once, in the words of those who run it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

use places::files::{Files, read};
use places::problem::Severity;

const ROUND: &str = "setting,value\nformat,jifen-round/1\nround,试点\nkind,seats\nkey,总分 larger 1\nties,none\ntrack,deferred\nwishes-at-most,2\n";
const SCHOOLS: &str =
    "school,district,pool,groups,seats,unfilled\n一中,,普通,,3,void\n二中,东区,普通,,1,void\n";
const APPLICANTS: &str = "applicant,batch,track,groups,district,family,总分\nR1,,,,东区,,90\nR2,,,,,,80.5\n";
const WISHES: &str = "applicant,wish,school,class\nR1,1,一中,\nR1,2,二中,\nR2,1,一中,\n";

fn files(changes: &[(&str, &str)]) -> Files {
    let mut files: Files = [
        ("round.csv", ROUND),
        ("schools.csv", SCHOOLS),
        ("applicants.csv", APPLICANTS),
        ("wishes.csv", WISHES),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .collect();
    for (name, text) in changes {
        files.insert((*name).to_owned(), (*text).to_owned());
    }
    files
}

fn refused(changes: &[(&str, &str)], expected: &[&str]) {
    let problems = match read(&files(changes)) {
        Ok(_) => panic!("{changes:?} was not refused"),
        Err(problems) => problems,
    };
    let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(shown, expected);
    for problem in problems {
        assert!(!problem.hint.is_empty() && !problem.place.is_empty());
    }
}

#[test]
fn a_round_without_mistakes_runs() {
    let (round, notices) = read(&files(&[])).unwrap();
    assert!(notices.is_empty());
    assert_eq!(round.run().unwrap().count(), (2, 2));
}

#[test]
fn all_mistakes_of_lists_are_said_at_once() {
    let wishes = "applicant,wish,school,class\nR1,1,一中,\nR1,2,二中,\nR1,3,一中,\nR2,1,二中,\nR2,3,三中,\nR9,1,一中,2\n";
    refused(
        &[("wishes.csv", wishes)],
        &[
            "错误：wishes.csv 第 6 行：没有学校「三中」（志愿只能填 schools.csv 里的学校）",
            "错误：wishes.csv 第 7 行：没有收件编号「R9」（先写进 applicants.csv）",
        ],
    );
    let wishes = "applicant,wish,school,class\nR1,1,一中,1\nR1,2,二中,\nR1,3,一中,\nR2,1,二中,\n";
    refused(
        &[("wishes.csv", wishes)],
        &[
            "错误：收件编号「R1」：填了 3 个志愿，最多 2 个（删去多出的志愿，不能由系统截断）",
            "错误：收件编号「R1」：第 3 志愿「一中」已经填过（同一所学校只填一次）",
            "错误：收件编号「R1」：有类别，规则却没有写明类别排在第几位（在排位里写明，或者不填）",
            "错误：收件编号「R2」：第 1 志愿「二中」不收本片区的申请人（只能填本片区的学校）",
        ],
    );
}

#[test]
fn the_same_number_twice_and_equals_without_a_rule_are_refused() {
    let applicants =
        "applicant,batch,track,groups,district,family,总分\nR1,,,,东区,,90\nR1,,,,东区,,90.0\nR2,,,,,,1\n";
    refused(
        &[("applicants.csv", applicants)],
        &[
            "错误：applicants.csv：2 名申请人的排位项完全相同，如 R1、R1（写明同分时看什么，或者 ties,lottery）",
            "错误：收件编号「R1」：出现了两次（一个编号只属于一名申请人；改正后重新承诺）",
        ],
    );
}

#[test]
fn a_school_without_seats_is_noticed_and_a_round_without_seats_refused() {
    let schools = SCHOOLS.replace("一中,,普通,,3", "一中,,普通,,0");
    let (_, notices) = read(&files(&[("schools.csv", &schools)])).unwrap();
    let shown: Vec<String> = notices.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        ["提示：学校「一中」：没有学位（填报它的人都不会被它录取；如果不招生，公布前就告诉家长）"]
    );
    assert!(notices.iter().all(|notice| notice.severity == Severity::Notice));
    let none = schools.replace("二中,东区,普通,,1", "二中,东区,普通,,0");
    let problems = read(&files(&[("schools.csv", &none)])).unwrap_err();
    assert!(problems.iter().any(|problem| problem.message.contains("一个学位也没有")), "{problems:?}");
}

#[test]
fn mistakes_of_the_rule_are_said_with_their_lines() {
    let round = "setting,value\nformat,jifen-round/1\nround,试点\nround,又\nkind,seats\nkey,总分 more 1\nties,lottery\ntrack,parallel\nwishes-at-most,many\n名额,3\n";
    refused(
        &[("round.csv", round)],
        &[
            "错误：round.csv 第 4 行：「round」写了两次（只留一行）",
            "错误：round.csv 第 6 行：「key」的值「总分 more 1」读不懂（写列名、larger 或 smaller、小数位数（0 至 9），如：总分 larger 2）",
            "错误：round.csv 第 8 行：「track」的值「parallel」读不懂（写 deferred、immediate，或 parallel 加各段的志愿数，如 parallel 3 3）",
            "错误：round.csv 第 9 行：「wishes-at-most」的值「many」读不懂（写一个整数）",
            "错误：round.csv 第 10 行：没有「名额」这个设置（设置的名称见 docs/reference/rounds.md）",
            "错误：round.csv：抽签的公开来源不足两个（事先写明两个以上互不相干的公开来源，一个一行 source）",
        ],
    );
}

#[test]
fn a_rule_that_does_not_say_what_counts_first_is_refused() {
    let round = ROUND.replace("track,deferred", "track,immediate");
    refused(
        &[("round.csv", &round)],
        &[
            "错误：规则：有按志愿先后录取的，却没有写明志愿段排在第几位（在排位里写上志愿段，或者改为不看志愿先后）",
        ],
    );
    let round = ROUND.to_owned() + "siblings,0\nbefore-keys,band band\n";
    refused(
        &[("round.csv", &round)],
        &[
            "错误：规则：排位的一个部分写了两次（批次、类别、志愿段各写一次）",
            "错误：规则：有同胞照顾，却没有写明类别排在第几位（在排位里写上类别）",
        ],
    );
    let round = ROUND.replace("round,试点", "round,") + "key,batch smaller 0\nkey,总分 larger 0\n";
    refused(
        &[("round.csv", &round)],
        &[
            "错误：round.csv：这一轮没有名称（写一个名称，它是每个抽签号的一部分）",
            "错误：round.csv：排位项「batch」重复，或者与名单里固有的列同名（每个排位项一个自己的名称）",
            "错误：round.csv：排位项「总分」重复，或者与名单里固有的列同名（每个排位项一个自己的名称）",
        ],
    );
    let schools = SCHOOLS.to_owned() + "二中,东区,普通,,1,next\n";
    refused(
        &[("schools.csv", &schools)],
        &[
            "错误：学校「二中」：名额组的名称「普通」是空的、重复的，或者是留给余额的「调剂」（一所学校的名额组各有各的名称）",
            "错误：学校「二中」：最后一个名额组「普通」的余额要转给下一组，可是没有下一组（改为空置（void）或向所有人开放（open））",
        ],
    );
}

#[test]
fn cells_that_cannot_be_read_are_named() {
    let applicants =
        "applicant,batch,track,groups,district,family,总分\nR1,x,,军属,东区,,90.25\n,,,,,,\"80\"\nR3,,,,,\n";
    refused(
        &[("applicants.csv", applicants), ("wishes.csv", "applicant,wish,school,class\n")],
        &[
            "错误：applicants.csv 第 2 行：批次「x」读不懂，或者太大（写不带单位的非负整数）",
            "错误：applicants.csv 第 2 行：没有给群体「军属」的名额（改正写法，或者在 schools.csv 里写明名额）",
            "错误：applicants.csv 第 2 行：总分「90.25」读不懂（写数字，小数最多 1 位；没有就空着）",
            "错误：applicants.csv 第 3 行：有引号（单元格里不写引号、逗号和换行）",
            "错误：applicants.csv 第 4 行：有 6 格，表头有 7 格（每一行的格数与表头一样；单元格里不写逗号）",
        ],
    );
}

#[test]
fn a_lottery_waits_for_its_sources() {
    let round = ROUND.replace("ties,none", "ties,lottery\nsource,甲\nsource,乙");
    let (waiting, _) = read(&files(&[("round.csv", &round)])).unwrap();
    let problems = waiting.run().unwrap_err();
    assert!(problems[0].message.starts_with("还没有抽签：承诺是 "), "{problems:?}");
    let other = [("round.csv", round.as_str()), ("draw.csv", "source,value\n甲,1\n丙,2\n")];
    refused(
        &other,
        &["错误：draw.csv：公开来源与事先写明的不一样（照 round.csv 的 source，一个一行，次序不变：甲、乙）"],
    );
    let drawn = [("round.csv", round.as_str()), ("draw.csv", "source,value\n甲,1\n乙,2\n")];
    assert!(read(&files(&drawn)).unwrap().0.run().is_ok());
}

#[test]
fn missing_files_are_named() {
    let problems = read(&Files::new()).unwrap_err();
    assert_eq!(problems.len(), 2, "{problems:?}");
    let mut some = files(&[]);
    some.remove("schools.csv");
    let problems = read(&some).unwrap_err();
    assert!(problems[0].to_string().starts_with("错误：schools.csv：没有这个文件"), "{problems:?}");
}
