package import Coordinator
import Events
package import Kernel
package import Storage
import SwiftProtobuf
import Units
import Views

extension ItemLent: PersistedEvent { package static let persistedType = "verdict.tests.loans.v1.ItemLent" }
extension ItemReturned: PersistedEvent { package static let persistedType = "verdict.tests.loans.v1.ItemReturned" }

/// One thing that people borrow.
package struct Item: Aggregate {
    package private(set) var borrower: EntityID?

    package init() {}

    package mutating func apply(_ event: Event) throws(StorageError) {
        if let lent = try event.unpackedIfHeld(ItemLent.self) { borrower = EntityID(lent.borrower) }
        if event.type == ItemReturned.persistedType { borrower = nil }
    }
}

package struct Borrow: Command {
    package static let action: Action = "loans.borrow"
    package static let overdue = TimerName("loans.overdue")
    package var item: EntityID
    package var stream: StreamName { get throws(StorageError) { try item.stream("loans") } }

    package init(item: EntityID) { self.item = item }

    package func decide(_ item: Item, _ context: CommandContext) throws(DomainError) -> Decision {
        guard let person = context.actor.person else { throw DomainError(.invalid, "only people borrow") }
        guard item.borrower == nil else { throw DomainError(.wrongState, "somebody has it") }
        let until = context.now + .seconds(3600)
        var decision = try Decision(ItemLent.with { ($0.borrower, $0.untilNs) = ("\(person)", until.nanoseconds) })
        try decision.set(Self.overdue, for: until)
        return decision
    }
}

package struct Return: Command {
    package static let action: Action = "loans.return"
    package var item: EntityID
    package var stream: StreamName { get throws(StorageError) { try item.stream("loans") } }

    package init(item: EntityID) { self.item = item }

    package func subject(in item: Item) -> Subject { Subject(owners: Set([item.borrower].compactMap(\.self))) }

    package func decide(_ item: Item, _ context: CommandContext) throws(DomainError) -> Decision {
        guard item.borrower != nil else { throw DomainError(.wrongState, "nobody has it") }
        var decision = try Decision(ItemReturned())
        try decision.end(Borrow.overdue)
        return decision
    }
}

/// What one module costs: things that people borrow for an hour, and what is told of them.
package func loans(_ services: PlatformServices, told: Told) -> Module {
    var module = Module("loans")
    module.commands = [Borrow.action, Return.action]
    module.permits = [
        Permit(Borrow.action, .people), Permit(Return.action, .owners, .role(.admin), .platform),
        Permit("loans.see", .anybody), Permit("loans.list", .role(.admin)),
    ]
    module.limits = [RateLimit(Borrow.action, by: .parameter("id"), 20, within: .seconds(60))]
    module.exports = [
        ExportRoute("api/v1/lent-things", "loans.list", "All that is lent.", file: "lent", of: ["loans"]) { _ in
            "SELECT item, borrower FROM loans ORDER BY item"
        }
    ]
    module.routes = [
        Route(.post, "api/v1/loans/{id}", Borrow.action, "Borrows a thing for an hour.") { request in
            let done = try await services.commands.perform(
                Borrow(item: request.id(of: "thing")), by: request.actor, request.command)
            return try RouteAnswer(["borrower": "\(done.state.borrower ?? .random())"], position: done.position)
        },
        Route(.delete, "api/v1/loans/{id}", Return.action, "Brings it back.") { request in
            let done = try await services.commands.perform(
                Return(item: request.id(of: "thing")), by: request.actor, request.command)
            return RouteAnswer(position: done.position)
        },
    ]
    var picture = Route(.put, "api/v1/loans/{id}/picture", "loans.see", "Gives a picture back.") { request in
        RouteAnswer(
            request.body,
            as: .init(
                mediaType: "image/png", name: request.query["name"] ?? "", isShown: request.languages != nil))
    }
    (picture.takes, picture.bodyLimit) = (.file, 1000)
    module.routes.append(picture)
    module.topics = [
        Topic("loans/{id}", "loans.see") {
            .named("loans-\($0["id"] ?? "")")
        } show: { request, _ in
            let item: Item = try await services.commands.state(
                of: StreamName("loans-\(request.parameters["id"] ?? "")"))
            return Topic.Content(bytes: Array(#"{"isLent":\#(item.borrower != nil)}"#.utf8))
        }
    ]
    module.topics[0].otherAddress = "api/v1/loans/{id}/live"
    module.timers = [
        TimerRule(Borrow.overdue.name) { timer, commands in
            guard let item = EntityID(timer.stream.text.dropFirst("loans-".count)) else { return }
            _ = try await commands.perform(Return(item: item), for: timer)
        }
    ]
    module.views = [
        ViewDeclaration(
            name: "loans", version: 1, streams: .prefixed("loans-"),
            schema: ["CREATE TABLE loans (item TEXT PRIMARY KEY, borrower TEXT NOT NULL) STRICT"]
        ) { entry, writer in
            for event in entry.events {
                if let lent = try event.unpackedIfHeld(ItemLent.self) {
                    try writer.execute("INSERT INTO loans VALUES (\(entry.stream.text), \(lent.borrower))")
                } else if event.type == ItemReturned.persistedType {
                    try writer.execute("DELETE FROM loans WHERE item = \(entry.stream.text)")
                }
            }
        }
    ]
    var mail = Reaction("loans.mail", to: .prefixed("loans-")) { entry, context in
        for event in entry.events where event.type == ItemReturned.persistedType {
            try told.tell(entry.stream.text, context.key)
        }
    }
    mail.isHopeless = { ($0 as? Told.Failure)?.isHopeless ?? false }
    module.reactions = [mail]
    return module
}
