extension PythonPattern {
    /// Why a text is no pattern.
    struct Malformed: Error {
        var reason: String
    }

    /// The most instructions that a pattern may have.
    private static let mostInstructions = 5000

    /// Reads a pattern.
    /// - Throws: ``Malformed`` if it is none, or has something that is not known here.
    init(parsing text: String) throws(Malformed) {
        var parser = PatternParser(text)
        let node = try parser.alternatives()
        guard parser.next == nil else { throw Malformed(reason: "has a ) too many") }
        groups = parser.groups
        places = 2 * groups.count
        try add(node)
        try append(.matched)
    }

    private mutating func append(_ instruction: Instruction) throws(Malformed) {
        guard program.count < Self.mostInstructions else { throw Malformed(reason: "is too long") }
        program.append(instruction)
    }

    /// Adds the instructions of a node; what is to be jumped over gets its place when that is known.
    private mutating func add(_ node: PatternNode) throws(Malformed) {
        switch node {
        case .one(let characters): try append(.one(characters))
        case .place(let place): try append(.require(place))
        case .all(let nodes): for node in nodes { try add(node) }
        case .named(let place, let node):
            try append(.save(place))
            try add(node)
            try append(.save(place + 1))
        case .either(let nodes): try addAlternatives(nodes)
        case .look(let isNegated, let node):
            let start = try hole()
            try add(node)
            try append(.matched)
            program[start] = .look(isNegated: isNegated, end: program.count)
        case .repeated(let node, let least, let most, let isLazy):
            try addRepeated(node, least, most, isLazy: isLazy)
        }
    }

    private mutating func hole() throws(Malformed) -> Int {
        try append(.matched)
        return program.count - 1
    }

    private mutating func addAlternatives(_ nodes: [PatternNode]) throws(Malformed) {
        var ends: [Int] = []
        for node in nodes.dropLast() {
            let start = try hole()
            try add(node)
            ends.append(try hole())
            program[start] = .split(start + 1, program.count)
        }
        if let last = nodes.last { try add(last) }
        for end in ends { program[end] = .jump(program.count) }
    }

    private mutating func addRepeated(
        _ node: PatternNode, _ least: Int, _ most: Int?, isLazy: Bool
    ) throws(Malformed) {
        for _ in 0..<least {
            let before = program.count
            try add(node)
            // What is nothing stays nothing, however often.
            if program.count == before { return }
        }
        let start = program.count
        var holes: [Int] = []
        if let most {
            for _ in least..<most {
                holes.append(try hole())
                try add(node)
            }
        } else {
            holes.append(try hole())
            let place = places
            places += 1
            try append(.save(place))
            try add(node)
            try append(.progress(place))
            try append(.jump(start))
        }
        for hole in holes {
            program[hole] = isLazy ? .split(program.count, hole + 1) : .split(hole + 1, program.count)
        }
    }
}
