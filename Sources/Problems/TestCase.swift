public import PackageFiles

/// One test case.
public struct TestCase: Hashable, Sendable {
    /// `sample/1`, `secret/group/02`: the path below `data` without its extension, printable.
    public var name: String
    /// What the program reads.
    public var input: PackageFile
    /// The judge's answer.
    public var answer: PackageFile
    /// The output validator's arguments: the package's `validator_flags`, then the group's `output_validator_flags`.
    public var validatorArguments: [String]
    /// The input validators' arguments: the group's `input_validator_flags`.
    public var inputValidatorArguments: [String]

    /// A test case of these files.
    public init(
        name: String,
        input: PackageFile,
        answer: PackageFile,
        validatorArguments: [String] = [],
        inputValidatorArguments: [String] = []
    ) {
        self.name = name
        self.input = input
        self.answer = answer
        self.validatorArguments = validatorArguments
        self.inputValidatorArguments = inputValidatorArguments
    }

    /// The name of the group that the case is in: `sample`, `secret/group`.
    public var group: String {
        name.lastIndex(of: "/").map { String(name[..<$0]) } ?? ""
    }

    /// Whether the case is below `data/sample`.
    public var isSample: Bool { name.hasPrefix("sample/") }
}
