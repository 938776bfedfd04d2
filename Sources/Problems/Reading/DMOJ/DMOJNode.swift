import StrictYAML

/// A mapping of `init.yml`. What it does not say, the mapping around it says.
struct DMOJNode {
    /// The mapping itself, then those around it.
    private let mappings: [YAMLMapping]

    /// The outermost mapping, or a file's, which goes before `others`.
    init(_ mapping: YAMLMapping, before others: [YAMLMapping] = []) {
        mappings = [mapping] + others
    }

    /// A mapping in this one.
    func inner(_ mapping: YAMLMapping) -> DMOJNode { DMOJNode(mapping, before: mappings) }

    /// The value of `key`; nil if nobody gives one.
    subscript(key: String) -> YAMLNode? { mappings.lazy.compactMap { $0[key] }.first }

    /// The value of `key` that the mapping itself gives.
    func own(_ key: String) -> YAMLNode? { mappings.first?[key] }
}
