import Library
import Operations
import Units
import Uploads

/// The settings of problems' packages that people send.
struct PackageSettings: Configuration {
    var largestUpload = UploadLimits().largest
    var uploadsAWeek = UploadLimits().week
    var largestPackage = LibraryOptions().largestPackage

    static let settings: [Setting<Self>] = [
        Setting(
            \.largestUpload, "packages.largest-upload", .byteCount(atLeast: .mebibytes(1)),
            "the largest archive of a package that people send part by part"),
        Setting(
            \.uploadsAWeek, "packages.uploads-a-week", .byteCount(atLeast: .mebibytes(1)),
            "how many bytes one person may send part by part within a week"),
        Setting(
            \.largestPackage, "packages.largest", .byteCount(atLeast: .mebibytes(1)),
            "what the files of a package that people send may have together"),
    ]

    /// How much people may upload.
    var uploads: UploadLimits {
        var limits = UploadLimits()
        (limits.largest, limits.week) = (largestUpload, uploadsAWeek)
        return limits
    }

    /// How the library works.
    var library: LibraryOptions {
        var options = LibraryOptions()
        options.largestPackage = largestPackage
        return options
    }
}
