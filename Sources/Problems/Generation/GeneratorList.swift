/// The generators of a package while it is read, each once, by what the package calls it.
struct GeneratorList<Key: Hashable> {
    /// In the order of their first use.
    private(set) var generators: [TestGeneration.Generator] = []
    private var places: [Key: Int] = [:]

    /// Where the generator called `key` stands, which `make` makes at its first use; nil if that makes none.
    mutating func place<Failure: Error>(
        of key: Key, _ make: () throws(Failure) -> TestGeneration.Generator?
    ) throws(Failure) -> Int? {
        if let place = places[key] { return place }
        guard let generator = try make() else { return nil }
        places[key] = generators.count
        generators.append(generator)
        return generators.count - 1
    }
}
