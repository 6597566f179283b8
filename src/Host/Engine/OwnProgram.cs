using System.Diagnostics;

namespace Tapir.Host.Engine;

/// <summary>This program once more, as a child process with pipes for all three streams.</summary>
internal static class OwnProgram
{
    /// <param name="arguments">Its command line.</param>
    public static ProcessStartInfo With(params string[] arguments)
    {
        string running = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known, so it cannot be started again; set training.isolation to inProcess.");
        bool isRuntime = Path.GetFileNameWithoutExtension(running).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return new ProcessStartInfo(running, isRuntime ? [Path.Combine(AppContext.BaseDirectory, "tapir.dll"), .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
    }
}
