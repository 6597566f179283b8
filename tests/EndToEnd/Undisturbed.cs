namespace Tapir.EndToEnd;

/// <summary>The tiny run left alone, made once: others are compared with it, and tests that need a finished run start from a copy.</summary>
[TestClass]
public static class Undisturbed
{
    private static readonly Lazy<(TapirProgram Program, ProgramResult Result)> Made = new(() =>
    {
        TapirProgram program = new();
        return (program, program.RunTiny().AssertExitCode(0));
    });

    internal static TapirProgram Program => Made.Value.Program;

    internal static ProgramResult Result => Made.Value.Result;

    internal static RunTraces Traces => RunTraces.Of(Result);

    internal static LedgerBook Ledger => new(Program.Ledger);

    /// <summary>A program over a copy of the finished run's state.</summary>
    internal static TapirProgram Copy() => TapirProgram.WithStateOf(Program);

    [AssemblyCleanup]
    public static void Clean()
    {
        if (Made.IsValueCreated)
        {
            Made.Value.Program.Dispose();
        }
    }
}
