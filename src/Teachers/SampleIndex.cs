using Microsoft.Extensions.AI;

namespace Tapir.Teachers;

/// <summary>Which sample of one request is meant. The same request with the same index is answered from the ledger; the next index asks the
/// model again. It is part of the ledger's key and never sent to the model.</summary>
public static class SampleIndex
{
    private const string Property = "tapir.sample";

    /// <summary>Options that ask for this sample; 0 is the first.</summary>
    public static ChatOptions Of(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new ChatOptions { AdditionalProperties = new AdditionalPropertiesDictionary { [Property] = index } };
    }

    /// <summary>The sample that the options ask for; 0 where they do not say.</summary>
    public static int Read(ChatOptions? options) =>
        options?.AdditionalProperties is { } properties && properties.TryGetValue(Property, out int index) ? index : 0;
}
