/// Names as small numbers: what many submissions have in common is kept once.
struct NameTable<Name: Hashable & Sendable>: Sendable {
    private(set) var names: [Name] = []
    private var numbers: [Name: UInt32] = [:]
    /// Of each name, by its number, the row that came last.
    private(set) var lastRows: [UInt32] = []

    /// Whether there is a name with that number.
    func has(_ number: UInt32) -> Bool { number < UInt32(names.count) }

    /// The number of `name`; nil if it never came.
    func number(of name: Name) -> UInt32? { numbers[name] }

    /// The name with that number.
    func name(_ number: UInt32) -> Name { names[Int(number)] }

    /// The number of `name`, which gets one if it has none.
    mutating func intern(_ name: Name) -> UInt32 {
        if let number = numbers[name] { return number }
        let number = UInt32(names.count)
        names.append(name)
        lastRows.append(.max)
        numbers[name] = number
        return number
    }

    /// Adds `row` to those of a name.
    /// - Returns: the row before it; the greatest number if there is none.
    mutating func add(row: UInt32, to number: UInt32) -> UInt32 {
        defer { lastRows[Int(number)] = row }
        return lastRows[Int(number)]
    }
}
