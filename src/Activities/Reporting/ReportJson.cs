using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tapir.Activities.Reporting;

/// <summary>The report as a file: <c>report.json</c>, camelCase, indented, always in the same order.</summary>
public static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        // A diverged training has a loss that is not a number; the report must still be written.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        // For people who open the file: Japanese stays Japanese. The page never embeds this text.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the report; equal reports give equal text, in whatever order their lists were filled.</summary>
    /// <remarks>But for the lineage, which within a round keeps the order of making it came in.</remarks>
    public static string Serialize(RunReport report) => JsonSerializer.Serialize(ReportOrder.Of(report), Options) + "\n";

    /// <summary>Reads what <see cref="Serialize"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not a report.</exception>
    public static RunReport Parse(string json) =>
        JsonSerializer.Deserialize<RunReport>(json, Options)
        ?? throw new JsonException("A report is a JSON object, but the text holds null.");
}
