import Events
import Executions
import Storage
import SwiftProtobuf

/// Takes what workers say of their work to those who follow it: at this coordinator, and at others of the same store.
///
/// Others get what they were told by no other way than this one before the log says it. Nothing is decided here about who may see
/// what: that is done where it is shown.
struct ProgressExchange: Sendable {
    let fanout: LogFanout
    /// Nil where there are no other coordinators.
    let others: (any Announcements)?

    /// Tells what was said of a submission.
    func tell(_ progress: [SubmissionProgress], of id: SubmissionID) {
        for step in progress { fanout.publish(step, of: id) }
        guard others != nil, let stream = try? id.stream else { return }
        for message in ProgressTold.all(progress) { announce(message, about: stream) }
    }

    /// Tells what was said of an execution.
    func tell(_ event: ExecutionEvent, of id: ExecutionID) {
        guard let stream = try? id.stream else { return }
        fanout.deliver(event, to: stream)
        guard others != nil else { return }
        announce(ProgressTold(event), about: stream)
    }

    private func announce(_ message: ProgressTold, about stream: StreamName) {
        // What cannot be encoded is not told: the log says it in the end.
        guard let others, let bytes = try? message.serializedBytes() as [UInt8] else { return }
        others.announce(bytes, about: stream)
    }

    /// Hands on what other coordinators tell, until the task is cancelled.
    func run() async {
        guard let others else { return }
        for await told in await others.announcements(about: { [fanout] in fanout.isFollowed($0) }) {
            take(told)
        }
    }

    /// Hands on what another coordinator tells. What this version does not know is passed over.
    func take(_ told: Announcement) {
        guard let message = try? ProgressTold(serializedBytes: told.message) else { return }
        for step in message.progress { fanout.deliver(step, to: told.stream) }
        if let event = message.event { fanout.deliver(event, to: told.stream) }
    }
}

extension ProgressTold {
    /// So many test cases are told together: they have room where long messages are.
    private static let together = 8

    /// The messages that say `progress`, some test cases together.
    fileprivate static func all(_ progress: [SubmissionProgress]) -> [ProgressTold] {
        var messages: [ProgressTold] = []
        var executed = LoggedExecuteResult()
        for step in progress {
            switch step {
            case .compiling(let worker, let language):
                messages.append(
                    .with { message in
                        message.compiling = .with { ($0.worker, $0.language) = (worker, language) }
                    })
            case .testFinished(let index, let result):
                executed.tests.append(.with { ($0.index, $0.result) = (index, result) })
                guard executed.tests.count == together else { continue }
                messages.append(.with { $0.executed = executed })
                executed = LoggedExecuteResult()
            }
        }
        if !executed.tests.isEmpty { messages.append(.with { $0.executed = executed }) }
        return messages
    }

    /// What is said of a submission.
    fileprivate var progress: [SubmissionProgress] {
        switch what {
        case .compiling(let compiling): [.compiling(worker: compiling.worker, language: compiling.language)]
        case .executed(let executed): executed.tests.map { .testFinished($0.index, $0.result) }
        case .compiled, .compiledChecker, .tested, nil: []
        }
    }

    fileprivate init(_ event: ExecutionEvent) {
        self.init()
        switch event {
        case .compiled(let compilation): compiled = LoggedCompilation(compilation)
        case .compiledChecker(let compilation): compiledChecker = LoggedCompilation(compilation)
        case .tested(let test): tested = ExecutionResultContent.Test(test)
        }
    }

    /// What is said of an execution; nil if nothing is, or nothing that this version knows.
    fileprivate var event: ExecutionEvent? {
        switch what {
        case .compiled(let compilation): .compiled(ExecutionCompilation(compilation))
        case .compiledChecker(let compilation): .compiledChecker(ExecutionCompilation(compilation))
        case .tested(let test): (try? ExecutedTest(test)).map { .tested($0) }
        case .compiling, .executed, nil: nil
        }
    }
}
