/// The formats that packages are written in.
public enum WrittenFormat: String, Hashable, Sendable, CaseIterable {
    /// The ICPC's problem package format of September 2025.
    case icpc2025 = "2025-09"
    /// The format of the Kattis archives.
    case legacy
    /// That format with the files that DOMjudge adds.
    case domjudge
    /// What Polygon and Codeforces import.
    case polygon

    /// The format that such a package is read as.
    var read: PackageFormat {
        switch self {
        case .icpc2025: .icpc2025
        case .legacy, .domjudge: .legacy
        case .polygon: .polygon
        }
    }

    /// Whether packages have a `problem.yaml`, and validators that are called as the ICPC's formats say.
    var isICPC: Bool { self != .polygon }
}

extension PackageFormat {
    /// Whether packages have a `problem.yaml`, and validators that are called as the ICPC's formats say.
    var isICPC: Bool { isLegacy || self == .icpc2025 }

    /// Whether it is one of the formats of the Kattis archives.
    var isLegacy: Bool { self == .legacy || self == .legacyICPC }
}
