import Events
import Fleet
import Grading
import PackageFiles
import Problems
import Provenance
import Storage
import Toolchains
import Wire

/// What a client asked for, where there is nothing wrong with it by itself. A pure value.
struct RequestedSubmission: Sendable {
    /// The most of what one submission may have.
    static let limits = (key: 128, files: 256, bytes: 1 << 20, names: 64 << 10, contest: 128, entryPoint: 256)

    /// Names the submission.
    let id: SubmissionID
    /// Tells this request from others with the same key.
    let hash: ContentHash
    /// Whose it is.
    let tenant: String
    /// What was asked.
    let request: SubmissionRequest

    /// Names what is asked for.
    /// - Throws: ``DomainError`` (`invalid`) for a key that is none, and a tenant whose name is too long.
    init(_ request: SubmissionRequest, tenant: String) throws(DomainError) {
        let length = request.idempotencyKey.utf8.count
        guard (1...Self.limits.key).contains(length) else {
            throw DomainError(
                .invalid,
                "the idempotency key has \(length) bytes",
                advice: "use 1 to \(Self.limits.key) bytes, and a new key for each submission")
        }
        guard (1...128).contains(tenant.utf8.count) else {
            throw DomainError(
                .invalid, "the tenant's name has \(tenant.utf8.count) bytes", advice: "use a name of 1 to 128 bytes")
        }
        id = SubmissionID(tenant: tenant, key: request.idempotencyKey)
        hash = ContentHash(of: request.identity)
        self.tenant = tenant
        self.request = request
    }

    /// What its sources hash to.
    var source: ContentDigest {
        ContentDigest(ofSubmission: request.sources.map { ($0.name, Array($0.content)) })
    }

    /// The package's id.
    /// - Throws: ``DomainError`` (`invalid`).
    var package: ContentHash {
        get throws(DomainError) {
            guard let package = ContentHash(bytes: request.package) else {
                throw DomainError(
                    .invalid, "a package's id has 32 bytes, not \(request.package.count)", advice: "see ListPackages")
            }
            return package
        }
    }

    /// How urgent it is to be.
    /// - Parameter most: the most urgent that is allowed.
    /// - Throws: ``DomainError``: `invalid`; `forbidden`.
    func priority(atMost most: LoggedPriority) throws(DomainError) -> LoggedPriority {
        if case .UNRECOGNIZED(let number) = request.priority {
            throw DomainError(.invalid, "there is no priority \(number)")
        }
        let priority = request.priority == .unspecified ? .normal : request.priority
        guard priority.urgency >= most.urgency else {
            throw DomainError(
                .forbidden,
                "\(tenant) may not use the priority \(priority)", advice: "use \(most) or less")
        }
        return priority
    }

    /// How its test cases are timed.
    /// - Throws: ``DomainError`` (`invalid`).
    var timeAllowance: LoggedTimeAllowance {
        get throws(DomainError) {
            if case .UNRECOGNIZED(let number) = request.timeAllowance {
                throw DomainError(.invalid, "there is no time allowance \(number)")
            }
            return request.timeAllowance
        }
    }

    /// The system in whose ways it is to be judged; nil: the package's home.
    /// - Throws: ``DomainError`` (`invalid`).
    var dialect: HomeSystem? {
        get throws(DomainError) {
            guard !request.dialect.isEmpty else { return nil }
            guard let home = HomeSystem(dialect: request.dialect) else {
                throw DomainError(
                    .invalid, "there is no dialect \(request.dialect.prefix(100).debugDescription)",
                    advice: "use \(HomeSystem.dialects.map(\.rawValue).joined(separator: ", "))")
            }
            return home
        }
    }

    /// How the verdict is made, in one line.
    /// - Parameter groups: the package's; none where the first test case that fails decides.
    /// - Throws: ``DomainError`` (`invalid`).
    func policy(for groups: [LoggedTestGroup]) throws(DomainError) -> String {
        guard !request.policy.isEmpty else { return "" }
        guard let policy = ResultPolicy(parsing: request.policy) else {
            throw DomainError(.invalid, "the policy is none", advice: "write it as in \"lazy RE,SV>WA OLE=WA\"")
        }
        guard groups.isEmpty else {
            throw DomainError(
                .invalid, "the package has scores or rules of its own, and no policy changes these",
                advice: "leave it out")
        }
        return policy.description
    }

    /// Holds sources and group to what one submission may have.
    /// - Throws: ``DomainError`` (`invalid`).
    func requireBounds() throws(DomainError) {
        let limits = Self.limits
        guard request.contest.utf8.count <= limits.contest else {
            throw DomainError(
                .invalid,
                "the contest's name has \(request.contest.utf8.count) bytes", advice: "use at most \(limits.contest)")
        }
        guard request.entryPoint.utf8.count <= limits.entryPoint else {
            throw DomainError(
                .invalid, "the entry point has \(request.entryPoint.utf8.count) bytes",
                advice: "name a file or a class in at most \(limits.entryPoint)")
        }
        guard (1...limits.files).contains(request.sources.count) else {
            throw DomainError(
                .invalid, "there are \(request.sources.count) sources", advice: "send 1 to \(limits.files)")
        }
        let bytes = request.sources.reduce(0) { $0 + $1.content.count }
        guard bytes <= limits.bytes else {
            throw DomainError(.invalid, "the sources have \(bytes) bytes", advice: "send at most \(limits.bytes)")
        }
        let names = request.sources.reduce(0) { $0 + $1.name.utf8.count }
        guard names <= limits.names else {
            throw DomainError(.invalid, "the sources' names have \(names) bytes", advice: "use shorter ones")
        }
        try requireNames()
    }

    private func requireNames() throws(DomainError) {
        var paths: Set<String> = []
        var directories: Set<String> = []
        for source in request.sources {
            guard let path = TreePath(source.name) else {
                throw DomainError(
                    .invalid,
                    "\(source.name.prefix(100).debugDescription) is not a valid name of a source",
                    advice: "use a relative path such as lib/main.cpp")
            }
            guard paths.insert(path.text).inserted else {
                throw DomainError(.invalid, "two sources have the name \(path.text)", advice: "rename one")
            }
            directories.formUnion(path.directories)
        }
        if let both = paths.intersection(directories).min() {
            throw DomainError(.invalid, "\(both) is a source and also the folder of another", advice: "rename one")
        }
    }

    /// The language's id: what was asked for, or what the files' names tell.
    /// - Parameters:
    ///   - package: what it is for.
    ///   - installed: whether workers have the language of an id.
    /// - Throws: ``DomainError`` (`invalid`) with what there is.
    func language(
        in catalog: LanguageCatalog, of package: LoggedPackage, installed: (String) -> Bool
    ) throws(DomainError) -> String {
        let asked = request.language
        if package.takesAnswers, asked.isEmpty || asked == Language.answers.id { return Language.answers.id }
        let home = try dialect?.rawValue ?? (package.home.isEmpty ? HomeSystem.kattis.rawValue : package.home)
        let found =
            asked.isEmpty
            ? catalog.language(
                forFiles: request.sources.map(\.name), in: home, isThere: { installed($0.id) })
            : catalog[asked]
        guard let found else {
            let why =
                asked.isEmpty
                ? "the language is not clear from the sources' names; name it"
                : "there is no language \(asked.prefix(100).debugDescription)"
            throw DomainError(
                .invalid, "\(why); the languages are: \(catalog.languages.map(\.id).joined(separator: ", "))")
        }
        return found.id
    }
}
