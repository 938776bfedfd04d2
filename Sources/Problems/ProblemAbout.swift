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
    /// The package's version, as written.
    public var version: String?
    /// Who is to be thanked, by what for: `authors`, `testers`, `translators.sv`.
    public var credits: [String: [Person]] = [:]
    /// Until when the package is not to be public: a day or a moment in UTC, as written.
    public var embargoUntil: String?
    /// Libraries that the problem asks for, in order.
    public var libraries: [String] = []

    /// Nothing said.
    public init() {}
}

/// Somebody who had a part in a problem.
public struct Person: Hashable, Sendable {
    /// The full name.
    public var name: String
    /// The address for mail.
    public var email: String?
    /// The ORCID.
    public var orcid: String?
    /// The name of the account at Kattis.
    public var kattis: String?

    /// Somebody of that name.
    public init(name: String, email: String? = nil, orcid: String? = nil, kattis: String? = nil) {
        self.name = name
        self.email = email
        self.orcid = orcid
        self.kattis = kattis
    }
}
