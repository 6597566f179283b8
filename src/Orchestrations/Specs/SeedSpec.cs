using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Tapir.Orchestrations.Specs;

/// <summary>Where the seed data D comes from: files, or the embedded tutor when no file is named.</summary>
public sealed record SeedSpec
{
    [Description("A file with instructions and answers: Alpaca JSON, Self-Instruct, GSM8K, OpenAI messages or Tapir's own JSONL. Recognised by content.\nLeave it out and the embedded tutor writes the seed.")]
    public string? Path { get; init; }

    [Description("More files whose rows join those of path, each in whichever of these forms. For an example of several: [FILE, FILE].")]
    public IReadOnlyList<string>? Also { get; init; }

    [Description("Examples that the tutor writes for each task family and level, where no path is given.")]
    [Range(1, 10_000)]
    public int PerCell { get; init; } = 24;

    [Description("Use at most this many rows of each file, chosen by the random seed; 0 means all.")]
    [Range(0, int.MaxValue)]
    public int Limit { get; init; }

    /// <summary>Every file that is named, <see cref="Path"/> first.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Files => Path is null ? [] : [Path, .. Also ?? []];

    /// <summary>The same seed, its files found elsewhere.</summary>
    /// <param name="move">From where a file is said to be to where it is.</param>
    public SeedSpec Move(Func<string, string> move)
    {
        ArgumentNullException.ThrowIfNull(move);
        return this with { Path = Path is { } path ? move(path) : null, Also = Also is { } also ? [.. also.Select(move)] : null };
    }

    /// <summary>The same seed without the places of its files, where their content is given beside it.</summary>
    public SeedSpec WithoutFiles() => this with { Path = null, Also = null };
}
