//! English.

use super::amounts::{counted, date, exact, month, named, whole};
use super::words::{Marks, Say, Unit, Words};
use policy::model::Ties;
use terms::{Exact, Mode, Range, Tri};

pub(super) struct English;

static MARKS: Marks = Marks {
    comma: ", ",
    semicolon: "; ",
    colon: ": ",
    list: ", ",
    open: " (",
    close: ")",
    quote: "“",
    unquote: "”",
    or: " or ",
};

fn unit(unit: Unit<'_>, one: bool) -> &'static str {
    match (unit, one) {
        (Unit::Plain, _) => "",
        (Unit::Points, true) => " point",
        (Unit::Points, false) => " points",
        (Unit::Months, true) => " month",
        (Unit::Months, false) => " months",
        (Unit::Years | Unit::Age, true) => " year",
        (Unit::Years | Unit::Age, false) => " years",
        (Unit::Days, true) => " day",
        (Unit::Days, false) => " days",
        (Unit::Times, true) => " time",
        (Unit::Times, false) => " times",
        (Unit::Money, _) => " yuan",
        (Unit::Hours, true) => " hour",
        (Unit::Hours, false) => " hours",
        (Unit::Volume, _) => " ml",
        (Unit::Area, _) => " m²",
        (Unit::Word("人"), true) => " person",
        (Unit::Word("人"), false) => " persons",
        (Unit::Word(_), _) => "",
    }
}

/// A step of a rule: full years are years, and one of them needs no number.
fn step(out: &mut String, value: Exact, of: Unit<'_>) {
    let years = value / Exact::from(12);
    let (value, of) = if of == Unit::Months && years.is_whole() { (years, Unit::Years) } else { (value, of) };
    if value == Exact::ONE && of != Unit::Plain {
        out.push_str(unit(of, true).trim_start());
    } else {
        English.amount(out, value, of);
    }
}

fn points(out: &mut String, value: Exact) {
    English.amount(out, value, Unit::Points);
}

impl Words for English {
    fn marks(&self) -> &'static Marks {
        &MARKS
    }

    fn amount(&self, out: &mut String, value: Exact, of: Unit<'_>) {
        exact(out, value);
        out.push_str(unit(of, value == Exact::ONE));
    }

    fn range(&self, out: &mut String, range: Range, of: Unit<'_>) {
        match (range.low, range.high) {
            (Some(low), Some(high)) if low == high => self.amount(out, low, of),
            (Some(low), Some(high)) => {
                exact(out, low);
                out.push_str(" to ");
                self.amount(out, high, of);
            }
            (Some(low), None) => {
                out.push_str("at least ");
                self.amount(out, low, of);
            }
            (None, Some(high)) => {
                out.push_str("at most ");
                self.amount(out, high, of);
            }
            (None, None) => out.push_str("not known"),
        }
    }

    fn say(&self, out: &mut String, what: Say<'_>) {
        let text = match what {
            Say::Total { as_of, total } => {
                out.push_str("As of ");
                date(out, as_of);
                out.push_str(", the total is ");
                if !total.is_known() && total.low.is_some() && total.high.is_some() {
                    out.push_str("between ");
                    exact(out, total.low.unwrap_or(Exact::ZERO));
                    out.push_str(" and ");
                    return points(out, total.high.unwrap_or(Exact::ZERO));
                }
                return self.range(out, total, Unit::Points);
            }
            Say::NoPoints { as_of } => {
                out.push_str("As of ");
                date(out, as_of);
                ": no points are counted here, only what is open."
            }
            Say::MeetsStandard { total, standard, meets } => {
                return meets_standard(out, total, standard, meets);
            }
            Say::Ranked => ". There is no fixed line: applicants are ranked by points.",
            Say::NotKnownYet => "Not known yet: ",
            Say::Vetoed => "Note the veto: ",
            Say::Stop => ".",
            Say::Space => " ",

            Say::Flag(Tri::Yes) => "yes",
            Say::Flag(Tri::No) => "no",
            Say::Flag(Tri::Unknown) | Say::Unknown => "not known",
            Say::Some => "some",
            Say::None => "none",
            Say::Disputed => "disputed",
            Say::Until => "still running",

            Say::NotHeld => "not held",
            Say::NoRecord => "no record",
            Say::OutcomeUnknown => "not known",
            Say::NotCounted => "not counted",
            Say::NotApplicable => "does not apply",
            Say::Unspecified => "not specified",
            Say::Unseen => "specified, but we have not seen the number",
            Say::UnseenIn => "Specified, but we have not seen the numbers: ",
            Say::NotInSum => "not added",

            Say::Span(from, to) => {
                if to.is_none() {
                    out.push_str("since ");
                }
                date(out, from);
                if let Some(to) = to.filter(|to| *to != from) {
                    out.push_str(" to ");
                    date(out, to);
                }
                return;
            }
            Say::Months(from, to) => {
                month(out, from);
                if from != to {
                    out.push_str(" to ");
                    month(out, to);
                }
                return;
            }
            Say::MonthsToDate(from) => {
                out.push_str("since ");
                return month(out, from);
            }
            Say::InAll(range, of) => {
                self.range(out, range, of);
                " in all"
            }
            Say::Full(range, Unit::Years) => {
                self.range(out, range, Unit::Plain);
                if range.exactly() == Some(Exact::ONE) { " full year" } else { " full years" }
            }
            Say::Full(range, of) => return self.range(out, range, of),
            Say::Unbroken(range) => {
                self.range(out, range, Unit::Months);
                " unbroken up to the counting date"
            }
            Say::LongestRun(range) => {
                out.push_str("longest run ");
                return self.range(out, range, Unit::Months);
            }
            Say::YearsOfRuns(range) => {
                out.push_str("each run in full years, ");
                self.range(out, range, Unit::Years);
                " in all"
            }
            Say::InForce(Tri::Yes) => "in force",
            Say::InForce(Tri::No) => "not in force",
            Say::InForce(Tri::Unknown) => "not known whether in force",
            Say::NothingCounts => "there are some, none counts",
            Say::KnownNone => "none",
            Say::NotGiven => "not known",
            Say::More(count) => return counted(out, "and ", count, " more"),
            Say::Pieces(count) => return counted(out, " (", count, " in all)"),
            Say::AsOf(day) => {
                out.push_str("counted to ");
                return date(out, day);
            }
            Say::Window(from, to) => {
                out.push_str("only ");
                date(out, from);
                out.push_str(" to ");
                return date(out, to);
            }
            Say::WindowMonths(from, to) => {
                out.push_str("only ");
                month(out, from);
                out.push_str(" to ");
                return month(out, to);
            }
            Say::Added => "with ",
            Say::Removed => "without ",
            Say::Kept => "only with ",
            Say::Elapsed { from, to, value, unit } => {
                date(out, from);
                out.push_str(", ");
                self.range(out, value, unit);
                out.push_str(if unit == Unit::Age { " of age on " } else { " full on " });
                return date(out, to);
            }
            Say::MayCount => "not known whether it counts",

            Say::BeforeRow => "row “",
            Say::AfterRow => "”",
            Say::RowOpen => "not known yet which row",
            Say::NoRow => "in no row of the table",
            Say::Gives(range) => return self.range(out, range, Unit::Points),
            Say::PerFull { step: size, unit, points: each } => {
                points(out, each);
                out.push_str(" for each full ");
                return step(out, size, unit);
            }
            Say::ProRata { step: size, unit, points: each } => {
                points(out, each);
                out.push_str(" for each ");
                return step(out, size, unit);
            }
            Say::First { first, unit, points: each } => {
                points(out, each);
                out.push_str(" for the first ");
                return step(out, first, unit);
            }
            Say::Then { step: size, unit, points: each } => {
                points(out, each);
                out.push_str(" for each further full ");
                return step(out, size, unit);
            }
            Say::Rest(rest, of) => {
                out.push_str(" (");
                self.amount(out, rest, of);
                " left over)"
            }
            Say::Remainder(least, of, each) => {
                out.push_str(" + ");
                exact(out, each);
                out.push_str(" (a remainder of ");
                self.amount(out, least, of);
                ")"
            }
            Say::Band { count, years, points: each } => {
                self.amount(out, count, if years { Unit::Years } else { Unit::Months });
                out.push_str(" at ");
                return points(out, each);
            }
            Say::StartNotReached { months, held } => {
                out.push_str("counts from ");
                self.amount(out, months, Unit::Months);
                out.push_str(" on, held: ");
                return self.range(out, held, Unit::Months);
            }
            Say::StartAll { months } => {
                out.push_str("counts from ");
                self.amount(out, months, Unit::Months);
                " on, with all time before"
            }
            Say::StartAfter { months, counted } => {
                out.push_str("only the ");
                self.range(out, counted, Unit::Months);
                out.push_str(" after the first ");
                self.amount(out, months, Unit::Months);
                " count"
            }
            Say::WhenHeld => "if held, ",
            Say::Highest => "the highest of these",
            Say::SumOf(count) => return counted(out, "", count, " added, "),

            Say::Cap { before, cap } => {
                if before.is_known() {
                    self.range(out, before, Unit::Points);
                    out.push_str(" is over the cap and counts as ");
                } else {
                    out.push_str("anything over the cap counts as ");
                }
                return exact(out, cap);
            }
            Say::YearCap { year, before, cap } => {
                whole(out, i64::from(year));
                out.push_str(": ");
                self.range(out, before, Unit::Points);
                if before.high.is_some_and(|high| high <= cap) {
                    return;
                }
                out.push_str(", over the cap of a year, counts as ");
                return exact(out, cap);
            }
            Say::Floor { before, floor } => {
                if before.is_known() {
                    self.range(out, before, Unit::Points);
                    out.push_str(" is below the floor and counts as ");
                } else {
                    out.push_str("anything below the floor counts as ");
                }
                return exact(out, floor);
            }
            Say::Rounded { places, mode, after } => {
                out.push_str("rounded to ");
                whole(out, i64::from(places));
                out.push_str(match mode {
                    Mode::HalfUp => " places, half up: ",
                    Mode::HalfEven => " places, half to even: ",
                    Mode::Down => " places, down: ",
                    Mode::Up => " places, up: ",
                });
                return self.range(out, after, Unit::Points);
            }

            Say::NotCountedBecause => "Not counted: ",
            Say::Requires => "requires ",
            Say::Fits => "meets ",
            Say::RequirementOpen => "not known whether it holds: ",
            Say::InFact => ", is ",
            Say::OutsideWindow => "outside the time looked at",
            Say::TooLittle => "not enough yet to begin to count",
            Say::NotHighest => "not the highest, not counted",
            Say::CountedElsewhere => "the same one was counted under another item",
            Say::RowGivesNothing => "this row gives nothing",
            Say::OutsideTable => "in no row of the table",
            Say::OtherPicked => "another one is counted",
            Say::LostTo(name) => return named(out, "only the highest counts, which is “", name, "”"),
            Say::ChosenBest(name) => {
                return named(out, "the applicant chooses one; the best, “", name, "”, was taken");
            }
            Say::LostOpen => "only the highest counts; which one cannot be said yet",
            Say::SameAct => "the same act counts only where it weighs most",
            Say::Disagreement => "the departments' findings differ, not counted",

            Say::UnverifiedMeasure(before) => {
                if before {
                    "How “"
                } else {
                    "” is counted is unverified"
                }
            }
            Say::Category(word) => match word {
                "上学" => "school",
                "看病" => "health care",
                "开车" => "driving",
                "拍牌" => "car plates",
                "职称" => "titles",
                "落户" => "hukou",
                "住房" => "housing",
                "出入境" => "travel documents",
                _ => "other",
            },
            Say::From(day) => {
                out.push_str("from ");
                if day.day() == 1 {
                    month(out, terms::Month::of(day));
                } else {
                    date(out, day);
                }
                " "
            }
            Say::Citation(citation, grade) => {
                out.push_str(citation);
                out.push_str(" (");
                out.push_str(grade.english());
                ")"
            }
            Say::OnlyGrade(grade) => grade.english(),
            Say::Silent => "the regulation gives no points for this row",

            Say::Met => "met",
            Say::MetRank(quota) => {
                out.push_str("may join the ranking");
                if let Some(quota) = quota {
                    out.push_str(" for ");
                    whole(out, i64::from(quota));
                    out.push_str(" places");
                }
                "; whether a place is reached depends on the others"
            }
            Say::MetOrder => "open; points only improve the order",
            Say::NotMet => "not met",
            Say::StatusUnknown => "cannot be said yet",
            Say::AnyOf => "one of these is enough",
            Say::VetoUntil(Some(day)) => {
                out.push_str("until ");
                return date(out, day);
            }
            Say::VetoUntil(None) => "without end",
            Say::VetoMayHold => "not known whether it is a veto",
            Say::NoVeto => "no veto: ",
            Say::Order => "Order: ",
            Say::HighFirst => ", high to low",
            Say::LowFirst => ", low to high",
            Say::EarlyFirst => ", earliest first",
            Say::LateFirst => ", latest first",
            Say::Ties(Ties::AllIn) => "ties are all admitted",
            Say::Ties(Ties::Lottery) => "ties are drawn by lot",
            Say::Ties(Ties::Time) => "of ties the earlier application goes first",
            Say::Ties(Ties::Unspecified) => "what happens to ties is not specified",
            Say::Backfill(true) => "freed places are filled",
            Say::Backfill(false) => "freed places are not filled",
            Say::OwnScore(score) => {
                out.push_str("By this use's own formula: ");
                return self.range(out, score, Unit::Points);
            }
            Say::TotalIs => "Total = ",
        };
        out.push_str(text);
    }
}

fn meets_standard(out: &mut String, total: Range, standard: Exact, meets: Tri) {
    let (before, after) = match (meets, total.exactly()) {
        (Tri::Yes, Some(_)) => (", which meets the standard score of ", "."),
        (Tri::Yes, None) => (", which meets the standard score of ", " in any case."),
        (Tri::No, Some(_)) => (", below the standard score of ", ""),
        (Tri::No, None) => (", which cannot meet the standard score of ", "."),
        (Tri::Unknown, _) => ("; whether it meets the standard score of ", " cannot be said yet."),
    };
    out.push_str(before);
    exact(out, standard);
    out.push_str(after);
    if let (Tri::No, Some(short)) = (meets, total.exactly().and_then(|total| standard.checked_sub(total))) {
        out.push_str(" by ");
        exact(out, short);
        out.push('.');
    }
}
