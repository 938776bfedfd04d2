import Provenance
import Sandbox
import SystemPackage
import Toolchains

/// What a build depends on, as one SHA-256: equal keys give equal artifacts.
struct BuildKey: Hashable, Sendable {
    /// The digest in hexadecimal.
    let text: String

    /// The key of building `sources` in a language, as `plan` says (nil: nothing is compiled).
    init(language: String, plan: BuildPlan?, sources: [Source]) {
        var hash = PartsHash()
        hash.add(language)
        if let plan {
            let request = plan.request
            hash.add(request.command)
            for (name, value) in request.environment.sorted(by: { $0.key < $1.key }) {
                hash.add(name)
                hash.add(value)
            }
            hash.add(plan.keepsSources ? "sources" : "")
            for mount in plan.cell.mounts {
                hash.add(mount.hostPath.string)
                hash.add(mount.path)
            }
        }
        for source in sources.sorted(by: { $0.name < $1.name }) {
            hash.add(source.name)
            hash.add(source.bytes)
        }
        text = hash.digest.description
    }
}

/// A source in memory: its name beside its fellows, and its bytes.
struct Source: Hashable, Sendable {
    /// `Main.java`, `util/a.h`; whatever characters a file system allows.
    var name: String
    /// The contents, text or not.
    var bytes: [UInt8]
}
