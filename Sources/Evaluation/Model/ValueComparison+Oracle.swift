import Glibc
import JSONText

extension ValueComparison {
    /// How a result is looked at as more than a value, where a task takes more than one, as `evalplus` does it.
    public enum Oracle: Hashable, Sendable {
        /// The result is a root of the polynomial whose coefficients are the first argument, as near as the tolerance says.
        case polynomialRoot
        /// Whatever comes is right.
        case anything
        /// Zero is right, too.
        case orZero
        /// Right is also the surface of a pyramid of that base and height, to the next integer.
        case orSurfaceOfPyramid
        /// Right is also the sum of the differences of two numbers' digits.
        case orDistanceOfDigits
        /// The same elements are right, in whatever order and however often.
        case sameElements
        /// Something is right where something is expected, whatever it is, and nothing where nothing is.
        case something

        /// The one by which MBPP+ tells whether a function of that name is right; nil: it compares values.
        /// - Parameter function: what the function is called.
        init?(ofMBPPPlus function: String) {
            switch function {
            case "are_equivalent": self = .anything
            case "sum_div": self = .orZero
            case "surface_Area": self = .orSurfaceOfPyramid
            case "digit_distance_nums": self = .orDistanceOfDigits
            case "similar_elements", "find_char_long", "common_in_nested_lists", "extract_singly", "larg_nnum",
                "intersection_array", "find_dissimilar", "Diff":
                self = .sameElements
            case "check_str", "text_match_three", "text_starta_endb": self = .something
            default: return nil
            }
        }
    }

    /// What ``oracle`` says; nil: values are to be compared.
    func decision(on found: JSONTree, for expected: JSONTree, of arguments: [JSONTree]) -> Bool? {
        switch oracle {
        case nil: nil
        case .polynomialRoot: isRoot(found, of: arguments.first)
        case .anything: true
        case .orZero: found.double == 0 || found == .bool(false) ? true : nil
        case .orSurfaceOfPyramid:
            if let area = Self.surface(arguments), let found = found.double, abs(found - area) <= absoluteTolerance {
                true
            } else {
                nil
            }
        case .orDistanceOfDigits: Self.distance(arguments).map(Double.init) == found.double ? true : nil
        case .sameElements: haveSameElements(found, expected)
        case .something:
            if case .bool(let isFound) = found {
                isFound == (expected != .null)
            } else {
                (found != .null) == (expected != .null)
            }
        }
    }

    private func isRoot(_ found: JSONTree, of coefficients: JSONTree?) -> Bool {
        guard let root = found.double, let coefficients = coefficients?.array?.map(\.double) else { return false }
        var value = 0.0
        for (power, coefficient) in coefficients.enumerated() {
            guard let coefficient else { return false }
            // As `math.pow` has it: a product of products would be another number.
            value += coefficient * pow(root, Double(power))
        }
        return abs(value) <= absoluteTolerance
    }

    private static func surface(_ arguments: [JSONTree]) -> Double? {
        guard arguments.count == 2, let base = arguments[0].double, let height = arguments[1].double else { return nil }
        let slant = (pow(base / 2, 2) + pow(height, 2)).squareRoot()
        return (base * base + 4 * (base * slant) / 2).rounded(.toNearestOrEven)
    }

    private static func distance(_ arguments: [JSONTree]) -> Int? {
        guard arguments.count == 2, let left = digits(arguments[0]), let right = digits(arguments[1]) else {
            return nil
        }
        let length = max(left.count, right.count)
        func filled(_ digits: [Int]) -> [Int] { Array(repeating: 0, count: length - digits.count) + digits }
        return zip(filled(left), filled(right)).reduce(0) { $0 + abs($1.0 - $1.1) }
    }

    private static func digits(_ value: JSONTree) -> [Int]? {
        guard case .number(let text) = value else { return nil }
        let digits = text.compactMap(\.wholeNumberValue)
        return digits.count == text.count ? digits : nil
    }

    private func haveSameElements(_ found: JSONTree, _ expected: JSONTree) -> Bool {
        guard let left = Self.distinct(found), let right = Self.distinct(expected) else { return false }
        return areEqualInAnyOrder(left, right)
    }

    /// The elements of a list, tuple, set or text, each once.
    private static func distinct(_ value: JSONTree) -> [JSONTree]? {
        let elements =
            value.array ?? value.tagged("$tuple")?.array ?? value.tagged("$set")?.array
            ?? value.string.map { text in text.unicodeScalars.map { .string(String($0)) } }
        var seen: Set<String> = []
        return elements?.filter { seen.insert($0.text).inserted }
    }
}
