using Tapir.Artifacts;
using Tapir.Models;
using Tapir.Models.Export;
using Tapir.Models.Export.Gguf;
using Tapir.Models.Training;
using Tapir.Orchestrations.Students;

namespace Tapir.Activities.Students;

/// <summary>Students in the forms that other programs load, besides the Hugging Face folder that every run ends with.</summary>
public static class StudentExports
{
    /// <summary>Writes a GGUF file, which is whole or not there.</summary>
    /// <param name="context">The longest sequence that it is to name, in tokens; null for the student's own.</param>
    /// <exception cref="NotSupportedException">llama.cpp has no architecture for the student, or no name for its tokenizer.</exception>
    public static async Task WriteGgufAsync(
        IArtifactStore artifacts, StudentRef student, string name, int? context, GgufPrecision precision, string file, CancellationToken cancellation)
    {
        using Student model = await artifacts.ReadStudentAsync(student.Model, cancellation);
        DurableFile.Replace(file, stream => GgufExport.Write(stream, model, name, precision, context));
    }

    /// <summary>Writes the adapters of trainings that followed each other as one, in the folder form of PEFT.</summary>
    /// <param name="begunWith">The student before the first of them.</param>
    /// <param name="checkpoints">The last checkpoint of each training, in order.</param>
    /// <param name="baseModel">What PEFT is told that the adapter belongs to.</param>
    public static async Task WriteAdapterAsync(
        IArtifactStore artifacts, StudentRef begunWith, IReadOnlyList<ArtifactRef> checkpoints, string baseModel, IReadOnlyList<CardFact> card, string folder, CancellationToken cancellation)
    {
        using Student model = await artifacts.ReadStudentAsync(begunWith.Model, cancellation);
        List<TrainingState> trained = [];
        try
        {
            foreach (ArtifactRef checkpoint in checkpoints)
            {
                await using Stream stream = await artifacts.OpenAsync(checkpoint, cancellation);
                trained.Add(TrainingState.ReadAdapter(stream, checkpoint.ToString(), model.Weights));
            }

            PeftAdapter adapter = PeftAdapter.Joined([.. trained.Select(state => PeftAdapter.Of(state, baseModel))]);
            foreach ((string name, Action<Stream> write) in adapter.Files())
            {
                DurableFile.Replace(Path.Combine(folder, name), write);
            }

            DurableFile.Replace(Path.Combine(folder, "README.md"), AdapterCard.Render(baseModel, adapter.Rank, card));
        }
        finally
        {
            trained.ForEach(state => state.Dispose());
        }
    }
}
