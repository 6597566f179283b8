using Tapir.Activities.Students;
using Tapir.Artifacts;
using Tapir.Host.State;
using Tapir.Models.Export.Gguf;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Training;

namespace Tapir.Host.Exports;

/// <summary>The student of a round in forms that other programs load.</summary>
internal static class StudentExport
{
    public static readonly ExportFormat GgufF16 = Gguf("gguf-f16", "student, half precision, for llama.cpp", GgufPrecision.F16);

    public static readonly ExportFormat GgufQ8 = Gguf("gguf-q8_0", "student, 8 bits a weight, for llama.cpp", GgufPrecision.Q8);

    public static readonly ExportFormat Peft = new("peft", "adapter, a folder that PEFT reads, for a run with student.adapter", NeedsPlace: true, WriteAdapterAsync);

    private static ExportFormat Gguf(string name, string description, GgufPrecision precision) => new(
        name,
        description,
        NeedsPlace: true,
        async (source, file, cancellation) =>
        {
            try
            {
                await StudentExports.WriteGgufAsync(
                    source.Artifacts, source.Student.Trained.Student, $"{source.Run.Spec.Name} {source.Student.Name}", source.Rounds[0].BegunWith?.Context, precision, file!, cancellation);
            }
            catch (NotSupportedException unknown)
            {
                throw new StateException($"{source.Run.Id} cannot be a GGUF file: {unknown.Message}");
            }

            return $"{source.Student.Name}, {new FileInfo(file!).Length / 1048576.0:0.0} MiB";
        });

    private static async Task<string> WriteAdapterAsync(ExportSource source, string? folder, CancellationToken cancellation)
    {
        RunSpec spec = source.Run.Spec;
        if (spec.Student is not { Adapter: not null, Model: { } model } || source.Rounds[0].BegunWith is not { } begun)
        {
            throw new StateException($"{source.Run.Id} trained all weights of its student, so there is no adapter; export it as {GgufF16.Name}, or take the Hugging Face folder 'student' of the run.");
        }

        IEnumerable<TrainedStudent> trainings = [.. source.Rounds.Select(round => round.Trained), .. source.Preference?.Tuned is { } tuned ? [tuned.Trained] : Array.Empty<TrainedStudent>()];
        ArtifactRef[] checkpoints = [.. trainings.Select(training => training.Checkpoint).OfType<ArtifactRef>()];
        if (checkpoints.Length == 0)
        {
            throw new StateException($"{source.Student.Name} of {source.Run.Id} is {ModelName.Of(model)} as it is; name a later round.");
        }

        await StudentExports.WriteAdapterAsync(
            source.Artifacts, begun.Student, checkpoints, HubNameOf(model), StudentCard.Of(spec, source.Seed, source.Rounds, source.Preference), folder!, cancellation);
        return $"the adapter of {source.Student.Name}";
    }

    // PEFT looks for a name of a hub, or a path.
    private static string HubNameOf(string model)
    {
        string name = ModelName.Of(model);
        return name.StartsWith(ModelName.Hub, StringComparison.Ordinal) ? name[ModelName.Hub.Length..].Split('@')[0] : name;
    }
}
