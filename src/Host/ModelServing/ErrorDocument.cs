using System.Text.Json.Serialization;

namespace Tapir.Host.ModelServing;

/// <summary>An error in OpenAI's shape.</summary>
internal sealed record ErrorDocument(ErrorBody Error);

internal sealed record ErrorBody(
    string Message,
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Code);
