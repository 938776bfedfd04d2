internal import Glibc
internal import Synchronization
internal import Units

/// The time as headers have it (RFC 9110, section 5.6.7), made once a second.
enum HTTPDate {
    private static let last = Mutex<(second: Int64, text: String)>((.min, ""))

    static func now() -> String {
        let second = SystemTime.now / 1_000_000_000
        return last.withLock { last in
            if last.second != second { last = (second, text(second)) }
            return last.text
        }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func text(_ second: Int64) -> String {
        var time = time_t(second)
        var parts = unsafe tm()
        unsafe gmtime_r(&time, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let two = { (number: Int32) in (number < 10 ? "0" : "") + "\(number)" }
        let date = unsafe "\(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(1900 + parts.tm_year)"
        let clock = unsafe "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        return unsafe "\(days[Int(parts.tm_wday)]), \(date) \(clock) GMT"
    }
}
