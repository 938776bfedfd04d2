/// The package formats that are read; those with a `problem.yaml` by their names in `problem_format_version`.
public enum PackageFormat: String, Hashable, Sendable, CaseIterable {
    /// The format of the Kattis archives, without a version or with `legacy`.
    case legacy
    /// Its subset for ICPC contests: no scoring, no `include`, no graders.
    case legacyICPC = "legacy-icpc"
    /// The ICPC's problem package format of September 2025.
    case icpc2025 = "2025-09"
    /// CMS': a task in the format of the Italian olympiads, with a `task.yaml`.
    case cms
    /// DMOJ's: a package with an `init.yml`.
    case dmoj
    /// What Polygon, the system that Codeforces' problems are prepared with, exports: a package with a `problem.xml`.
    case polygon
    /// That of TPS, in which olympiads prepare tasks for CMS: a package with a `problem.json`.
    case tps
    /// That of Library Checker's collection: a package with an `info.toml`.
    case libraryChecker = "library-checker"
    /// Hydro's: a package with a folder `testdata`.
    case hydro
    /// UOJ's: test data with a `problem.conf`.
    case uoj
    /// SYZOJ's: test data with a `data.yml`.
    case syzoj
}

/// The system that a package was made for. Where systems judge the same package differently, its home decides: by whose
/// rules outputs are compared, and which of several interpreters of a language runs submissions.
public enum HomeSystem: String, Hashable, Sendable, CaseIterable {
    /// Kattis, and whoever judges with problemtools: the home of packages that give no sign of another.
    case kattis
    /// DOMjudge: the home of packages with a `domjudge-problem.ini` or a `submissions.json`.
    case domjudge
    /// The ICPC's tools for the format 2025-09, such as BAPCtools.
    case icpc = "icpc-2025-09"
    /// CMS.
    case cms
    /// DMOJ.
    case dmoj
    /// Library Checker. Every package of theirs has a checker of its own, too.
    case libraryChecker = "library-checker"
    /// Hydro.
    case hydro
    /// UOJ. Every package of theirs has a checker of its own, or names one of testlib's.
    case uoj
    /// SYZOJ.
    case syzoj
    /// Polygon and Codeforces. Every package of theirs has a checker of its own.
    case polygon

    /// Those in whose ways packages of others can be judged, too: they have a default output validator.
    public static let dialects: [HomeSystem] = [.kattis, .domjudge, .icpc]

    /// The one of ``dialects`` that is called `name`; nil if there is none.
    public init?(dialect name: String) {
        guard let home = Self.dialects.first(where: { $0.rawValue == name }) else { return nil }
        self = home
    }
}
