import JSONText

/// The arguments of MBPP+'s calls: its records are JSON, and say nothing of the values that JSON does not have; which calls
/// have some is known by the task's number, as `evalplus` knows it.
///
/// They come out of here in the form that results have, see ``ValueComparison``, and are `tagged`.
enum MBPPPlusInputs {
    /// The most arguments that a call of these tasks has.
    static let mostArguments = 16

    /// What becomes of the arguments of a call.
    private enum Rule {
        /// Each argument is a tuple.
        case tuples
        /// Each argument is a list of tuples.
        case listsOfTuples
        /// Each argument is a tuple of tuples.
        case tuplesOfTuples
        /// The first argument is a list of tuples.
        case listOfTuplesFirst
        /// The second argument is a tuple.
        case tupleSecond
        /// The first argument is a tuple.
        case tupleFirst
        /// The first argument is a list of sets; an empty one is a dictionary.
        case listOfSets
        /// A number with a point and a complex one, both as texts.
        case complexSecond
        /// A complex number, as a text.
        case complexFirst
        /// The first argument is a tuple whose lists are tuples.
        case tupleOfSome
        /// The first argument is a dictionary of tuples.
        case dictionaryOfTuples
        /// All lists are tuples.
        case tuplesThroughout
    }

    private static let rules: [(Rule, [Int])] = [
        (
            .tuples,
            [
                2, 116, 132, 143, 222, 261, 273, 394, 399, 421, 424, 429, 470, 560, 579, 596, 616, 630, 726, 740, 744,
                809,
            ]
        ),
        (.listsOfTuples, [63, 64, 70, 94, 120, 237, 272, 299, 400, 409, 417, 438, 473, 614, 780]),
        (.listOfTuplesFirst, [75, 413, 444, 753]), (.tupleSecond, [106, 750]), (.listOfSets, [115]),
        (.complexSecond, [124]), (.tupleFirst, [250, 307, 405, 446, 617, 720, 763, 808]),
        (.tuplesOfTuples, [259, 401, 445]), (.tupleOfSome, [278]), (.dictionaryOfTuples, [722]),
        (.complexFirst, [252]), (.tuplesThroughout, [580, 615, 791]),
    ]

    /// The arguments of a call of the task of that number.
    /// - Throws: ``RecordError`` if they are not such as that task has.
    static func arguments(_ arguments: [JSONTree], of number: Int) throws(RecordError) -> [JSONTree] {
        guard arguments.count <= mostArguments else {
            throw RecordError("a call has \(arguments.count) arguments, and at most \(mostArguments) are taken")
        }
        guard let rule = rules.first(where: { $0.1.contains(number) })?.0 else { return arguments }
        switch rule {
        case .tuples: return try each(arguments, tuple)
        case .listsOfTuples: return try each(arguments, listOfTuples)
        case .tuplesOfTuples: return try each(arguments) { value throws(RecordError) in try tuple(listOfTuples(value)) }
        case .listOfTuplesFirst: return try change(0, of: arguments, listOfTuples)
        case .tupleFirst: return try change(0, of: arguments, tuple)
        case .tupleSecond: return try change(1, of: arguments, tuple)
        case .listOfSets: return try change(0, of: arguments, listOfSets)
        case .tupleOfSome: return try change(0, of: arguments, tupleOfSome)
        case .dictionaryOfTuples: return try change(0, of: arguments, dictionaryOfTuples)
        case .complexFirst: return try change(0, of: arguments, complex)
        case .complexSecond: return try change(0, of: change(1, of: arguments, complex), float)
        case .tuplesThroughout: return arguments.map(tuplesThroughout)
        }
    }

    private typealias Change = (JSONTree) throws(RecordError) -> JSONTree

    private static func each(_ values: [JSONTree], _ change: Change) throws(RecordError) -> [JSONTree] {
        var changed: [JSONTree] = []
        for value in values { changed.append(try change(value)) }
        return changed
    }

    private static func change(
        _ place: Int, of arguments: [JSONTree], _ change: Change
    ) throws(RecordError) -> [JSONTree] {
        guard arguments.indices.contains(place) else {
            throw RecordError("a call has \(arguments.count) arguments, and needs \(place + 1)")
        }
        var arguments = arguments
        arguments[place] = try change(arguments[place])
        return arguments
    }

    private static func elements(_ value: JSONTree) throws(RecordError) -> [JSONTree] {
        guard let elements = value.array else {
            throw RecordError("an argument is \(value.kind), and should be an array")
        }
        return elements
    }

    private static func tagged(_ name: String, _ value: JSONTree) -> JSONTree {
        .object([JSONTree.Member(key: name, value: value)])
    }

    /// A text has elements in Python, too.
    private static func tuple(_ value: JSONTree) throws(RecordError) -> JSONTree {
        if let text = value.string { return tagged("$tuple", .array(text.unicodeScalars.map { .string(String($0)) })) }
        return tagged("$tuple", .array(try elements(value)))
    }

    private static func listOfTuples(_ value: JSONTree) throws(RecordError) -> JSONTree {
        .array(try each(try elements(value), tuple))
    }

    private static func listOfSets(_ value: JSONTree) throws(RecordError) -> JSONTree {
        .array(
            try elements(value).map { element in
                element.array.map { $0.isEmpty ? .object([]) : tagged("$set", element) } ?? .object([])
            })
    }

    private static func tupleOfSome(_ value: JSONTree) throws(RecordError) -> JSONTree {
        tagged("$tuple", .array(try elements(value).map { $0.array == nil ? $0 : tagged("$tuple", $0) }))
    }

    private static func dictionaryOfTuples(_ value: JSONTree) throws(RecordError) -> JSONTree {
        guard let members = value.members else {
            throw RecordError("an argument is \(value.kind), and should be an object")
        }
        var pairs: [JSONTree] = []
        for member in members { pairs.append(.array([.string(member.key), try tuple(member.value)])) }
        return tagged("$dict", .array(pairs))
    }

    private static func complex(_ value: JSONTree) throws(RecordError) -> JSONTree {
        tagged("$complex", .string(try text(value)))
    }

    private static func float(_ value: JSONTree) throws(RecordError) -> JSONTree {
        tagged("$float", .string(try text(value)))
    }

    private static func text(_ value: JSONTree) throws(RecordError) -> String {
        switch value {
        case .string(let text), .number(let text): return text
        default: throw RecordError("an argument is \(value.kind), and should be a number, or the text of one")
        }
    }

    private static func tuplesThroughout(_ value: JSONTree) -> JSONTree {
        value.array.map { tagged("$tuple", .array($0.map(tuplesThroughout))) } ?? value
    }
}
