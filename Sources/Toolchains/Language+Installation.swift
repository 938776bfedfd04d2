import Sandbox
import SystemPackage

extension Language {
    /// What tells this host's installation of the language from another one, or from itself after an upgrade: which files there
    /// are of those that it needs and that its cells show, with inode, size and time of change. Asks the file system; reads no
    /// file.
    public func installation() -> [String] {
        let needed = recipe.requirements.flatMap { HostFiles.matches($0.pattern) }
        let step = recipe.build?.step ?? recipe.run.step
        let shown = step.cell.mounts.map(\.hostPath.string)
        return (needed + shown).map(HostFiles.described)
    }
}

extension HostFiles {
    /// The file and what tells one version of it from another.
    static func described(_ file: String) -> String {
        "\(file) \(identity(of: file) ?? [])"
    }
}

/// Whether this host has what a language needs.
public enum Availability: Hashable, Sendable {
    /// All files that the recipe names are there.
    case available
    /// These files are missing; these Debian packages bring them.
    case missing(files: [String], packages: [String])
}
