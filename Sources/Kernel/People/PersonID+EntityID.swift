public import Storage

extension PersonID {
    /// Whose keys are those of the person of that name.
    public init(_ person: EntityID) { self.init(number: person.number) }
}

extension EntityID {
    /// The name of the person whose keys these are.
    public init(_ person: PersonID) {
        self.init(number: person.bytes.reduce(0) { $0 << 8 | UInt128($1) })
    }
}
