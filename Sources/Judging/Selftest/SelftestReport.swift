public import Sandbox

extension Selftest {
    /// What became of one program.
    public struct Report: Sendable {
        /// The program.
        public var program: HostileProgram
        /// What its header says of the walls that were taken away; nil: none was.
        public var claim: BreachClaim?
        /// Its outcome, in the words of its header; empty if the engine failed.
        public var outcome: String
        /// What was not as it must be; empty if the wall held.
        public var faults: [String]
        /// What the run measured, if there was one.
        public var result: RunResult?

        /// Whether the program did what the walls are there against.
        public var gotThrough = false

        /// What got through, in the program's own words; nil if it did not say.
        public var breach: String? {
            guard let result else { return nil }
            let line = HostileCheck.text(result.standardOutput).split(separator: "\n").first ?? ""
            return line.hasPrefix("breach:") ? String(line.prefix(200)) : nil
        }

        /// Whether the walls held: everything was as the header says of a host that has them all.
        public var held: Bool { faults.isEmpty }

        /// Whether everything was as the header says, of missing walls, too.
        public var isAsExpected: Bool {
            switch claim {
            case .getsThrough: gotThrough
            case .unknown: result != nil || held
            case .heldBy, nil: held
            }
        }
    }
}
