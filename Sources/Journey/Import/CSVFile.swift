import Foundation

/// A CSV file, on disk or in memory, that can be read more than once.
package struct CSVFile: Sendable {
    package let size: Int
    /// Begins to read it: each call of what it gives has the next bytes, none at the end.
    private let open: @Sendable () throws -> () throws -> [UInt8]

    private static let chunk = 256 * 1024

    /// - Throws: `UnusableFile` for a path that is no readable file.
    package init(path: String) throws {
        let attributes = try? FileManager.default.attributesOfItem(atPath: (path as NSString).resolvingSymlinksInPath)
        guard let attributes else { throw UnusableFile("There is no file \(path).") }
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw UnusableFile("\(path) is not a plain file: it is read twice, so write the rows to a file first.")
        }
        guard FileManager.default.isReadableFile(atPath: path) else { throw UnusableFile("\(path) cannot be read: check its permissions.") }
        size = (attributes[.size] as? NSNumber)?.intValue ?? 0
        open = { try Self.chunks(ofFileAt: path) }
    }

    /// - Parameter bytes: those of a range within the size.
    package init(size: Int, bytes: @escaping @Sendable (Range<Int>) -> [UInt8]) {
        self.size = size
        open = {
            var position = 0
            return {
                let range = position..<min(size, position + Self.chunk)
                position = range.upperBound
                return range.isEmpty ? [] : bytes(range)
            }
        }
    }

    func reader() throws -> CSVReader { try CSVReader(source: open()) }

    private static func chunks(ofFileAt path: String) throws -> () throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw UnusableFile("\(path) cannot be read: check its permissions.") }
        return {
            do {
                return try handle.read(upToCount: chunk).map { [UInt8]($0) } ?? []
            } catch {
                throw UnusableFile("\(path) cannot be read to its end: \(error.localizedDescription)")
            }
        }
    }
}
