extension Actor {
    /// Who acts in the current task, and so in everything it commits: the router sets it for a request, a command for its own work.
    ///
    /// Why not an argument: what is audited lies many calls below who is known to ask, and what forgot to hand an argument on would
    /// enter the wrong one as silently.
    @TaskLocal package static var current: Actor = .system
}
