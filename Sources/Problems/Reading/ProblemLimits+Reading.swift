import StrictYAML
import Units

/// What the formats of the ICPC say alike in `limits`.
extension ProblemLimits {
    /// Reads the sizes that are given: MiB, and KiB for `code`.
    mutating func readSizes(_ given: YAMLMapping, _ findings: Findings) {
        func size(_ key: String, _ limit: inout ByteCount, unit: (Int64) -> ByteCount = ByteCount.mebibytes) {
            let count = findings.collect { () throws(Diagnostic) in try given[key]?.integer(in: 1...1_048_576) }
            if let count { limit = unit(Int64(count)) }
        }
        size("memory", &memory)
        size("output", &output)
        size("code", &code, unit: ByteCount.kibibytes)
        size("compilation_memory", &compilationMemory)
        size("validation_memory", &validationMemory)
        size("validation_output", &validationOutput)
    }

    /// How often a submission may run on a test case of a multi-pass problem; nil: it is not given.
    static func validationPasses(_ given: YAMLMapping, _ findings: Findings) -> Int? {
        findings.collect { () throws(Diagnostic) in try given["validation_passes"]?.integer(in: 2...1_000_000) }
    }
}
