import CLinux
import Glibc
import Testing

@testable import Sandbox

@Suite struct CgroupTextTests {
    private func text(_ contents: String) throws -> CgroupText {
        let file = try OwnedDescriptor(checking: unsafe clinux_memory_file("cgroup"), "make a memory file")
        try #require(unsafe write(file.rawValue, contents, contents.utf8.count) == contents.utf8.count)
        var text = CgroupText()
        try text.read(file, "a memory file")
        return text
    }

    @Test func numbersAreReadByTheirWholeKey() throws {
        let stat = try text(
            "cache 10\nshmem_thp 5\nshmem 7\noom_kill_disable 0\nunder_oom 0\noom_kill 3\ntotal_cache 99\n")
        #expect(stat.value(of: "cache") == 10)
        #expect(stat.value(of: "shmem") == 7)
        #expect(stat.value(of: "oom_kill") == 3)
        #expect(stat.value(of: "kill") == nil)
        #expect(stat.value(of: "file") == nil)
    }

    @Test(arguments: [("4096\n", 4096), ("max\n", 0), ("", 0), ("9223372036854771712\n", 9_223_372_036_854_771_712)])
    func aFileOfOneNumber(contents: String, number: Int64) throws {
        #expect(try text(contents).number == number)
    }

    @Test func aShorterTextLeavesNothingOfTheLongerOne() throws {
        let file = try OwnedDescriptor(checking: unsafe clinux_memory_file("cgroup"), "make a memory file")
        var text = CgroupText()
        for contents in ["123456", "78"] {
            try #require(ftruncate(file.rawValue, 0) == 0)
            try #require(unsafe pwrite(file.rawValue, contents, contents.utf8.count, 0) == contents.utf8.count)
            try text.read(file, "a memory file")
            #expect(text.string == contents)
        }
        #expect(text.number == 78)
    }
}
