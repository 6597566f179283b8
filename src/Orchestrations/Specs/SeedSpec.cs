using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Tapir.Orchestrations.Specs;

/// <summary>Where the seed data D comes from: a file, or the embedded tutor when no file is named.</summary>
public sealed record SeedSpec
{
    [Description("A file with instructions and answers: Alpaca JSON, Self-Instruct, GSM8K, OpenAI messages or Tapir's own JSONL. Recognised by content.\nLeave it out and the embedded tutor writes the seed.")]
    public string? Path { get; init; }

    [Description("Examples that the tutor writes for each task family and level, where no path is given.")]
    [Range(1, 10_000)]
    public int PerCell { get; init; } = 24;

    [Description("Use at most this many rows of the file, chosen by the random seed; 0 means all.")]
    [Range(0, int.MaxValue)]
    public int Limit { get; init; }
}
