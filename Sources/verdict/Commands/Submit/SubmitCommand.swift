import ArgumentParser
import Fleet
import Grading
import Judging
import Problems
import Reporting
import SwiftProtobuf
import Synchronization
import SystemPackage
import Toolchains
import Units
import Wire

/// `verdict submit`.
struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Send submissions to a fleet, and show the judgements.",
        discussion: """
            PACKAGE is a problem package's directory or archive (zip, kpp, tar or tar.gz), or the id of a package that the \
            coordinator has. A directory or archive is sent if the coordinator does not have it. Without sources, \
            everything in the package's submissions/ is judged, and each verdict is compared with what the submission's \
            folder allows. A source is a path below submissions/ (in a package of Polygon its path there, \
            solutions/sum.cpp), or any file or directory.

            Tests that a package has programs for are made on this host, in a sandbox, before it is sent.

            The coordinator judges what it has accepted, even if nobody waits for it. If the connection is lost, this \
            command waits for the coordinator. Ctrl-C stops waiting and lists what is still being judged.

            Examples:
              verdict submit sum/
              verdict submit sum.zip
              verdict submit sum/ ~/try.py --priority interactive --coordinator tcp://judge:7411 --token-file ~/.token
              verdict submit sum/ --dialect domjudge --policy worst
              verdict submit 3b0c44298fc1 try.cpp --contest spring --no-wait
            """
    )

    @Argument(
        help: ArgumentHelp("The problem package's directory, archive or id.", valueName: "package"),
        completion: .file())
    var package: String

    @Argument(
        help: ArgumentHelp("What to judge (default: everything in submissions/).", valueName: "source"),
        completion: .file())
    var sources: [String] = []

    @Option(help: ArgumentHelp("The language of the sources (default: by their file names).", valueName: "id"))
    var language: String?

    @Option(help: ArgumentHelp("How urgent it is: contest, interactive, normal or rejudge.", valueName: "priority"))
    var priority: PriorityOption?

    @Flag(name: .customLong("all-tests"), help: "Run all test cases, even after one has failed.")
    var allTests = false

    @OptionGroup var policy: PolicyOption
    @OptionGroup var dialect: DialectOption

    @Option(help: ArgumentHelp("A name for this group of submissions.", valueName: "name"))
    var contest: String?

    @Option(
        name: .customLong("idempotency-key"),
        help: ArgumentHelp(
            "The same key is the same submission, even if it is sent several times (default: a new key).",
            valueName: "key"))
    var idempotencyKey: String?

    @Flag(name: .customLong("no-wait"), help: "Print the submissions' ids when they are accepted, and exit.")
    var noWait = false

    @Flag(help: "Print one JSON object per line for each submission.")
    var json = false

    @OptionGroup var color: ColorOption
    @OptionGroup var languages: LanguageOptions
    @OptionGroup var headers: HeadersOption
    @OptionGroup var sandbox: SandboxOptions
    @OptionGroup var coordinator: CoordinatorOptions

    /// Whoever is told that the coordinator is gone can stop waiting; until then it is waited for.
    private static let patience = Duration.seconds(365 * 86_400)

    private var isHere: Bool { HostFile.exists(FilePath(package)) }

    func validate() throws {
        if sources.isEmpty, !isHere, PackageLookup.isID(package) {
            throw ValidationError("Name the sources to judge: only a package on this host has its own submissions.")
        }
        if let contest, contest.utf8.count > 128 { throw ValidationError("--contest has at most 128 bytes.") }
    }

    func run() async throws {
        try await CommandBody.run {
            guard isHere else { return try await submit(nil) }
            let given = GivenPackage(
                path: FilePath(package), headers: headers, sandbox: sandbox, languages: languages)
            return try await given.with { try await submit($0) }
        }
    }

    private func submit(_ given: ProblemPackage?) async throws -> ExitCode {
        let chosen = try choose(given)
        let takesAnswers = given?.problem.takesAnswers ?? (language == Problem.answersLanguage)
        guard takesAnswers else { return try await submit(chosen, of: given) }
        return try await AnswerArchives.with(chosen.map(\.submission)) { submissions in
            // Answers are sent as they are, without constants.
            let read = zip(submissions, chosen).map { submission, chosen in
                if case .onDisk(let files) = submission.sources { return LocalSubmission(submission, files: files) }
                return LocalSubmission(submission, files: chosen.files)
            }
            return try await submit(read, of: given)
        }
    }

    private func submit(_ chosen: [LocalSubmission], of given: ProblemPackage?) async throws -> ExitCode {
        let requests = SubmitRequests(common: try common(given), key: idempotencyKey)
        let read = try requests.read(chosen)
        let submissions = chosen.map(\.submission)
        return try await FleetConnection.with(coordinator, patience: Self.patience) { client in
            let package = try await known(given, client)
            let session = SubmitSession(
                client: client, problem: given?.problem, package: package, submissions: submissions,
                requests: try requests.address(read, of: submissions, to: package))
            if noWait { return try await SubmitReceipts(session: session, json: json).print() }
            return try await follow(session)
        }
    }

    /// What is to be judged, of the package if that is here.
    private func choose(_ given: ProblemPackage?) throws -> [LocalSubmission] {
        guard let given else {
            guard PackageLookup.isID(package) else {
                throw CommandError(
                    "no package \(package): neither a directory or archive nor the id of one, which is hexadecimal")
            }
            return try sources.map { LocalSubmission(path: $0, files: try SubmissionSelection.files(at: $0)) }
        }
        let chosen =
            sources.isEmpty
            ? try ChosenSubmissions.choose([], of: given, language: language, try languages.catalog())
            : try SubmissionSelection(given).select(sources)
        return chosen.map { LocalSubmission($0, files: given.sources(of: $0), constants: given.problem.constants) }
    }

    /// What all requests have in common.
    private func common(_ given: ProblemPackage?) throws -> Verdict_V1_SubmitRequest {
        let policy = try policy.value()
        if let problem = given?.problem, policy != nil, !problem.grading.isFirstFailureDeciding {
            throw CommandError("\(problem.shortName) has \(Judge.ownRules)")
        }
        return .with { request in
            request.language = language ?? ""
            request.priority = priority?.wire ?? .unspecified
            request.allTests = allTests
            request.policy = policy?.description ?? ""
            request.dialect = dialect.dialect?.rawValue ?? ""
            request.contest = contest ?? ""
        }
    }

    /// The package as the coordinator knows it, after sending what it does not have.
    private func known(_ given: ProblemPackage?, _ client: VerdictClient) async throws -> Verdict_V1_Package {
        guard let given else {
            let package = try await PackageLookup.find(package, with: client)
            try warn(package.warnings)
            return package
        }
        let painter = Mutex(LivePainter(on: .error))
        defer { painter.withLock { $0.erase() } }
        let name = given.problem.shortName
        let local = try await LocalPackage.read(given.directory)
        let package = try await client.addPackage(local, name: name) { progress in
            painter.withLock { painter in
                painter.paint { width in
                    let (done, total) = (ByteCount(progress.bytes), ByteCount(progress.totalBytes))
                    return [ProgressBar.line("sending \(name)", done: done, of: total, width: width)]
                }
            }
        }
        painter.withLock { $0.erase() }
        // The coordinator cuts long ones, and does not know what was left out here.
        let warnings = given.problem.warnings.map(\.description)
        let known = Set(warnings.map { String($0.prefix(500)) })
        try warn(warnings + (local.warnings + package.warnings).filter { !known.contains(String($0.prefix(500))) })
        return package
    }

    private func warn(_ warnings: [String]) throws {
        for warning in warnings { try Output.error.write("warning: \(PrintableText.line(warning))\n") }
    }

    private func follow(_ session: SubmitSession) async throws -> ExitCode {
        var follower = JudgeFollower(json: json, style: color.style, submissions: session.submissions)
        do {
            return ExitStatus.judged(try await follower.follow(session.events()))
        } catch {
            Output.error.tryWrite(SubmitReceipts(session: session, json: json).leftBehind)
            throw error
        }
    }
}
