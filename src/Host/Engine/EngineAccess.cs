namespace Tapir.Host.Engine;

/// <summary>How a command uses a state folder.</summary>
internal enum EngineAccess
{
    /// <summary>It runs the sidecar itself, and refuses to start when another process does.</summary>
    Own,

    /// <summary>It asks the process that runs the sidecar, or opens the hub itself when none does.</summary>
    Join,

    /// <summary>It removes artifacts: it runs the sidecar itself, and nobody else works with the folder meanwhile. Whoever comes waits.</summary>
    Sweep,
}
