import FoundationEssentials

/// Programs that begin as copies of a start that they have in common, on the machine that runs the tests.
public enum CopiedStarts {
    /// Whether the kernel has what they need. A copy has to know where its thread keeps its number (`prctl(2)`,
    /// `PR_GET_TID_ADDRESS`), and a kernel that tells has this file.
    public static let areThere = FileManager.default.fileExists(atPath: "/proc/self/timers")
    /// Why a test of them is left out.
    public static let need = "needs a kernel with CONFIG_CHECKPOINT_RESTORE"
}
