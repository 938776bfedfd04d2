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
    /// The input.
    var input: HackFile
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
            let input = ContentHash(bytes: made.inputSha256)
        else { return nil }
        self.init(
            id: id, person: person, hacker: hacker, submission: submission, defender: defender, problem: problem,
            package: package, input: HackFile(sha256: input, size: made.inputSize),
            received: Timestamp(nanoseconds: made.atNs), number: number)
    }
}
