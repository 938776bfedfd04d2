import JSONText
import Testing

@testable import Evaluation

@Suite struct ValueComparisonTests {
    private static func accepts(
        _ found: String, _ expected: String, _ change: (inout ValueComparison) -> Void = { _ in }
    )
        throws -> Bool
    {
        var comparison = ValueComparison()
        change(&comparison)
        return comparison.accepts(try JSONTree(parsing: found.utf8), for: try JSONTree(parsing: expected.utf8))
    }

    private static let cases: [(found: String, expected: String, isAccepted: Bool)] = [
        ("1", "1", true), ("1", "1.0", true), ("1e2", "100", true), ("0", "-0", true), ("1", "2", false),
        ("9007199254740993", "9007199254740992", false), ("1", "true", false), ("\"1\"", "1", false),
        ("[1, 2]", "[1, 2]", true), ("[1, 2]", "[2, 1]", false), ("[1]", "[1, 1]", false), ("null", "[]", false),
        (#"{"a": 1, "b": 2}"#, #"{"b": 2, "a": 1}"#, true), (#"{"a": 1}"#, #"{"a": 1, "b": 2}"#, false),
        (#"{"$tuple": [1, [2]]}"#, "[1, [2]]", true), (#"{"$set": [2, 1]}"#, #"{"$set": [1, 2]}"#, true),
        (#"{"$set": [1]}"#, "[1]", false), (#"{"$dict": [[1, 2]]}"#, #"{"$dict": [[1, 2]]}"#, true),
        (#"{"$dict": [["a", 2]]}"#, #"{"a": 2}"#, true), (#"{"$object": "f"}"#, #"{"$object": "f"}"#, false),
        ("NaN", "NaN", false), ("Infinity", "Infinity", true), ("0.1", "0.10000000001", false),
    ]

    @Test("Values are compared by what they are, numbers exactly", arguments: cases)
    func values(found: String, expected: String, isAccepted: Bool) throws {
        #expect(try Self.accepts(found, expected) == isAccepted)
    }

    @Test(
        "What stands alone in a list is as good as the list where a data set wraps some results, and no deeper",
        arguments: [
            ("5", "[5]", true), ("[5]", "[5]", true), ("[5]", "[[5]]", true), ("[[5]]", "[[5]]", true),
            ("5", "[[5]]", false), ("5", "[5, 6]", false), ("[5, 6]", "[5, 6]", true), ("[]", "[[]]", true),
            ("6", "[5]", false), ("null", "[]", false),
        ])
    func onlyElement(found: String, expected: String, isAccepted: Bool) throws {
        #expect(try Self.accepts(found, expected) { $0.unwrapsOnlyElement = true } == isAccepted)
    }

    @Test("Numbers may be as far from the right ones as a task allows, however deep they lie")
    func tolerance() throws {
        #expect(try Self.accepts("[1.05, \"a\"]", "[1, \"a\"]") { $0.absoluteTolerance = 0.1 })
        #expect(try !Self.accepts("[1.05, \"b\"]", "[1, \"a\"]") { $0.absoluteTolerance = 0.1 })
        #expect(try Self.accepts("1010", "1000") { $0.relativeTolerance = 0.01 })
        #expect(try !Self.accepts("1011", "1000") { $0.relativeTolerance = 0.01 })
        #expect(try !Self.accepts("NaN", "1") { $0.absoluteTolerance = 1e9 })
        #expect(try Self.accepts("[0.1]", "[0.1000001]") { $0.loosensFloats = true })
        #expect(try !Self.accepts("[1]", "[2]") { $0.loosensFloats = true })
        #expect(try !Self.accepts("[0.1, 0.2]", "[0.1]") { $0.absoluteTolerance = 1 })
    }

    @Test("A large whole number is one with a point as far as a machine holds it, or to its last digit")
    func exactness() throws {
        let rows: [(String, String, exact: Bool)] = [
            ("1e25", "10000000000000000000000000", false), ("1e25", "10000000000000000905969664", true),
            ("-1e25", "-10000000000000000905969664", true), ("9007199254740992.0", "9007199254740993", false),
            ("9007199254740992.0", "9007199254740992", true), ("1e2", "100", true), ("1e22", "1e22", true),
        ]
        for (found, expected, exact) in rows {
            #expect(try Self.accepts(found, expected), "\(found) and \(expected)")
            #expect(try Self.accepts(found, expected) { $0.isExact = true } == exact, "\(found) and \(expected)")
            #expect(try Self.accepts(expected, found) { $0.isExact = true } == exact, "\(expected) and \(found)")
        }
        #expect(JSONNumber.digits(of: 0x1p1023).count == 308 && JSONNumber.digits(of: 0x1p53) == "9007199254740992")
    }

    @Test("What is only near has to be of one type, as EvalPlus has it")
    func types() throws {
        #expect(try Self.accepts("1", "1.0") { $0.loosensFloats = true })
        #expect(try !Self.accepts("1", "1.0000001") { $0.loosensFloats = true })
        #expect(try Self.accepts("[1]", "[1.0000001]") { $0.loosensFloats = true })
    }

    @Test("Tuples are lists, or only outside, or not at all, as the data set has it")
    func tuples() throws {
        let (inner, outer) = (#"[{"$tuple": [1]}]"#, #"{"$tuple": [[1]]}"#)
        #expect(try Self.accepts(outer, "[[1]]") { $0.tuples = .listsOutside })
        #expect(try !Self.accepts(inner, "[[1]]") { $0.tuples = .listsOutside })
        #expect(try !Self.accepts(outer, "[[1]]") { $0.tuples = .different })
        #expect(try Self.accepts(outer, outer) { $0.tuples = .different })
    }

    @Test("An empty chain is null or an empty list, true may be one, and a root is not compared with another root")
    func others() throws {
        #expect(try Self.accepts("null", "[]") { $0.emptyIsNull = true })
        #expect(try Self.accepts("true", "1") { $0.boolsAreNumbers = true })
        var roots = ValueComparison()
        roots.oracle = .polynomialRoot
        roots.absoluteTolerance = 1e-4
        let coefficients = try JSONTree(parsing: "[-6, 11, -6, 1]".utf8)
        for root in ["1", "2.0", "3"] {
            #expect(roots.accepts(.number(root), for: .number("1"), of: [coefficients]))
        }
        #expect(!roots.accepts(.number("4"), for: .number("4"), of: [coefficients]))
        #expect(!roots.accepts(.string("1"), for: .number("1"), of: [coefficients]))
    }

    @Test("A large set is compared without comparing each with each")
    func large() throws {
        let numbers = (0..<50_000).map(String.init)
        let set = { (numbers: [String]) in "{\"$set\": [\(numbers.joined(separator: ","))]}" }
        #expect(try Self.accepts(set(numbers.reversed()), set(numbers)))
        #expect(try !Self.accepts(set(numbers.dropLast() + ["-1"]), set(numbers)))
    }
}
