/// What a worker can be given.
public struct WorkerCapability: Hashable, Sendable {
    /// The languages that it may compile.
    public var builds: Set<String>
    /// The languages that it may run: fewer for one that is slow, while others can.
    public var runs: Set<String>
    /// Whether it may measure.
    public var measures: Bool
    /// Its name, if batches wait that it has run itself; else nil: who it is does not matter then.
    public var name: String?

    /// Nothing at all.
    static let nothing = WorkerCapability(builds: [], runs: [], measures: false)

    /// Whether it can be given what a lane with that requirement has.
    public func covers(_ requirement: LaneRequirement) -> Bool {
        switch requirement {
        case .build(let language): builds.contains(language)
        case .run(let language): runs.contains(language)
        case .execute(let language): builds.contains(language) && runs.contains(language)
        case .again(let language, let worker): runs.contains(language) && name != worker
        case .measure(let languages): measures && languages.allSatisfy(runs.contains)
        }
    }
}
