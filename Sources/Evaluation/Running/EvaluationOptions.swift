public import Units

/// How samples are evaluated, where their records leave it open.
public struct EvaluationOptions: Hashable, Sendable {
    /// The language of programs of which neither sample nor record says one.
    public var language: String?
    /// CPU time of each run, whatever the record says; nil: the record's, or ten seconds.
    public var timeLimit: Duration?
    /// Memory of each run, whatever the record says; nil: the record's, or a gibibyte.
    public var memory: ByteCount?
    /// CPU time of the compiler; nil: as much as executions have.
    public var compilationTime: Duration?
    /// Whether all tests run even after one has failed.
    public var runsAllTests = false
    /// When a program is taken out of an answer in Markdown.
    public var extraction = CodeExtraction.Rule.auto
    /// Whether each run starts by itself, also where it could be a copy of a start that it has in common with others.
    public var startsCold = false
    /// Whether outputs are compared by this, whatever the record says.
    public var comparator: Comparator?

    /// As the records say.
    public init() {}
}
