using System.Text;

namespace Tapir.Teachers.Endpoints;

/// <summary>The key of an endpoint. Its text leaves this type only into the request's header; whatever comes back is cleaned of it.</summary>
internal sealed class EndpointKey
{
    // Shorter ones ("EMPTY", "none") are placeholders of local servers, and cleaning would garble ordinary text.
    private const int ShortestSecret = 12;

    private const string Mask = "***";

    private readonly byte[] utf8;

    private EndpointKey(string text)
    {
        Text = text;
        utf8 = Encoding.UTF8.GetBytes(text);
    }

    /// <summary>For an endpoint that wants no key.</summary>
    public static EndpointKey None { get; } = new("");

    public bool IsNone => Text.Length == 0;

    /// <summary>The key itself.</summary>
    public string Text { get; }

    /// <exception cref="EndpointRefusedException">The variable is not set or cannot be a key.</exception>
    public static EndpointKey Read(ChatModelSpec spec, Func<string, string?> readVariable)
    {
        if (spec.KeyVariable is not { } variable)
        {
            return None;
        }

        string? text = readVariable(variable)?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            throw new EndpointRefusedException(
                $"The environment variable {variable}, which is to hold the key for {spec.Url}, is not set. Set it and run the same command again.");
        }

        return text.All(c => c is > ' ' and < '\x7f')
            ? new EndpointKey(text)
            : throw new EndpointRefusedException(
                $"The environment variable {variable}, which is to hold the key for {spec.Url}, has white space or letters that no key has. Set it to the key alone.");
    }

    public string Clean(string text) =>
        Text.Length < ShortestSecret ? text : text.Replace(Text, Mask, StringComparison.Ordinal).Replace(Uri.EscapeDataString(Text), Mask, StringComparison.Ordinal);

    public byte[] Clean(byte[] reply) =>
        Text.Length < ShortestSecret || reply.AsSpan().IndexOf(utf8) < 0 ? reply : Encoding.UTF8.GetBytes(Clean(Encoding.UTF8.GetString(reply)));

    public override string ToString() => IsNone ? "no key" : Mask;
}
