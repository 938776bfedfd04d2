/// How outputs are judged.
///
/// The arguments here are the package's own (`validator_flags`); those of a test case, which contain them, are in
/// `TestCase.validatorArguments`, and are what a validator is called with.
public enum Validation: Hashable, Sendable {
    /// By the default validator with these arguments.
    case standard(arguments: [String])
    /// By the package's own programs (all must accept), called with `input answer feedback/ arguments…`.
    case custom(validators: [Program], arguments: [String], isInteractive: Bool, isScoring: Bool)
}
