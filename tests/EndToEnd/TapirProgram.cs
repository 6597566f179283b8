using System.Diagnostics;
using System.Text;

namespace Tapir.EndToEnd;

/// <summary>The real program in processes of its own, over a state folder of its own: <c>.tapir</c> in a temporary folder, as a user would have it.</summary>
internal sealed class TapirProgram : IDisposable
{
    /// <summary>A whole run of a few seconds; or the spec that <c>TAPIR_KILLS_SPEC</c> names, for random kills by hand.</summary>
    public static readonly string TinySpec = Environment.GetEnvironmentVariable("TAPIR_KILLS_SPEC") ?? Path.Combine(AppContext.BaseDirectory, "Specs", "tiny.yaml");

    /// <summary>The checkout that was built.</summary>
    public static readonly string Checkout = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    // The program as it was built for its users, beside this project: bin/CONFIGURATION/FRAMEWORK has the same name in both.
    private static readonly string Program = Path.Combine(
        Checkout, "src/Host/bin", Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../.."), AppContext.BaseDirectory), "tapir.dll");

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(Environment.GetEnvironmentVariable("TAPIR_KILLS_SPEC") is null ? 10 : 15);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tapir-e2e-");

    public string Root => folder.FullName;

    public string State => Path.Combine(Root, ".tapir");

    public string Ledger => Path.Combine(State, "ledger.db");

    public string Results => Path.Combine(State, "results.db");

    /// <summary>A program whose state folder is a copy of another's, which no process has open.</summary>
    public static TapirProgram WithStateOf(TapirProgram other)
    {
        TapirProgram copy = new();
        foreach (string file in Directory.EnumerateFiles(other.State, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(copy.State, Path.GetRelativePath(other.State, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    /// <summary>Writes a file into the folder that the program runs in.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string content)
    {
        string path = Path.Combine(Root, name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Runs a command to its end.</summary>
    public ProgramResult Run(params string[] arguments) => Run([], arguments);

    /// <inheritdoc cref="Run(string[])"/>
    /// <param name="environment">Variables that are set for this process.</param>
    public ProgramResult Run(Dictionary<string, string> environment, params string[] arguments)
    {
        using RunningProgram running = Start(environment, arguments);
        return running.WaitForEnd(Patience);
    }

    /// <summary>Runs a command line as it would be typed in the checkout.</summary>
    public static ProgramResult RunInCheckout(string commandLine)
    {
        using RunningProgram running = Start(Checkout, [], "sh", ["-c", commandLine]);
        return running.WaitForEnd(Patience);
    }

    /// <summary>Runs the tiny spec to its end, or goes on with it.</summary>
    public ProgramResult RunTiny(params string[] more) => Run(TinyArguments(more));

    public RunningProgram StartTiny(params string[] more) => Start([], TinyArguments(more));

    /// <summary>Runs a command that is to kill itself at an instant; fails when it never came there.</summary>
    /// <param name="crashAt"><c>LISTENER/INSTANT:N</c>, the N-th time in this process.</param>
    public void CrashAt(string crashAt, params string[] arguments) => CrashAt(crashAt, [], arguments.Length == 0 ? TinyArguments() : arguments);

    /// <inheritdoc cref="CrashAt(string, string[])"/>
    /// <param name="environment">Variables that are set for this process besides.</param>
    public void CrashAt(string crashAt, Dictionary<string, string> environment, string[] arguments)
    {
        ProgramResult crashed = Run(new Dictionary<string, string>(environment) { ["TAPIR_CRASH_AT"] = crashAt }, arguments);
        // 128 and SIGKILL.
        Assert.AreEqual(137, crashed.ExitCode, $"{crashAt} was never reached: {crashed}");
    }

    /// <summary>Runs a command whose process may write no file larger than some six to twelve million bytes, and is refused when it tries.</summary>
    public ProgramResult RunWithSmallFiles(params string[] arguments)
    {
        // Shells count in blocks of 512 or of 1,024 bytes. The signal is ignored, so that the write fails, as on a full disk, and nobody is killed.
        using RunningProgram running = Start(
            // The runtime keeps its code in a memory file of its own, which the limit would be too small for.
            new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0" }, "sh", ["-c", "trap '' XFSZ; ulimit -f 12000; exec \"$@\"", "sh", "dotnet", Program, .. arguments]);
        return running.WaitForEnd(Patience);
    }

    public RunningProgram Start(Dictionary<string, string> environment, params string[] arguments) => Start(environment, "dotnet", [Program, .. arguments]);

    private RunningProgram Start(Dictionary<string, string> environment, string file, IReadOnlyList<string> arguments) => Start(Root, environment, file, arguments);

    private static RunningProgram Start(string folder, Dictionary<string, string> environment, string file, IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(file)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new RunningProgram(Process.Start(start)!);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static string[] TinyArguments(params string[] more) => ["run", TinySpec, "--json", .. more];
}
