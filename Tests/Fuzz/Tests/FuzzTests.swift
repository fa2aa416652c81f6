import Foundation
import Testing

@Suite(.serialized) struct `Whatever a stranger sends` {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Seeds")

    /// FUZZ_INPUTS makes more of them, FUZZ_SEED others.
    private static let environment = ProcessInfo.processInfo.environment
    private static let inputs = environment["FUZZ_INPUTS"].flatMap(Int.init) ?? 1500
    private static let seed = environment["FUZZ_SEED"].flatMap(UInt64.init) ?? 1

    @Test(arguments: FuzzCatalog.all.map(\.name))
    func `is read or refused, by the rules, in bounded time and memory`(name: String) async throws {
        let target = try #require(FuzzCatalog.named(name))
        let seeds = try Self.seeds(name)
        try #require(!seeds.isEmpty, "a target has seeds in Tests/Fuzz/Seeds/\(name)")
        let watch = InputWatch(name)
        var mutator = Mutator(words: target.words, longest: min(target.longest, 20_000), seed: Self.seed)
        let before = Self.residentMegabytes
        var isBroken = true
        defer { watch.finish(keepingInput: isBroken) }
        let begun = clock()
        let inputs = Self.inputs / target.cost
        for input in seeds { try await run(target, input, watch) }
        for _ in 0..<inputs { try await run(target, mutator.input(from: seeds), watch) }
        isBroken = false
        print("\(name): \(inputs) inputs of seed \(Self.seed) in \((clock() - begun) * 1000 / CLOCKS_PER_SEC) ms of processor time")
        #expect(Self.residentMegabytes - before < 200)
    }

    /// Each word of the grammar, said again and again behind a seed, is what finds searches within searches.
    @Test(arguments: FuzzCatalog.all.map(\.name))
    func `costs no more than its length says`(name: String) async throws {
        let target = try #require(FuzzCatalog.named(name))
        let seeds = try Self.seeds(name)
        let most = min(target.longest, Self.longestRepeated)
        for (index, word) in target.words.enumerated() {
            let seed = seeds[index % seeds.count]
            let small = try await processorTime(target, seed, word, upTo: most / 8)
            let large = try await processorTime(target, seed, word, upTo: most)
            #expect(large < small * 8 * 4 + 200, "\(word.debugDescription) behind \(String(decoding: seed, as: UTF8.self).debugDescription)")
        }
    }

    /// In milliseconds.
    private func processorTime(_ target: FuzzTarget, _ seed: [UInt8], _ word: String, upTo count: Int) async throws -> Int {
        var input = seed
        let word = Array(word.utf8)
        while input.count + word.count <= count { input += word }
        let begun = clock()
        try await target.run(input)
        return Int(clock() - begun) * 1000 / Int(CLOCKS_PER_SEC)
    }

    /// In bytes; FUZZ_LENGTH asks for more.
    private static let longestRepeated = environment["FUZZ_LENGTH"].flatMap(Int.init) ?? 1 << 13

    private func run(_ target: FuzzTarget, _ input: [UInt8], _ watch: InputWatch) async throws {
        watch.begin(input)
        try await target.run(input)
        watch.end()
    }

    private static func seeds(_ name: String) throws -> [[UInt8]] {
        let files = try FileManager.default.contentsOfDirectory(at: folder.appending(path: name), includingPropertiesForKeys: nil)
        return try files.sorted { $0.path() < $1.path() }.map { [UInt8](try Data(contentsOf: $0)) }
    }

    private static var residentMegabytes: Int {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return (pages ?? 0) * 4096 >> 20
    }
}
