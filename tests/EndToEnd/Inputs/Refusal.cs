namespace Tapir.EndToEnd.Inputs;

/// <summary>What wrong input must look like from outside.</summary>
internal static class Refusal
{
    /// <summary>Exit code 2, one line on standard error with the message, no stack trace, and no run left behind.</summary>
    public static void Of(TapirProgram program, ProgramResult refused, string message)
    {
        refused.AssertExitCode(2);
        string[] lines = refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(1, lines, refused.ToString());
        StringAssert.StartsWith(lines[0], "error: ");
        StringAssert.Contains(lines[0], message);
        string runs = Path.Combine(program.State, "runs");
        Assert.IsFalse(Directory.Exists(runs) && Directory.EnumerateFileSystemEntries(runs).Any(), "A run was left behind.");
    }
}
