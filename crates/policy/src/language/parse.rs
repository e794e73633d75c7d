//! From words to expressions and conditions.

use super::lex::{Token, TokenKind, lex};
use super::syntax::{Comparison, ConditionKind, ConditionSyntax, Operator, Syntax, SyntaxKind};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::Text;

/// How deep brackets may nest.
const DEEPEST: usize = 24;
/// How many operators one clause may have.
const LONGEST: usize = 200;

/// Reads a whole text as an expression.
pub fn expression(text: &Text) -> Result<Syntax, Diagnostic> {
    let mut parser = Parser::new(text);
    let read = parser.sum()?;
    parser.end(read)
}

/// Reads a whole text as a condition.
pub fn condition(text: &Text) -> Result<ConditionSyntax, Diagnostic> {
    let mut parser = Parser::new(text);
    let read = parser.list()?;
    parser.end(read)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    operators: usize,
    whole: Span,
}

impl Parser {
    fn new(text: &Text) -> Parser {
        Parser { tokens: lex(text), at: 0, depth: 0, operators: 0, whole: text.span }
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += usize::from(token.is_some());
        token
    }

    fn takes_mark(&mut self, mark: char) -> bool {
        let found = self.peek().is_some_and(|token| token.kind == TokenKind::Mark(mark));
        self.at += usize::from(found);
        found
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let found = self.peek().is_some_and(|token| token.kind == TokenKind::Word && token.text == word);
        self.at += usize::from(found);
        found
    }

    fn end<T>(&self, read: T) -> Result<T, Diagnostic> {
        match self.peek() {
            None => Ok(read),
            Some(token) => Err(Diagnostic::error(
                "bad-expression",
                token.span,
                format!("“{}”放在这里读不通", token.text),
            )
            .hint("名称和词语之间空一格；并列用“、”，两者居一用“或”")),
        }
    }

    fn missing(&self, what: &str) -> Diagnostic {
        let span = self.peek().map_or(Span::new(self.whole.end, self.whole.end), |token| token.span);
        Diagnostic::error("bad-expression", span, format!("这里缺少{what}"))
    }

    fn deeper(&mut self) -> Result<(), Diagnostic> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Diagnostic::error(
                "bad-expression",
                self.whole,
                format!("括号嵌套超过 {DEEPEST} 层"),
            ));
        }
        Ok(())
    }

    fn longer(&mut self) -> Result<(), Diagnostic> {
        self.operators += 1;
        if self.operators > LONGEST {
            let message = format!("算式里的运算超过 {LONGEST} 个");
            return Err(Diagnostic::error("bad-expression", self.whole, message));
        }
        Ok(())
    }

    fn sum(&mut self) -> Result<Syntax, Diagnostic> {
        let mut left = self.product()?;
        loop {
            let operator = if self.takes_mark('+') {
                Operator::Plus
            } else if self.takes_mark('−') {
                Operator::Minus
            } else {
                return Ok(left);
            };
            self.longer()?;
            let right = self.product()?;
            left = binary(left, operator, right);
        }
    }

    fn product(&mut self) -> Result<Syntax, Diagnostic> {
        let mut left = self.single()?;
        loop {
            let operator = if self.takes_mark('×') {
                Operator::Times
            } else if self.takes_mark('÷') {
                Operator::Over
            } else {
                return Ok(left);
            };
            self.longer()?;
            let right = self.single()?;
            left = binary(left, operator, right);
        }
    }

    fn single(&mut self) -> Result<Syntax, Diagnostic> {
        self.deeper()?;
        let read = self.single_inner();
        self.depth -= 1;
        read
    }

    fn single_inner(&mut self) -> Result<Syntax, Diagnostic> {
        let Some(token) = self.next() else {
            return Err(self.missing("数或名称"));
        };
        let span = token.span;
        match token.kind {
            TokenKind::Number(amount) => Ok(Syntax { kind: SyntaxKind::Number(amount), span }),
            TokenKind::Date(date) => Ok(Syntax { kind: SyntaxKind::Date(date), span }),
            TokenKind::Mark('−') => {
                let inner = self.single()?;
                let span = span.to(inner.span);
                Ok(Syntax { kind: SyntaxKind::Negative(Box::new(inner)), span })
            }
            TokenKind::Mark('（') => {
                let inner = self.sum()?;
                if !self.takes_mark('）') {
                    return Err(self.missing("右括号“）”"));
                }
                Ok(inner)
            }
            TokenKind::Mark(_) => {
                let problem =
                    Diagnostic::error("bad-expression", span, format!("“{}”前面缺少数或名称", token.text));
                Err(problem)
            }
            TokenKind::Word => {
                let mut arguments = Vec::new();
                let mut span = span;
                // An argument list follows its name without a space.
                let open = self
                    .peek()
                    .is_some_and(|next| next.kind == TokenKind::Mark('（') && next.span.start == span.end);
                if open {
                    self.at += 1;
                    loop {
                        arguments.push(self.sum()?);
                        if self.takes_mark('，') || self.takes_mark('、') {
                            continue;
                        }
                        let close = self.peek().map(|token| token.span);
                        if !self.takes_mark('）') {
                            return Err(self.missing("右括号“）”"));
                        }
                        span = span.to(close.unwrap_or(span));
                        break;
                    }
                }
                Ok(Syntax { kind: SyntaxKind::Name(token.text, arguments), span })
            }
        }
    }

    fn list(&mut self) -> Result<ConditionSyntax, Diagnostic> {
        self.several(|parser| parser.any(), |parser| parser.takes_mark('、'), ConditionKind::All)
    }

    fn any(&mut self) -> Result<ConditionSyntax, Diagnostic> {
        self.several(|parser| parser.all(), |parser| parser.takes_word("或"), ConditionKind::Any)
    }

    fn all(&mut self) -> Result<ConditionSyntax, Diagnostic> {
        self.several(
            |parser| parser.denied(),
            |parser| parser.takes_word("且") || parser.takes_word("并且"),
            ConditionKind::All,
        )
    }

    fn several(
        &mut self,
        one: impl Fn(&mut Parser) -> Result<ConditionSyntax, Diagnostic>,
        more: impl Fn(&mut Parser) -> bool,
        make: impl Fn(Vec<ConditionSyntax>) -> ConditionKind,
    ) -> Result<ConditionSyntax, Diagnostic> {
        let first = one(self)?;
        let mut span = first.span;
        let mut members = vec![first];
        while more(self) {
            let next = one(self)?;
            span = span.to(next.span);
            members.push(next);
        }
        match members.pop() {
            Some(only) if members.is_empty() => Ok(only),
            Some(last) => {
                members.push(last);
                Ok(ConditionSyntax { kind: make(members), span })
            }
            None => Err(self.missing("条件")),
        }
    }

    fn denied(&mut self) -> Result<ConditionSyntax, Diagnostic> {
        let start = self.peek().map(|token| token.span);
        if self.takes_word("非") {
            self.deeper()?;
            let inner = self.denied()?;
            self.depth -= 1;
            let span = start.map_or(inner.span, |span| span.to(inner.span));
            return Ok(ConditionSyntax { kind: ConditionKind::Not(Box::new(inner)), span });
        }
        self.atom()
    }

    fn atom(&mut self) -> Result<ConditionSyntax, Diagnostic> {
        // A bracket may hold a condition or the left side of a comparison: a condition is tried first.
        if self.peek().is_some_and(|token| token.kind == TokenKind::Mark('（')) {
            let back = (self.at, self.depth);
            self.deeper()?;
            self.at += 1;
            if let Ok(inner) = self.list()
                && self.takes_mark('）')
                && !self.continues()
            {
                self.depth -= 1;
                return Ok(inner);
            }
            (self.at, self.depth) = back;
        }
        let left = self.sum()?;
        let start = left.span;
        let Some(word) =
            self.peek().filter(|token| token.kind == TokenKind::Word).map(|token| token.text.clone())
        else {
            return Ok(ConditionSyntax { kind: ConditionKind::Bare(left), span: start });
        };
        let here = self.peek().map_or(start, |token| token.span);
        if let Some(comparison) = Comparison::from_word(&word) {
            self.at += 1;
            let right = self.sum()?;
            let span = start.to(right.span);
            return Ok(ConditionSyntax { kind: ConditionKind::Compare(left, comparison, right), span });
        }
        let (kind, span) = match word.as_str() {
            "是" | "不是" => {
                self.at += 1;
                let value = self.value()?;
                let span = start.to(value.span);
                (ConditionKind::Among(word == "不是", left, vec![value]), span)
            }
            "属于" | "不属于" => {
                self.at += 1;
                let mut values = vec![self.value()?];
                while self.takes_mark('/') {
                    values.push(self.value()?);
                }
                let span = values.last().map_or(start, |value| start.to(value.span));
                (ConditionKind::Among(word == "不属于", left, values), span)
            }
            "含" | "不含" => {
                self.at += 1;
                let value = self.value()?;
                let span = start.to(value.span);
                (ConditionKind::Contains(word == "不含", left, value), span)
            }
            "否" => {
                self.at += 1;
                (ConditionKind::Among(false, left, vec![Text { text: word, span: here }]), start.to(here))
            }
            "有" | "无" => {
                self.at += 1;
                (ConditionKind::Exists(word == "有", left), start.to(here))
            }
            _ => (ConditionKind::Bare(left), start),
        };
        Ok(ConditionSyntax { kind, span })
    }

    /// True when what follows can only continue an expression.
    fn continues(&self) -> bool {
        let Some(token) = self.peek() else { return false };
        match &token.kind {
            TokenKind::Mark(mark) => matches!(mark, '+' | '−' | '×' | '÷'),
            TokenKind::Word => {
                Comparison::from_word(&token.text).is_some()
                    || matches!(
                        token.text.as_str(),
                        "是" | "不是" | "属于" | "不属于" | "含" | "不含" | "有" | "无" | "否"
                    )
            }
            _ => false,
        }
    }

    fn value(&mut self) -> Result<Text, Diagnostic> {
        match self.next() {
            Some(Token { kind: TokenKind::Word | TokenKind::Number(_) | TokenKind::Date(_), text, span }) => {
                // Values such as 高中（含中职） keep their brackets.
                Ok(Text { text, span })
            }
            _ => {
                self.at = self.at.saturating_sub(1);
                Err(self.missing("一个取值"))
            }
        }
    }
}

fn binary(left: Syntax, operator: Operator, right: Syntax) -> Syntax {
    let span = left.span.to(right.span);
    Syntax { kind: SyntaxKind::Binary(Box::new(left), operator, Box::new(right)), span }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use proptest::prelude::*;

    fn text(text: &str) -> Text {
        Text { text: text.to_owned(), span: Span::new(0, text.len()) }
    }

    fn show(syntax: &Syntax) -> String {
        match &syntax.kind {
            SyntaxKind::Number(amount) => amount.value.to_string(),
            SyntaxKind::Date(date) => date.to_string(),
            SyntaxKind::Name(name, arguments) if arguments.is_empty() => name.clone(),
            SyntaxKind::Name(name, arguments) => {
                format!("{name}[{}]", arguments.iter().map(show).collect::<Vec<_>>().join(","))
            }
            SyntaxKind::Negative(inner) => format!("-{}", show(inner)),
            SyntaxKind::Binary(left, operator, right) => {
                format!("({} {operator:?} {})", show(left), show(right))
            }
        }
    }

    fn show_condition(condition: &ConditionSyntax) -> String {
        let many =
            |members: &[ConditionSyntax]| members.iter().map(show_condition).collect::<Vec<_>>().join(" ");
        let words =
            |values: &[Text]| values.iter().map(|value| value.text.clone()).collect::<Vec<_>>().join("/");
        match &condition.kind {
            ConditionKind::All(members) => format!("(all {})", many(members)),
            ConditionKind::Any(members) => format!("(any {})", many(members)),
            ConditionKind::Not(inner) => format!("(not {})", show_condition(inner)),
            ConditionKind::Compare(left, word, right) => format!("[{} {word:?} {}]", show(left), show(right)),
            ConditionKind::Among(denied, left, values) => {
                format!("[{} {} {}]", show(left), if *denied { "notin" } else { "in" }, words(values))
            }
            ConditionKind::Contains(denied, left, value) => {
                format!("[{} {} {}]", show(left), if *denied { "lacks" } else { "has" }, value.text)
            }
            ConditionKind::Exists(some, left) => {
                format!("[{} {}]", show(left), if *some { "some" } else { "none" })
            }
            ConditionKind::Bare(left) => show(left),
        }
    }

    #[test]
    fn expressions_read_as_written() {
        for (written, expected) in [
            ("5 + 2 × (56 − 周岁)", "(5 Plus (2 Times (56 Minus 周岁)))"),
            ("较小（学习月数，36 个月）× 3.5 ÷ 12", "((较小[学习月数,36] Times 3.5) Over 12)"),
            ("基础指标 ＋ 加分指标 - 减分指标", "((基础指标 Plus 加分指标) Minus 减分指标)"),
            ("倍数 × 上年度社平工资", "(倍数 Times 上年度社平工资)"),
            ("1,000 * 2", "(1000 Times 2)"),
            ("20 / 人数", "(20 Over 人数)"),
        ] {
            assert_eq!(show(&expression(&text(written)).unwrap()), expected, "{written}");
        }
        for written in ["", "5 +", "（5", "5 6", "+ 5", "较小（"] {
            assert_eq!(expression(&text(written)).unwrap_err().code, "bad-expression", "{written}");
        }
    }

    #[test]
    fn conditions_read_as_written() {
        for (written, expected) in [
            ("参保地 是 甲市、补缴 否", "(all [参保地 in 甲市] [补缴 in 否])"),
            ("参保地 是 甲市、补缴 是 否", "(all [参保地 in 甲市] [补缴 in 否])"),
            ("甲 或 乙、丙", "(all (any 甲 乙) 丙)"),
            ("甲 且 乙 或 丙", "(any (all 甲 乙) 丙)"),
            ("非 甲 且 （乙 或 丙）", "(all (not 甲) (any 乙 丙))"),
            ("基数 不低于 2 × 社平工资", "[基数 AtLeast (2 Times 社平工资)]"),
            ("（甲 + 乙） 超过 三年", "[(甲 Plus 乙) Above 36]"),
            ("区 属于 东/西/中", "[区 in 东/西/中]"),
            ("购房日期 早于 2020-04-02", "[购房日期 Below 2020-04-02]"),
            ("险种 含 养老、编号 无", "(all [险种 has 养老] [编号 none])"),
            ("月数 满 36 个月", "[月数 AtLeast 36]"),
        ] {
            let read = condition(&text(written)).map_or("parse error".into(), |read| show_condition(&read));
            assert_eq!(read, expected, "{written}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_fail(written in "[甲乙（）()、，+−×÷/是或且非有无满 0-9年月-]{0,60}") {
            let text = text(&written);
            let _ = expression(&text);
            let _ = condition(&text);
        }
    }
}
