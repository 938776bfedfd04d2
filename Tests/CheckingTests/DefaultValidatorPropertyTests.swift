import TestSupport
import Testing

@testable import Checking

@Suite struct DefaultValidatorPropertyTests {
    private func fed(_ output: [UInt8], _ comparison: OutputComparison, _ random: inout SeededGenerator) -> CheckOutcome
    {
        var comparison = comparison
        var rest = output[...]
        var early: Mismatch?
        while !rest.isEmpty {
            let size = random.chance(1, in: 5) ? random.below(600) : random.below(8)
            let mismatch = comparison.feed(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            #expect(early == nil || mismatch == early)
            early = mismatch
        }
        let outcome = comparison.finish()
        if let early { #expect(outcome == .rejected(early)) }
        return outcome
    }

    @Test(arguments: Dialect.allCases)
    func agreesWithTheObviousImplementationWholeAndInPieces(dialect: Dialect) throws {
        var random = SeededGenerator(seed: 42)
        var accepted = 0
        for _ in 0..<5_000 {
            let sample = RandomCase(dialect: dialect, &random)
            let validator = try DefaultValidator(dialect: dialect, arguments: sample.arguments)
            let outcome = validator.check(output: sample.output, answer: sample.answer)
            func shown() -> String { "\(sample.arguments) \(sample.answer) \(sample.output) \(outcome)" }
            #expect((outcome == .accepted) == sample.reference.accepts(sample.output, sample.answer), "\(shown())")
            #expect(fed(sample.output, validator.comparison(with: sample.answer), &random) == outcome, "\(shown())")
            #expect(validator.check(output: sample.answer, answer: sample.answer) == .accepted)
            #expect(sample.reference.accepts(sample.answer, sample.answer), "\(shown())")
            if outcome == .accepted { accepted += 1 }
        }
        #expect(accepted > 500 && accepted < 4_500, "the samples must be of both kinds, not \(accepted) accepted")
    }

    @Test(arguments: Dialect.allCases)
    func randomBytesAndArgumentsNeverTrap(dialect: Dialect) {
        var random = SeededGenerator(seed: 5)
        let flags = [
            "case_sensitive", "space_change_sensitive", "float_tolerance", "float_absolute_tolerance",
            "float_relative_tolerance", "1e-6", "nan", "-1", "inf", "1e5000", "", " ", "x", "1e", "é", "-0", "1e-6abc",
        ]
        var alphabet = Array("01.eE+-xn \n\n".utf8) + [0, 9, 11, 12, 13, 0x80, 0xFF]
        alphabet += (0..<20).map { _ in UInt8(random.below(256)) }
        for _ in 0..<5_000 {
            func bytes() -> [UInt8] { (0..<random.below(40)).map { _ in alphabet[random.below(alphabet.count)] } }
            let arguments = (0..<random.below(4)).map { _ in flags[random.below(flags.count)] }
            let (answer, output) = (bytes(), bytes())
            guard let validator = try? DefaultValidator(dialect: dialect, arguments: arguments) else { continue }
            let outcome = validator.check(output: output, answer: answer)
            #expect(fed(output, validator.comparison(with: answer), &random) == outcome)
            #expect(validator.check(output: answer, answer: answer) == .accepted)
            if case .rejected(let mismatch) = outcome {
                #expect(mismatch.description.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
            }
        }
    }
}
