internal import Coordinator
internal import Kernel
internal import Views

/// Lists of problems, and searching for them.
extension Library {
    var listRoutes: [Route] {
        let path = "api/v1/problems"
        return [
            Route(.get, path, Self.read, "The problems, by what they are, page by page.") { try await self.list($0) },
            Route(.get, path + "/search", Self.read, "Searches the problems for words.") { try await self.search($0) },
            Route(.get, path + "/complete", Self.read, "Problems whose titles go on like this.") {
                try await self.complete($0)
            },
            Route(.get, path + "/categories", Self.read, "The categories that problems have, with how many have them.")
            {
                try await self.labels("category", $0)
            },
            Route(.get, path + "/tags", Self.read, "The tags that problems have, with how many have them.") {
                try await self.labels("tag", $0)
            },
        ]
    }

    private func list(_ request: RouteRequest) async throws -> RouteAnswer {
        let list = try ProblemFilter(request, services).list(request.query["sort"])
        let (limit, cursor) = (try request.limit(), request.query["cursor"])
        let page = try await services.views.read(LibraryView.name, atLeast: request.seen) { reader in
            try reader.page(of: list, atMost: limit, after: cursor)
        }
        return try RouteAnswer(
            LibraryBody.List(problems: try page.rows.map { try ProblemFilter.row($0) }, next: page.next))
    }

    private func search(_ request: RouteRequest) async throws -> RouteAnswer {
        let words = SearchWords(request.query["text"] ?? "")
        guard words.match != nil else { throw DomainError(.invalid, "text must have the words that are searched for") }
        let (limit, from) = (try request.limit(most: 100), Int(request.query["from"] ?? "0") ?? -1)
        guard (0...1000).contains(from) else { throw DomainError(.invalid, "from must be from 0 to 1000") }
        var search = ViewSearch(words, in: "library_search", columns: ProblemFilter.columns)
        search.join = "JOIN library ON library.number = library_search.rowid"
        search.filter = try ProblemFilter(request, services).sql
        // Whichever column the words are in.
        (search.highlighted, search.excerpt) = (-1, 24)
        let answer = try await services.views.read(LibraryView.name, atLeast: request.seen) { [search] reader in
            let matches = try reader.matches(of: search, atMost: limit + 1, from: from)
            var found: [LibraryBody.Found] = []
            for match in matches.prefix(limit) {
                let excerpt = match.text?.pieces.map { LibraryBody.Piece(text: $0.text, isMatch: $0.isMatch) } ?? []
                found.append(.init(problem: try ProblemFilter.row(match.row), excerpt: excerpt))
            }
            return LibraryBody.Search(
                found: found, categories: try Self.facet("category", of: search, reader),
                tags: try Self.facet("tag", of: search, reader),
                difficulties: try Self.difficulties(of: search, reader),
                next: matches.count > limit && from + limit <= 1000 ? from + limit : nil)
        }
        return try RouteAnswer(answer)
    }

    private static func facet(
        _ kind: String, of search: ViewSearch, _ reader: borrowing ViewReader
    ) throws(ViewError) -> [LibraryBody.Count] {
        var search = search
        search.join = "\(search.join) JOIN library_labels ON library_labels.number = library.number"
        search.filter = search.filter.map { "\($0) AND library_labels.kind = \(kind)" }
        return try counts(try reader.facets(of: "library_labels.label", in: search, atMost: 50))
    }

    private static func difficulties(
        of search: ViewSearch, _ reader: borrowing ViewReader
    ) throws(ViewError) -> [LibraryBody.Count] {
        try reader.facets(of: "library.difficulty", in: search, atMost: 10).compactMap { facet in
            guard case .integer(let number) = facet.value,
                let difficulty = Difficulty(rawValue: UInt32(clamping: number))
            else { return nil }
            return .init(name: difficulty.name, problems: facet.count)
        }
    }

    private static func counts(_ facets: [ViewFacet]) throws(ViewError) -> [LibraryBody.Count] {
        facets.compactMap { facet in
            guard case .text(let name) = facet.value else { return nil }
            return .init(name: name, problems: facet.count)
        }
    }

    private func complete(_ request: RouteRequest) async throws -> RouteAnswer {
        let words = SearchWords(request.query["text"] ?? "", completesLast: true)
        var search = ViewSearch(words, in: "library_titles", columns: "library.id, library.title")
        search.join = "JOIN library ON library.number = library_titles.rowid"
        search.filter = try ProblemFilter(request, services).sql
        let limit = try request.limit(most: 50)
        let found = try await services.views.read(LibraryView.name, atLeast: request.seen) { [search] reader in
            try reader.matches(of: search, atMost: limit).map { match in
                LibraryBody.Completion(id: try match.row.get("id"), title: try match.row.get("title"))
            }
        }
        return try RouteAnswer(LibraryBody.Completions(problems: found))
    }

    private func labels(_ kind: String, _ request: RouteRequest) async throws -> RouteAnswer {
        let filter = try ProblemFilter(request, services)
        var list = ViewList(
            columns: "library_labels.label",
            from: "library_labels JOIN library ON library.number = library_labels.number", order: [])
        list.filter = "library_labels.kind = \(kind) AND \(filter.sql)"
        let facets = try await services.views.read(LibraryView.name, atLeast: request.seen) { [list] reader in
            try reader.facets(of: "library_labels.label", in: list, atMost: 1000)
        }
        return try RouteAnswer(LibraryBody.Counts(names: try Self.counts(facets)))
    }
}
