using Tapir.Host.Results;

namespace Tapir.Host.Commands;

/// <summary>What the program's exit code says. A contract with scripts.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    public const int Failed = 1;

    /// <summary>Wrong input: spec, arguments, files, state folder.</summary>
    public const int WrongInput = 2;

    /// <summary>The run waits for a person: budget, a refused key, a full disk, or a review that was not waited for.</summary>
    public const int Paused = 3;

    /// <summary>Interrupted; the same command goes on.</summary>
    public const int Interrupted = 130;

    /// <summary>What a command ends with that has followed a run until it stopped.</summary>
    /// <param name="status">As <see cref="RunDocument.Status"/> has it.</param>
    public static int Of(string status) => status switch
    {
        "done" => Done,
        "paused" or "waiting" or "suspended" => Paused,
        "queued" or "running" or "interrupted" => Interrupted,
        _ => Failed,
    };
}
