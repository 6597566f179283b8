namespace Tapir.Functions;

/// <summary>The contract of a durable function: a typed, named, versioned activity whose input and output are records of plain values and artifact
/// references. The orchestration owns the contract; another room implements it.</summary>
/// <typeparam name="TInput">Serialised by <see cref="FunctionJson.Options"/>; becomes part of the key, so it holds no secrets, times or paths of a machine.</typeparam>
/// <typeparam name="TOutput">Serialised likewise, and small: what is large is an artifact.</typeparam>
/// <param name="name">Words of a-z, 0-9 and '-', joined by dots.</param>
/// <param name="version">From 1 up.</param>
/// <param name="policy">How long a result stands.</param>
public sealed class DurableFunction<TInput, TOutput>(string name, int version, CachePolicy policy) : DurableFunction(name, version, policy)
{
    /// <value>Which device a numeric function computes on, by its input: what it is there becomes part of the key. Empty, the default, for the processor.</value>
    public Func<TInput, string> Device { get; init; } = static _ => "";

    internal override string DeviceOf(object? input) => Device((TInput)input!);

    public override Type InputType => typeof(TInput);

    public override Type OutputType => typeof(TOutput);
}
