import Cryptography
public import Storage

/// What an audit says of personal data: a hash of what stands in the log, sealed.
///
/// It binds the audit to the very fields without holding them: what is sealed has a random salt, so that nobody finds by
/// trying which value it was, before the person is erased or after; and it is the same after, for the log stays as it is.
public enum FieldDigest {
    /// The hash of a command's fields: 32 bytes. Of other fields, another person, other purposes or another order it is another.
    public static func hash(_ fields: [(purpose: FieldPurpose, field: SealedField)], of person: PersonID) -> [UInt8] {
        let parts = fields.flatMap { [Array($0.purpose.name.utf8), $0.field.bytes] }
        return SHA256.hash(SealBinding(purpose: "personal fields digest v1", [person.bytes] + parts).bytes)
    }
}
