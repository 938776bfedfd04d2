import Units
import Yams

/// Turns the parser's nodes into ours, refusing what has no place in a settings file.
struct NodeReader {
    let file: String
    /// What becomes of anchors, aliases and merge keys.
    var aliases = YAMLDocument.Aliases.refused
    /// What begins so is no key of the document's (``SupersededKeys``).
    var supersededMark: String?

    /// Why a document could not be read.
    enum Failure: Error {
        case invalid(Diagnostic)
        /// A key stands more than once, for the first time at the mark.
        case duplicate(String, Mark)

        func error(_ file: String) -> Diagnostic {
            switch self {
            case .invalid(let error): error
            case .duplicate(let key, let mark):
                Diagnostic(file: file, line: mark.line, message: "duplicate key \"\(key)\"; give each key once")
            }
        }
    }

    func read(_ text: String) throws(Diagnostic) -> YAMLNode {
        do throws(Failure) {
            return try attempt(text)
        } catch {
            throw error.error(file)
        }
    }

    func attempt(_ text: String) throws(Failure) -> YAMLNode {
        do {
            // Without the resolver's rules nothing is guessed from how a value looks, and `1` and `"1"` are one key.
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            // Nodes refer to their anchors weakly; the parser owns them.
            return try withExtendedLifetime(parser) {
                guard let root = try parser.singleRoot() else { return emptyMapping }
                var room = AliasRoom()
                let node = try convert(root, name: "", depth: 0, &room)
                return node.isNull ? emptyMapping : node
            }
        } catch let error as Diagnostic {
            throw .invalid(error)
        } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
            throw .duplicate(keys.first ?? "", context.mark)
        } catch let error as YamlError {
            throw .invalid(describe(error, in: text))
        } catch {
            throw .invalid(Diagnostic(file: file, message: "not YAML: \(error)"))
        }
    }

    private var emptyMapping: YAMLNode {
        YAMLNode(content: .mapping([]), file: file, line: 1, name: "")
    }

    private func convert(
        _ node: Node, name: String, depth: Int, _ room: inout AliasRoom
    ) throws(Diagnostic) -> YAMLNode {
        let line = node.mark?.line ?? 1
        guard depth <= YAMLDocument.depthLimit else {
            throw Diagnostic(file: file, line: line, message: "nested deeper than \(YAMLDocument.depthLimit) levels")
        }
        guard node.anchor == nil || aliases == .followed else {
            throw Diagnostic(
                file: file, line: line, message: "anchors and aliases are not supported; write the value out")
        }
        let isAgain = room.enter(node)
        defer { room.leave(isAgain) }
        guard room.isLeft else {
            throw Diagnostic(
                file: file, line: line, message: "aliases stand for too many values; write fewer, or the values out")
        }
        return YAMLNode(
            content: try convertContent(of: node, name: name, line: line, depth: depth, &room),
            file: file, line: line, name: name)
    }

    private func convertContent(
        of node: Node, name: String, line: Int, depth: Int, _ room: inout AliasRoom
    ) throws(Diagnostic) -> YAMLNode.Content {
        switch node {
        case .scalar(let scalar):
            try checkTag(scalar.tag, allowed: .str, line: line)
            return .scalar(scalar.string, isPlain: scalar.style == .plain && scalar.tag.rawValue.isEmpty)
        case .sequence(let sequence):
            try checkTag(sequence.tag, allowed: .seq, line: line)
            var nodes: [YAMLNode] = []
            for (index, element) in sequence.enumerated() {
                nodes.append(try convert(element, name: "\(name)[\(index)]", depth: depth + 1, &room))
            }
            return .sequence(nodes)
        case .mapping(let mapping):
            try checkTag(mapping.tag, allowed: .map, line: line)
            var entries: [YAMLMapping.Entry] = []
            var merged: [YAMLMapping.Entry] = []
            for (keyNode, valueNode) in mapping {
                let key = try convertKey(keyNode)
                if let supersededMark, key.hasPrefix(supersededMark) { continue }
                let path = name.isEmpty ? key : "\(name).\(key)"
                if isMerge(keyNode) {
                    let value = try convert(valueNode, name: name, depth: depth + 1, &room)
                    merged += try mergedEntries(value, line: keyNode.mark?.line ?? line)
                    continue
                }
                let value = try convert(valueNode, name: path, depth: depth + 1, &room)
                entries.append(YAMLMapping.Entry(key: key, line: keyNode.mark?.line ?? line, value: value))
            }
            var known = Set(entries.map(\.key))
            return .mapping(entries + merged.filter { known.insert($0.key).inserted })
        case .alias:
            throw Diagnostic(file: file, line: line, message: "aliases are not supported; write the value out")
        }
    }

    private func convertKey(_ node: Node) throws(Diagnostic) -> String {
        guard case .scalar(let scalar) = node, scalar.anchor == nil || aliases == .followed else {
            throw Diagnostic(file: file, line: node.mark?.line, message: "a key must be plain text")
        }
        guard scalar.string != "<<" || isMerge(node) else {
            throw Diagnostic(file: file, line: node.mark?.line, message: "merge keys (<<) are not supported")
        }
        return scalar.string
    }

    private func isMerge(_ key: Node) -> Bool {
        guard aliases == .followed, case .scalar(let scalar) = key else { return false }
        return scalar.string == "<<" && scalar.style == .plain
    }

    /// The keys and values that the value of a merge key stands for: those of a mapping, or of several, the first of which goes before
    /// the others.
    private func mergedEntries(_ value: YAMLNode, line: Int) throws(Diagnostic) -> [YAMLMapping.Entry] {
        switch value.content {
        case .mapping(let entries): return entries
        case .sequence(let nodes):
            var all: [YAMLMapping.Entry] = []
            for node in nodes {
                guard case .mapping(let entries) = node.content else { break }
                all += entries
            }
            if nodes.allSatisfy(\.isMapping) { return all }
        case .scalar: break
        }
        throw Diagnostic(file: file, line: line, message: "a merge key (<<) needs a mapping, or a list of mappings")
    }

    private func checkTag(_ tag: Tag, allowed: Tag.Name, line: Int) throws(Diagnostic) {
        guard tag.rawValue.isEmpty || tag.rawValue == allowed.rawValue else {
            throw Diagnostic(file: file, line: line, message: "the tag \(tag.rawValue) is not supported; remove it")
        }
    }

    private func describe(_ error: YamlError, in text: String) -> Diagnostic {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let place = context.map { " (\($0.text), line \($0.mark.line))" } ?? ""
            return Diagnostic(file: file, line: mark.line, message: "not YAML: \(problem)\(place)")
        case .reader(let problem, let offset, _, _):
            let line = offset.map { text.prefix($0).count(where: \.isNewline) + 1 }
            return Diagnostic(file: file, line: line, message: "not YAML: \(problem)")
        default:
            return Diagnostic(file: file, message: "not YAML: \(error)")
        }
    }
}

/// How much more may be written by aliases: what stands at an anchor costs nothing the first time, and each time that it stands for an
/// alias as much as it has.
private struct AliasRoom {
    private static let values = 50_000

    private var left = (values: values, bytes: YAMLDocument.sizeLimit)
    private var seen: Set<Place> = []
    /// How many values that are written by aliases are around what is looked at.
    private var depth = 0

    /// A place in the text.
    private struct Place: Hashable {
        var line: Int
        var column: Int
    }

    /// Whether what was written by aliases was not too much.
    var isLeft: Bool { left.values >= 0 && left.bytes >= 0 }

    /// Takes account of a value, and says whether it has an anchor and was seen before.
    mutating func enter(_ node: Node) -> Bool {
        var isAgain = false
        if node.anchor != nil, let mark = node.mark {
            isAgain = !seen.insert(Place(line: mark.line, column: mark.column)).inserted
        }
        if isAgain { depth += 1 }
        guard depth > 0 else { return isAgain }
        left.values -= 1
        switch node {
        case .scalar(let scalar): left.bytes -= scalar.string.utf8.count
        case .mapping(let mapping): left.bytes -= mapping.keys.reduce(0) { $0 + ($1.string?.utf8.count ?? 0) }
        case .sequence, .alias: break
        }
        return isAgain
    }

    mutating func leave(_ isAgain: Bool) {
        if isAgain { depth -= 1 }
    }
}
