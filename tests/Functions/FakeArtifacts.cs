using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Tapir.Functions.Tests;

/// <summary>Artifacts in memory that can be lost: missing, or there but damaged.</summary>
internal sealed class FakeArtifacts : IArtifactPresence
{
    private readonly ConcurrentDictionary<string, string> content = new();
    private readonly ConcurrentDictionary<string, bool> damaged = new();

    /// <value>What the store does before it says whether an artifact is there.</value>
    public Func<CancellationToken, Task> Looking { get; set; } = _ => Task.CompletedTask;

    public static string ReferenceOf(string text) => "artifact:sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public string Put(string text)
    {
        string reference = ReferenceOf(text);
        content[reference] = text;
        damaged.TryRemove(reference, out _);
        return reference;
    }

    public string Read(string reference) =>
        content.TryGetValue(reference, out string? text) && !damaged.ContainsKey(reference) ? text : throw new LostException(reference);

    public void Remove(string reference) => content.TryRemove(reference, out _);

    public void Damage(string reference) => damaged[reference] = true;

    public async ValueTask<bool> ExistsAsync(string reference, CancellationToken cancellation)
    {
        await Looking(cancellation);
        return content.ContainsKey(reference);
    }

    public string? FindLost(Exception exception) => (exception as LostException)?.Reference;

    internal sealed class LostException(string reference) : Exception($"{reference} is lost")
    {
        public string Reference { get; } = reference;
    }
}
