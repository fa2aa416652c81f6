import Domain
import Testing

@Suite struct `A memory of so many bytes` {
    @Test func `forgets others where there is no room, and never what was kept last`() {
        var memory = SizedMemory<Int, String>(capacity: 100)
        for key in 1...50 {
            memory.keep("Value \(key)", size: 30, for: key)
            #expect(memory[key] == "Value \(key)")
            #expect((1...50).count { memory[$0] != nil } == min(key, 3))
        }
    }

    @Test func `has room again for what took the place of something bigger`() {
        var memory = SizedMemory<Int, String>(capacity: 100)
        memory.keep("big", size: 90, for: 1)
        memory.keep("small", size: 10, for: 1)
        memory.keep("other", size: 90, for: 2)
        #expect(memory[1] == "small" && memory[2] == "other")
    }

    @Test func `keeps what takes all of it, and not what is larger`() {
        var memory = SizedMemory<Int, String>(capacity: 100)
        memory.keep("all", size: 100, for: 1)
        #expect(memory[1] == "all")
        memory.keep("first", size: 10, for: 1)
        memory.keep("other", size: 10, for: 2)
        memory.keep("too big", size: 101, for: 1)
        #expect(memory[1] == nil && memory[2] == "other")
    }

    @Test func `forgets what has grown larger than all of it, and nothing else`() {
        var memory = SizedMemory<Int, String>(capacity: 100)
        memory.keep("other", size: 50, for: 1)
        memory.keep("grown", size: 10, for: 2)
        memory.change(2) { _ in 91 }
        #expect(memory[1] == "other" && memory[2] == nil)
        memory.keep("again", size: 50, for: 2)
        #expect(memory[1] == "other" && memory[2] == "again")
    }

    @Test func `counts what a value has grown by`() {
        var memory = SizedMemory<Int, String>(capacity: 100)
        memory.keep("a", size: 40, for: 1)
        memory.keep("b", size: 40, for: 2)
        memory.change(2) { value in
            value += "c"
            return 30
        }
        memory.change(3) { _ in 90 }
        #expect(memory[1] == nil && memory[2] == "bc")
    }
}
