public import Storage

extension PersonID {
    /// Whose keys are those of the person of that name; nil for the one name, all zeros, that is the site's own.
    public init?(_ person: EntityID) {
        self.init(number: person.number)
        guard self != .site else { return nil }
    }
}

extension EntityID {
    /// The name of the person whose keys these are.
    public init(_ person: PersonID) {
        self.init(number: person.bytes.reduce(0) { $0 << 8 | UInt128($1) })
    }
}
