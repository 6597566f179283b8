using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tapir.Datasets.Import;

/// <summary>The file in which bad rows are set aside: there when there are any, gone when there are none.</summary>
internal sealed class RejectedFile(string? path) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private StreamWriter? writer;

    /// <summary>Removes what an earlier import set aside.</summary>
    public void Begin()
    {
        if (path is not null && File.Exists(path))
        {
            File.Delete(path);
        }
    }

    public async ValueTask WriteAsync(RejectedRow row)
    {
        if (path is null)
        {
            return;
        }

        writer ??= Create(path);
        await writer.WriteLineAsync(JsonSerializer.Serialize(row, Options)).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (writer is not null)
        {
            await writer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static StreamWriter Create(string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        return new StreamWriter(path, append: false);
    }
}
