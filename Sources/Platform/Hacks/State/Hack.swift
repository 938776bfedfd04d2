internal import Events
internal import FoundationEssentials
package import Kernel
package import Storage
internal import SwiftProtobuf
package import Units

/// An input on which somebody says that another one's program fails.
package struct Hack: Hashable, Sendable {
    /// What came of it.
    package enum Outcome: String, Hashable, Sendable, CaseIterable {
        /// The program fails.
        case successful
        /// The program is right.
        case unsuccessful
        /// The problem has no such input.
        case invalid
        /// Nothing: that could not be found out.
        case ignored
    }

    /// A program that writes an input.
    struct Generator: Hashable, Sendable {
        /// Its only file.
        var source: HackFile
        /// The id of what it is written in.
        var language: String
        /// What it is told.
        var arguments: [String]
    }

    /// Where an input comes from.
    enum Origin: Hashable, Sendable {
        /// Whoever made the hack gave it.
        case given(HackFile)
        /// A program of theirs writes it.
        case generated(Generator)
    }

    /// What the problem's own solution says, and by which package the program is judged.
    package struct Preparation: Hashable, Sendable {
        /// The package that has the input as its only test case.
        package var package: ContentHash
        /// The right output.
        var answer: HackFile
    }

    /// How it was decided.
    package struct Decision: Hashable, Sendable {
        /// What came of it.
        package var outcome: Outcome
        /// The verdict of the program, in short; empty: it was not judged.
        package var verdict: String
        /// Why, where nothing was judged.
        package var reason: String
    }

    /// What it is called.
    package var id: EntityID
    /// Who made it.
    package var person: EntityID
    /// Whom it counts for.
    package var hacker: EntityID
    /// What is to fail.
    package var submission: EntityID
    /// Whose that is.
    package var defender: EntityID
    /// For which problem.
    package var problem: EntityID
    /// The package of the contest's problem.
    package var package: ContentHash
    /// Where the input comes from.
    var origin: Origin
    /// The input; nil: its generator has not written it yet, or cannot.
    var input: HackFile?
    /// When it was received.
    package var received: Timestamp
    /// Which of the contest's it is, from 0, in the order in which they were made.
    package var number: Int
    /// Nil: the input is not known to be valid yet.
    package var preparation: Preparation?
    /// Nil: nothing came of it yet.
    package var decision: Decision?
    /// Why judges say that it does not count; nil: they do not.
    package var ignoredBecause: String?

    /// What came of it that counts; nil: nothing, or nothing yet.
    package var counted: Outcome? {
        guard ignoredBecause == nil, let outcome = decision?.outcome,
            outcome == .successful || outcome == .unsuccessful
        else { return nil }
        return outcome
    }

    /// What it is told as: what came of it, or that it waits.
    package var state: String {
        if ignoredBecause != nil { return Outcome.ignored.rawValue }
        return decision?.outcome.rawValue ?? "waiting"
    }
}

/// Where a file of a hack is kept.
struct HackFile: Hashable, Sendable {
    var sha256: ContentHash
    var size: UInt64

    /// As the log refers to it.
    var reference: LoggedBlobRef { .with { ($0.hash, $0.size) = (Data(sha256.bytes), size) } }
}

extension Hack {
    /// Reads how one was made, the contest's of that number; nil if it says nothing that can be.
    init?(_ made: HackMade, number: Int) {
        guard let id = EntityID(made.id), let person = EntityID(made.by), let hacker = EntityID(made.participant),
            let submission = EntityID(made.submission), let defender = EntityID(made.defender),
            let problem = EntityID(made.problem), let package = ContentHash(bytes: made.package),
            let origin = Origin(made)
        else { return nil }
        self.init(
            id: id, person: person, hacker: hacker, submission: submission, defender: defender, problem: problem,
            package: package, origin: origin, received: Timestamp(nanoseconds: made.atNs), number: number)
        if case .given(let file) = origin { input = file }
    }
}

extension Hack.Origin {
    /// Reads where the input of one comes from that was made; nil if it says nothing that can be.
    fileprivate init?(_ made: HackMade) {
        guard made.hasGenerator else {
            guard let input = ContentHash(bytes: made.inputSha256) else { return nil }
            self = .given(HackFile(sha256: input, size: made.inputSize))
            return
        }
        guard let source = ContentHash(bytes: made.generator.sourceSha256) else { return nil }
        self = .generated(
            Hack.Generator(
                source: HackFile(sha256: source, size: made.generator.sourceSize), language: made.generator.language,
                arguments: made.generator.arguments))
    }
}
