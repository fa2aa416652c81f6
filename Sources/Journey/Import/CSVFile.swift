import Foundation

/// A CSV file on disk that can be read more than once.
package struct CSVFile: Sendable {
    package let path: String
    package let size: Int

    private static let chunk = 256 * 1024

    /// - Throws: `UnusableFile` for a path that is no readable file.
    package init(path: String) throws {
        let attributes = try? FileManager.default.attributesOfItem(atPath: (path as NSString).resolvingSymlinksInPath)
        guard let attributes else { throw UnusableFile("There is no file \(path).") }
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw UnusableFile("\(path) is not a plain file: it is read twice, so write the rows to a file first.")
        }
        guard FileManager.default.isReadableFile(atPath: path) else { throw UnusableFile("\(path) cannot be read: check its permissions.") }
        self.path = path
        size = (attributes[.size] as? NSNumber)?.intValue ?? 0
    }

    func reader() throws -> CSVReader {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw UnusableFile("\(path) cannot be read: check its permissions.") }
        return try CSVReader {
            do {
                return try handle.read(upToCount: Self.chunk).map { [UInt8]($0) } ?? []
            } catch {
                throw UnusableFile("\(path) cannot be read to its end: \(error.localizedDescription)")
            }
        }
    }
}
