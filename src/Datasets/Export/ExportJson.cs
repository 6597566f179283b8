using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tapir.Datasets.Export;

internal static class ExportJson
{
    /// <summary>Text as it is, in whatever script: these files are for reading.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
