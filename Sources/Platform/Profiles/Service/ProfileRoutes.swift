internal import Coordinator
internal import Kernel
internal import Submissions

/// What clients send and get. The names of fields are the API's.
private enum ProfileBody {
    struct Own: Codable {
        var displayName: String?
        var country: String?
        var organization: String?
        var bio: String?
        /// The names of the fields that everybody sees.
        var `public`: [String]?

        var fields: ProfileFields {
            var fields = ProfileFields()
            (fields.displayName, fields.country) = (displayName, country)
            (fields.organization, fields.bio) = (organization, bio)
            return fields
        }
    }

    struct Person: Encodable {
        var id: String
        var displayName: String?
        var country: String?
        var organization: String?
        var bio: String?
    }
}

extension Profiles {
    private static let path = "api/v1/users"

    /// One's own profile.
    var ownRoutes: [Route] {
        [
            Route(.get, Self.path + "/profile", Self.readOwn, "What one says of oneself.") { request in
                guard let person = request.actor.person, let (fields, shown) = try await self.profile(of: person) else {
                    throw DomainError.noPerson
                }
                return try RouteAnswer(
                    ProfileBody.Own(
                        displayName: fields.displayName, country: fields.country, organization: fields.organization,
                        bio: fields.bio, public: shown.sorted()))
            },
            Route(.put, Self.path + "/profile", ChangeProfile.action, "Say something of oneself.") { request in
                let body: ProfileBody.Own = try request.decoded()
                let position = try await self.change(
                    to: body.fields, shown: Set(body.public ?? []), by: request.actor, request.command)
                return RouteAnswer(position: position)
            },
        ]
    }

    /// What is seen of people.
    var openRoutes: [Route] {
        [
            Route(.get, Self.path + "/{id}", Self.read, "What a person says of themselves to everybody.") { request in
                let id = try request.id(of: "person")
                let fields = try await self.shown(of: id)
                return try RouteAnswer(
                    ProfileBody.Person(
                        id: "\(id)", displayName: fields.displayName, country: fields.country,
                        organization: fields.organization, bio: fields.bio))
            },
            Route(.get, Self.path + "/{id}/stats", Self.read, "What a person has solved for practice.") {
                try RouteAnswer(try await self.statistics(of: try $0.id(of: "person"), seen: $0.seen))
            },
            Route(.get, Self.path + "/{id}/submissions", Self.readSubmissions, "What a person has handed in.") {
                var query = try SubmissionQuery($0)
                query.author = try $0.id(of: "person")
                return try RouteAnswer(try await self.submissions.list(query, for: $0.actor))
            },
            Route(.get, Self.path + "/leaderboard", Self.read, "Who has solved the most for practice.") {
                try RouteAnswer(
                    try await self.ranking(atMost: try $0.limit(), after: $0.query["cursor"], seen: $0.seen))
            },
            Route(.get, Self.path + "/search", Self.search, "People, by the names that everybody sees.") {
                let text = $0.query["text"] ?? ""
                guard text.utf8.count <= 256 else { throw DomainError(.invalid, "text has at most 256 bytes") }
                return try RouteAnswer(try await self.search(text, atMost: try $0.limit(most: 50), seen: $0.seen))
            },
        ]
    }
}
