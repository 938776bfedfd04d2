internal import Coordinator
package import Events
internal import Kernel
internal import Storage
internal import SwiftProtobuf
internal import Units

// The name never changes, also where the message is called otherwise.
extension ProfileChanged: PersistedEvent {
    static let persistedType = "verdict.profiles.v1.ProfileChanged"
}

/// What profiles keep in the log.
package enum ProfileEvents {
    /// All types of events.
    package static let all: [any PersistedEvent.Type] = [
        ProfileChanged.self
    ]
}

/// What somebody says of themselves. Nil: nothing.
package struct ProfileFields: Codable, Hashable, Sendable {
    /// What they want to be called.
    package var displayName: String?
    /// Their country, by its two letters.
    package var country: String?
    /// Where they work or study.
    package var organization: String?
    /// A few words.
    package var bio: String?

    /// Nothing is said.
    package init() {}

    /// The names of all fields.
    static let names = ["displayName", "country", "organization", "bio"]

    /// Those of these names; of the others nothing.
    func only(_ names: some Collection<String>) -> ProfileFields {
        var some = ProfileFields()
        if names.contains("displayName") { some.displayName = displayName }
        if names.contains("country") { some.country = country }
        if names.contains("organization") { some.organization = organization }
        if names.contains("bio") { some.bio = bio }
        return some
    }

    /// Asks that they can be shown.
    /// - Throws: `DomainError` (`invalid`) that names the field.
    func check() throws(DomainError) {
        let texts = [
            ("displayName", displayName, 64), ("organization", organization, 128), ("bio", bio, 2000),
        ]
        for (name, text, most) in texts {
            guard let text else { continue }
            guard !text.isEmpty, text.unicodeScalars.count <= most else {
                throw DomainError(.invalid, "\(name) has 1 to \(most) characters", advice: "or leave it out")
            }
            let isPlain = text.unicodeScalars.allSatisfy { $0 == "\n" && name == "bio" || Self.isShown($0) }
            guard isPlain, text.unicodeScalars.contains(where: Self.isInk) else {
                throw DomainError(.invalid, "\(name) has characters that nobody sees", advice: "leave them out")
            }
        }
        if let country, country.utf8.count != 2 || !country.utf8.allSatisfy({ (UInt8(65)...90).contains($0) }) {
            throw DomainError(.invalid, "country is two capital letters, such as PL")
        }
    }

    /// Whether a scalar is more than space and marks.
    private static func isInk(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .format, .control, .spaceSeparator, .nonspacingMark, .enclosingMark: false
        default: true
        }
    }

    /// Whether a scalar is seen, and turns nothing of what follows around.
    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        // Joiners are parts of some scripts, and of pictures of people.
        case .format: scalar == "\u{200c}" || scalar == "\u{200d}"
        case .control, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}

/// What somebody's stream adds up to.
struct Profile: Aggregate {
    static let prefix = "profiles"

    /// The fields as JSON, with the person's key; nil: nothing was said yet.
    private(set) var sealed: [UInt8]?
    /// The names of those that everybody sees.
    private(set) var shown: Set<String> = []

    init() {}

    mutating func apply(_ event: Event) throws(StorageError) {
        guard let changed = try event.unpackedIfHeld(ProfileChanged.self) else { return }
        (sealed, shown) = (Array(changed.fieldsSealed), Set(changed.public))
    }

    /// Whose profile a stream is; nil if it is another kind of stream.
    static func person(_ stream: StreamName) -> EntityID? {
        stream.text.hasPrefix(prefix + "-") ? EntityID(stream.text.dropFirst(prefix.count + 1)) : nil
    }
}

/// Somebody says something of themselves.
struct ChangeProfile: Command {
    static let action: Action = "profiles.change"

    var person: EntityID
    var sealed: [UInt8]
    var shown: Set<String>

    var stream: StreamName { get throws(StorageError) { try person.stream(Profile.prefix) } }

    func subject(in profile: Profile) -> Subject { Subject(owners: [person]) }

    func decide(_ profile: Profile, _ context: CommandContext) throws(DomainError) -> Decision {
        try Decision(
            ProfileChanged.with {
                ($0.fieldsSealed, $0.public) = (.init(sealed), shown.sorted())
                $0.atNs = context.now.nanoseconds
            })
    }
}
