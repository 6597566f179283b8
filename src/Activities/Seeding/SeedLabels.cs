using System.Text.Json;
using Tapir.Activities.Teaching;
using Tapir.Artifacts;
using Tapir.Curriculum.Examples;
using Tapir.Curriculum.Tasks;
using Tapir.Functions;
using Tapir.Orchestrations.Seeding;
using Tapir.Orchestrations.Specs;
using Tapir.Teachers.Labeling;
using Tapir.Teachers.Tutor;

namespace Tapir.Activities.Seeding;

/// <summary>Gives the seed's instructions task labels: the import knew the data's own and the tutor's, a chat teacher knows the rest.</summary>
internal sealed class SeedLabels(IArtifactStore artifacts, TeacherDesk teachers)
{
    public async Task<LabelledSeed> LabelAsync(FunctionContext context, LabelSeed input)
    {
        IReadOnlyList<Example> pool = await artifacts.ReadAllLinesAsync<Example>(input.Seed.Pool, context.Cancellation);
        if (input.Teacher.Kind == TeacherKind.Tutor)
        {
            return new LabelledSeed(input.Seed, CountLabels(pool), input.Seed.LabelSources);
        }

        Labeler labeler = new(
            teachers.Open(input.Teacher, context),
            instruction => EmbeddedTutor.TryRead(instruction)?.Task,
            new LabelerOptions { Seed = (ulong)input.RandomSeed, Concurrency = teachers.ConcurrencyOf(context) });
        IReadOnlyList<Example> heldOut = await artifacts.ReadShardsAsync<Example>(input.Seed.HeldOut, context.Cancellation);
        Example[] all = [.. pool, .. heldOut];
        IReadOnlyList<AssignedLabel> labels = await labeler.LabelAsync([.. all.Select(example => new UnlabeledInstruction(example.Instruction, GivenLabelOf(example)))], context.Cancellation);
        Example[] labelled = [.. all.Zip(labels, (example, label) => example with { Task = label.Label })];
        Example[] labelledPool = labelled[..pool.Count];
        int shardSize = heldOut.Count == 0 ? 1 : (heldOut.Count + input.Seed.HeldOut.Count - 1) / input.Seed.HeldOut.Count;
        SeedDataset seed = input.Seed with
        {
            Pool = await artifacts.PutLinesAsync(labelledPool, context.Cancellation),
            HeldOut = await artifacts.PutShardsAsync(labelled[pool.Count..], shardSize, context.Cancellation),
        };
        return new LabelledSeed(
            seed, CountLabels(labelledPool), Reasons.Count(labels.Take(pool.Count).Select(label => JsonNamingPolicy.CamelCase.ConvertName(label.Source.ToString()))));
    }

    // The import writes Others where neither the data nor the tutor names a label.
    private static TaskLabel? GivenLabelOf(Example example) => example.Task == TaskLabels.Others ? null : example.Task;

    private static IReadOnlyDictionary<string, int> CountLabels(IEnumerable<Example> pool) => Reasons.Count(pool.Select(example => example.Task.Name));
}
