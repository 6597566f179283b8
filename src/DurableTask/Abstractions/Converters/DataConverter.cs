using System.Diagnostics.CodeAnalysis;

namespace Tapir.DurableTask;

/// <summary>Turns the values of orchestrations and activities into text and back. Null stays null both ways.</summary>
/// <remarks>Texts are stored in histories: a converter that reads older texts differently strands what is running.</remarks>
public abstract class DataConverter
{
    [return: NotNullIfNotNull(nameof(value))]
    public abstract string? Serialize(object? value);

    [return: NotNullIfNotNull(nameof(data))]
    public abstract object? Deserialize(string? data, Type targetType);

    /// <returns>The value; default of <typeparamref name="T"/> for null.</returns>
    [return: NotNullIfNotNull(nameof(data))]
    public virtual T? Deserialize<T>(string? data) => (T?)(Deserialize(data, typeof(T)) ?? default(T));
}
