using System.Text;
using System.Text.Json;

namespace Tapir.Teachers.Prompts;

/// <summary>Finds the JSON objects in a model's reply, whatever stands around them: a code fence, a sentence, a reasoning block.</summary>
internal static class ReplyObjects
{
    private const string ReasoningEnd = "</think>";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>The outermost objects that have all these properties, in the order in which they stand. An object with one property twice is
    /// not among them: which of the two was meant cannot be known.</summary>
    public static IReadOnlyList<JsonElement> With(string reply, params ReadOnlySpan<string> properties)
    {
        List<JsonElement> found = [];
        byte[] utf8 = Encoding.UTF8.GetBytes(AfterReasoning(reply));
        int at = 0;
        while (NextBrace(utf8, at) is int start and >= 0)
        {
            int length = TryParse(utf8.AsMemory(start), properties, found);
            at = start + Math.Max(1, length);
        }

        return found;
    }

    private static string AfterReasoning(string reply)
    {
        int end = reply.LastIndexOf(ReasoningEnd, StringComparison.Ordinal);
        return end < 0 ? reply : reply[(end + ReasoningEnd.Length)..];
    }

    private static int NextBrace(byte[] utf8, int from)
    {
        int offset = utf8.AsSpan(from).IndexOf((byte)'{');
        return offset < 0 ? -1 : from + offset;
    }

    /// <summary>Bytes that the object at the start takes; 0 where there is none.</summary>
    private static int TryParse(ReadOnlyMemory<byte> utf8, ReadOnlySpan<string> properties, List<JsonElement> found)
    {
        try
        {
            Utf8JsonReader reader = new(utf8.Span, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 32 });
            reader.Read();
            reader.Skip();
            int length = (int)reader.BytesConsumed;
            using JsonDocument document = JsonDocument.Parse(utf8[..length], Strict);
            if (HasAll(document.RootElement, properties))
            {
                found.Add(document.RootElement.Clone());
            }

            return length;
        }
        catch (JsonException)
        {
            // A brace that opens no object (prose, code, a cut-off reply): look on behind it.
            return 0;
        }
    }

    private static bool HasAll(JsonElement element, ReadOnlySpan<string> properties)
    {
        foreach (string property in properties)
        {
            if (!element.TryGetProperty(property, out _))
            {
                return false;
            }
        }

        return true;
    }
}
