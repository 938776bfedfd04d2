import Provenance
import Sandbox
import SystemPackage
import Toolchains
import Units

/// What a build depends on, as one SHA-256: equal keys give equal results.
struct BuildKey: Hashable, Sendable {
    /// The digest in hexadecimal.
    let text: String

    /// The key of building `sources` in a language, as `plan` says (nil: nothing is compiled).
    /// - Parameters:
    ///   - plan: with the limits that hold in the end; what the compiler reads, and where its output goes, is the same for all.
    ///   - toolchain: what tells one installation of the compiler from another.
    init(language: String, plan: BuildPlan?, sources: [Source], toolchain: [String]) {
        var hash = PartsHash()
        hash.add(language)
        if let plan {
            hash.add(plan.cell)
            hash.add(plan.request)
            hash.add(plan.keepsSources ? 1 : 0)
            hash.add(toolchain)
        }
        hash.add(sources.count)
        for source in sources.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
            hash.add(source.name)
            hash.add(source.bytes)
        }
        text = hash.digest.description
    }
}

extension PartsHash {
    fileprivate mutating func add(_ cell: CellConfiguration) {
        add(cell.mounts.count)
        for mount in cell.mounts {
            add(mount.hostPath.string)
            add(mount.path)
            add(mount.isOptional ? 1 : 0)
        }
        add(cell.mountPoints)
    }

    fileprivate mutating func add(_ request: RunRequest) {
        add(request.command)
        add(request.environment.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] })
        add(request.workingDirectory)
        add(request.scratch.count)
        for scratch in request.scratch {
            add(scratch.path)
            add(Int(scratch.size.bytes))
            add(scratch.inodes)
        }
        add(request.limits)
        add("\(request.policy)")
        add(request.proc ? 1 : 0)
        add(request.descriptors ? 1 : 0)
    }

    private mutating func add(_ limits: Limits) {
        for time in [limits.cpuTime, limits.wallTime] { add(time.map { "\($0.nanoseconds)" } ?? "none") }
        for size in [limits.memory, limits.stack, limits.output] { add(size.map { "\($0.bytes)" } ?? "none") }
        add(limits.processes)
        add(limits.openFiles)
        add(limits.cores)
    }
}

/// A source in memory: its name beside its fellows, and its bytes.
struct Source: Hashable, Sendable {
    /// `Main.java`, `util/a.h`; whatever characters a file system allows.
    var name: String
    /// The contents, text or not.
    var bytes: [UInt8]

    /// Why files of these names cannot lie in one directory; nil if they can. A language may have given them longer names than they
    /// came with.
    static func fault(ofNames names: [String]) -> String? {
        var (files, folders) = (Set<FilePath>(), Set<FilePath>())
        for name in names {
            let path = FilePath(name)
            guard path.string.utf8.count <= longestPath,
                path.components.allSatisfy({ $0.string.utf8.count <= longestName })
            else { return "a source's name is too long: \(name.head(100))" }
            guard files.insert(path).inserted else { return "two sources have the name \(name)" }
            folders.formUnion(path.directories)
        }
        return files.intersection(folders).map(\.string).min().map {
            "a source has the name of a folder of others, \($0)"
        }
    }

    /// `NAME_MAX`, and `PATH_MAX` with room for the directory.
    private static let (longestName, longestPath) = (255, 4000)
}
