internal import Concurrency
internal import Coordinator
internal import Events
internal import Fleet
internal import FoundationEssentials
internal import Kernel
internal import Problems
internal import Statements
internal import Storage
internal import Synchronization
internal import Wire

/// A package that was read.
struct OpenPackage: Sendable {
    var files: FileManifest
    var problem: Problem
    var sources: StatementSources
    /// The files that are shown with its texts.
    var paths: [String]

    init(_ files: FileManifest, _ problem: Problem) {
        (self.files, self.problem) = (files, problem)
        let all = files.files.map(\.path)
        (sources, paths) = (StatementSources(paths: all), all.filter { StatementSources.isShown($0) })
    }

    /// The content of a file.
    func hash(of path: String) -> ContentHash? {
        // Ordered by the bytes of the paths.
        files.files.first { $0.path == path }.flatMap { ContentHash(bytes: $0.content.hash) }
    }

    /// What it takes in memory, about.
    var size: Int64 { files.files.reduce(4096) { $0 + 300 + Int64($1.path.utf8.count) } }
}

/// Which text of which problem.
struct TextKey: Hashable, Sendable {
    var problem: EntityID
    var package: ContentHash
    var language: String
    var isSolution: Bool
}

extension Library {
    /// What packages and texts that were read are kept for, in bytes, and how many.
    private static let kept = (packages: Int64(64 << 20), texts: Int64(32 << 20), most: 1000)

    /// A package, read.
    func open(_ id: ContentHash) async throws -> OpenPackage {
        if let known = packages.withLock({ $0.use(id) }) { return known }
        let desk = try self.desk.get()
        return try await reading.value(of: id) {
            let files = try await desk.files(of: id)
            let package = OpenPackage(files, try await desk.problem(of: files))
            self.packages.withLock { kept in
                kept.add(package, size: package.size, for: id)
                _ = kept.trim(to: Self.kept.packages, count: Self.kept.most)
            }
            return package
        }.value
    }

    /// A text of a package, as people read it.
    func text(_ source: StatementSource, of package: OpenPackage, _ key: TextKey) async throws -> ShownStatement {
        if let known = texts.withLock({ $0.use(key) }) { return known }
        let desk = try self.desk.get()
        var contents: [[UInt8]] = []
        for part in source.parts {
            guard let hash = package.hash(of: part.path) else { continue }
            // One byte more than is shown, so that what is too long is known to be.
            contents.append(try await desk.bytes(of: hash, atMost: Statement.largest + 1))
        }
        let base = "/api/v1/problems/\(key.problem)"
        let shown = try await BlockingWork.run { [contents] _ in
            ShownStatement(
                source, contents, paths: package.paths, constants: package.problem.constants,
                titles: Set(package.problem.about.names.values).union([package.problem.name].compactMap(\.self)),
                base: base)
        }
        texts.withLock { kept in
            kept.add(shown, size: Int64(shown.html?.utf8.count ?? 0) + 1000, for: key)
            _ = kept.trim(to: Self.kept.texts, count: Self.kept.most)
        }
        return shown
    }

    /// What the log says of a package that becomes a version.
    func facts(of summary: PackageSummary) async throws -> PackageFacts {
        guard let id = ContentHash(bytes: summary.package.id) else {
            throw DomainError(.failed, "the package has no id")
        }
        let package = try await open(id)
        var titles = package.problem.about.names.filter { $0.key.utf8.count <= 32 }
        if titles.isEmpty { titles = ["en": package.problem.name ?? package.problem.shortName] }
        titles = titles.mapValues { String($0.prefix(200)) }
        return PackageFacts(
            package: id,
            titles: Dictionary(uniqueKeysWithValues: titles.sorted { $0.key < $1.key }.prefix(50).map { $0 }),
            languages: Array((package.problem.languages ?? []).prefix(200)), words: try await words(of: package))
    }

    /// The words of all statements of a package, shortened.
    private func words(of package: OpenPackage) async throws -> String {
        let (most, desk) = (32 << 10, try self.desk.get())
        var words: [String] = []
        for language in package.sources.languages.prefix(20) {
            guard let source = package.sources.statements.first(where: { $0.language == language && $0.form != .pdf })
            else { continue }
            for part in source.parts {
                guard let hash = package.hash(of: part.path) else { continue }
                let bytes = try await desk.bytes(of: hash, atMost: Statement.largest)
                let read = try? source.form == .latex ? Statement(latex: bytes) : Statement(markdown: bytes)
                words.append(read?.words(atMost: most) ?? "")
            }
        }
        return String(decoding: words.joined(separator: " ").utf8.prefix(most), as: UTF8.self)
    }
}
