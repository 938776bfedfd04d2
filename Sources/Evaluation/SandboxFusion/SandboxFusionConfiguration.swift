/// What a request of SandboxFusion's says besides the row and the answer.
public struct SandboxFusionConfiguration: Hashable, Sendable {
    /// The language, as SandboxFusion calls it.
    public var language: String?
    /// The language of prompts: `en` or `zh`.
    public var locale: String?
    /// Whether the prompt has examples before the task.
    public var isFewshot = false
    /// How long compiling may take; nil: as long as SandboxFusion lets it.
    public var compileTimeout: Duration?
    /// How long a run may take; nil: as long as SandboxFusion lets it.
    public var runTimeout: Duration?
    /// Whether answers are prose with a program in it, and not what continues the prompt.
    public var isFreeform = false
    /// Whether all tests run even after one has failed.
    public var runsAllCases = false
    /// Whether answers have long tests whole.
    public var returnsFullCases = false
    /// Whether a program in Python has to come to its end, and not only to end well.
    public var appendsFlag = false
    /// Whether the program stands in the tests as a literal of Python.
    public var reprCode = false
    /// What stands before the task in a prompt, instead of the row's.
    public var context: String?
    /// The examples of a prompt, instead of the row's.
    public var fewshot: String?
    /// What a prompt is made by, instead of the row's.
    public var promptTemplate: String?

    /// As SandboxFusion does without being told.
    public init() {}
}
