//! What a version opens, and whether points have anything to do with it.

use policy::model::{Cond, Decision, Expr, Operand, Policy, Test, Use};
use terms::Date;

/// A category of uses: the door it stands behind.
pub struct Door {
    /// The category as policies write it.
    pub category: &'static str,
    /// As it stands in an address.
    pub key: &'static str,
    /// In English.
    pub english: &'static str,
    /// What lies behind it, in Chinese and English.
    pub about: (&'static str, &'static str),
}

/// All doors, in the order of a start page.
pub const DOORS: &[Door] = &[
    Door {
        category: "上学",
        key: "school",
        english: "School",
        about: ("入学、升学、中考高考", "enrolment, senior school, examinations"),
    },
    Door {
        category: "看病",
        key: "clinic",
        english: "Health",
        about: ("医保、卫生服务", "insurance, health services"),
    },
    Door {
        category: "开车",
        key: "driving",
        english: "Driving",
        about: ("驾驶证、车辆登记", "licences, registering a car"),
    },
    Door {
        category: "拍牌",
        key: "plate",
        english: "Plates",
        about: ("号牌竞价、摇号", "plate auctions and lotteries"),
    },
    Door {
        category: "职称",
        key: "title",
        english: "Titles",
        about: ("职称评审、资格考试", "professional titles, examinations"),
    },
    Door {
        category: "落户",
        key: "hukou",
        english: "Hukou",
        about: ("把户口迁到这座城市", "moving one's household registration"),
    },
    Door {
        category: "住房",
        key: "housing",
        english: "Housing",
        about: ("公租房、公积金、购房", "public rental, provident fund, buying"),
    },
    Door {
        category: "出入境",
        key: "border",
        english: "Travel papers",
        about: ("护照、通行证", "passports and permits"),
    },
    Door {
        category: "其他",
        key: "other",
        english: "Other",
        about: ("办证、签注、公共服务", "permits, endorsements, public services"),
    },
];

/// The door of an address.
pub fn door(key: &str) -> Option<&'static Door> {
    DOORS.iter().find(|door| door.key == key)
}

/// The uses of a version that are in force on a day; where the version itself is not, those of its first day.
pub fn uses(policy: &Policy, on: Date) -> impl Iterator<Item = &Use> {
    let day = if policy.in_force(on) { on } else { policy.id.effective };
    policy
        .uses
        .iter()
        .filter(move |of| of.in_force.is_none_or(|(from, to)| from <= day && to.is_none_or(|to| day <= to)))
}

/// True when neither the condition nor the order of a use looks at points.
pub fn needs_no_points(policy: &Policy, of: &Use) -> bool {
    of.score.is_none()
        && of.decision == Decision::Line
        && of.keys.is_empty()
        && of.cond.as_ref().is_none_or(|cond| !looks_at_points(policy, cond))
}

fn looks_at_points(policy: &Policy, cond: &Cond) -> bool {
    let of_points = |expr: &Expr| {
        let mut found = false;
        expr.visit(&mut |expr| {
            found |= matches!(expr, Expr::Total | Expr::Score | Expr::Standard | Expr::Node(_))
        });
        found
    };
    let mut found = false;
    cond.leaves(&mut |leaf| {
        found |= match &leaf.test {
            Test::Numbers(left, _, right) => of_points(left) || of_points(right),
            Test::Choice(Operand::Node(_), _) | Test::Flag(Operand::Node(_)) => true,
            Test::Named(id) => looks_at_points(policy, &policy[*id].cond),
            _ => false,
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_of_policies_has_a_door() {
        for category in policy::build::CATEGORIES {
            assert!(DOORS.iter().any(|door| door.category == *category), "{category}");
        }
    }
}
