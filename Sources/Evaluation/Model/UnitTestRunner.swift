/// What runs the tests of a framework.
public enum UnitTestRunner: String, Hashable, Sendable, CaseIterable {
    /// pytest, of files called `test_*.py`.
    case pytest
    /// `go test`, of files called `*_test.go`.
    case go
    /// JUnit 4, of the class `SolutionTest`.
    case junit
    /// The tests of one crate in Rust, as `cargo test` runs them.
    case cargo
    /// Node's own runner, of files called `*.test.js`.
    case node

    /// The language whose recipe runs it, in `Languages/runners`.
    public var language: String { "\(rawValue)-tests" }

    /// What stands in the output of a run that went to its end with all tests passed.
    var closing: String {
        switch self {
        case .pytest: " passed"
        case .go: "PASS"
        case .junit: "OK ("
        case .cargo: "test result: ok."
        case .node: "# fail 0"
        }
    }
}
