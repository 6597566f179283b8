using System.Text.Json;

namespace Tapir.Functions;

/// <summary>A function with its implementation, its types hidden behind JSON.</summary>
internal sealed class CatalogEntry
{
    private readonly Func<JsonElement, object?> readInput;
    private readonly Func<object?, string> writeInput;
    private readonly Func<FunctionContext, object?, Task<string>> run;

    private CatalogEntry(
        DurableFunction function,
        Func<JsonElement, object?> readInput,
        Func<object?, string> writeInput,
        Func<FunctionContext, object?, Task<string>> run)
    {
        Function = function;
        this.readInput = readInput;
        this.writeInput = writeInput;
        this.run = run;
    }

    public DurableFunction Function { get; }

    public static CatalogEntry Of<TInput, TOutput>(DurableFunction<TInput, TOutput> function, Func<FunctionContext, TInput, Task<TOutput>> implementation) =>
        new(
            function,
            json => json.ValueKind == JsonValueKind.Undefined ? default : json.Deserialize<TInput>(FunctionJson.Options),
            input => CanonicalJson.Of(input is null ? "null" : JsonSerializer.Serialize((TInput)input, FunctionJson.Options)),
            async (context, input) =>
            {
                TOutput output = await implementation(context, (TInput)input!).ConfigureAwait(false);
                return CanonicalJson.Of(JsonSerializer.Serialize(output, FunctionJson.Options));
            });

    /// <summary>Reads an input as the function's type and writes it back, so that a member left out and one given its default have one key.</summary>
    /// <exception cref="FunctionInputException">The JSON is no such input.</exception>
    public FunctionInput ReadInput(JsonElement json)
    {
        try
        {
            object? value = readInput(json);
            return new FunctionInput(value, writeInput(value));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or FormatException or ArgumentException or InvalidOperationException)
        {
            throw new FunctionInputException($"The input of {Function} is no {Function.InputType.Name}: {e.Message}", e);
        }
    }

    /// <summary>Runs the implementation.</summary>
    /// <returns>Its output as canonical JSON.</returns>
    public Task<string> RunAsync(FunctionContext context, FunctionInput input) => run(context, input.Value);
}
