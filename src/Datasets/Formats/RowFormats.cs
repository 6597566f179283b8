using System.Text.Json;

namespace Tapir.Datasets.Formats;

/// <summary>All forms of rows. To add one: a file with the class, a member of <see cref="DatasetFormat"/>, a line here.</summary>
internal static class RowFormats
{
    // The more telling form first: Tapir's own rows have an instruction too.
    private static readonly IRowFormat[] All =
    [
        new TapirRows(),
        new SelfInstructRows(),
        new AlpacaRows(),
        new Gsm8kRows(),
        new MessagesRows(),
    ];

    public static IRowFormat? Recognize(JsonElement row) =>
        row.ValueKind == JsonValueKind.Object ? Array.Find(All, format => format.Recognizes(row)) : null;

    /// <summary>The forms in words, for messages.</summary>
    public const string Known = "instruction/output (Alpaca), instruction/instances (Self-Instruct), question/answer (GSM8K), messages (OpenAI) or instruction/response (Tapir)";
}
