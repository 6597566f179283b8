using Tapir.Activities.Teaching;
using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Text;
using Tapir.Functions;
using Tapir.Orchestrations.Seeding;
using Tapir.Teachers.Tutor;

namespace Tapir.Activities.Seeding;

/// <summary>Implements <see cref="SeedFunctions"/>.</summary>
internal sealed class SeedActivities(IArtifactStore artifacts, SeedFiles files, SeedLabels labels)
{
    public void AddTo(FunctionCatalog catalog) => catalog
        .AddPausable(SeedFunctions.Import, ImportAsync)
        .AddPausable(SeedFunctions.Label, labels.LabelAsync);

    private Task<SeedDataset> ImportAsync(FunctionContext context, ImportSeed input) =>
        input.File is not null ? files.ImportAsync(input, context.Cancellation) : WriteAsync(input, context.Cancellation);

    // Held out first, so that what is measured does not depend on how much is trained on.
    private async Task<SeedDataset> WriteAsync(ImportSeed input, CancellationToken cancellation)
    {
        Example[] heldOut = [.. EmbeddedTutor.WriteExamples((ulong)input.RandomSeed, input.Evaluation.PerCell).Select(example => example with { Id = $"held-out/{example.Id}" })];
        HashSet<string> except = [.. heldOut.Select(example => InstructionText.Normalize(example.Instruction))];
        Example[] pool = [.. EmbeddedTutor.WriteExamples((ulong)input.RandomSeed + 1, input.Seed.PerCell, except)];
        return new SeedDataset(
            await artifacts.PutLinesAsync(pool, cancellation),
            await artifacts.PutShardsAsync(heldOut, input.Evaluation.ShardSize, cancellation),
            pool.Length,
            heldOut.Length,
            Verifiable: true,
            RowsRead: pool.Length,
            RowsRejected: 0,
            Rejected: null,
            Format: null,
            RejectedReasons: new Dictionary<string, int>(),
            LabelSources: new Dictionary<string, int> { ["tutor"] = pool.Length });
    }
}
