using Tapir.Artifacts;
using Tapir.Models.Checkpoints;
using Tapir.Orchestrations.Specs;
using Tapir.Orchestrations.Students;

namespace Tapir.Host.Runs;

/// <summary>Stores the model that a run begins with, so that the run depends on no file of the user's any more.</summary>
internal static class StartingModel
{
    /// <returns>Its files by name, in ordinal order; null where the student is born in the run, or fetched from a hub by it.</returns>
    /// <exception cref="InvalidDataException">It is damaged, incomplete, or of an architecture that is not computed.</exception>
    public static async Task<IReadOnlyList<ModelFile>?> PutAsync(IArtifactStore artifacts, StudentSpec student, CancellationToken cancellation)
    {
        if (!ModelName.IsLocal(student.Model))
        {
            return null;
        }

        List<ModelFile> files = [];
        foreach (string file in FilesOf(student.Model!))
        {
            files.Add(new ModelFile(Path.GetFileName(file), await artifacts.PutFileAsync(file, cancellation)));
        }

        return files;
    }

    // Opened before anything is stored: what cannot be used is wrong input, and not a failed run.
    private static IReadOnlyList<string> FilesOf(string path)
    {
        using Checkpoint checkpoint = Checkpoint.Open(path);
        return checkpoint.Files;
    }
}
