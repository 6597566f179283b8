using System.Text.Json;
using Tapir.Host.State;

namespace Tapir.Host.Results;

/// <summary>The <c>--json</c> form of a run.</summary>
internal static class ResultJson
{
    public static string Of<T>(T document) => JsonSerializer.Serialize(document, StateJson.Options);
}
