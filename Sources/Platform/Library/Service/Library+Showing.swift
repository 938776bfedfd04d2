internal import Coordinator
internal import Events
internal import Kernel
internal import PackageFiles
internal import Problems
internal import Storage
internal import Units

/// A problem, as people read it.
extension Library {
    /// How many samples are shown, and how much of each file.
    private static let (mostSamples, longestSample) = (20, 32 << 10)

    func show(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "problem")
        let (problem, version, isOfContest) = try await readable(id, by: request.actor)
        let isInspecting = mayInspect(problem, id, request.actor)
        let package = try await open(version.package)
        let summary = try await desk.get().find(version.package)
        let language = StatementLanguage.best(
            of: package.sources.languages, asked: request.query["language"], accepted: request.languages)
        let statement = try await statement(of: package, id, version.package, language, isInspecting)
        let limits = summary?.package.limits
        // In a contest nobody is told what a problem is about, and how hard it is.
        var body = LibraryBody.Problem(
            id: "\(id)", title: problem.title(in: language, of: version),
            state: problem.stage == .published ? "published" : "draft",
            version: version.number, difficulty: isOfContest ? nil : problem.details.difficulty?.name,
            categories: isOfContest ? [] : problem.details.categories, tags: isOfContest ? [] : problem.details.tags,
            languages: problem.languages(of: version),
            made: "\(problem.made)", published: problem.published.map { "\($0)" },
            timeLimit: limits.flatMap { $0.cpuTimeNs > 0 ? Double($0.cpuTimeNs) / 1e9 : nil },
            memoryLimit: limits?.memoryBytes ?? 0, isScoring: package.problem.isScoring, statement: statement,
            statementLanguages: package.sources.languages, files: files(of: package, id),
            samples: try await samples(of: package), hasEditorial: hasEditorial(problem, package, isInspecting))
        if isInspecting {
            let measuring = try await measuring(version.package)
            (body.owner, body.note) = (problem.owner.map { "\($0)" }, problem.details.note)
            (body.measuring, body.measuringReason) = measuring
            (body.package, body.packageWarnings) = ("\(version.package)", summary?.package.warnings)
        }
        return try RouteAnswer(body)
    }

    /// The statement in a language; nil if there is none that is more than a PDF.
    private func statement(
        of package: OpenPackage, _ id: EntityID, _ hash: ContentHash, _ language: String?, _ isInspecting: Bool
    ) async throws -> LibraryBody.Text? {
        let sources = package.sources.statements
        let wanted = sources.first { $0.language == language && $0.form != .pdf } ?? sources.first { $0.form != .pdf }
        guard let source = wanted else { return nil }
        let key = TextKey(problem: id, package: hash, language: source.language, isSolution: false)
        return try await text(source, of: package, key).body(isInspecting)
    }

    /// The PDFs of the statement.
    private func files(of package: OpenPackage, _ id: EntityID) -> [LibraryBody.File] {
        package.sources.statements.filter { $0.form == .pdf }.compactMap { source in
            guard let path = source.parts.first?.path, let name = path.split(separator: "/").last,
                let address = ShownStatement.address(of: path, source.language, "/api/v1/problems/\(id)")
            else { return nil }
            return .init(
                name: String(name), address: address, language: source.language, mediaType: "application/pdf")
        }
    }

    private func samples(of package: OpenPackage) async throws -> [LibraryBody.Sample] {
        let desk = try self.desk.get()
        var samples: [LibraryBody.Sample] = []
        for test in package.problem.testCases.filter(\.isSample).prefix(Self.mostSamples) {
            var texts: [[UInt8]] = []
            for file in [test.input, test.answer] {
                let hash = file.hash.flatMap { ContentHash(bytes: $0) }
                texts.append(try await hash.mapAsync { try await desk.bytes(of: $0, atMost: Self.longestSample) } ?? [])
            }
            samples.append(
                .init(
                    name: test.name, input: String(decoding: texts[0], as: UTF8.self),
                    answer: String(decoding: texts[1], as: UTF8.self),
                    isShortened: max(test.input.size.bytes, test.answer.size.bytes) > Int64(Self.longestSample)))
        }
        return samples
    }
}

extension ShownStatement {
    /// What clients get of it.
    func body(_ isInspecting: Bool) -> LibraryBody.Text {
        .init(language: language, title: title, html: html, warnings: isInspecting ? warnings : nil)
    }
}

extension Optional {
    /// What `transform` makes of the value, if there is one.
    fileprivate func mapAsync<Value>(_ transform: (Wrapped) async throws -> Value) async rethrows -> Value? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
