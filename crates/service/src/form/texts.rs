//! What people type, put the way records write it. What is not understood stays as it is, so that the reader of records can
//! say what is wrong with it.

/// The word by which a field says that there is none.
pub const NONE: &str = "-";

/// True for the ways people write that there is none.
pub fn is_none(text: &str) -> bool {
    matches!(text, "-" | "无" | "没有" | "none" | "None")
}

/// Full-width digits and signs as half-width ones, without spaces at the ends.
pub fn half_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' | '．' | '－' | '／' | '，' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    };
    text.trim().chars().map(narrow).collect()
}

/// `2019-03` from `201903`, `2019/3`, `2019.3`, `2019年3月`; with the day likewise.
pub fn date(text: &str) -> String {
    let text = half_width(text);
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let foreign = text.chars().any(|c| !c.is_ascii_digit() && !"-/.年月日号 ".contains(c));
    if foreign {
        return text;
    }
    let two = |part: &str| format!("{part:0>2}");
    match parts.as_slice() {
        [year, month] if year.len() == 4 && month.len() <= 2 => format!("{year}-{}", two(month)),
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            format!("{year}-{}-{}", two(month), two(day))
        }
        [digits] if digits.len() == 6 || digits.len() == 8 => {
            let (year, rest) = digits.split_at(4);
            let (month, day) = rest.split_at(2);
            if day.is_empty() { format!("{year}-{month}") } else { format!("{year}-{month}-{day}") }
        }
        _ => text,
    }
}

/// A number without separators and units.
pub fn number(text: &str) -> String {
    let text = half_width(text).replace([',', ' '], "");
    text.trim_end_matches(['元', '米', '次', '%']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_taken_as_people_write_them() {
        for text in ["2019-03", "201903", "2019/3", "2019.3", "2019年3月", " ２０１９年３月 "] {
            assert_eq!(date(text), "2019-03", "{text}");
        }
        for text in ["2019-03-05", "20190305", "2019年3月5日", "2019.3.5"] {
            assert_eq!(date(text), "2019-03-05", "{text}");
        }
        for text in ["", "去年三月", "19-3", "2019", "20193", "-"] {
            assert_eq!(date(text), text, "{text}");
        }
    }

    #[test]
    fn numbers_lose_their_separators() {
        assert_eq!(number("12,000 元"), "12000");
        assert_eq!(number("９０.５"), "90.5");
        assert_eq!(number("很多"), "很多");
    }
}
