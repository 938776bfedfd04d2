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
                .init(package.limits.cpuTimeNs == 0 ? "unmeasured" : limits.cpuTime.secondsText),
                .init(limits.memory.description), .init(package.warnings.count),
            ])
        }
        return table.lines(style: style)
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
        ]
    }
}
