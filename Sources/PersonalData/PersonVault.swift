public import Storage

/// Seals what is personal before it goes into the log, and opens it as long as the person is not erased.
public struct PersonVault: Sendable {
    private let keys: any PersonKeys

    /// A vault whose keys are these.
    public init(_ keys: any PersonKeys) {
        self.keys = keys
    }

    /// What seals the person's fields, whose key is made if there never was one; nil if the person is erased.
    public func sealer(for person: PersonID) async throws(StorageError) -> PersonCipher? {
        try await keys.create(for: person).map { PersonCipher(person, key: $0) }
    }

    /// What opens the person's fields; nil if the person is erased.
    /// - Throws: ``Storage/StorageError``: `wrongKey` if there never was a key: fields that are there had one, so keys were
    ///   lost. That is not taken for an erasure.
    public func opener(for person: PersonID) async throws(StorageError) -> PersonCipher? {
        switch try await keys.key(of: person) {
        case .present(let key): return PersonCipher(person, key: key)
        case .destroyed: return nil
        case .missing:
            throw StorageError(
                .wrongKey, stage: "open personal data of the person \(person)",
                reason: "the person's key is not among the keys of people, and was not destroyed",
                advice: "restore the keys of people from a backup, then erase again whom the log says to be erased")
        }
    }

    /// Seals a value of the person's; nil if the person is erased.
    public func seal(
        _ value: [UInt8], of person: PersonID, as purpose: FieldPurpose
    ) async throws(StorageError) -> SealedField? {
        try await sealer(for: person)?.seal(value, as: purpose)
    }

    /// Opens a field of the person's.
    /// - Throws: ``Storage/StorageError``: `corrupted`, `wrongKey`; what the store of keys throws.
    public func open(
        _ field: SealedField, of person: PersonID, as purpose: FieldPurpose
    ) async throws(StorageError) -> OpenedField {
        guard let opener = try await opener(for: person) else { return .erased }
        return .value(try opener.open(field, as: purpose))
    }
}
