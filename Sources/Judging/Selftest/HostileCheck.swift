import Sandbox
import Units

/// Holds a run of a hostile program against its header.
enum HostileCheck {
    /// What is not as it must be, in words.
    static func faults(of result: RunResult, for program: HostileProgram, patience: Int) -> [String] {
        var faults: [String] = []
        let output = text(result.standardOutput)
        let outcome = result.outcome.description
        if !program.expectations.contains(outcome) {
            var fault = "expected \(program.expectations.joined(separator: " or ")), got \(outcome)"
            for said in [output, text(result.standardError)] where !said.isEmpty {
                fault += "; it wrote: \(said.prefix(200))"
            }
            faults.append(fault)
        }
        if let expected = program.standardOutput, output != expected, case .exited = result.outcome {
            faults.append("expected the output \"\(expected)\", got \"\(output.prefix(200))\"")
        }
        let ceilings = program.ceilings
        if let ceiling = ceilings.cpu, result.cpuTime > ceiling * patience {
            faults.append(
                "used \(result.cpuTime.secondsText) of CPU, at most \(ceiling.secondsText) was to be expected")
        }
        if let ceiling = ceilings.wall, result.wallTime > ceiling * patience {
            faults.append("took \(result.wallTime.secondsText), at most \(ceiling.secondsText) was to be expected")
        }
        if let ceiling = ceilings.memory, result.peakMemory > ceiling {
            faults.append("was said to have used \(result.peakMemory), at most \(ceiling) was to be expected")
        }
        return faults
    }

    /// Whether the program has done what its walls are there against: it says so itself, or a limit that should have
    /// stopped it has let it come to its end.
    static func gotThrough(_ result: RunResult, _ program: HostileProgram) -> Bool {
        if text(result.standardOutput).hasPrefix("breach:") { return true }
        return result.outcome == .exited(0) && !program.expectations.contains(result.outcome.description)
    }

    /// What the program wrote to its standard output, cut short.
    static func text(_ bytes: [UInt8]) -> String {
        var text = String(decoding: bytes.prefix(4096), as: UTF8.self)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
