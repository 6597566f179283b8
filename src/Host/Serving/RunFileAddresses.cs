using Tapir.Host.Results;
using Tapir.Host.Settings;

namespace Tapir.Host.Serving;

/// <summary>Where what a run leaves behind is asked for over HTTP. The paths that the command line shows are no business of whoever asks from afar.</summary>
internal sealed class RunFileAddresses(HostSettings settings)
{
    /// <summary>The run with addresses in the place of paths, relative to the server's root.</summary>
    public RunDocument In(RunDocument document) => document with
    {
        Student = document.Student is null ? null : StudentOf(document.Run),
        Report = document.Report is null ? null : $"{RunOf(document.Run)}/report",
    };

    /// <summary>The list of the student's files, which are below it by their names.</summary>
    public string StudentOf(string run) => $"{RunOf(run)}/student";

    private string RunOf(string run) => $"/{settings.Extensions.Http.RoutePrefix}/runs/{Uri.EscapeDataString(run)}";
}
