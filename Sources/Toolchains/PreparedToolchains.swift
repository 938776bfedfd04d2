import Files
import Glibc
public import Sandbox
public import SystemPackage
import Units

/// What languages make once for this host so that builds are faster: precompiled headers, say.
///
/// It is kept in a directory, across processes, for as long as the compiler's files stay what they were.
public struct PreparedToolchains: Sendable {
    private let directory: FilePath

    private static let sizeLimit = ByteCount.mebibytes(512)
    private static let fileLimit = 4096

    /// Keeps things below `directory`, which is made when needed; only this user should be able to write there.
    public init(directory: FilePath) {
        self.directory = directory
    }

    /// What is there for `language` as it is installed now; nil if nothing is, or the language prepares nothing.
    public func directory(for language: Language) -> FilePath? {
        guard let place = place(for: language), place.isDirectory else { return nil }
        return place
    }

    /// What is there for `language`, made in a cell first if need be (with g++ this takes seconds); nil if the language
    /// prepares nothing. Processes that do this at the same time do not disturb each other.
    /// - Throws: ``ToolchainError`` with ``ToolchainError/Code/preparation``, or `SandboxError`.
    public func prepare(_ language: Language, using executor: some Executor) async throws -> FilePath? {
        guard let preparation = language.recipe.preparation, let place = place(for: language) else { return nil }
        if place.isDirectory { return place }
        let draft = directory.appending(".\(language.id)-\(getpid())-\(UInt32.random(in: 0 ... .max))")
        // What cannot be removed has a name that nobody asks for.
        defer { _ = try? draft.removeTree() }
        do {
            // First: where nothing can be kept, no time is spent on making it.
            try draft.makeDirectories()
        } catch {
            throw unwritable(error)
        }
        let contents = try await run(preparation, of: language, using: executor)
        do {
            try contents.copy(to: draft, limit: Self.sizeLimit, files: Self.fileLimit)
            try draft.appending(Self.name(of: preparation)).createFile { file in
                // Whatever the umask: a cell reads with a uid of its own.
                guard fchmod(file.rawValue, 0o644) == 0 else { throw Errno(rawValue: errno) }
                try file.writeAll(Self.fallback(preparation).utf8)
            }
            removeOutdated(language)
            try draft.move(to: place)
        } catch {
            // Another process was faster.
            if place.isDirectory { return place }
            throw unwritable(error)
        }
        return place
    }

    private func unwritable(_ error: any Error) -> ToolchainError {
        ToolchainError(
            .preparation,
            "cannot keep what makes builds faster in \(directory): \(error); make room there, or set "
                + "XDG_CACHE_HOME to a directory that can be written")
    }

    private func run(
        _ preparation: Recipe.Preparation, of language: Language, using executor: some Executor
    ) async throws -> ScratchContents {
        var request = preparation.step.request(with: Template.Values(), limits: preparation.limits)
        request.scratch = [
            RunRequest.Scratch(path: "/tmp", size: Self.sizeLimit),
            RunRequest.Scratch(path: "/box", size: Self.sizeLimit, inodes: Self.fileLimit, isKept: true),
        ]
        request.standardError = .collectEnds(.kibibytes(64))
        let result = try await executor.run(request, in: preparation.step.cell)
        guard result.outcome == .exited(0), let contents = result.scratch["/box"] else {
            let log = String(decoding: result.standardError, as: UTF8.self)
            throw ToolchainError(
                .preparation, "preparing \(language.name) ended with \(result.outcome): \(log); builds go on without it"
            )
        }
        return contents
    }

    /// What the header is called beside what was made of it.
    private static func name(of preparation: Recipe.Preparation) -> String {
        preparation.header.split(separator: "/").last.map(String.init) ?? preparation.header
    }

    /// What a compiler reads that finds the precompiled header and cannot take it, as after another include: the host's own.
    private static func fallback(_ preparation: Recipe.Preparation) -> String {
        "#include_next <\(preparation.header)>\n"
    }

    /// The directory's name says what it was made with, so that nothing outdated is ever used.
    private func place(for language: Language) -> FilePath? {
        guard let preparation = language.recipe.preparation else { return nil }
        var parts = preparation.step.command.command(with: Template.Values()) + [Self.fallback(preparation)]
        for requirement in language.recipe.requirements {
            parts += HostFiles.matches(requirement.pattern).map(HostFiles.described)
        }
        return directory.appending("\(language.id)-\(Self.digest(of: parts))")
    }

    /// FNV-1a over the parts: the key only has to differ where the host differs, nobody attacks it.
    private static func digest(of parts: [String]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in parts.joined(separator: "\0").utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: digestLength - digits.count) + digits
    }

    private static let digestLength = 16

    /// What was made for a compiler that is no longer here; names are computed anew each time, so nobody asks for it.
    private func removeOutdated(_ language: Language) {
        let names = (try? directory.names()) ?? []
        let beginning = language.id + "-"
        // Not that of a language whose id goes on.
        for name in names where name.hasPrefix(beginning) && name.count == beginning.count + Self.digestLength {
            _ = try? directory.appending(name).removeTree()
        }
    }
}
