internal import Kernel
package import PersonalData
package import Storage

/// What people have said of themselves, as they get it when they ask for what is kept of them.
package struct ProfileRecords: PersonalRecords {
    /// See `PersonalRecords`.
    package let section = "profiles"
    private let profiles: Profiles

    /// The records of those profiles.
    package init(_ profiles: Profiles) { self.profiles = profiles }

    /// See `PersonalRecords`.
    package func records(of person: PersonID) -> AsyncThrowingStream<PersonalRecord, any Error> {
        ListedRecords(section) { [try await record(of: EntityID($0))].compactMap(\.self) }.records(of: person)
    }

    private func record(of person: EntityID) async throws -> PersonalRecord? {
        guard let (fields, shown) = try await profiles.profile(of: person) else { return nil }
        func value(_ text: String?) -> PersonalRecord.Value { text.map { .text($0) } ?? .nothing }
        return PersonalRecord(
            "profile", time: nil,
            [
                "displayName": value(fields.displayName), "country": value(fields.country),
                "organization": value(fields.organization), "bio": value(fields.bio),
                "public": .list(shown.sorted().map { .text($0) }),
            ])
    }
}
