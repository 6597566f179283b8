namespace Tapir.Host.Examples;

/// <summary>Which of a run's examples are wanted; what is null does not matter.</summary>
public sealed record ExampleQuery
{
    /// <summary>How many a page may have at most.</summary>
    public const int LargestPage = 200;

    public int? Round { get; init; }

    public ExampleKind? Kind { get; init; }

    /// <value>Name of a task label.</value>
    public string? Task { get; init; }

    /// <value>Whether the round chose it to be trained on.</value>
    public bool? Selected { get; init; }

    /// <value>Whether the judge was asked and gave no score.</value>
    public bool? Unscored { get; init; }

    /// <value>Only those with a judgement that something contradicts.</value>
    public bool OnlyDisagreements { get; init; }

    /// <value>Words that are all to be found in the instruction or an answer, anywhere in a word, in upper or lower case; in quotation marks for several in a row.</value>
    public string? Search { get; init; }

    /// <value>Only what comes after this position; for the next page.</value>
    public long? After { get; init; }

    /// <value>The last ones before this position; for the page before.</value>
    public long? Before { get; init; }

    /// <value>1 to <see cref="LargestPage"/>.</value>
    public int PageSize { get; init; } = 50;
}
