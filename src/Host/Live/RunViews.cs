using Spectre.Console;

namespace Tapir.Host.Live;

/// <summary>Chooses how a run is shown.</summary>
internal static class RunViews
{
    /// <summary>A live tree in a terminal, else plain lines; always plain lines where standard output is kept for JSON.</summary>
    public static IRunView For(TextWriter output, bool asJson) => !asJson && !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi
        ? new TerminalView(AnsiConsole.Console)
        : new PlainView(output);
}
