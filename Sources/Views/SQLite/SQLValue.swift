/// A value in a table.
public enum SQLValue: Hashable, Sendable {
    /// Nothing.
    case null
    /// A whole number.
    case integer(Int64)
    /// A floating-point number.
    case real(Double)
    /// A text.
    case text(String)
    /// Bytes.
    case blob([UInt8])

    /// How many bytes it takes, about.
    var size: Int {
        switch self {
        case .null, .integer, .real: 16
        case .text(let text): 16 + text.utf8.count
        case .blob(let bytes): 16 + bytes.count
        }
    }
}

/// What can stand as a value in a statement.
public protocol SQLBindable {
    /// As a table has it.
    var sqlValue: SQLValue { get }
}

/// What a value in a row can be read as.
public protocol SQLReadable {
    /// What `value` is; nil if it is of another type.
    init?(_ value: SQLValue)
}

extension SQLValue: SQLBindable, SQLReadable {
    /// Itself.
    public var sqlValue: SQLValue { self }
    /// Itself.
    public init?(_ value: SQLValue) { self = value }
}

extension String: SQLBindable, SQLReadable {
    /// The text.
    public var sqlValue: SQLValue { .text(self) }
    /// The text that `value` is.
    public init?(_ value: SQLValue) {
        guard case .text(let text) = value else { return nil }
        self = text
    }
}

extension Substring: SQLBindable {
    /// The text.
    public var sqlValue: SQLValue { .text(String(self)) }
}

extension Int64: SQLBindable, SQLReadable {
    /// The number.
    public var sqlValue: SQLValue { .integer(self) }
    /// The whole number that `value` is.
    public init?(_ value: SQLValue) {
        guard case .integer(let number) = value else { return nil }
        self = number
    }
}

extension Int: SQLBindable, SQLReadable {
    /// The number.
    public var sqlValue: SQLValue { .integer(Int64(self)) }
    /// The whole number that `value` is.
    public init?(_ value: SQLValue) {
        guard case .integer(let number) = value else { return nil }
        self = Int(number)
    }
}

extension UInt32: SQLBindable, SQLReadable {
    /// The number.
    public var sqlValue: SQLValue { .integer(Int64(self)) }
    /// The whole number that `value` is, if it is not too large.
    public init?(_ value: SQLValue) {
        guard case .integer(let number) = value else { return nil }
        self.init(exactly: number)
    }
}

extension Bool: SQLBindable, SQLReadable {
    /// 1 or 0.
    public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
    /// Whether `value` is 1; nil if it is neither 1 nor 0.
    public init?(_ value: SQLValue) {
        switch value {
        case .integer(0): self = false
        case .integer(1): self = true
        default: return nil
        }
    }
}

extension Double: SQLBindable, SQLReadable {
    /// The number; what is none is nothing, for SQLite.
    public var sqlValue: SQLValue { isNaN ? .null : .real(self) }
    /// The number that `value` is; a whole one, too.
    public init?(_ value: SQLValue) {
        switch value {
        case .real(let number): self = number
        case .integer(let number): self = Double(number)
        default: return nil
        }
    }
}

extension [UInt8]: SQLBindable, SQLReadable {
    /// The bytes.
    public var sqlValue: SQLValue { .blob(self) }
    /// The bytes that `value` is.
    public init?(_ value: SQLValue) {
        guard case .blob(let bytes) = value else { return nil }
        self = bytes
    }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
    /// The value; nil is nothing.
    public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

extension Optional: SQLReadable where Wrapped: SQLReadable {
    /// What `value` is; nothing is nil.
    public init?(_ value: SQLValue) {
        if case .null = value {
            self = .none
            return
        }
        guard let wrapped = Wrapped(value) else { return nil }
        self = .some(wrapped)
    }
}
