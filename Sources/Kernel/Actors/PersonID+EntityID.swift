public import Storage

extension PersonID {
    /// Whose keys are those of the person of that name; nil for the one name, all zeros, that is the site's own.
    public init?(_ person: EntityID) {
        self.init(number: person.number)
        guard self != .site else { return nil }
    }
}
