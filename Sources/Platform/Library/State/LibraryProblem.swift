internal import Coordinator
internal import Events
internal import FoundationEssentials
internal import Kernel
internal import Storage
internal import Units

/// One problem: its versions, and what is said about it.
struct LibraryProblem: Aggregate {
    /// What streams of problems, and their scopes, are called.
    static let (streams, scope) = ("library", "problem")

    enum Stage: Hashable, Sendable {
        /// Nobody has made it.
        case none
        /// It exists for those who look after it.
        case draft
        /// Everybody sees it.
        case published
        case deleted
    }

    struct Version: Hashable, Sendable {
        var number: UInt32
        var package: ContentHash
        /// By the language.
        var titles: [String: String]
        /// Empty: all.
        var languages: [String]
        var change: String
        var by: String
        var at: Timestamp
    }

    private(set) var stage = Stage.none
    /// Nil: the platform's.
    private(set) var owner: EntityID?
    private(set) var made = Timestamp(nanoseconds: 0)
    private(set) var published: Timestamp?
    private(set) var versions: [Version] = []
    private(set) var details = ProblemDetails()
    /// Editorials that somebody wrote, by the language.
    private(set) var editorials: [String: String] = [:]
    private(set) var isEditorialReleased = false

    mutating func apply(_ event: Event) throws(StorageError) {
        switch event.type {
        case ProblemMade.persistedType:
            let made: ProblemMade = try event.unpacked()
            (stage, owner, self.made) = (.draft, EntityID(made.owner), Timestamp(nanoseconds: made.atNs))
        case VersionAdded.persistedType: versions.append(try Version(try event.unpacked()))
        case ProblemDescribed.persistedType: details = ProblemDetails(try event.unpacked())
        case ProblemPublished.persistedType:
            let published: ProblemPublished = try event.unpacked()
            (stage, self.published) = (.published, Timestamp(nanoseconds: published.atNs))
        case ProblemWithdrawn.persistedType: (stage, published) = (.draft, nil)
        case ProblemDeleted.persistedType: stage = .deleted
        case EditorialWritten.persistedType:
            let written: EditorialWritten = try event.unpacked()
            editorials[written.language] = written.text.isEmpty ? nil : written.text
        case EditorialReleased.persistedType: isEditorialReleased = true
        case EditorialHeld.persistedType: isEditorialReleased = false
        default: break
        }
    }

    /// Whether it is there for anybody.
    var exists: Bool { stage == .draft || stage == .published }

    /// The version that counts.
    var latest: Version? { versions.last }

    /// What it is called, in that language if the package says so.
    func title(in language: String? = nil, of version: Version? = nil) -> String {
        if let title = details.title { return title }
        let titles = (version ?? latest)?.titles ?? [:]
        return language.flatMap { titles[$0] } ?? titles.mainTitle ?? "untitled"
    }

    /// The languages that programs for a version may be in; empty: all.
    func languages(of version: Version) -> [String] {
        details.languages.isEmpty ? version.languages : details.languages
    }

    /// Whose it is, and in which scope, for permissions.
    func subject(_ id: EntityID) -> Subject {
        Subject(scopes: [Scope(Self.scope, "\(id)")], owners: Set([owner].compactMap(\.self)))
    }
}

extension LibraryProblem.Version {
    fileprivate init(_ event: VersionAdded) throws(StorageError) {
        guard let package = ContentHash(bytes: event.package) else {
            throw StorageError(
                .corrupted, stage: "read a \(VersionAdded.persistedType)", reason: "the package's id has not 32 bytes")
        }
        self.init(
            number: event.number, package: package, titles: event.titles, languages: event.languages,
            change: event.change, by: event.by, at: Timestamp(nanoseconds: event.atNs))
    }
}

extension [String: String] {
    /// Of titles by language the English one, or else the first.
    var mainTitle: String? { self["en"] ?? self[""] ?? keys.min().flatMap { self[$0] } }
}
