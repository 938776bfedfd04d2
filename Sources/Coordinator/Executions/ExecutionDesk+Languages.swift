import Storage
public import Toolchains

/// A language that workers of the fleet have.
public struct InstalledLanguage: Sendable {
    /// The language.
    public let language: Language
    /// The number of its version, `12.2.0`; nil if no worker has told it yet.
    public let version: String?

    /// A language of that version.
    public init(_ language: Language, version: String?) {
        (self.language, self.version) = (language, version)
    }
}

extension ExecutionDesk {
    /// The languages that workers have, or had, by their ids' order; none before the first worker has come.
    public var languages: [InstalledLanguage] {
        let versions = projections.languages.versions
        return rules.languages.languages.compactMap { language in
            versions[language.id].map { InstalledLanguage(language, version: VersionNumber.find(in: $0)) }
        }
    }
}

extension ExecutionDesk {
    /// A language of the catalog, as the fleet has it.
    public struct KnownLanguage: Sendable {
        /// The language.
        public let language: Language
        /// The number of its version; nil if no worker has told it yet.
        public let version: String?
        /// Whether a worker is there now that runs it and takes new jobs.
        public let isAvailable: Bool
    }

    /// All languages of the catalog, by their ids' order.
    public var catalog: [KnownLanguage] {
        let (versions, present) = (projections.languages.versions, dispatcher.presentLanguages)
        return rules.languages.languages.map { language in
            KnownLanguage(
                language: language, version: versions[language.id].flatMap { VersionNumber.find(in: $0) },
                isAvailable: present.contains(language.id))
        }
    }

    /// The workers that there are now, in numbers.
    public struct Fleet: Hashable, Sendable {
        /// How many workers there are, how many programs they can run at once, and how many jobs they have.
        public var (workers, cores, jobs): (Int, Int, Int)
    }

    /// The workers that there are now.
    public func fleet() async throws(DomainError) -> Fleet {
        do throws(StorageError) {
            let overview = try await dispatcher.overview(workers: 1)
            return Fleet(workers: overview.workerCount, cores: overview.coreCount, jobs: overview.jobCount)
        } catch {
            throw DomainError(error)
        }
    }
}
