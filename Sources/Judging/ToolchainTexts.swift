import Provenance
import Synchronization
import Toolchains

/// What compilers and interpreters say of themselves, each asked once for as long as nobody exchanges it.
final class ToolchainTexts: Sendable {
    /// The most bytes of a version.
    private static let longest = 256

    /// What one installation says.
    private struct Entry {
        var installation: [String]
        var text = Once<String?>()
    }

    /// By the ids of the languages, which are those of one catalog.
    private let entries = Mutex<[String: Entry]>([:])

    /// What ``Provenance/JudgedContent/toolchain`` says of `language`; nil if its version cannot be had.
    /// - Parameter version: asks for one line about the version, when its turn has come; not called if that is known.
    /// - Throws: what `version` throws; then it is asked again at the next need.
    func text(
        of language: Language, version: @escaping @Sendable (Language) async throws -> String?
    ) async throws -> String? {
        let installation = language.installation()
        let once = entries.withLock { entries in
            var entry = entries[language.id] ?? Entry(installation: installation)
            if entry.installation != installation { entry = Entry(installation: installation) }
            entries[language.id] = entry
            return entry.text
        }
        return try await once.value {
            try await version(language).map { "\(language.id): \(Self.head(of: $0))" }
        }
    }

    /// As much of the beginning as ``longest`` bytes hold; characters stay whole.
    private static func head(of version: String) -> String {
        var head = String.UnicodeScalarView()
        var size = 0
        for scalar in version.unicodeScalars {
            size += UTF8.width(scalar)
            guard size <= longest else { break }
            head.append(scalar)
        }
        return String(head)
    }
}
