//! What is said, without a language; each language says it in its own file.

use policy::model::Ties;
use terms::{Date, Exact, Grade, Mode, Month, Range, Tri};

/// The language of an explanation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Language {
    /// 中文
    Chinese,
    /// English, with the policy's own English names and sentences.
    English,
}

/// Punctuation of a language.
pub(super) struct Marks {
    pub comma: &'static str,
    pub semicolon: &'static str,
    pub colon: &'static str,
    pub list: &'static str,
    pub open: &'static str,
    pub close: &'static str,
    pub quote: &'static str,
    pub unquote: &'static str,
    pub or: &'static str,
}

/// What a number counts, for its word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unit<'u> {
    Plain,
    Points,
    Months,
    Years,
    Days,
    Age,
    Times,
    Money,
    Hours,
    Volume,
    Area,
    /// Another word, from the vocabulary.
    Word(&'u str),
}

/// A piece of a sentence.
#[derive(Clone, Copy, Debug)]
pub(super) enum Say<'s> {
    // The first sentences.
    Total {
        as_of: Date,
        total: Range,
    },
    NoPoints {
        as_of: Date,
    },
    MeetsStandard {
        total: Range,
        standard: Exact,
        meets: Tri,
    },
    Ranked,
    NotKnownYet,
    Vetoed,
    Stop,
    Space,

    // Values.
    Flag(Tri),
    Some,
    None,
    Unknown,
    Disputed,
    Until,

    // Outcomes.
    NotHeld,
    NoRecord,
    OutcomeUnknown,
    NotCounted,
    NotApplicable,
    Unspecified,
    /// 未见
    Unseen,
    UnseenIn,
    NotInSum,

    // Facts.
    Span(Date, Option<Date>),
    Months(Month, Month),
    MonthsToDate(Month),
    InAll(Range, Unit<'s>),
    Full(Range, Unit<'s>),
    Unbroken(Range),
    LongestRun(Range),
    YearsOfRuns(Range),
    InForce(Tri),
    NothingCounts,
    KnownNone,
    NotGiven,
    More(usize),
    Pieces(usize),
    AsOf(Date),
    Window(Date, Date),
    WindowMonths(Month, Month),
    Added,
    Removed,
    Kept,
    Elapsed {
        from: Date,
        to: Date,
        value: Range,
        unit: Unit<'s>,
    },
    MayCount,

    // Rules.
    BeforeRow,
    AfterRow,
    RowOpen,
    NoRow,
    Gives(Range),
    PerFull {
        step: Exact,
        unit: Unit<'s>,
        points: Exact,
    },
    ProRata {
        step: Exact,
        unit: Unit<'s>,
        points: Exact,
    },
    First {
        first: Exact,
        unit: Unit<'s>,
        points: Exact,
    },
    Then {
        step: Exact,
        unit: Unit<'s>,
        points: Exact,
    },
    Rest(Exact, Unit<'s>),
    Remainder(Exact, Unit<'s>, Exact),
    Band {
        count: Exact,
        years: bool,
        points: Exact,
    },
    StartNotReached {
        months: Exact,
        held: Range,
    },
    StartAll {
        months: Exact,
    },
    StartAfter {
        months: Exact,
        counted: Range,
    },
    WhenHeld,
    Highest,
    SumOf(usize),

    // Limits.
    Cap {
        before: Range,
        cap: Exact,
    },
    YearCap {
        year: i16,
        before: Range,
        cap: Exact,
    },
    Floor {
        before: Range,
        floor: Exact,
    },
    Rounded {
        places: u32,
        mode: Mode,
        after: Range,
    },

    // What does not count.
    NotCountedBecause,
    Requires,
    Fits,
    RequirementOpen,
    InFact,
    OutsideWindow,
    TooLittle,
    NotHighest,
    CountedElsewhere,
    RowGivesNothing,
    OutsideTable,
    OtherPicked,
    LostTo(&'s str),
    LostOpen,
    ChosenBest(&'s str),
    SameAct,
    Disagreement,

    // Evidence.
    UnverifiedMeasure(bool),
    Category(&'s str),
    From(Date),
    Citation(&'s str, Grade),
    OnlyGrade(Grade),
    Silent,

    // Uses.
    Met,
    MetRank(Option<u32>),
    MetOrder,
    NotMet,
    StatusUnknown,
    AnyOf,
    VetoUntil(Option<Date>),
    VetoMayHold,
    NoVeto,
    Order,
    HighFirst,
    LowFirst,
    EarlyFirst,
    LateFirst,
    Ties(Ties),
    Backfill(bool),
    OwnScore(Range),
    TotalIs,
}

/// A language.
pub(super) trait Words: Sync {
    fn marks(&self) -> &'static Marks;
    /// An amount with its unit.
    fn amount(&self, out: &mut String, value: Exact, unit: Unit<'_>);
    /// All amounts of an interval, with their unit.
    fn range(&self, out: &mut String, range: Range, unit: Unit<'_>);
    fn say(&self, out: &mut String, what: Say<'_>);
}

impl Language {
    pub(super) fn words(self) -> &'static dyn Words {
        match self {
            Language::Chinese => &super::zh::Chinese,
            Language::English => &super::en::English,
        }
    }
}
