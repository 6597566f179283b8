using Microsoft.Extensions.Time.Testing;
using Tapir.Activities.Rating;
using Tapir.Curriculum.Rating;
using Tapir.Curriculum.Tasks;
using Tapir.Host.Rating;

namespace Tapir.Host.Tests.Rating;

/// <summary>The folder of a run with three held-out instructions, to which S_0 and S_1 answered "old N" and "new N".</summary>
internal sealed class RatedFolder : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public RatingSheet Sheet { get; } = RatingSheet.Of(
        RatedPair.Parse("0,1"),
        Enumerable.Range(0, 3).Select(number => new RatingItem(TaskLabels.Others, $"Question {number}?", $"old {number}", $"new {number}")),
        seed: 1);

    public RatingBook Book => new(folder.Root);

    public TemporaryFolder Files => folder;

    /// <summary>A session as another process would open it.</summary>
    public RatingSession Open() => new("mine-1", Sheet, Book, new FakeTimeProvider());

    public void Dispose() => folder.Dispose();
}
