import Concurrency
public import Events
import Fleet
import FoundationEssentials
import Grading
public import Identity
import Problems
import Provenance
public import Storage
import SwiftProtobuf
import Synchronization
import Units
import Wire

extension Packages {
    /// The most that the groups of test cases take: they stand in the first entry of each submission.
    private static let groupLimit = ByteCount.kibibytes(64)

    /// Adds a package whose tree and files were uploaded before. Adding it again changes nothing, except that measuring its
    /// time limit starts again if it was stopped.
    ///
    /// A tenant that adds the package of another tenant must have uploaded all of it, too, and learns nothing of the other.
    /// - Parameters:
    ///   - name: what to call it, at most 128 bytes; empty: what its settings say.
    ///   - principal: who adds it. A client may only name contents that its own tenant has uploaded.
    /// - Throws: `DomainError`: `invalid` with everything that is wrong with the package, or that cannot be judged;
    ///   `wrongState` saying how many contents are not there; `exhausted`.
    public func add(
        tree: LoggedBlobRef, name: String, for principal: Principal
    ) async throws -> PackageSummary {
        let contents = contents
        if principal.reach(.addPackages) == .all, let id = ContentHash(tree),
            let known = try await find(id, for: principal)
        {
            // An admin sees all packages, and needs none of its own.
            if known.stopReason != nil { try await resumeMeasuring(id, for: nil) }
            return try await find(id, for: principal) ?? known
        }
        return try await add(tree: tree, name: name, by: principal.tenant) { contents.isVisible($0, to: principal) }
    }

    /// As ``add(tree:name:for:)``, for the tenant `by`.
    /// - Parameter mayName: which contents it may name; any by default.
    public func add(
        tree content: LoggedBlobRef, name: String, by: String,
        mayName: @escaping @Sendable (ContentHash) -> Bool = { _ in true }
    ) async throws -> PackageSummary {
        guard let id = ContentHash(content) else {
            throw DomainError(
                .invalid, "the tree's hash has \(content.hash.count) bytes", advice: "send a SHA-256 hash of 32 bytes")
        }
        guard name.utf8.count <= 128, name.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 }) else {
            throw DomainError(
                .invalid, "the name has more than 128 bytes, or control characters", advice: "choose another")
        }
        do {
            let owner = Principal(role: .client, name: by)
            if let known = try await find(id, for: owner) {
                guard known.stopReason != nil else { return known }
                try await resumeMeasuring(id, for: by)
                return try await find(id, for: owner) ?? known
            }
            return try await readers.pass("", patience: nil) {
                let tree = try await self.tree(content, id, mayName: mayName)
                try await requireContents(of: tree, mayName: mayName)
                let (problem, digests) = try await reading.read(tree)
                var package = try package(of: problem, id, name: name)
                package.testsSha256 = Data(digests.tests.bytes)
                package.checkerSha256 = Data(digests.checker.bytes)
                for (home, checker) in digests.checkers {
                    package.dialectCheckers[home.rawValue] = Data(checker.bytes)
                }
                return try await add(package, content, id, by: by)
            }
        } catch let error as StorageError {
            throw DomainError(error)
        }
    }

    private func add(
        _ package: LoggedPackage, _ tree: LoggedBlobRef, _ id: ContentHash, by: String
    ) async throws -> PackageSummary {
        var added = PackageAdded()
        added.package = package
        added.tree = tree
        added.by = by
        let event = try Event(added)
        guard event.payload.count + event.type.utf8.count <= Event.entryLimit.bytes else {
            throw DomainError(
                .invalid, "the names of \(package.tests.count) test cases are too long", advice: "shorten them")
        }
        let owned = try Event(
            PackageOwned.with { owned in
                owned.package = Data(id.bytes)
                owned.tenant = by
                owned.name = package.name
            })
        let owner = Principal(role: .client, name: by)
        while true {
            if let known = try await find(id, for: owner) { return known }
            _ = try await append(try await record(id) == nil ? event : owned)
        }
    }

    private func tree(
        _ content: LoggedBlobRef, _ id: ContentHash, mayName: (ContentHash) -> Bool
    ) async throws -> FileManifest {
        guard content.size <= FileManifest.encodedLimit.bytes else {
            throw DomainError(.invalid, "a tree has at most \(FileManifest.encodedLimit)", advice: "split the package")
        }
        guard mayName(id), let size = try await blobs.size(of: id), UInt64(clamping: size.bytes) == content.size else {
            throw DomainError(
                .wrongState, "the package's tree \(id) is not stored", advice: "upload it and its files first")
        }
        let bytes = try await blobs.bytes(of: id)
        do throws(FileManifestError) {
            return try FileManifest(decoding: bytes)
        } catch {
            throw DomainError.invalidPackage(error.problems)
        }
    }

    private func requireContents(
        of tree: FileManifest, mayName: @escaping @Sendable (ContentHash) -> Bool
    ) async throws {
        let all = Dictionary(tree.files.map { ($0.content, $0.path) }) { first, _ in first }
        let missing = Mutex<[String]>([])
        let blobs = blobs
        try await BoundedTasks.forEach(all, atOnce: options.lookupsAtOnce) { content, path in
            if let hash = ContentHash(content), mayName(hash), let size = try await blobs.size(of: hash),
                UInt64(clamping: size.bytes) == content.size
            {
                return
            }
            missing.withLock { $0.append(path) }
        }
        let paths = missing.withLock { $0 }
        guard let first = paths.min() else { return }
        throw DomainError(
            .wrongState,
            "\(paths.count) of the package's \(all.count) contents are missing, such as \(first.debugDescription)",
            advice: "upload them first")
    }

    /// The package that is stored for a problem.
    private func package(
        of problem: Problem, _ id: ContentHash, name: String
    ) throws(DomainError) -> LoggedPackage {
        try requireJudgeable(problem)
        var package = LoggedPackage()
        package.id = Data(id.bytes)
        package.name = name.isEmpty ? problem.name ?? "package \(id.description.prefix(12))" : name
        package.home = problem.home.rawValue
        package.takesAnswers = problem.takesAnswers
        package.tests = problem.testCases.map(\.name)
        package.groups = problem.grading.logged
        let size = package.groups.reduce(0) { $0 + $1.encodedSize }
        guard size <= Self.groupLimit.bytes else {
            let message =
                "the rules of \(package.groups.count) groups take \(ByteCount(Int64(size))), and a fleet takes at most "
            throw DomainError(.invalid, "data: " + message + "\(Self.groupLimit)", advice: "make fewer groups")
        }
        package.limits.memoryBytes = UInt64(clamping: problem.limits.memory.bytes)
        package.limits.outputBytes = UInt64(clamping: problem.limits.output.bytes)
        if case .fixed(let time, _) = problem.timeLimit {
            package.limits.cpuTimeNs = UInt64(clamping: time.nanoseconds)
        }
        package.warnings = problem.warnings.prefix(50).map { String($0.description.prefix(500)) }
        return package
    }

    private func requireJudgeable(_ problem: Problem) throws(DomainError) {
        var problems: [String] = []
        if problem.testCases.isEmpty {
            problems.append("data: there are no test cases; put pairs NAME.in, NAME.ans into data/secret")
        }
        if problem.testCases.count > options.testLimit {
            let count = problem.testCases.count
            problems.append("data: \(count) test cases are more than \(options.testLimit); split the package")
        }
        problems += problem.excesses(over: options.caps).map { excess in
            "the package asks for more than the coordinator allows: \(excess); ask for less, or have the cap raised"
        }
        guard problems.isEmpty else {
            throw DomainError.invalidPackage(problems)
        }
    }
}

extension Message {
    /// The bytes of it as the log keeps it; what cannot be encoded is too long for it.
    fileprivate var encodedSize: Int { (try? serializedData().count) ?? Int(Int32.max) }
}
