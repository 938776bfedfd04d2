import SystemPackage

/// What ``HostTexts`` say, understood. Pure: the same texts give the same facts anywhere.
struct HostFacts: Hashable, Sendable {
    /// Where this process runs.
    enum Surroundings: Hashable, Sendable {
        case host, container, windowsSubsystem
    }

    /// A capability's number (`capabilities(7)`).
    enum Capability: Int {
        case chown = 0, setGID = 6, setUID = 7, sysChroot = 18, sysPtrace = 19, sysAdmin = 21, sysResource = 24
    }

    let texts: HostTexts
    let layout: CgroupLayout
    let release: String
    let kernel: KernelVersion?
    let surroundings: Surroundings

    init(_ texts: HostTexts) {
        self.texts = texts
        layout = texts.layout
        let release = texts.files["/proc/sys/kernel/osrelease"]?.trimmed ?? ""
        self.release = release
        kernel = KernelVersion(release: release)
        surroundings =
            if release.lowercased().contains("microsoft"), !Self.isMarkedAsContainer(texts) {
                .windowsSubsystem
            } else if Self.isMarkedAsContainer(texts) || Self.isInPIDNamespace(texts) {
                .container
            } else {
                .host
            }
    }

    /// A link that names this process's PID namespace (`namespaces(7)`).
    static let pidNamespace = "/proc/self/ns/pid"

    /// A kernel has this file that also tells where a thread keeps its number (`prctl(2)`, `PR_GET_TID_ADDRESS`).
    static let threadNumbers = "/proc/self/timers"

    /// The kernel's first PID namespace has the same number everywhere (PROC_PID_INIT_INO); engines that leave no marker
    /// make another one all the same.
    private static func isInPIDNamespace(_ texts: HostTexts) -> Bool {
        texts.files[pidNamespace].map { $0 != "pid:[4026531836]" } ?? false
    }

    /// The marker alone proves nothing: a machine's image may have been made from a container's.
    private static func isMarkedAsContainer(_ texts: HostTexts) -> Bool {
        guard texts.files["/.dockerenv"] != nil || texts.files["/run/.containerenv"] != nil else { return false }
        return status("Seccomp", in: texts) == "2"
            || (texts.files["/proc/self/mountinfo"] ?? "").split(separator: "\n").contains {
                $0.contains(" / / ") && $0.contains("overlay")
            }
    }

    var isRoot: Bool { texts.user == 0 }
    var hasSystemd: Bool { texts.files["/run/systemd/system"] != nil }

    func has(_ capability: Capability) -> Bool {
        guard let mask = Self.status("CapEff", in: texts).flatMap({ UInt64($0, radix: 16) }) else { return isRoot }
        return mask & (1 << capability.rawValue) != 0
    }

    /// Whether a filter of somebody else's stands before our system calls already, as in a container.
    var isFiltered: Bool { Self.status("Seccomp", in: texts) == "2" }

    /// Whether all of the host's ids exist here (`user_namespaces(7)`); not so in a rootless container.
    var hasAllIds: Bool {
        guard let map = texts.files["/proc/self/uid_map"] else { return true }
        let ranges = map.split(separator: "\n").map { $0.split(separator: " ").compactMap { Int64($0) } }
        // Cells take ids from 1 000 000 000 on.
        return ranges.contains { $0.count == 3 && $0[0] <= 1_000_000_000 && $0[0] + $0[2] > 3_000_000_000 }
    }

    var hasUserNamespaces: Bool { texts.files["/proc/self/ns/user"] != nil }
    var maxUserNamespaces: Int? { number("/proc/sys/user/max_user_namespaces") }
    /// Debian's and Arch's switch; nil where the kernel does not have it.
    var unprivilegedUserNamespaces: Int? { number("/proc/sys/kernel/unprivileged_userns_clone") }
    /// Ubuntu's switch, since 23.10; nil where the kernel does not have it.
    var appArmorRestriction: Int? { number("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") }

    /// What the seccomp of this kernel can answer; empty without `CONFIG_SECCOMP_FILTER`.
    var seccompActions: [Substring] { words("/proc/sys/kernel/seccomp/actions_avail") }

    /// A line of `/proc/self/status`, after its colon.
    private static func status(_ key: String, in texts: HostTexts) -> String? {
        for line in (texts.files["/proc/self/status"] ?? "").split(separator: "\n") where line.hasPrefix(key + ":") {
            return String(line.dropFirst(key.count + 1)).trimmed
        }
        return nil
    }

    /// A hard limit of `/proc/self/limits`; nil: unlimited, or not told.
    func hardLimit(_ name: String) -> Int64? {
        for line in (texts.files["/proc/self/limits"] ?? "").split(separator: "\n") where line.hasPrefix(name) {
            let fields = line.dropFirst(name.count).split(separator: " ")
            return fields.count > 1 ? Int64(fields[1]) : nil
        }
        return nil
    }

    func number(_ path: String) -> Int? {
        texts.files[path].flatMap { Int($0.trimmed) }
    }

    func words(_ path: String) -> [Substring] {
        (texts.files[path] ?? "").split(whereSeparator: \.isWhitespace)
    }
}

extension String {
    /// The text without white space at its ends.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}

/// A kernel's version, as far as features depend on it (`uname(2)`).
struct KernelVersion: Hashable, Comparable, CustomStringConvertible {
    var major: Int
    var minor: Int

    init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads a release such as `6.1.0-18-amd64`.
    init?(release: String) {
        let numbers = release.split(separator: ".", maxSplits: 2).prefix(2).map { Int($0.prefix(while: \.isNumber)) }
        guard numbers.count == 2, let major = numbers[0], let minor = numbers[1] else { return nil }
        self.init(major, minor)
    }

    var description: String { "\(major).\(minor)" }

    static func < (left: KernelVersion, right: KernelVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }
}
