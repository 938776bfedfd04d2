import Events
import Fleet
import PackageFiles
import Provenance
import Storage
import Toolchains
import Wire

/// What a client asked for, where there is nothing wrong with it by itself. A pure value.
struct RequestedSubmission: Sendable {
    /// The most of what one submission may have.
    static let limits = (key: 128, files: 256, bytes: 1 << 20, names: 64 << 10, contest: 128)

    /// Names the submission.
    let id: SubmissionID
    /// Tells this request from others with the same key.
    let hash: ContentHash
    /// Whose it is.
    let tenant: String
    /// What was asked.
    let request: Verdict_V1_SubmitRequest

    /// Names what is asked for.
    /// - Throws: ``WireError`` (`invalidArgument`) for a key that is none, and a tenant whose name is too long.
    init(_ request: Verdict_V1_SubmitRequest, tenant: String) throws(WireError) {
        let length = request.idempotencyKey.utf8.count
        guard (1...Self.limits.key).contains(length) else {
            throw WireError(
                .invalidArgument,
                "the idempotency key has \(length) bytes; give 1 to \(Self.limits.key), new ones for each submission")
        }
        guard (1...128).contains(tenant.utf8.count) else {
            throw WireError(
                .invalidArgument, "the tenant's name has \(tenant.utf8.count) bytes; have it called by 1 to 128")
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
    /// - Throws: ``WireError`` (`invalidArgument`).
    var package: ContentHash {
        get throws(WireError) {
            guard let package = ContentHash(bytes: request.package) else {
                throw WireError(
                    .invalidArgument, "a package's id has 32 bytes, not \(request.package.count); see ListPackages")
            }
            return package
        }
    }

    /// How urgent it is to be.
    /// - Parameter most: the most urgent that is allowed.
    /// - Throws: ``WireError``: `invalidArgument`; `permissionDenied`.
    func priority(atMost most: LoggedPriority) throws(WireError) -> LoggedPriority {
        if case .UNRECOGNIZED(let number) = request.priority {
            throw WireError(.invalidArgument, "there is no priority \(number)")
        }
        let priority = request.priority == .unspecified ? .normal : LoggedPriority(request.priority)
        guard priority.urgency >= most.urgency else {
            throw WireError(
                .permissionDenied,
                "\(tenant) may not ask for the priority \(priority), at most for \(most); ask for less")
        }
        return priority
    }

    /// How its test cases are timed.
    /// - Throws: ``WireError`` (`invalidArgument`).
    var timeAllowance: LoggedTimeAllowance {
        get throws(WireError) {
            if case .UNRECOGNIZED(let number) = request.timeAllowance {
                throw WireError(.invalidArgument, "there is no time allowance \(number)")
            }
            return LoggedTimeAllowance(request.timeAllowance)
        }
    }

    /// Holds sources and group to what one submission may have.
    /// - Throws: ``WireError`` (`invalidArgument`).
    func requireBounds() throws(WireError) {
        let limits = Self.limits
        guard request.contest.utf8.count <= limits.contest else {
            throw WireError(
                .invalidArgument,
                "the contest's name has \(request.contest.utf8.count) bytes; give at most \(limits.contest)")
        }
        guard (1...limits.files).contains(request.sources.count) else {
            throw WireError(
                .invalidArgument, "there are \(request.sources.count) sources; send 1 to \(limits.files)")
        }
        let bytes = request.sources.reduce(0) { $0 + $1.content.count }
        guard bytes <= limits.bytes else {
            throw WireError(.invalidArgument, "the sources have \(bytes) bytes; send at most \(limits.bytes)")
        }
        let names = request.sources.reduce(0) { $0 + $1.name.utf8.count }
        guard names <= limits.names else {
            throw WireError(.invalidArgument, "the sources' names have \(names) bytes; use shorter ones")
        }
        try requireNames()
    }

    private func requireNames() throws(WireError) {
        var paths: Set<String> = []
        var directories: Set<String> = []
        for source in request.sources {
            guard let path = TreePath(source.name) else {
                throw WireError(
                    .invalidArgument,
                    "\(source.name.prefix(100).debugDescription) is no name of a source; use one like lib/main.cpp")
            }
            guard paths.insert(path.text).inserted else {
                throw WireError(.invalidArgument, "two sources are called \(path.text); name each differently")
            }
            directories.formUnion(path.directories)
        }
        if let both = paths.intersection(directories).min() {
            throw WireError(.invalidArgument, "\(both) is a source and the folder of another; name one differently")
        }
    }

    /// The language's id: what was asked for, or what the files' names tell.
    /// - Parameters:
    ///   - home: the system that the package was made for.
    ///   - installed: whether workers have the language of an id.
    /// - Throws: ``WireError`` (`invalidArgument`) with what there is.
    func language(
        in catalog: LanguageCatalog, home: String, installed: (String) -> Bool
    ) throws(WireError) -> String {
        let asked = request.language
        let found =
            asked.isEmpty
            ? catalog.language(
                forFiles: request.sources.map(\.name), in: home, isThere: { installed($0.id) })
            : catalog[asked]
        guard let found else {
            let why =
                asked.isEmpty
                ? "the sources' names do not tell the language; name it"
                : "there is no language \(asked.prefix(100).debugDescription)"
            throw WireError(
                .invalidArgument, "\(why); there are: \(catalog.languages.map(\.id).joined(separator: ", "))")
        }
        return found.id
    }
}
