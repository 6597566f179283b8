using System.Text.Json;
using Tapir.Functions;
using Tapir.Host.Engine;
using Tapir.Host.Results;
using Tapir.Host.State;

namespace Tapir.Host.Commands;

/// <summary>What went into a key, for people and as JSON.</summary>
internal static class Explanations
{
    // A key and an artifact's digest are both a SHA-256 in hexadecimal.
    private const int DigestLength = 64;

    public static async Task<string> OfAsync(TapirEngine engine, string wanted, bool asJson, CancellationToken cancellation)
    {
        ResultExplanation explained = await new ResultExplainer(engine.Results, new StorePresence(engine.Artifacts.ExistsAsync))
            .ExplainAsync(await KeyOfAsync(engine.Results, wanted, cancellation), cancellation);
        StoredResult result = explained.Result;
        return asJson
            ? ResultJson.Of(new
            {
                result.Key,
                result.Function,
                result.Version,
                result.NumericEnvironment,
                result.RunId,
                Input = JsonSerializer.Deserialize<JsonElement>(result.Input),
                Output = JsonSerializer.Deserialize<JsonElement>(result.Output),
                result.StoredAt,
                Seconds = result.Duration.TotalSeconds,
                explained.KeyDocument,
                explained.Used,
                explained.Made,
            })
            : Text(explained);
    }

    // An artifact stands for the call that made it.
    private static async Task<string> KeyOfAsync(SqliteResultIndex results, string wanted, CancellationToken cancellation)
    {
        bool isReference = wanted.StartsWith("artifact:", StringComparison.Ordinal);
        if (!isReference && (wanted.Length != DigestLength || (await results.FindByPrefixAsync(wanted, limit: 1, cancellation)).Count > 0))
        {
            return wanted;
        }

        IReadOnlyList<StoredResult> makers = await results.FindProducersAsync(isReference ? wanted : $"artifact:sha256:{wanted}", cancellation);
        return makers.Count > 0 ? makers[0].Key : !isReference ? wanted : throw new StateException($"No result in the index made '{wanted}': it was given, or the index was deleted since.");
    }

    private static string Text(ResultExplanation explained)
    {
        StoredResult result = explained.Result;
        List<string> lines =
        [
            $"key       {result.Key}",
            $"function  {result.Function} v{result.Version}",
            $"made      {result.StoredAt:u} in {result.Duration.TotalSeconds:0.00} s",
        ];
        if (result.NumericEnvironment is { } environment)
        {
            lines.Add($"numbers   {environment}");
        }

        if (result.RunId is { } run)
        {
            lines.Add($"run       {run}");
        }

        lines.Add($"hashed    {explained.KeyDocument}");
        lines.AddRange(explained.Used.Select(artifact => $"used      {Line(artifact)}"));
        lines.AddRange(explained.Made.Select(artifact => $"made      {Line(artifact)}"));
        lines.Add($"output    {result.Output}");
        return string.Join(Environment.NewLine, lines);
    }

    private static string Line(ExplainedArtifact artifact)
    {
        string maker = artifact.MadeBy is null ? "given" : $"by {artifact.MadeBy}{(artifact.MadeByKey is { } key ? $", key {key[..12]}" : "")}";
        return $"{artifact.Artifact} {maker}{(artifact.IsStored ? "" : ", MISSING")}";
    }
}
