import SystemPackage
import Testing

@testable import Sandbox

/// Every shape of host, from the texts that real ones show.
@Suite struct CgroupLayoutTests {
    @Test func hybrid() {
        let layout = CgroupLayout(
            cgroup: "8:pids:/\n4:memory:/api/efee\n2:cpu,cpuacct:/x\n1:name=systemd:/\n0::/\n",
            mountInfo: """
                24 1 0:22 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755
                25 24 0:23 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
                26 24 0:24 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
                27 24 0:25 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct
                28 24 0:26 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw

                """)
        #expect(layout.unified == "/sys/fs/cgroup/unified")
        #expect(layout.legacy["memory"] == "/sys/fs/cgroup/memory/api/efee")
        #expect(layout.legacy["pids"] == "/sys/fs/cgroup/pids")
        #expect(layout.legacy["cpuacct"] == "/sys/fs/cgroup/cpu,cpuacct/x")
    }

    @Test func unifiedInASystemdScope() {
        let layout = CgroupLayout(
            cgroup: "0::/user.slice/user-1000.slice/session-3.scope\n",
            mountInfo: "30 1 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n")
        #expect(layout.unified == "/sys/fs/cgroup/user.slice/user-1000.slice/session-3.scope")
        #expect(layout.legacy.isEmpty)
    }

    @Test func aContainerWhoseMountShowsOnlyItsOwnPart() {
        let layout = CgroupLayout(
            cgroup: "4:memory:/docker/abc/inner\n0::/\n",
            mountInfo: "30 1 0:26 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n")
        #expect(layout.legacy["memory"] == "/sys/fs/cgroup/memory/inner")
        #expect(layout.unified == nil)
    }

    @Test func aTreeOfOnesOwnServesOnlyWhereNoneIsMounted() {
        let legacy = "30 1 0:26 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n"
        let unified = "31 1 0:27 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n"
        let cgroup = "8:pids:/a\n0::/a/b\n"
        let alone = CgroupLayout(cgroup: cgroup, mountInfo: legacy, privateTree: "/proc/self/fd/7")
        #expect(alone.unified == "/proc/self/fd/7/a/b")
        #expect(alone.unifiedMountPoint == "/proc/self/fd/7")
        #expect(alone.legacy == ["pids": "/sys/fs/cgroup/pids/a"])
        let beside = CgroupLayout(cgroup: cgroup, mountInfo: legacy + unified, privateTree: "/proc/self/fd/7")
        #expect(beside.unified == "/sys/fs/cgroup/unified/a/b")
        #expect(CgroupLayout(cgroup: "8:pids:/a\n", mountInfo: legacy, privateTree: "/proc/self/fd/7").unified == nil)
    }

    @Test func aTreeUnderSomethingElseIsNotThere() {
        let tree = "51 50 0:20 /.. /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n"
        let cover = "52 51 0:30 / /sys/fs/cgroup ro,relatime - tmpfs tmpfs ro\n"
        #expect(CgroupLayout(cgroup: "0::/\n", mountInfo: tree + cover).unified == nil)
        let upon = "53 52 0:20 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"
        #expect(CgroupLayout(cgroup: "0::/\n", mountInfo: tree + cover + upon).unified == "/sys/fs/cgroup")
    }

    @Test func aPathOutsideTheNamespaceIsTakenAsItsRoot() {
        let layout = CgroupLayout(
            cgroup: "0::/../other\n", mountInfo: "30 1 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n")
        #expect(layout.unified == "/sys/fs/cgroup/other")
    }

    @Test func blanksInPathsAreOctal() {
        let layout = CgroupLayout(
            cgroup: "0::/\n", mountInfo: "30 1 0:26 / /mnt/my\\040groups rw - cgroup2 cgroup2 rw\n")
        #expect(layout.unified == "/mnt/my groups")
    }

    @Test(arguments: ["", "x", "30 1 0:26 / /a rw\n", "- - - -\n", "30 1 0:26 / /a rw - cgroup2\n", "\u{0}\n"])
    func garbageIsNoLayout(mountInfo: String) {
        #expect(CgroupLayout(cgroup: "0::/\n::\n:\n", mountInfo: mountInfo) == CgroupLayout(cgroup: "", mountInfo: ""))
    }
}
