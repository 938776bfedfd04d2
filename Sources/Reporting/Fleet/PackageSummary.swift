import Judging
import Units
public import Wire

/// What a coordinator knows of packages, for people and for programs.
public enum PackageSummary {
    /// A line for each.
    public static func lines(_ packages: [Verdict_V1_Package], style: TextStyle) -> [String] {
        var table = TextTable([
            .words("ID"), .words("NAME"), .numbers("TESTS"), .numbers("TIME LIMIT"), .numbers("MEMORY"),
            .numbers("WARNINGS"),
        ])
        for package in packages {
            let limits = TestLimits(package.limits)
            table.add([
                .init(package.id.hexadecimal), .init(package.name, .strong), .init(package.tests.count),
                .init(timeLimit(of: package)),
                .init(limits.memory.description), .init(package.warnings.count),
            ])
        }
        return table.lines(style: style)
    }

    private static func timeLimit(of package: Verdict_V1_Package) -> String {
        guard package.limits.cpuTimeNs == 0 else { return TestLimits(package.limits).cpuTime.secondsText }
        return package.measuring.state == .stopped ? "none: stopped" : "unmeasured"
    }

    /// The record of one.
    public static func json(of package: Verdict_V1_Package) -> JSONValue {
        let limits = TestLimits(package.limits)
        return [
            "id": .string(package.id.hexadecimal),
            "name": .string(package.name),
            "tests": .array(package.tests.map { .string($0) }),
            "limits": [
                "cpu_ms": package.limits.cpuTimeNs == 0 ? .null : .integer(limits.cpuTime.wholeMilliseconds),
                "memory_kib": .integer(limits.memory.kibibytes),
                "output_kib": .integer(limits.output.kibibytes),
            ],
            "warnings": .array(package.warnings.map { .string($0) }),
            "tenants": .array(package.tenants.map { .string($0) }),
            "measuring": measuring(of: package),
        ]
    }

    /// How finding the time limit stands; null if there is one.
    private static func measuring(of package: Verdict_V1_Package) -> JSONValue {
        guard package.limits.cpuTimeNs == 0 else { return .null }
        let isStopped = package.measuring.state == .stopped
        return [
            "state": .string(isStopped ? "stopped" : "wanted"),
            "reason": isStopped ? .string(package.measuring.reason) : .null,
        ]
    }
}
