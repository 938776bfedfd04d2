import Glibc

/// `bench --root DIR --programs DIR --work DIR [--quick] [--json] [--strict] [--runs N] [--seed N] [NAME…]`, as
/// `Scripts/bench` starts it.
@main struct Main {
    static func main() async {
        do {
            let options = try Options(CommandLine.arguments.dropFirst())
            if options.isListing {
                for figure in Figure.all { Lines.result(figure.name.padded(to: 18) + figure.summary) }
                return
            }
            let bench = try options.bench()
            if options.isIdle { return try await Figure.idle(bench) }
            let isMet = try await measure(options.figures(), bench, json: options.isJSON)
            if options.isStrict, !isMet { exit(1) }
        } catch let error as BenchError {
            Lines.progress("bench: \(error)")
            exit(64)
        } catch {
            Lines.progress("bench: \(error)")
            exit(2)
        }
    }

    /// Measures and prints; a figure that cannot be measured says why, and the next one is measured.
    /// - Returns: Whether all that could be measured met their targets.
    private static func measure(_ figures: [Figure], _ bench: Bench, json: Bool) async throws -> Bool {
        var isMet = true
        if let load = HostFiles.text("/proc/loadavg")?.split(separator: " ").first.flatMap({ Double($0) }), load >= 1 {
            Lines.progress(
                "This machine is busy (load average \(load.text(1))): expect noise, and ratios rather than times.")
        }
        for figure in figures {
            Lines.progress("\(figure.name): \(figure.summary)")
            do {
                for reading in try await figure.measure(bench) {
                    Lines.result(json ? reading.json : reading.line)
                    if reading.isMet == false { isMet = false }
                }
            } catch {
                Lines.progress("bench: \(figure.name): \(error)")
                isMet = false
            }
        }
        return isMet
    }
}

/// The command line.
struct Options {
    private var directories: [String: String] = [:]
    private var numbers: [String: UInt64] = [:]
    private var names: [String] = []
    private var isQuick = false
    var isJSON = false
    var isStrict = false
    var isListing = false
    var isIdle = false

    init(_ arguments: some Sequence<String>) throws {
        var rest = arguments.makeIterator()
        while let argument = rest.next() {
            switch argument {
            case "--quick": isQuick = true
            case "--json": isJSON = true
            case "--strict": isStrict = true
            case "--list": isListing = true
            case "--idle": isIdle = true
            case "--root", "--programs", "--work": directories[argument] = rest.next()
            case "--runs", "--seed":
                guard let number = rest.next().flatMap({ UInt64($0) }), number > 0 else {
                    throw BenchError("\(argument) needs a number greater than zero")
                }
                numbers[argument] = number
            default:
                guard !argument.hasPrefix("-") else { throw BenchError("unknown option \(argument); see --help") }
                names.append(argument)
            }
        }
    }

    /// What to measure.
    func figures() throws -> [Figure] {
        if names.isEmpty { return Figure.all.filter(\.isUsual) }
        var figures: [Figure] = []
        for name in names {
            guard let figure = Figure.all.first(where: { $0.name == name || $0.given.contains(name) }) else {
                throw BenchError("no figure is called \(name); --list shows all")
            }
            if !figures.contains(where: { $0.name == figure.name }) { figures.append(figure) }
        }
        return figures
    }

    func bench() throws -> Bench {
        guard let programs = directories["--programs"], let work = directories["--work"] else {
            throw BenchError("start Scripts/bench, which gives --programs and --work")
        }
        return try Bench(
            root: directories["--root"] ?? ".", programs: programs, work: work, isQuick: isQuick,
            runs: numbers["--runs"].map { Int(clamping: $0) }, seed: numbers["--seed"] ?? 1)
    }
}
