import Concurrency
import Fleet
import Grading
import GradingWire
import Judging
import Problems
import Reporting
import Synchronization
import Wire

/// Hands submissions in, and tells what comes of them.
struct SubmitSession: Sendable {
    /// How many submissions are followed at once, of the calls that a coordinator takes on one connection.
    private static let mostFollowed = 64

    typealias Events = AsyncThrowingStream<FleetEvent, any Error>

    /// What came of handing a submission in.
    enum Reception: Sendable {
        case taken(Verdict_V1_SubmitResponse)
        case refused(WireError)
    }

    let client: VerdictClient
    /// The package, where it is here.
    let problem: Problem?
    let package: Verdict_V1_Package
    let submissions: [Submission]
    /// One for each submission.
    let requests: [Verdict_V1_SubmitRequest]
    let ledger = SubmitLedger()
    private let telling = JudgementTelling()

    /// Everything that happens until all are judged. Who stops reading leaves to the coordinator what it has taken.
    func events() -> Events {
        Events { continuation in
            let task = Task {
                do {
                    continuation.yield(
                        .judging(.planned(submissions: submissions, testCases: package.tests.count)))
                    try await notifying(continuation) { try await judge(continuation) }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Hands the submission at `index` in, as `request`, again and again until it is taken or refused for good.
    func handIn(
        _ index: Int, _ request: Verdict_V1_SubmitRequest, retry: inout SubmitRetry, notice: (String) -> Void
    ) async throws -> Reception {
        while true {
            do throws(WireError) {
                let options = CallOptions(waitsForConnection: true)
                let response = try await client.wire.call(JudgeMethods.submit, request, options)
                ledger.taken(index, as: response.id)
                return .taken(response)
            } catch {
                try Task.checkCancellation()
                guard let (delay, words) = retry.wait(after: error, now: .now) else {
                    if SubmitRetry.concernsOnlyThis(error) { return .refused(error) }
                    throw error
                }
                if let words { notice(words) }
                try await Task.sleep(for: delay)
            }
        }
    }

    /// Tells of the connection while `body` runs.
    func notifying(_ events: Events.Continuation, _ body: () async throws -> Void) async throws {
        let states = client.wire.states
        let telling = Task {
            var notices = ConnectionNotices()
            for await state in states {
                if let notice = notices.take(state) { events.yield(.notice(notice)) }
            }
        }
        defer { telling.cancel() }
        try await body()
    }

    private func judge(_ events: Events.Continuation) async throws {
        if package.measuring.state == .wanted { events.yield(.judging(.measuringTimeLimit(submissions: []))) }
        let limits = TestLimits(package.limits)
        telling.tell(events) { $0.know(limits.cpuTime, TimeLimitEstimate(package.limits)) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            var retry = SubmitRetry()
            var followed = 0
            for index in submissions.indices {
                let reception = try await handIn(index, requests[index], retry: &retry) { events.yield(.notice($0)) }
                switch reception {
                case .refused(let error):
                    end(index, followedSubmission(index, "").none(because: "not accepted", error.message), events)
                case .taken(let response):
                    if followed >= Self.mostFollowed { try await group.next() }
                    followed += 1
                    group.addTask { try await judge(index, response.id, events) }
                }
            }
            try await group.untilFirstFailure()
        }
        telling.tell(events) { $0.rest() }
    }

    /// Follows a submission that was taken as `id`, and has it judged as often as ``TimeTrials`` wants. Only the first time is
    /// told of as it goes on.
    private func judge(_ index: Int, _ id: String, _ events: Events.Continuation) async throws {
        var trials = TimeTrials(submissions[index].expected)
        var found = [try await follow(index, id) { events.yield(.judging($0)) }]
        trials.take(found[0].judgement)
        while let allowance = trials.next {
            var retry = SubmitRetry()
            let request = SubmitRequests.again(requests[index], allowance)
            let reception = try await handIn(index, request, retry: &retry) { events.yield(.notice($0)) }
            guard case .taken(let response) = reception else { break }
            found.append(try await follow(index, response.id) { _ in })
            trials.take(found[found.count - 1].judgement)
        }
        var counting = found[trials.counting]
        counting.judgement = trials.judgement ?? counting.judgement
        end(index, counting, events)
    }

    /// Follows the submission to its end.
    private func follow(
        _ index: Int, _ id: String, tell: (JudgementEvent) -> Void
    ) async throws -> FleetJudgement {
        var followed = followedSubmission(index, id)
        while true {
            var pause = Duration.milliseconds(500)
            do {
                try await followOnce(&followed, tell)
            } catch let error as WireError where SubmitRetry.concernsOnlyThis(error) || error.code == .dataLoss {
                return followed.none(because: "cannot be followed", error.message)
            } catch let error as WireError where error.code == .resourceExhausted {
                pause = error.retryAfter ?? .seconds(1)
            }
            try Task.checkCancellation()
            if followed.isOver, let judgement = followed.judgement { return judgement }
            // The coordinator has too many followers, or ended the call before its time because it is about to leave.
            try await Task.sleep(for: pause)
        }
    }

    /// Tells what comes until the coordinator ends it, or the submission is given up.
    private func followOnce(_ followed: inout FollowedSubmission, _ tell: (JudgementEvent) -> Void) async throws {
        for try await told in client.follow(followed.id, after: followed.number) {
            for event in followed.take(told) { tell(event) }
            // An admin may have had it tried again since then, or may do so, and so this call does not end by itself.
            if case .stuck? = told.event, try await client.get(followed.id).state == .stuck { return }
        }
    }

    private func end(_ index: Int, _ judgement: FleetJudgement, _ events: Events.Continuation) {
        ledger.judged(index)
        telling.tell(events) { $0.take(index, judgement) }
    }

    private func followedSubmission(_ index: Int, _ id: String) -> FollowedSubmission {
        let limits = package.limits.timed(by: requests[index].timeAllowance)
        return FollowedSubmission(
            id: id, index: index, submission: submissions[index], limits: TestLimits(limits),
            estimate: TimeLimitEstimate(limits), problem: problem)
    }
}

/// Tells of judgements in the order of ``LimitNews``, from any task.
final class JudgementTelling: Sendable {
    private let news = Mutex(LimitNews())

    /// Nothing was told yet.
    init() {}

    /// Tells what `change` has to be told now.
    func tell(_ events: SubmitSession.Events.Continuation, _ change: (inout LimitNews) -> [FleetEvent]) {
        // Within the lock, so that nobody comes between the limit and what waits for it.
        news.withLock { for event in change(&$0) { events.yield(event) } }
    }
}
