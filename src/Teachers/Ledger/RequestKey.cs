using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace Tapir.Teachers.Ledger;

/// <summary>Computes the key of a request. Every field goes in with its length, so that no two requests can run together into one key.</summary>
internal static class RequestKey
{
    // Raised when the form below changes; old keys then no longer match, and nothing is answered by mistake.
    private const string Form = "tapir-request-1";

    /// <exception cref="NotSupportedException">The request has tools or contents other than text: two different ones could get one key.</exception>
    public static LedgerKey Of(CallOrigin origin, IReadOnlyList<ChatMessage> messages, ChatOptions options, int sampleIndex)
    {
        RequireText(messages, options);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Form);
        Append(hash, origin.Provider);
        Append(hash, origin.Endpoint);
        Append(hash, origin.Model);
        Append(hash, messages.Count.ToString(CultureInfo.InvariantCulture));
        foreach (ChatMessage message in messages)
        {
            Append(hash, message.Role.Value);
            Append(hash, message.Text);
        }

        Append(hash, ParametersOf(options));
        Append(hash, sampleIndex.ToString(CultureInfo.InvariantCulture));
        return new LedgerKey(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static string ParametersOf(ChatOptions o) => string.Create(
        CultureInfo.InvariantCulture,
        $"t={o.Temperature};m={o.MaxOutputTokens};p={o.TopP};k={o.TopK};s={o.Seed};f={o.FrequencyPenalty};r={o.PresencePenalty};j={FormatOf(o)};x={StopsOf(o)}");

    private static string StopsOf(ChatOptions options) =>
        options.StopSequences is { Count: > 0 } stops ? string.Join(',', stops.Select(s => s.Length + ":" + s)) : "";

    private static string FormatOf(ChatOptions options) => options.ResponseFormat switch
    {
        null or ChatResponseFormatText => "",
        ChatResponseFormatJson json => "json" + (json.Schema?.GetRawText() ?? ""),
        ChatResponseFormat other => throw new NotSupportedException($"The ledger does not know the response format {other.GetType().Name}."),
    };

    private static void RequireText(IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        if (options.Tools is { Count: > 0 } || options.RawRepresentationFactory is not null || options.Instructions is not null)
        {
            throw new NotSupportedException("The ledger records conversations of text: tools, instructions outside the messages and raw options are not part of its key.");
        }

        foreach (ChatMessage message in messages)
        {
            foreach (AIContent content in message.Contents)
            {
                if (content is not TextContent)
                {
                    throw new NotSupportedException($"The ledger records conversations of text, and a message of this one has {content.GetType().Name}.");
                }
            }
        }
    }

    private static void Append(IncrementalHash hash, string field)
    {
        int size = Encoding.UTF8.GetByteCount(field);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, size);
        hash.AppendData(length);
        if (size <= 1024)
        {
            Span<byte> small = stackalloc byte[size];
            Encoding.UTF8.GetBytes(field, small);
            hash.AppendData(small);
            return;
        }

        hash.AppendData(Encoding.UTF8.GetBytes(field));
    }
}
