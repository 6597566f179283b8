using System.Globalization;
using System.Text;
using Tapir.Activities.Scratch;
using Tapir.Activities.Teaching;
using Tapir.Artifacts;
using Tapir.Functions;
using Tapir.Models;
using Tapir.Models.Checkpoints;
using Tapir.Models.Network;
using Tapir.Orchestrations.Students;

namespace Tapir.Activities.Students;

/// <summary>Makes a student of the files of a model that exists.</summary>
internal sealed class ModelLoading(IArtifactStore artifacts, ScratchFolders scratch, ComputeSlots slots)
{
    public async Task<LoadedStudent> LoadAsync(FunctionContext context, LoadStudent input)
    {
        // Weights are mapped, so they have to be files.
        using ScratchFolder folder = scratch.Create();
        long copied = 0;
        foreach (ModelFile file in input.Files)
        {
            await using Stream content = await artifacts.OpenAsync(file.Content, context.Cancellation);
            await using FileStream copy = new(Path.Combine(folder.Path, Path.GetFileName(file.Name)), FileMode.CreateNew, FileAccess.Write);
            await content.CopyToAsync(copy, context.Cancellation);
            context.Report(++copied, input.Files.Count, "files");
        }

        using Checkpoint checkpoint = Open(folder.Path, input.Files);
        using Student student = await slots.RunAsync(() => Student.Of(checkpoint, input.Context), context);
        StudentRef stored = new(
            await artifacts.PutStudentAsync(student, context.Cancellation),
            await artifacts.PutBytesAsync(Encoding.UTF8.GetBytes(student.Tokenizer.ToJson()), context.Cancellation));
        return new LoadedStudent(stored, FamilyOf(student.Config), checkpoint.Config.ContextLength, checkpoint.Notes);
    }

    private static Checkpoint Open(string folder, IReadOnlyList<ModelFile> files) =>
        Checkpoint.Open(files is [var only] ? Path.Combine(folder, Path.GetFileName(only.Name)) : folder);

    private static string FamilyOf(StudentConfig config) => string.Create(
        CultureInfo.InvariantCulture,
        $"{config.Layers} layers of width {config.Width}, {config.ParameterCount / 1e6:0.#} million parameters");
}
