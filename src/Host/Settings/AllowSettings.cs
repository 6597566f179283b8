namespace Tapir.Host.Settings;

/// <summary>Section <c>tapir.allow</c> of <c>host.json</c>: what specs may name that come over HTTP or with a schedule. The operator's own `tapir run` may name anything.</summary>
internal sealed record AllowSettings
{
    /// <value>Folders and files that such a spec may read from, symbolic links followed; folders and <c>blob:CONTAINER/PREFIX</c> that schedules may watch. None unless named.</value>
    public IReadOnlyList<string> Read { get; init; } = [];

    /// <value>What the addresses of endpoints must begin with, such as <c>https://host/v1</c>. Without it any endpoint of the public internet may be named; one in a
    /// private network must be listed.</value>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <value>Environment variables whose value may be sent to an endpoint as its key. Default OPENAI_API_KEY.</value>
    public IReadOnlyList<string> KeyVariables { get; init; } = ["OPENAI_API_KEY"];
}
