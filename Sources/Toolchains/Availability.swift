/// Whether this host has what a language needs.
public enum Availability: Hashable, Sendable {
    /// All files that the recipe names are there.
    case available
    /// These files are missing; these Debian packages bring them.
    case missing(files: [String], packages: [String])
}
