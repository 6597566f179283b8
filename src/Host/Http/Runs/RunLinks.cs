using Microsoft.AspNetCore.Http;

namespace Tapir.Host.Http.Runs;

/// <summary>Where a run is looked at and changed, in the shape that users of Durable Functions know.</summary>
internal sealed record RunLinks(
    string Id,
    string StatusQueryGetUri,
    string SendEventPostUri,
    string TerminatePostUri,
    string SuspendPostUri,
    string ResumePostUri,
    string PurgeHistoryDeleteUri,
    string RewindPostUri)
{
    /// <param name="request">The <c>POST /runs</c> that started it: its address is what the others hang from.</param>
    public static RunLinks Of(HttpRequest request, string run)
    {
        string root = $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}".TrimEnd('/') + $"/{Uri.EscapeDataString(run)}";
        return new RunLinks(
            run, root, $"{root}/events/{{eventName}}", $"{root}/terminate?reason={{text}}", $"{root}/suspend?reason={{text}}", $"{root}/resume?reason={{text}}", root, $"{root}/rewind?reason={{text}}");
    }
}
