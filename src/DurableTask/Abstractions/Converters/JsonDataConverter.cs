using System.Text.Json;

namespace Tapir.DurableTask.Converters;

/// <summary>JSON through System.Text.Json; public fields included, names as written.</summary>
/// <param name="options">Null for the default options, which have to stay what they are: running histories were written with them.</param>
public class JsonDataConverter(JsonSerializerOptions? options = null) : DataConverter
{
    private static readonly JsonSerializerOptions DefaultOptions = new() { IncludeFields = true };

    private readonly JsonSerializerOptions options = options ?? DefaultOptions;

    public static JsonDataConverter Default { get; } = new();

    /// <inheritdoc/>
    public override string? Serialize(object? value) => value is null ? null : JsonSerializer.Serialize(value, options);

    /// <inheritdoc/>
    /// <remarks>An empty text is no value: so SDKs of other languages write the input of what was started without one.</remarks>
    public override object? Deserialize(string? data, Type targetType) =>
        string.IsNullOrEmpty(data) ? null! : JsonSerializer.Deserialize(data, targetType, options);
}
