using Tapir.Models.Checkpoints.Elements;

namespace Tapir.Models.Gguf.Quantization;

/// <summary>The tensor types of GGUF that can be read, by ggml's number.</summary>
internal static class QuantizedFormats
{
    private static readonly IReadOnlyList<Entry> Readable =
    [
        new(0, Float32Format.Instance), new(1, Float16Format.Instance), new(30, BFloat16Format.Instance),
        new(8, Q8Format.Instance), new(2, new Q4Format()), new(3, new Q4OffsetFormat()), new(6, new Q5Format()), new(7, new Q5OffsetFormat()),
        new(12, new Q4SuperFormat()), new(13, new Q5SuperFormat()), new(14, new Q6SuperFormat()),
    ];

    // For the sentence that says what a file has; from ggml.h.
    private static readonly (uint Number, string Name)[] Others =
    [
        (9, "Q8_1"), (10, "Q2_K"), (11, "Q3_K"), (15, "Q8_K"), (16, "IQ2_XXS"), (17, "IQ2_XS"), (18, "IQ3_XXS"), (19, "IQ1_S"), (20, "IQ4_NL"), (21, "IQ3_S"), (22, "IQ2_S"),
        (23, "IQ4_XS"), (24, "I8"), (25, "I16"), (26, "I32"), (27, "I64"), (28, "F64"), (29, "IQ1_M"), (34, "TQ1_0"), (35, "TQ2_0"), (39, "MXFP4"),
    ];

    /// <exception cref="InvalidDataException">A type that cannot be read; the message says which can.</exception>
    public static Entry Of(uint number, string tensor, string source) => Readable.FirstOrDefault(entry => entry.Number == number) ?? throw new InvalidDataException(
        $"{source}: tensor {tensor} is quantized as {Others.FirstOrDefault(other => other.Number == number, (Number: number, Name: $"type {number}")).Name}; {string.Join(", ", Readable.Select(entry => entry.Format))} can be read.");

    /// <summary>ggml's number of a format.</summary>
    public static uint NumberOf(ElementFormat format) => Readable.First(entry => entry.Format == format).Number;

    internal sealed record Entry(uint Number, ElementFormat Format);
}
