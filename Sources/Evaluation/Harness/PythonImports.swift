/// What programs in Python take for granted that were written for a page or a harness with these imports.
enum PythonImports {
    /// Names that are used without an import, and where they are; none that is a module's, too.
    private static let usual: [(module: String, names: String)] = [
        ("typing", "List Dict Set Tuple Optional Any Union Callable Iterable Iterator Deque DefaultDict"),
        ("collections", "deque defaultdict Counter OrderedDict ChainMap namedtuple"),
        ("heapq", "heapify heappush heappop heappushpop heapreplace nlargest nsmallest merge"),
        ("bisect", "bisect_left bisect_right insort insort_left insort_right"),
        ("functools", "lru_cache cache reduce cmp_to_key partial total_ordering"),
        (
            "itertools",
            "accumulate chain combinations combinations_with_replacement count cycle groupby islice permutations product "
                + "repeat starmap takewhile zip_longest"
        ),
        ("math", "inf gcd lcm sqrt ceil floor fabs comb factorial log log2 exp sin cos tan pi isqrt perm prod"),
        ("operator", "itemgetter attrgetter mul xor"),
        ("string", "ascii_lowercase ascii_uppercase ascii_letters digits"),
        ("copy", "deepcopy"),
    ]
    private static let modules =
        "collections heapq bisect functools itertools math operator string copy re random json sys io time datetime typing "
        + "statistics fractions"

    /// Imports of what `text` speaks of, and of nothing else, each a statement: importing all takes longer than most programs.
    /// - Parameters:
    ///   - text: a program.
    ///   - function: what it has to define by itself, and is not given.
    static func statements(for text: String, calling function: String? = nil) -> [String] {
        let words = words(in: text).filter { $0 != function }
        var named: Set<String> = []
        var statements: [String] = []
        for (module, names) in usual {
            let used = names.split(separator: " ").map(String.init).filter(words.contains)
            guard !used.isEmpty else { continue }
            named.formUnion(used)
            statements.append("from \(module) import \(used.joined(separator: ", "))")
        }
        let used = modules.split(separator: " ").map(String.init).filter { words.contains($0) && !named.contains($0) }
        if !used.isEmpty { statements.append("import " + used.joined(separator: ", ")) }
        return statements
    }

    /// `text` with these imports before it, on one line; as it is, if it needs none, or has to begin with an import of its own.
    /// - Parameter text: a program.
    static func program(_ text: String) -> String {
        // A mark of its encoding has to stand before all else, and says what is so anyway.
        let text = text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
        let statements = statements(for: text)
        guard !statements.isEmpty, !text.contains("__future__") else { return text }
        return statements.joined(separator: "; ") + "\n" + text
    }

    private static func words(in text: String) -> Set<String> {
        var words: Set<String> = []
        var word: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: word.append(byte)
            default:
                if !word.isEmpty { words.insert(String(decoding: word, as: UTF8.self)) }
                word.removeAll(keepingCapacity: true)
            }
        }
        words.insert(String(decoding: word, as: UTF8.self))
        return words
    }
}
