import Testing

@testable import Coordinator

/// When the queue is counted.
struct CountScheduleTests {
    @Test("What has changed is counted once, and what changes meanwhile again")
    func changes() {
        var schedule = CountSchedule()
        #expect(schedule.begin(at: .zero) == .count && schedule.begin(at: .zero) == .upToDate)
        schedule.invalidate()
        #expect(schedule.begin(at: .zero) == .count)
    }

    @Test("Counting takes a tenth of the time at most")
    func aTenth() {
        var schedule = CountSchedule()
        _ = schedule.begin(at: .seconds(1))
        schedule.counted(from: .seconds(1), to: .seconds(2))
        schedule.invalidate()
        #expect(schedule.begin(at: .seconds(11)) == .later(.seconds(12)))
        #expect(schedule.begin(at: .seconds(12)) == .count)
    }

    @Test("A store that fails is asked again after a pause, whether something changed or not")
    func failures() {
        var schedule = CountSchedule()
        _ = schedule.begin(at: .zero)
        schedule.failed(at: .zero, pause: .milliseconds(500))
        #expect(schedule.begin(at: .zero) == .later(.milliseconds(500)))
        #expect(schedule.begin(at: .milliseconds(500)) == .count)
    }
}
