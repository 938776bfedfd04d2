/// Which processors this process may use, and which of them are one physical core (threads of it, SMT).
///
/// Pure: the same texts give the same topology anywhere.
struct CoreTopology: Hashable, Sendable {
    /// The processors of each physical core, cores by their first processor.
    let cores: [[Int]]

    /// - Parameters:
    ///   - allowed: processors that this process may run on; those that are offline are none of them.
    ///   - siblings: for a processor, the text of its `topology/thread_siblings_list` (`0,64` or `0-1`). One without a
    ///     text is a core of its own.
    init(allowed: [Int], siblings: [Int: String]) {
        let usable = Set(allowed)
        var seen: Set<Int> = []
        var cores: [[Int]] = []
        for processor in usable.sorted() where !seen.contains(processor) {
            let listed = siblings[processor].flatMap(Self.processors(in:)) ?? []
            let core = Set(listed).intersection(usable).subtracting(seen).union([processor])
            seen.formUnion(core)
            cores.append(core.sorted())
        }
        self.cores = cores.isEmpty ? [[0]] : cores
    }

    /// Processors for `count` runs at once.
    ///
    /// As many as there are cores share nothing. More than that get the cores' other threads, and more still share
    /// processors in turn. The first one is `start` cores further on, so that several judges on one machine do not all
    /// begin with the same.
    func places(_ count: Int, start: Int = 0) -> [Int] {
        let turned = cores.indices.map { cores[($0 + start) % cores.count] }
        let widest = turned.map(\.count).max() ?? 1
        let order = (0..<widest).flatMap { thread in turned.compactMap { $0.count > thread ? $0[thread] : nil } }
        return (0..<count).map { order[$0 % order.count] }
    }

    /// `count` processors to run on at once: `first`, and then one of each core that follows it in turn, before any
    /// core is taken twice.
    func processors(_ count: Int, from first: Int) -> [Int] {
        let home = cores.firstIndex { $0.contains(first) } ?? 0
        let order = [first] + places(cores.joined().count, start: home).filter { $0 != first }
        return Array(order.prefix(max(1, count)))
    }

    /// The numbers of a list as the kernel writes it, `0-3,8` (`cpuset(7)`, list format); nil if it is none.
    static func processors(in list: String) -> [Int]? {
        var processors: [Int] = []
        for range in list.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            let ends = range.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last else {
                return nil
            }
            processors += first...last
        }
        return processors
    }
}
