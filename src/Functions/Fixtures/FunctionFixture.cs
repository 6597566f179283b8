using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tapir.Functions;

/// <summary>A recorded call of a function: a change of its output without a new version does not go unnoticed. One JSON file each, beside the tests.</summary>
/// <param name="Function">Name of the function.</param>
/// <param name="Input">What it is called with.</param>
/// <param name="Version">The version that was recorded; null in a new fixture.</param>
/// <param name="OutputDigest"><c>sha256:</c> and the digest of the output's canonical JSON, artifact digests included; null in a new fixture.</param>
/// <param name="NumericEnvironment">Where a numeric function was recorded.</param>
/// <param name="Files">Files beside the fixture that the input refers to as artifacts.</param>
public sealed record FunctionFixture(
    string Function, JsonElement Input, int? Version = null, string? OutputDigest = null, string? NumericEnvironment = null, IReadOnlyList<string>? Files = null)
{
    private static readonly JsonSerializerOptions FileOptions = new(FunctionJson.Options) { WriteIndented = true };

    /// <exception cref="FixtureException">There is no such file, or it is no fixture.</exception>
    public static FunctionFixture Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<FunctionFixture>(File.ReadAllText(path), FileOptions) is { Function: not null } fixture
                ? fixture
                : throw new FixtureException($"The fixture '{path}' names no function.");
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            throw new FixtureException($"The fixture '{path}' cannot be read: {e.Message}", e);
        }
    }

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, FileOptions) + "\n");

    internal static string DigestOf(string canonicalOutput) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalOutput)));
}
