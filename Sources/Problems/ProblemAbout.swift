/// What a package says about its problem, for people and catalogues; no verdict depends on it.
public struct ProblemAbout: Hashable, Sendable {
    /// The names by language code; `en` for a name given without a language.
    public var names: [String: String] = [:]
    /// The package's UUID, as written.
    public var uuid: String?
    /// Who wrote the problem.
    public var author: String?
    /// Where it comes from, a contest's name as a rule.
    public var source: String?
    /// The source's address.
    public var sourceURL: String?
    /// The licence, `unknown` unless given.
    public var license = "unknown"
    /// Who owns the rights.
    public var rightsOwner: String?
    /// Key words, in order.
    public var keywords: [String] = []
    /// Libraries that the problem asks for, in order.
    public var libraries: [String] = []

    /// Nothing said.
    public init() {}
}
