extension TokenRules {
    /// Reads a validator's arguments as the dialect's own program does.
    /// - Throws: ``CheckingError`` where that program would end with anything but "accepted" or "rejected".
    init(dialect: Dialect, arguments: [String], endsAtNUL: Bool) throws(CheckingError) {
        self.init(dialect: dialect, endsAtNUL: endsAtNUL)
        switch dialect {
        case .icpc: try readStrictly(arguments)
        case .kattisLegacy, .domjudge: try readInOrder(arguments)
        }
    }

    /// Legacy: every argument must be known; of repeated tolerances the last one counts, negative ones unset.
    private mutating func readInOrder(_ arguments: [String]) throws(CheckingError) {
        var rest = arguments[...]
        while let flag = rest.popFirst() {
            switch flag {
            case "case_sensitive": isCaseSensitive = true
            case "space_change_sensitive": isSpaceSensitive = true
            case "float_absolute_tolerance": absolute = try legacyTolerance(flag, rest.popFirst())
            case "float_relative_tolerance": relative = try legacyTolerance(flag, rest.popFirst())
            case "float_tolerance":
                relative = try legacyTolerance(flag, rest.popFirst())
                absolute = relative
            default:
                throw CheckingError(
                    .badArgument,
                    "output validator: unknown flag \(flag); use case_sensitive, space_change_sensitive, "
                        + "float_tolerance, float_absolute_tolerance or float_relative_tolerance")
            }
        }
    }

    private func legacyTolerance(_ flag: String, _ text: String?) throws(CheckingError) -> LongDouble {
        guard let text else { throw .missingTolerance(flag) }
        let bytes = Array(text.utf8)
        let value = unsafe bytes.withUnsafeBytes { unsafe legacyNumber(trimming: $0) }
        guard let value else { throw .badTolerance(flag, text) }
        return value
    }

    /// `scanf` passes over whitespace before the number and looks for more behind it.
    private func legacyNumber(trimming text: UnsafeRawBufferPointer) -> LongDouble? {
        var range = 0..<text.count
        while let first = range.first, unsafe isSpace(text[first]) { range = (first + 1)..<range.upperBound }
        while let last = range.last, unsafe isSpace(text[last]) { range = range.lowerBound..<last }
        return unsafe number(UnsafeRawBufferPointer(rebasing: text[range]))
    }

    /// 2025-09: unknown arguments are passed over; a tolerance given twice, in two ways, negative or out of range is an
    /// error; behind its number a tolerance may carry anything, as `stold` allows.
    private mutating func readStrictly(_ arguments: [String]) throws(CheckingError) {
        var both: LongDouble = -1
        for (index, flag) in arguments.enumerated() {
            let value = index + 1 < arguments.count ? arguments[index + 1] : nil
            switch flag {
            case "case_sensitive": isCaseSensitive = true
            case "space_change_sensitive": isSpaceSensitive = true
            case "float_tolerance": both = try strictTolerance(flag, value, before: both)
            case "float_absolute_tolerance": absolute = try strictTolerance(flag, value, before: absolute)
            case "float_relative_tolerance": relative = try strictTolerance(flag, value, before: relative)
            default: break
            }
        }
        guard both >= 0 else { return }
        guard absolute < 0, relative < 0 else {
            throw CheckingError(
                .badArgument,
                "output validator: float_tolerance sets both tolerances; leave out float_absolute_tolerance and "
                    + "float_relative_tolerance")
        }
        (absolute, relative) = (both, both)
    }

    private func strictTolerance(
        _ flag: String, _ text: String?, before: LongDouble
    ) throws(CheckingError) -> LongDouble {
        guard before < 0 else {
            throw CheckingError(.badArgument, "output validator: \(flag) is given twice; give it once")
        }
        guard let text else { throw .missingTolerance(flag) }
        let number = unsafe text.withCString { unsafe LongDouble.read($0) }
        guard number.length > 0, !number.isOutOfRange, number.value >= 0 else { throw .badTolerance(flag, text) }
        return number.value
    }
}

extension CheckingError {
    fileprivate static func missingTolerance(_ flag: String) -> CheckingError {
        CheckingError(.badArgument, "output validator: \(flag) needs a number after it, such as \(flag) 1e-6")
    }

    fileprivate static func badTolerance(_ flag: String, _ text: String) -> CheckingError {
        CheckingError(.badArgument, "output validator: \(flag) \(text) is not a tolerance; give a number such as 1e-6")
    }
}
