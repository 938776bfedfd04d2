public import JSONText

/// When two values are the same, as far as a task goes.
///
/// Values of Python that JSON does not have come as objects of one member: `$tuple`, `$set`, `$dict` (an array of pairs),
/// `$complex`, `$bytes`, `$int`, a very long number in hexadecimal digits, and `$object`, what `repr` says of anything else. No
/// dictionary looks like that.
public struct ValueComparison: Hashable, Sendable {
    /// What tuples are.
    public enum Tuples: Hashable, Sendable {
        /// Lists.
        case lists
        /// Lists, if the whole value is one; inside of it they differ.
        case listsOutside
        /// Something else than lists.
        case different
    }

    /// So many elements are compared each with each, where no order is given and they are not written alike.
    private static let mostInAnyOrder = 512

    /// What tuples are.
    public var tuples = Tuples.lists
    /// How far numbers may be from the right ones, whatever these are.
    public var absoluteTolerance = 0.0
    /// How far numbers may be from the right ones, as a part of these.
    public var relativeTolerance = 0.0
    /// Whether numbers with a point are compared with an absolute tolerance of 1e-6 if none is given, as EvalPlus does.
    public var loosensFloats = false
    /// Whether no list is as good as an empty one: where a list is a chain of nodes.
    public var emptyIsNull = false
    /// Whether a whole number is one with a point only if it is that to its last digit, as in Python; if not, as far as a
    /// machine holds it.
    public var isExact = false
    /// Whether true is 1 and false is 0.
    public var boolsAreNumbers = false
    /// Whether what stands alone in a list is as good as the list, as in APPS, where some results are wrapped and some are not.
    public var unwrapsOnlyElement = false
    /// Another way to tell that a result is right.
    public var oracle: Oracle?

    /// Equal values, tuples taken for lists.
    public init() {}

    /// Whether `found` is as good as `expected`, what a call with `arguments` has to give.
    public func accepts(_ found: JSONTree, for expected: JSONTree, of arguments: [JSONTree] = []) -> Bool {
        if let isRight = decision(on: found, for: expected, of: arguments) { return isRight }
        if unwrapsOnlyElement, let elements = expected.array, elements.count == 1 {
            var inner = self
            inner.unwrapsOnlyElement = false
            if inner.accepts(found, for: elements[0], of: arguments) { return true }
        }
        if emptyIsNull, isEmpty(found), isEmpty(expected) { return true }
        let (found, expected) = (unwrapped(found), unwrapped(expected))
        if areEqual(found, expected) { return true }
        var absolute = absoluteTolerance
        if absolute == 0, loosensFloats, isFloats(expected) { absolute = 1e-6 }
        guard absolute > 0 || relativeTolerance > 0 else { return false }
        // As EvalPlus does: what is only near has to be of the same type.
        if loosensFloats, case .number(let left) = found, case .number(let right) = expected,
            JSONNumber.isInteger(left) != JSONNumber.isInteger(right)
        {
            return false
        }
        let relative = loosensFloats ? 1e-7 : relativeTolerance
        return areNear(found, expected, absolute: absolute, relative: relative)
    }

    private func unwrapped(_ value: JSONTree) -> JSONTree {
        guard tuples == .listsOutside, let elements = value.tagged("$tuple")?.array else { return value }
        return .array(elements)
    }

    private func isEmpty(_ value: JSONTree) -> Bool { value == .null || value == .array([]) }

    private func areEqual(_ found: JSONTree, _ expected: JSONTree) -> Bool {
        if let left = number(found), let right = number(expected) {
            return JSONNumber.areEqual(left, right, exactly: isExact)
        }
        if let left = elements(found), let right = elements(expected) {
            return left.kind == right.kind && left.elements.count == right.elements.count
                && zip(left.elements, right.elements).allSatisfy(areEqual)
        }
        if let left = found.tagged("$set")?.array, let right = expected.tagged("$set")?.array {
            return areEqualInAnyOrder(left, right)
        }
        if let left = pairs(found), let right = pairs(expected) { return areEqualInAnyOrder(left, right) }
        // What `repr` says of two objects does not tell whether they are equal.
        if found.tagged("$object") != nil { return false }
        return found == expected
    }

    func areEqualInAnyOrder(_ found: [JSONTree], _ expected: [JSONTree]) -> Bool {
        guard found.count == expected.count else { return false }
        if found.map(\.text).sorted() == expected.map(\.text).sorted() { return true }
        // Each with each takes long, and the program chooses how many it gives.
        guard found.count <= Self.mostInAnyOrder else { return false }
        var rest = expected
        for element in found {
            guard let place = rest.firstIndex(where: { areEqual(element, $0) }) else { return false }
            rest.swapAt(place, rest.count - 1)
            rest.removeLast()
        }
        return true
    }

    private func areNear(_ found: JSONTree, _ expected: JSONTree, absolute: Double, relative: Double) -> Bool {
        if case .number = found, case .number = expected, let left = found.double, let right = expected.double {
            if left.isNaN || right.isNaN { return false }
            if left == right { return true }
            return abs(left - right) <= absolute + relative * abs(right)
        }
        if let left = found.plainMembers, let right = expected.plainMembers {
            guard left.count == right.count else { return false }
            return left.allSatisfy { key, value in
                right[key].map { areNear(value, $0, absolute: absolute, relative: relative) } ?? false
            }
        }
        guard let left = elements(found), let right = elements(expected) else { return areEqual(found, expected) }
        return left.kind == right.kind && left.elements.count == right.elements.count
            && zip(left.elements, right.elements).allSatisfy {
                areNear($0, $1, absolute: absolute, relative: relative)
            }
    }

    private func number(_ value: JSONTree) -> String? {
        switch value {
        case .number(let text): text
        case .bool(let isTrue) where boolsAreNumbers: isTrue ? "1" : "0"
        default: nil
        }
    }

    /// The elements of a list or tuple, and which of the two it is.
    private func elements(_ value: JSONTree) -> (kind: Tuples, elements: [JSONTree])? {
        if let elements = value.array { return (.lists, elements) }
        guard let elements = value.tagged("$tuple")?.array else { return nil }
        return (tuples == .lists ? .lists : .different, elements)
    }

    /// The members of an object or dictionary, each as a pair.
    private func pairs(_ value: JSONTree) -> [JSONTree]? {
        if let pairs = value.tagged("$dict")?.array { return pairs }
        return value.plainMembers?.map { .array([.string($0.key), $0.value]) }
    }

    /// Whether it is a number with a point, or a list of some.
    private func isFloats(_ value: JSONTree) -> Bool {
        if case .number(let text) = value { return !JSONNumber.isInteger(text) }
        guard let elements = elements(value)?.elements, !elements.isEmpty else { return false }
        return elements.allSatisfy { if case .number(let text) = $0 { !JSONNumber.isInteger(text) } else { false } }
    }
}

extension JSONTree {
    /// The value of an object's only member, if that is called so.
    func tagged(_ name: String) -> JSONTree? {
        guard case .object(let members) = self, members.count == 1, members[0].key == name else { return nil }
        return members[0].value
    }

    /// The members of an object that is no value of Python; of two with one key the last.
    var plainMembers: [String: JSONTree]? {
        guard let members, !members.contains(where: { $0.key.hasPrefix("$") }) else { return nil }
        return Dictionary(members.map { ($0.key, $0.value) }) { _, last in last }
    }
}

/// Numbers as they are written.
enum JSONNumber {
    /// Whether it is written without a point and without an exponent.
    static func isInteger(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) }
    }

    /// Whether both are the same number, integers to their last digit, others as a machine holds them.
    /// - Parameters:
    ///   - left: a number.
    ///   - right: another one.
    ///   - isExact: whether an integer is another number only if that is it to its last digit.
    static func areEqual(_ left: String, _ right: String, exactly isExact: Bool = false) -> Bool {
        if isInteger(left), isInteger(right) {
            return left == right || ["0", "-0"].contains(left) && ["0", "-0"].contains(right)
        }
        guard let value = JSONTree.number(left).double, let other = JSONTree.number(right).double, value == other else {
            return false
        }
        guard isExact, let whole = [left, right].first(where: isInteger), value.magnitude >= 0x1p53, value.isFinite
        else { return true }
        return whole == digits(of: value)
    }

    /// All digits of a whole number that a machine holds, a large one.
    static func digits(of value: Double) -> String {
        // Nine digits each, the last ones first.
        var parts: [UInt64] = []
        var rest = value.significandBitPattern | 1 << 52
        while rest > 0 {
            parts.append(rest % 1_000_000_000)
            rest /= 1_000_000_000
        }
        for _ in 0..<max(0, Int(value.exponent) - 52) {
            var carry: UInt64 = 0
            for place in parts.indices {
                let doubled = parts[place] * 2 + carry
                parts[place] = doubled % 1_000_000_000
                carry = doubled / 1_000_000_000
            }
            if carry > 0 { parts.append(carry) }
        }
        let texts = parts.reversed().enumerated().map { place, part in
            let digits = String(part)
            return place == 0 ? digits : String(repeating: "0", count: 9 - digits.count) + digits
        }
        return (value < 0 ? "-" : "") + texts.joined()
    }
}
