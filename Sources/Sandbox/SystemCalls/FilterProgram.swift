/// A seccomp program: a decision tree over the number of the system call, with the tests of arguments at its leaves
/// (`seccomp(2)`; Documentation/userspace-api/seccomp_filter.rst).
struct FilterProgram {
    private typealias Answer = SystemCallRule.Answer

    /// `struct sock_filter` (linux/filter.h).
    private struct Instruction: Hashable {
        var code: UInt16
        var ifTrue: UInt8 = 0
        var ifFalse: UInt8 = 0
        var value: UInt32
    }

    /// The same rule for numbers from `first` to the next range.
    private struct Range {
        var first: UInt32
        var rule: SystemCallRule
    }

    private var instructions: [Instruction] = []

    /// A program that decides on calls of x86-64 by `rules`.
    /// - Parameters:
    ///   - rules: by number, from 0 on, without a gap.
    ///   - newer: what becomes of numbers beyond them.
    ///   - foreign: what becomes of calls of another ABI (32-bit, x32).
    init(rules: [SystemCallRule], newer: SystemCallRule.Answer, foreign: SystemCallRule.Answer) {
        var ranges: [Range] = []
        for (number, rule) in rules.enumerated() where ranges.last?.rule != rule {
            ranges.append(Range(first: UInt32(number), rule: rule))
        }
        ranges.append(Range(first: UInt32(rules.count), rule: .always(newer)))
        ranges.append(Range(first: Self.x32Bit, rule: .always(foreign)))
        instructions = [
            Self.load(Self.architectureOffset),
            Instruction(code: Self.jumpIfEqual, ifTrue: 1, value: Self.architecture),
            Self.end(foreign),
            Self.load(Self.numberOffset),
        ]
        instructions += Self.tree(ranges[...])
    }

    /// An array of `struct sock_filter`, as the kernel takes it.
    var bytes: [UInt8] {
        instructions.flatMap { instruction in
            Self.bytes(of: UInt32(instruction.code), 2) + [instruction.ifTrue, instruction.ifFalse]
                + Self.bytes(of: instruction.value, 4)
        }
    }

    private static func bytes(of value: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }

    /// The accumulator holds the number at every branching.
    private static func tree(_ ranges: ArraySlice<Range>) -> [Instruction] {
        guard let first = ranges.first else { return [] }
        guard ranges.count > 1 else { return leaf(first.rule) }
        let middle = ranges.startIndex + ranges.count / 2
        let left = tree(ranges[..<middle])
        // A conditional jump reaches 255 instructions, an unconditional one any.
        return [
            Instruction(code: jumpIfNotLess, ifFalse: 1, value: ranges[middle].first),
            Instruction(code: jump, value: UInt32(left.count)),
        ] + left + tree(ranges[middle...])
    }

    private static func leaf(_ rule: SystemCallRule) -> [Instruction] {
        var instructions = rule.key.map(pass) ?? []
        var loaded: SystemCallRule.Condition?
        for item in rule.cases {
            instructions += tests(of: item, loaded)
            // After a case of one condition the accumulator holds what that condition looked at.
            loaded = item.conditions.count == 1 ? item.conditions.first : nil
        }
        return instructions + [end(rule.otherwise)]
    }

    /// Allows what has `key` as its sixth argument, and else goes on behind itself. Both halves are looked at in any case, so that
    /// the time it takes does not tell one of them.
    private static func pass(with key: UInt64) -> [Instruction] {
        let (low, high) = (UInt32(truncatingIfNeeded: key), UInt32(key >> 32))
        return [
            load(argumentsOffset + 8 * 5), Instruction(code: exclusiveOr, value: low),
            Instruction(code: copyToIndex, value: 0),
            load(argumentsOffset + 8 * 5 + 4), Instruction(code: exclusiveOr, value: high),
            Instruction(code: orIndex, value: 0), Instruction(code: jumpIfEqual, ifFalse: 1, value: 0), end(.allow),
        ]
    }

    /// Ends with the case's answer if all its conditions hold, and else goes on behind itself.
    private static func tests(
        of item: SystemCallRule.Case, _ loaded: SystemCallRule.Condition?
    ) -> [Instruction] {
        var instructions = [end(item.answer)]
        for (index, condition) in item.conditions.enumerated().reversed() {
            let past = UInt8(clamping: instructions.count)
            let test = Instruction(
                code: jumpIfEqual, ifTrue: condition.isEqual ? 0 : past, ifFalse: condition.isEqual ? past : 0,
                value: condition.value)
            let isLoaded =
                index == 0 && loaded?.argument == condition.argument && loaded?.isHighHalf == condition.isHighHalf
                && loaded?.mask == condition.mask
            instructions = (isLoaded ? [] : look(at: condition)) + [test] + instructions
        }
        return instructions
    }

    private static func look(at condition: SystemCallRule.Condition) -> [Instruction] {
        let value = load(argumentsOffset + 8 * UInt32(condition.argument) + (condition.isHighHalf ? 4 : 0))
        return condition.mask == .max ? [value] : [value, Instruction(code: and, value: condition.mask)]
    }

    private static func load(_ offset: UInt32) -> Instruction {
        Instruction(code: loadWord, value: offset)
    }

    private static func end(_ answer: SystemCallRule.Answer) -> Instruction {
        let value: UInt32 =
            switch answer {
            case .allow: 0x7fff_0000  // SECCOMP_RET_ALLOW
            case .fail(let error), .refuse(let error): 0x0005_0000 | UInt32(error)  // SECCOMP_RET_ERRNO
            case .pretend: 0x0005_0000
            case .kill: 0x8000_0000  // SECCOMP_RET_KILL_PROCESS
            }
        return Instruction(code: returnValue, value: value)
    }

    // Codes of linux/bpf_common.h: BPF_LD | BPF_W | BPF_ABS, BPF_JMP | BPF_JEQ | BPF_K, and so on.
    private static let loadWord: UInt16 = 0x20
    private static let and: UInt16 = 0x54
    private static let exclusiveOr: UInt16 = 0xa4
    private static let orIndex: UInt16 = 0x4c
    private static let copyToIndex: UInt16 = 0x07
    private static let jump: UInt16 = 0x05
    private static let jumpIfEqual: UInt16 = 0x15
    private static let jumpIfNotLess: UInt16 = 0x35
    private static let returnValue: UInt16 = 0x06
    // struct seccomp_data: number, architecture, instruction pointer, six arguments of 64 bits, lower half first.
    private static let numberOffset: UInt32 = 0
    private static let architectureOffset: UInt32 = 4
    private static let argumentsOffset: UInt32 = 16
    /// AUDIT_ARCH_X86_64 (linux/audit.h).
    private static let architecture: UInt32 = 0xc000_003e
    /// __X32_SYSCALL_BIT (asm/unistd.h).
    private static let x32Bit: UInt32 = 0x4000_0000
}
