public import Units

/// Room for what the tests of one execution write: what goes beyond it is kept by nobody. A pure value.
public struct WrittenRoom: Sendable {
    private var room = ExecutionOutcome.mostBytes.bytes

    /// All of it, ``ExecutionOutcome/mostBytes``.
    public init() {}

    /// The next test as it is kept: without what it wrote if there is no room for that, or was none for one before it.
    public mutating func kept(_ test: ExecutedTest) -> ExecutedTest {
        var test = test
        room -= test.size
        if room < 0 { test.leaveOut() }
        return test
    }
}

/// What came of an execution so far, as whoever does it tells it piece by piece. A pure value.
public struct ExecutionOutcome: Sendable {
    /// What results have in all; what a test writes beyond it is left out.
    public static let mostBytes = ByteCount.mebibytes(64)

    /// It was told what cannot come of the execution.
    public struct Impossible: Error, Hashable, Sendable {
        /// That something was.
        public init() {}
    }

    private let count: Int
    private let hasChecker: Bool
    private var room = WrittenRoom()
    private var compilation, checker: ExecutionCompilation?
    private var tests: [ExecutedTest] = []

    /// Nothing yet has come of `execution`.
    public init(of execution: Execution) {
        count = execution.tests.count
        hasChecker = execution.checker != nil
    }

    /// It was compiled.
    /// - Throws: ``Impossible`` if it was before.
    public mutating func add(_ compiled: ExecutionCompilation) throws(Impossible) -> ExecutionEvent {
        guard compilation == nil else { throw Impossible() }
        compilation = compiled
        return .compiled(compiled)
    }

    /// Its own checker was compiled.
    /// - Throws: ``Impossible`` if it has none, that was before, or is too late or too early.
    public mutating func add(checker compiled: ExecutionCompilation) throws(Impossible) -> ExecutionEvent {
        guard hasChecker, checker == nil, compilation?.succeeded == true else { throw Impossible() }
        checker = compiled
        return .compiledChecker(compiled)
    }

    /// The next test has ended.
    /// - Throws: ``Impossible`` if it is not the next one.
    public mutating func add(_ test: ExecutedTest) throws(Impossible) -> ExecutionEvent {
        guard compilation?.succeeded == true, isChecked, test.index == tests.count, test.index < count else {
            throw Impossible()
        }
        let test = room.kept(test)
        tests.append(test)
        return .tested(test)
    }

    /// All of it, which `worker` did.
    /// - Throws: ``Impossible`` if that cannot be all.
    public func result(by worker: String) throws(Impossible) -> ExecutionResult {
        guard let compilation, !compilation.succeeded || checker?.succeeded == false || !tests.isEmpty
        else { throw Impossible() }
        var result = ExecutionResult(compilation: compilation, tests: tests, worker: worker)
        result.checker = checker
        return result
    }

    /// Whether tests can have been checked.
    private var isChecked: Bool { !hasChecker || checker?.succeeded == true }
}

extension ExecutedTest {
    private static let words = "what it wrote is left out: the tests wrote too much"

    /// Whether what it wrote is left out, because the tests wrote too much together.
    public var isLeftOut: Bool { message.hasSuffix(Self.words) }

    fileprivate mutating func leaveOut() {
        (output, error, order, files) = ([], [], [], [])
        message += (message.isEmpty ? "" : "; ") + Self.words
    }

    /// The bytes that it wrote.
    fileprivate var size: Int64 {
        Int64(files.reduce(output.count + error.count) { $0 + $1.bytes.count })
    }
}
