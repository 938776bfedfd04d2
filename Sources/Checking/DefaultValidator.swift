/// The default output validator: compares an output with the judge's answer token by token, as one of three systems'
/// programs does.
///
/// Whitespace is space, `\t`, `\n`, `\v`, `\f` and `\r`; everything else belongs to tokens. Without flags the tokens must
/// be equal but for the case of ASCII letters. `case_sensitive`, `space_change_sensitive`, `float_tolerance E`,
/// `float_absolute_tolerance E` and `float_relative_tolerance E` change that
/// (Source: problem package format, "Default output validator").
public struct DefaultValidator: Sendable {
    /// Whose validator this is.
    public let dialect: Dialect
    private let rules: TokenRules

    /// The validator with the package's arguments.
    /// - Parameter endsAtNUL: whether a NUL byte hides what follows it in its token, as in the programs of
    ///   ``Dialect/kattisLegacy`` and, where numbers are compared, ``Dialect/domjudge``. A submission could write anything
    ///   there, so nothing is judged like that.
    /// - Throws: ``CheckingError`` with ``CheckingError/Code/badArgument`` where the dialect's own program would end
    ///   with a judge error.
    public init(dialect: Dialect, arguments: [String] = [], endsAtNUL: Bool = true) throws(CheckingError) {
        self.dialect = dialect
        self.rules = try TokenRules(dialect: dialect, arguments: arguments, endsAtNUL: endsAtNUL)
    }

    /// Compares a whole output with the answer. Nothing is allocated unless the output is rejected.
    public func check(output: RawSpan, answer: RawSpan) -> CheckOutcome {
        unsafe output.withUnsafeBytes { output in
            unsafe answer.withUnsafeBytes { answer in unsafe check(output, answer) }
        }
    }

    /// Compares a whole output with the answer.
    public func check(output: [UInt8], answer: [UInt8]) -> CheckOutcome {
        unsafe check(output: output.span.bytes, answer: answer.span.bytes)
    }

    /// The comparison with `answer` of an output that is still to come.
    public func comparison(with answer: [UInt8]) -> OutputComparison {
        OutputComparison(rules: rules, answer: answer)
    }

    private func check(_ output: UnsafeRawBufferPointer, _ answer: UnsafeRawBufferPointer) -> CheckOutcome {
        // Every dialect accepts equal tokens whatever they are (NaN, numbers out of range, NUL bytes), so equal texts too.
        if unsafe areEqual(output, answer) { return .accepted }
        var loop = TokenLoop(rules: rules)
        var offset = 0
        guard let difference = unsafe loop.advance(answer: answer, output: output, from: &offset, isLast: true) else {
            return .accepted
        }
        return unsafe .rejected(
            difference.mismatch(
                answer: answer, output: output, start: TextPosition(), isEmpty: output.isEmpty, rules: rules))
    }
}

/// Whose default output validator is meant. The three agree on most outputs and differ in what a number is, how a
/// tolerance is read and what a NUL byte does; a package is judged as on its home system.
public enum Dialect: String, Hashable, Sendable, CaseIterable {
    /// The problem package format 2025-09, as BAPCtools' validator decides: numbers are plain decimals, held as x87
    /// `long double`; unknown flags are ignored, contradictory ones are judge errors.
    case icpc = "icpc-2025-09"
    /// problemtools' validator of legacy packages: numbers are what `scanf("%lf")` reads, held as `double`; a token ends
    /// for all comparisons at its first NUL byte.
    case kattisLegacy = "kattis-legacy"
    /// DOMjudge's `compare`: numbers are what `scanf("%Lf")` reads, held as `long double`; infinities and NaNs compare.
    case domjudge
}
