using Tapir.Activities.Records;
using Tapir.Activities.Teaching;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Specs;

namespace Tapir.Activities.Reviewing;

/// <summary>Implements <see cref="ReviewFunctions"/>.</summary>
internal sealed class ReviewActivities(ActivityRooms rooms)
{
    private const string FileName = "reviews.jsonl";

    private readonly IArtifactStore artifacts = rooms.Artifacts;

    public void AddTo(FunctionCatalog catalog) => catalog
        .AddPausable(ReviewFunctions.ShowSelection, (context, input) => new SelectionSample(artifacts).MakeAsync(input, context.Cancellation))
        .AddPausable(ReviewFunctions.ShowTraining, (context, input) => new TrainingSample(artifacts).MakeAsync(input, context.Cancellation))
        .AddPausable(ReviewFunctions.ShowExport, (context, input) => new ExportSample(artifacts).MakeAsync(input, context.Cancellation))
        .AddPausable(ReviewFunctions.Recall, RecallAsync)
        .AddPausable(ReviewFunctions.Record, RecordAsync);

    private async Task<RecalledReview> RecallAsync(FunctionContext context, RecallReview input)
    {
        IReadOnlyList<RecordedReview> said = await FileOf(context).ReadAsync(context.Cancellation);
        RecordedReview? last = said.LastOrDefault(review =>
            review.Decision.Point == input.Point && review.Decision.Round == input.Round && review.Decision.Sample == input.Sample);
        // A rejection is asked again: who runs the same spec once more may have come to another mind.
        return new RecalledReview(last is { Decision.Verdict: ReviewVerdict.Approve } ? last : null);
    }

    private async Task<RecordedReview> RecordAsync(FunctionContext context, ReviewDecision input)
    {
        RecordedReview recorded = new(input, await artifacts.PutJsonAsync(input, context.Cancellation));
        Directory.CreateDirectory(rooms.RunFolder(context.RunId));
        // This is called again when its process was killed right after the line was written.
        await FileOf(context).AppendOnceAsync(recorded, context.Cancellation);
        return recorded;
    }

    private RecordFile<RecordedReview> FileOf(FunctionContext context) => new(Path.Combine(rooms.RunFolder(context.RunId), FileName));
}
