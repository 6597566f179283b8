using System.Text;

namespace Tapir.DurableTask.Protobuf;

/// <summary>How a worker that is the wrong one for an item says why, when it hands it back.</summary>
/// <remarks>The protocol's Abandon messages hold a completion token and nothing else, so that a sidecar cannot tell a worker that stops from one that will never take the item. A worker that
/// sends <see cref="Header"/> with the Abandon call will not take this item as long as it is connected. When all that could get it have said so, Tapir's sidecar parks it with the reason, until a
/// worker connects that has not.</remarks>
public static class HandBackReason
{
    /// <summary>The request header (metadata key) of the Abandon calls; its value is a sentence in UTF-8.</summary>
    public const string Header = "tapir-hand-back-reason-bin";

    /// <summary>Longest reason that is sent or kept, in characters.</summary>
    private const int Longest = 1000;

    public static byte[] Write(string reason) => Encoding.UTF8.GetBytes(Shorten(reason));

    public static string Read(byte[] value) => Shorten(Encoding.UTF8.GetString(value));

    private static string Shorten(string reason) => reason.Length <= Longest ? reason : $"{reason[..(Longest - 3)]}...";
}
