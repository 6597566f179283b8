using Tapir.Host.Examples;

namespace Tapir.Host.Http.Examples;

/// <summary>A page of a run's examples.</summary>
/// <param name="State">ready, building (what there is, is of the rounds before the last), none (before the first round is done) or failed.</param>
/// <param name="Share">How much of the index that is being built is done, 0 to 1; null while none is.</param>
/// <param name="Message">Why there is none; null when there is.</param>
/// <param name="Previous">Ask with <c>before</c> for the page before; null on the first.</param>
/// <param name="Next">Ask with <c>after</c> for the next page; null on the last.</param>
/// <param name="Found">How many there are on all pages.</param>
/// <param name="MoreFound">Whether there are more than that: a search is counted up to 10,000.</param>
internal sealed record ExamplesDocument(
    string Run, string State, double? Share, string? Message, IReadOnlyList<ExampleItem> Examples, long? Previous, long? Next, long Found, bool MoreFound);

/// <summary>How a run's judge stands to what is known without it.</summary>
/// <inheritdoc cref="ExamplesDocument"/>
internal sealed record JudgingDocument(string Run, string State, double? Share, string? Message, IReadOnlyList<LabelJudging> Labels);
