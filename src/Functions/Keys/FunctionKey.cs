using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Tapir.Functions;

/// <summary>The key of a call: the SHA-256 of a canonical JSON document of all that the result depends on.</summary>
public static class FunctionKey
{
    /// <summary>The document behind the key: <c>{"environment":...,"function":...,"input":...,"run":...,"version":...}</c>, without what does not count.</summary>
    /// <param name="function">The function called.</param>
    /// <param name="canonicalInput">Its input in canonical JSON.</param>
    /// <param name="numericEnvironment">Counts for a numeric function only.</param>
    /// <param name="runId">Counts for a function cached per run only.</param>
    public static string DocumentOf(DurableFunction function, string canonicalInput, string? numericEnvironment, string runId)
    {
        ArgumentNullException.ThrowIfNull(function);
        return DocumentOf(
            function.Name, function.Version, canonicalInput, function.Numeric ? numericEnvironment : null, function.Policy.IsPerRun ? runId : null);
    }

    /// <summary>The document behind the key of a stored result.</summary>
    public static string DocumentOf(StoredResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return DocumentOf(result.Function, result.Version, result.Input, result.NumericEnvironment, result.RunId);
    }

    /// <summary>The key: 64 lower-case hexadecimal digits.</summary>
    public static string Of(string document) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));

    // Written in the order that canonical JSON has, so that the input need not be parsed once more.
    private static string DocumentOf(string function, int version, string canonicalInput, string? numericEnvironment, string? runId) =>
        "{" + Member("environment", numericEnvironment) + Member("function", function) + "\"input\":" + canonicalInput + "," + Member("run", runId)
        + "\"version\":" + version + "}";

    private static string Member(string name, string? value) =>
        value is null ? "" : $"\"{name}\":{JsonSerializer.Serialize(value, FunctionJson.Options)},";
}
