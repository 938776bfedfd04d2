package import Coordinator
internal import PersonalData
package import Storage

/// Seals what says who somebody is, with a key for each person that can be destroyed.
package struct PersonalSeal: Sendable {
    private let vault: PersonVault
    private let part: String

    /// A seal of one part of the platform: what it seals opens as no other part's.
    /// - Parameters:
    ///   - part: the part's name.
    ///   - keys: the keys of people.
    package init(_ part: String, keys: any PersonKeys) { (self.part, vault) = (part, PersonVault(keys)) }

    /// Seals bytes, of which `what` says what they are: they open as nothing else.
    /// - Returns: nil if the person was erased.
    /// - Throws: `DomainError`.
    package func seal(_ bytes: [UInt8], _ what: String, of person: EntityID) async throws(DomainError) -> [UInt8]? {
        do throws(StorageError) {
            return try await vault.seal(bytes, of: PersonID(person), as: purpose(what))?.bytes
        } catch {
            throw DomainError(error)
        }
    }

    /// Opens what ``seal(_:_:of:)`` made; nil if the person was erased.
    /// - Throws: `DomainError`, also if it was changed.
    package func open(_ sealed: [UInt8], _ what: String, of person: EntityID) async throws(DomainError) -> [UInt8]? {
        do throws(StorageError) {
            let field = try SealedField(reading: sealed)
            switch try await vault.open(field, of: PersonID(person), as: purpose(what)) {
            case .value(let bytes): return bytes
            case .erased: return nil
            }
        } catch {
            throw DomainError(error)
        }
    }

    /// The text that ``seal(_:_:of:)`` sealed; nil if the person was erased.
    /// - Throws: `DomainError`, also if it was changed.
    package func text(_ sealed: [UInt8], _ what: String, of person: EntityID) async throws(DomainError) -> String? {
        try await open(sealed, what, of: person).map { String(decoding: $0, as: UTF8.self) }
    }

    private func purpose(_ what: String) -> FieldPurpose { FieldPurpose("\(part).\(what)") }
}
