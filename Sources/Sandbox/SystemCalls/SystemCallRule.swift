/// What becomes of one system call: it is allowed to who has the key; else the first case whose conditions hold decides, else
/// `otherwise`.
struct SystemCallRule: Hashable {
    /// What a program gets.
    enum Answer: Hashable {
        /// The kernel does it.
        case allow
        /// This error, also where others are killed for what they may not do: ordinary runtimes try it and go on.
        case fail(Int32)
        /// This error; under the strict policy, the end of the program.
        case refuse(Int32)
        /// 0, and nothing is done.
        case pretend
        /// The end of the program.
        case kill

        var isRefusal: Bool {
            if case .refuse = self { true } else { false }
        }
    }

    /// Something that must hold of half of an argument: the low one, for of most arguments the kernel takes no more.
    struct Condition: Hashable {
        var argument: Int
        var isHighHalf = false
        var mask: UInt32 = .max
        var value: UInt32
        /// Whether the masked argument is to equal the value, or not to.
        var isEqual = true
    }

    struct Case: Hashable {
        /// All of them must hold.
        var conditions: [Condition]
        var answer: Answer
    }

    var cases: [Case] = []
    var otherwise: Answer
    /// The sixth argument that allows the call, whatever the others are; nil: none does.
    var key: UInt64?

    /// The same answer whatever the arguments are.
    static func always(_ answer: Answer) -> SystemCallRule {
        SystemCallRule(otherwise: answer)
    }

    /// Answers by the value of one argument.
    static func byValue(
        of argument: Int, _ answers: [(values: [UInt32], answer: Answer)], otherwise: Answer
    ) -> SystemCallRule {
        let cases = answers.flatMap { values, answer in
            values.map { Case(conditions: [Condition(argument: argument, value: $0)], answer: answer) }
        }
        return SystemCallRule(cases: cases, otherwise: otherwise)
    }

    /// `answer` if an argument has one of `bits`; otherwise the call is allowed.
    static func withBits(_ bits: UInt32, in argument: Int, _ answer: Answer) -> SystemCallRule {
        let condition = Condition(argument: argument, mask: bits, value: 0, isEqual: false)
        return SystemCallRule(cases: [Case(conditions: [condition], answer: answer)], otherwise: .allow)
    }

    /// The rule with every answer changed.
    func mapAnswers(_ change: (Answer) -> Answer) -> SystemCallRule {
        SystemCallRule(
            cases: cases.map { Case(conditions: $0.conditions, answer: change($0.answer)) },
            otherwise: change(otherwise))
    }
}
