/// What this host can give a sandbox, thing by thing: there, or why not and what to do about it.
///
/// ```swift
/// let report = await HostReport.examine()
/// for item in report.missing() { print(item.name, item.found, item.fix ?? "") }
/// ```
public struct HostReport: Hashable, Sendable {
    /// Everything that was looked at, in the order in which it is best read.
    public var items: [Item]

    /// A report of `items`.
    public init(items: [Item]) {
        self.items = items
    }

    /// Tries every layer in cells made for the purpose, reads what the kernel tells about the host, and says what it
    /// found. Takes some tenths of a second and leaves nothing behind.
    public static func examine() async -> HostReport {
        let facts = HostFacts(HostTexts.read())
        let trials = await LayerProbe.run(layout: facts.layout)
        return HostReport(facts, trials)
    }

    /// What is required but missing, save for the layers in `allowed`.
    public func missing(allowing allowed: Set<Layer> = []) -> [Item] {
        items.filter { item in
            item.isRequired && item.state == .missing && !(item.layer.map(allowed.contains) ?? false)
        }
    }

    /// The decisions, from what was read and what was tried.
    init(_ facts: HostFacts, _ trials: HostTrials) {
        items =
            LayerFindings(facts: facts, trials: trials).items
            + CgroupFindings(facts: facts, trials: trials).items
            + NoiseFindings(facts: facts).items
    }
}

extension HostReport {
    /// One thing that was looked at.
    public struct Item: Hashable, Sendable {
        /// What it has to do with.
        public var group: Group
        /// What it is called; a layer has the name that `--allow-missing` takes.
        public var name: String
        /// Whether it is as it should be.
        public var state: State
        /// What was read or tried, and what came of it.
        public var found: String
        /// The command that mends it, or a sentence where no command can; nil if nothing has to be done.
        public var fix: String?
        /// The layer that it is, if it is one.
        public var layer: Layer?
        /// Whether a sandbox is refused without it.
        public var isRequired: Bool

        /// An item with these contents.
        public init(
            _ group: Group, _ name: String, _ state: State, found: String, fix: String? = nil, layer: Layer? = nil,
            isRequired: Bool = false
        ) {
            self.group = group
            self.name = name
            self.state = state
            self.found = found
            self.fix = fix
            self.layer = layer
            self.isRequired = isRequired
        }
    }

    /// What an item has to do with.
    public enum Group: String, Hashable, Sendable, CaseIterable {
        /// Walls around a run, and what they stand on.
        case layers
        /// Limits and counters of all processes of a run together.
        case cgroups
        /// What makes times and memory differ from run to run.
        case noise
    }

    /// Whether an item is as it should be.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// It is.
        case ok
        /// It is not there.
        case missing
        /// Runs work without it, but less exactly or less safely.
        case advice
    }
}
