import StrictYAML
import Units

/// What holds for a test case: its own `.yaml` over its group's `test_group.yaml`.
struct TestSettings {
    /// The keys that both files may have.
    static let commonKeys = [
        "args", "input_validator_args", "output_validator_args", "input_visualizer_args", "output_visualizer_args",
        "full_feedback",
    ]

    /// The most bytes of a list of arguments.
    private static let listLimit = 1 << 16

    /// What the keys were called in drafts of the format.
    private static let draftKeys = [
        "input_validator_args": "input_validator_flags", "output_validator_args": "output_validator_flags",
    ]

    /// Whether the format is a draft of its: a list of arguments may be a text there, and keys have other names.
    var isDraft = false
    var arguments: [String] = []
    var inputValidatorArguments: [String] = []
    var inputValidatorArgumentsByName: [String: [String]]?
    var outputValidatorArguments: [String] = []
    var notes = TestNotes()
    /// How many bytes the arguments have that a program or an output validator gets.
    private(set) var size = 0

    /// Puts what both files may say over what is there.
    mutating func apply(_ mapping: YAMLMapping, _ findings: Findings) {
        func list(_ key: String) -> [String]? {
            findings.collect { () throws(Diagnostic) in
                try value(of: key, in: mapping).map { node throws(Diagnostic) in
                    try isDraft && !node.isSequence ? ProblemSettings.words(node) : Self.arguments(node)
                }
            }
        }
        arguments = list("args") ?? arguments
        outputValidatorArguments = list("output_validator_args") ?? outputValidatorArguments
        for key in ["input_visualizer_args", "output_visualizer_args"] { _ = list(key) }
        let feedback = findings.collect { () throws(Diagnostic) in try mapping["full_feedback"]?.boolean() }
        notes.hasFullFeedback = feedback ?? notes.hasFullFeedback
        applyInputArguments(mapping, findings)
        size = (arguments + outputValidatorArguments).reduce(0) { $0 + $1.utf8.count + 1 }
    }

    /// The keys that test cases' files may have, too.
    var keys: [String] { Self.commonKeys + (isDraft ? Self.draftKeys.values.sorted() : []) }

    private func value(of key: String, in mapping: YAMLMapping) -> YAMLNode? {
        mapping[key] ?? (isDraft ? Self.draftKeys[key].flatMap { mapping[$0] } : nil)
    }

    /// A list of arguments, as long as one may be.
    static func arguments(_ node: YAMLNode) throws(Diagnostic) -> [String] {
        let list = try node.listOfStrings()
        guard list.reduce(0, { $0 + $1.utf8.count + 1 }) <= listLimit else {
            throw node.error("must not have more than \(listLimit >> 10) KiB")
        }
        return list
    }

    private mutating func applyInputArguments(_ mapping: YAMLMapping, _ findings: Findings) {
        guard let node = value(of: "input_validator_args", in: mapping) else { return }
        guard node.isMapping else {
            let list = findings.collect { () throws(Diagnostic) in try texts(node) }
            guard let list else { return }
            (inputValidatorArguments, inputValidatorArgumentsByName) = (list, nil)
            return
        }
        inputValidatorArgumentsByName = findings.collect { () throws(Diagnostic) in
            let validators = try node.mapping()
            var all: [String: [String]] = [:]
            for name in validators.keys { all[name] = try texts(validators.value(name)) }
            return all
        }
        inputValidatorArguments = []
    }

    private func texts(_ node: YAMLNode) throws(Diagnostic) -> [String] {
        try isDraft && !node.isSequence ? ProblemSettings.words(node) : node.listOfStrings()
    }

    /// Puts what a test case's own file says over what its group says.
    mutating func apply(own mapping: YAMLMapping, _ findings: Findings) {
        findings.allow(keys + ["hint", "description"], in: mapping)
        apply(mapping, findings)
        notes.hint = findings.collect { () throws(Diagnostic) in try mapping["hint"]?.string() }
        notes.description = findings.collect { () throws(Diagnostic) in try mapping["description"]?.string() }
    }
}
